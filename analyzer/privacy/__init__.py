"""Privacy: names, places and numbers taken out, put back with a key, looked for, forgotten."""

from __future__ import annotations

from analyzer.privacy.making import redactor_for
from analyzer.privacy.redactor import Redactor
from analyzer.privacy.trees import redacted_record

__all__ = ["Redactor", "redacted_record", "redactor_for"]
