"""The playbook as PDF, with its figures."""

from __future__ import annotations

from analyzer.report import charts
from analyzer.report.pdf import pdf_bytes
from analyzer.report.playbook.records import Playbook
from analyzer.report.style import Paper


def playbook_pdf(playbook: Playbook, *, paper: Paper = Paper.A4) -> bytes:
    """The playbook as a tagged PDF, the same bytes for the same content."""
    figures = {
        f"uptake-{chapter.anchor}": charts.stacked(chapter.uptake, width=paper.quote_width)
        for chapter in playbook.chapters
        if chapter.has_bar
    }
    return pdf_bytes(playbook, template="playbook", figures=figures, paper=paper)
