"""The theme summary as PDF: its figures, and the template that sets it."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.report import charts
from analyzer.report.parts import Report
from analyzer.report.pdf import pdf_bytes
from analyzer.report.style import Paper

# Between the three panels of a row, in points; the template says the same.
_PANEL_GAP = 15.0


def summary_pdf(report: Report, *, paper: Paper = Paper.A4) -> bytes:
    """The theme summary as a tagged PDF, the same bytes for the same report."""
    return pdf_bytes(
        report, template="summary", figures=dict(_figures(report, paper=paper)), paper=paper
    )


def _figures(report: Report, *, paper: Paper) -> Iterator[tuple[str, bytes]]:
    """Every figure as SVG, under the name that the template asks for."""
    wide = paper.text_width
    if report.problem_bars:
        yield "problems", charts.bars(report.problem_bars, width=wide)
    if report.advice_bars:
        yield "advice", charts.bars(report.advice_bars, width=wide)
    if report.matrix:
        yield "matrix", charts.matrix(report.matrix, width=wide)
    for number, chapter in enumerate(report.chapters):
        if chapter.has_bar:
            yield f"uptake-{number}", charts.stacked(chapter.uptake, width=paper.quote_width)
    for number, panel in enumerate(report.panels):
        yield f"panel-{number}", charts.panel(panel, width=(wide - 2 * _PANEL_GAP) / 3)
    if report.talk_shares:
        yield "talk", charts.strip(report.talk_shares, width=wide)
    for number, table in enumerate(report.label_tables):
        for place, row in enumerate(table.rows):
            yield f"interval-{number}-{place}", charts.interval(row.interval)
