"""The phrases with numbers that reports use."""

from __future__ import annotations

import re

from tests.report import phrases_counts, phrases_ends, phrases_kinds, phrases_talk
from tests.report.recounting import Phrase

# What a method or a measure is, not what was counted.
CONSTANTS = (
    r"The interval holds the true F1 in 95 of 100 such measurements",
    r"F1 combines the two; 1 is perfect",
    r"Macro-F1|95% interval|0 to 1\b|\bF1\b",
    r"that takes 20 sessions in 4 quarters, of at least six clients",
    r"Cochran 1954 and Armitage 1955|correction of 1979|others 2003|that takes 20 dated sessions",
    r"in the \d+ exchanges that most surely bring the problem",
    r"p\.\s\d+$",
)


def phrases() -> list[Phrase]:
    """All phrases, each tried on what those before it left."""
    modules = (phrases_counts, phrases_talk, phrases_ends, phrases_kinds)
    counted = [phrase for module in modules for phrase in module.PHRASES.kept]
    return [*counted, *(Phrase(re.compile(pattern), lambda *_: ()) for pattern in CONSTANTS)]
