"""The figures of a playbook, as SVG by the names that the template asks for."""

from __future__ import annotations

from analyzer.report import charts
from analyzer.report.playbook.records import Playbook
from analyzer.report.style import Paper


def figures(playbook: Playbook, *, paper: Paper = Paper.A4) -> dict[str, bytes]:
    """How clients took up the advice of each chapter that has answers enough."""
    return {
        f"uptake-{chapter.anchor}": charts.stacked(chapter.uptake, width=paper.quote_width)
        for chapter in playbook.chapters
        if chapter.has_bar
    }
