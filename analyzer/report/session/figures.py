"""The report about one session as PDF; it draws its strip itself and has no other figure."""

from __future__ import annotations

from analyzer.report.pdf import pdf_bytes
from analyzer.report.session.records import SessionReport
from analyzer.report.style import Paper


def session_pdf(report: SessionReport, *, paper: Paper = Paper.A4) -> bytes:
    """The report as a tagged PDF, the same bytes for the same report."""
    return pdf_bytes(report, template="session", figures={}, paper=paper)
