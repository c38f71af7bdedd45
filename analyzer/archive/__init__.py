"""The archive: analysed sessions in one SQLite file, found again and read back as they were."""

from analyzer.archive.results import AddResult, KeptFile, SessionSummary, Status
from analyzer.archive.store import Archive

__all__ = ["AddResult", "Archive", "KeptFile", "SessionSummary", "Status"]
