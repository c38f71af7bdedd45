r"""Reads coaching-call transcripts and says what was asked, what was advised, and in whose words.

    >>> import analyzer as ca
    >>> session = ca.analyze("Ana: HR says no. What now?\n\nMike: Call the manager yourself.\n")
    >>> session.turns["speaker"].tolist()
    ['Ana', 'Mike']

An archive of many sessions opens with ``ca.open("calls.db")``, invented ones with ``ca.sample()``;
files go into one with ``ca.add("calls/", to="calls.db")``. Figures of tables are in ``ca.plots``.

Names are imported when first used, so ``import analyzer`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from analyzer.version import __version__ as __version__

if TYPE_CHECKING:
    from analyzer import plots
    from analyzer.batch import analyze_many
    from analyzer.errors import AnalyzerError
    from analyzer.notebook import AnalyzedSession, Archive, ReadSession, add, analyze, read, sample
    from analyzer.notebook import open_archive as open  # noqa: A004 - ca.open, as io.open
    from analyzer.pipeline import analyze_session, load_models
    from analyzer.records import Analysis, Pack, Session
    from analyzer.records.pack_file import load_pack

_HOMES = {
    "Analysis": "analyzer.records",
    "AnalyzedSession": "analyzer.notebook",
    "AnalyzerError": "analyzer.errors",
    "Archive": "analyzer.notebook",
    "Pack": "analyzer.records",
    "ReadSession": "analyzer.notebook",
    "Session": "analyzer.records",
    "add": "analyzer.notebook",
    "analyze": "analyzer.notebook",
    "analyze_many": "analyzer.batch",
    "analyze_session": "analyzer.pipeline",
    "load_models": "analyzer.pipeline",
    "load_pack": "analyzer.records.pack_file",
    "open": "analyzer.notebook",
    "read": "analyzer.notebook",
    "sample": "analyzer.notebook",
}
_CALLED = {"open": "open_archive"}

__all__ = [
    "Analysis",
    "AnalyzedSession",
    "AnalyzerError",
    "Archive",
    "Pack",
    "ReadSession",
    "Session",
    "add",
    "analyze",
    "analyze_many",
    "analyze_session",
    "load_models",
    "load_pack",
    "open",
    "plots",
    "read",
    "sample",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), _CALLED.get(name, name))
    if name == "plots":
        return import_module("analyzer.plots")
    from analyzer.errors import did_you_mean  # noqa: PLC0415 - for mistakes only

    near = "" if name.startswith("_") else did_you_mean(name, __all__)
    msg = f"module 'analyzer' has no attribute {name!r}. {near}".rstrip()
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
