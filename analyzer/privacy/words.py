"""The words of a text as names are looked up by: runs of letters, without capitals and accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Vowel signs of Indian and south-east Asian scripts count as letters, which Python does not do.
WORD = re.compile("(?:[^\\W\\d_]+|[\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f]+)+")
_ACCENTS = re.compile("[\u0300-\u036f]+")


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without capitals and accents.

    >>> fold("Zoë"), fold("CLARKE")
    ('zoe', 'clarke')
    """
    if word.isascii():
        return word.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", word.casefold()))


def folded(text: str) -> tuple[str, ...]:
    """The folded words of a text.

    >>> folded("Mary-Jane O’Neil, St. Paul")
    ('mary', 'jane', 'o', 'neil', 'st', 'paul')
    """
    return tuple(fold(word) for word in WORD.findall(text))
