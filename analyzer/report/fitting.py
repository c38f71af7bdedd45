"""How wide words are in a figure, and how they are parted or cut so that none is clipped.

The face they will be set in is not at hand, so they are measured in DejaVu Serif, which is wider
than the serif faces a report is set in; a part of the difference stays as room to spare.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.ft2font import FT2Font, LoadFlags

# Libertinus Serif has 0.81 of its width over the alphabet, 0.96 at most for a letter.
_NARROWER = 0.9
# A letter that the measuring face lacks is taken to be as wide as it is high.
_UNKNOWN = 1.0


def extent(words: str, size: float) -> float:
    """The room that words of this size take at most, in the unit of the size.

    >>> extent("WWW", 10) > extent("iii", 10) > 0
    True
    """
    return size * _NARROWER * sum(map(_width, words))


def wrapped(words: str, size: float, width: float) -> list[str]:
    """The words in lines no wider than ``width``; a word too wide for a line is parted.

    >>> wrapped("Hiring manager first", 9, 50)
    ['Hiring', 'manager', 'first']
    """
    lines: list[str] = []
    for word in words.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and extent(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.extend(_parted(word, size, width))
    return lines or [""]


def cut(words: str, size: float, width: float) -> str:
    """The words in one line no wider than ``width``, with an ellipsis where letters are left out.

    >>> cut("Hiring manager first", 9, 60)
    'Hiring mana…'
    """
    flat = " ".join(words.split())
    if extent(flat, size) <= width:
        return flat
    first = next(_parted(flat, size, width - extent("…", size)), "")
    return f"{first.rstrip()}…"


def _parted(word: str, size: float, width: float) -> Iterator[str]:
    """The word in pieces that fit, of one letter at least; marks stay with their letter."""
    piece, room = "", width
    for letter in word:
        wide = extent(letter, size)
        if piece and wide > room and not unicodedata.combining(letter):
            yield piece
            piece, room = "", width
        piece += letter
        room -= wide
    if piece:
        yield piece


@cache
def _width(letter: str) -> float:
    """The width of a letter in the height of its type."""
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    face = _face()
    if not face.get_char_index(ord(letter)):
        return _UNKNOWN
    return float(face.load_char(ord(letter), flags=LoadFlags.NO_SCALE).horiAdvance) / _unit()


@cache
def _face() -> FT2Font:
    return FT2Font(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"))


@cache
def _unit() -> float:
    return float(_face().units_per_EM)
