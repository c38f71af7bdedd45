"""The figure of a client report, as SVG by the name that the template asks for."""

from __future__ import annotations

from analyzer.report import charts
from analyzer.report.client.records import ClientReport
from analyzer.report.style import Paper


def figures(report: ClientReport, *, paper: Paper = Paper.A4) -> dict[str, bytes]:
    """The map of problems over the sessions, where there are several of both."""
    if report.matrix is None:
        return {}
    return {"problems": charts.matrix(report.matrix, width=paper.text_width)}
