"""Lists of phrases as one pattern: words in a phrase may be parted by any blanks."""

from __future__ import annotations

import re


def any_of(*phrases: str) -> str:
    r"""A group that matches any of the phrases, regular expressions whose blanks are ``\s+``.

    >>> any_of("sign up", "free")
    '(?:sign\\s+up|free)'
    """
    return "(?:" + "|".join(re.sub(" +", r"\\s+", phrase) for phrase in phrases) + ")"


def pattern(text: str) -> re.Pattern[str]:
    """The compiled pattern, blind to case."""
    return re.compile(text, re.IGNORECASE)
