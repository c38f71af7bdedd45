"""The theme summary as PDF: its figures, and the template that sets it."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.report import charts
from analyzer.report.pdf import pdf_bytes
from analyzer.report.style import Paper
from analyzer.report.summary.records import Summary

# Between the three panels of a row, in points; the template says the same.
_PANEL_GAP = 15.0


def summary_pdf(summary: Summary, *, paper: Paper = Paper.A4) -> bytes:
    """The theme summary as a tagged PDF, the same bytes for the same summary."""
    return pdf_bytes(
        summary, template="summary", figures=dict(_figures(summary, paper=paper)), paper=paper
    )


def _figures(summary: Summary, *, paper: Paper) -> Iterator[tuple[str, bytes]]:
    """Every figure as SVG, under the name that the template asks for."""
    wide = paper.text_width
    if summary.problems.bars:
        yield "problems", charts.bars(summary.problems.bars, width=wide)
    if summary.advice.bars:
        yield "advice", charts.bars(summary.advice.bars, width=wide)
    if summary.pairs is not None and summary.pairs.matrix is not None:
        yield "matrix", charts.matrix(summary.pairs.matrix, width=wide)
    for number, chapter in enumerate(summary.chapters.rows):
        if chapter.has_bar:
            yield f"uptake-{number}", charts.stacked(chapter.uptake, width=paper.quote_width)
    for number, panel in enumerate(() if summary.trend is None else summary.trend.panels):
        yield f"panel-{number}", charts.panel(panel, width=(wide - 2 * _PANEL_GAP) / 3)
    if summary.talk.shares:
        yield "talk", charts.strip(summary.talk.shares, width=wide)
    for number, table in enumerate(summary.trust.label_tables):
        for place, row in enumerate(table.rows):
            yield f"interval-{number}-{place}", charts.interval(row.interval)
