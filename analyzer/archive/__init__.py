"""The archive: analysed sessions in one SQLite file, found again and read back as they were."""

from analyzer.archive.results import AddResult, KeptFile, LeftLabel, SessionSummary, Status
from analyzer.archive.store import Archive

__all__ = ["AddResult", "Archive", "KeptFile", "LeftLabel", "SessionSummary", "Status"]
