"""Reads coaching-call transcripts and says what was asked, what was advised, and in whose words.

    >>> import analyzer
    >>> sorted(analyzer.__all__)[:3]
    ['Analysis', 'AnalyzerError', 'Archive']

Names are imported when first used, so ``import analyzer`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from analyzer.version import __version__ as __version__

if TYPE_CHECKING:
    from analyzer.aggregate import Tables, build_tables, read_tables
    from analyzer.archive import Archive
    from analyzer.batch import analyze_many
    from analyzer.errors import AnalyzerError
    from analyzer.pipeline import analyze_file, analyze_session, load_models
    from analyzer.read import read_session
    from analyzer.records import Analysis, Pack, Session
    from analyzer.records.pack_file import load_pack
    from analyzer.report import write_report

_HOMES = {
    "Analysis": "analyzer.records",
    "AnalyzerError": "analyzer.errors",
    "Archive": "analyzer.archive",
    "Pack": "analyzer.records",
    "Session": "analyzer.records",
    "Tables": "analyzer.aggregate",
    "analyze_file": "analyzer.pipeline",
    "analyze_many": "analyzer.batch",
    "analyze_session": "analyzer.pipeline",
    "build_tables": "analyzer.aggregate",
    "load_models": "analyzer.pipeline",
    "load_pack": "analyzer.records.pack_file",
    "read_session": "analyzer.read",
    "read_tables": "analyzer.aggregate",
    "write_report": "analyzer.report",
}

__all__ = [
    "Analysis",
    "AnalyzerError",
    "Archive",
    "Pack",
    "Session",
    "Tables",
    "analyze_file",
    "analyze_many",
    "analyze_session",
    "build_tables",
    "load_models",
    "load_pack",
    "read_session",
    "read_tables",
    "write_report",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    msg = f"module 'analyzer' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
