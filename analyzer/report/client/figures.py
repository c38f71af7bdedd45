"""The report about one client as PDF, with its figure."""

from __future__ import annotations

from analyzer.report import charts
from analyzer.report.client.records import ClientReport
from analyzer.report.pdf import pdf_bytes
from analyzer.report.style import Paper


def client_pdf(report: ClientReport, *, paper: Paper = Paper.A4) -> bytes:
    """The report as a tagged PDF, the same bytes for the same report."""
    figures = {}
    if report.matrix is not None:
        figures["problems"] = charts.matrix(report.matrix, width=paper.text_width)
    return pdf_bytes(report, template="client", figures=figures, paper=paper)
