"""Privacy: names, places and numbers taken out, put back with a key, looked for, forgotten."""

from __future__ import annotations

from analyzer.privacy.making import redactor_for
from analyzer.privacy.recognisers import installed_recogniser
from analyzer.privacy.redactor import Redactor
from analyzer.privacy.rewriting import redacted_analysis, redacted_session
from analyzer.privacy.trees import redacted_record

__all__ = [
    "Redactor",
    "installed_recogniser",
    "redacted_analysis",
    "redacted_record",
    "redacted_session",
    "redactor_for",
]
