"""For notebooks: an archive as tables and figures, a session to read, a file to analyse."""

from analyzer.notebook.archive import Archive
from analyzer.notebook.doors import add, analyze, open_archive, read, sample
from analyzer.notebook.reading import ReadSession
from analyzer.notebook.session import AnalyzedSession

__all__ = [
    "AnalyzedSession",
    "Archive",
    "ReadSession",
    "add",
    "analyze",
    "open_archive",
    "read",
    "sample",
]
