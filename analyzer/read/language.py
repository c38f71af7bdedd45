"""A cheap test of whether a talk is in English, the language the labels are made for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.records import ReadWarning

_ENGLISH = frozenset(
    (
        "the", "and", "to", "of", "a", "i", "you", "it", "that", "in", "is", "was", "for", "on",
        "are", "with", "they", "be", "have", "this", "at", "not", "we", "he", "but", "what", "so",
        "do", "my", "your", "it's", "don't", "i'm", "that's", "yes", "no", "just", "like", "there",
    )
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SAMPLE_WORDS = 4000
_FEWEST_WORDS = 30
_ENGLISH_SHARE = 0.12


def english_share(texts: Sequence[str]) -> float | None:
    """Share of everyday English words among the first words; None below thirty words."""
    words: list[str] = []
    for text in texts:
        words += _WORD.findall(text[:40_000].casefold().replace("’", "'"))
        if len(words) >= _SAMPLE_WORDS:
            break
    if len(words) < _FEWEST_WORDS:
        return None
    words = words[:_SAMPLE_WORDS]
    return sum(1 for word in words if word in _ENGLISH) / len(words)


def foreign_language_warning(texts: Sequence[str]) -> tuple[ReadWarning, ...]:
    """A warning where the talk is hardly in English, else nothing."""
    share = english_share(texts)
    if share is None or share >= _ENGLISH_SHARE:
        return ()
    return (
        ReadWarning(
            message="the talk does not seem to be in English; the labels for moves, advice and "
            "problems are made for English and will be poor"
        ),
    )
