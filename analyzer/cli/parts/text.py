"""Words and columns for a terminal: what a transcript holds can neither break nor steer it."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Sequence

PIPE_WIDTH = 100
NARROWEST = 40
PLURALS = {"stretch": "stretches"}


def width() -> int:
    """How many columns to write in: those of the terminal, at most 100; 100 into a pipe."""
    if not sys.stdout.isatty():
        return PIPE_WIDTH
    return max(NARROWEST, min(PIPE_WIDTH, shutil.get_terminal_size().columns))


def plain(text: str) -> str:
    """The text on one line, without characters that steer a terminal or turn its writing around.

    >>> plain("one \\n two")
    'one two'
    """
    flat = " ".join(text.split())
    if flat.isascii() and flat.isprintable():
        return flat
    return "".join("\ufffd" if _steers(letter) else letter for letter in flat)


def _steers(letter: str) -> bool:
    # Cf holds direction marks and the joiners that emoji and Persian need; only the former go.
    category = unicodedata.category(letter)
    return category in {"Cc", "Cs"} or (category == "Cf" and letter not in "\u200c\u200d\u00ad")


def columns(text: str) -> int:
    """How many columns of a terminal the text takes.

    >>> columns("Ana"), columns("安娜")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def counted(n: int, noun: str) -> str:
    """A number with its noun in the right form; the first word of the noun is the one that changes.

    >>> counted(1, "word"), counted(1200, "stretch of advice")
    ('1 word', '1,200 stretches of advice')
    """
    head, _, rest = noun.partition(" ")
    if n != 1:
        head = PLURALS.get(head, f"{head}s")
    return f"{n:,} {head} {rest}".rstrip()


def wrapped(text: str, *, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of the width, the first led by ``first`` and the others by ``rest``.

    ``rest`` is as many spaces as ``first`` is wide unless given. Words are never cut.

    >>> wrapped("one two", first="  - ")
    ['  - one two']
    """
    lead = " " * columns(first) if rest is None else rest
    limit = width()
    lines: list[str] = []
    line, fresh = first, True
    for word in plain(text).split(" "):
        if not fresh and columns(line) + 1 + columns(word) > limit:
            lines.append(line)
            line, fresh = lead, True
        line += word if fresh else f" {word}"
        fresh = False
    return [*lines, line]


def table(
    rows: Sequence[Sequence[str]],
    *,
    heads: Sequence[str] = (),
    right: Sequence[int] = (),
    indent: str = "",
) -> list[str]:
    """Rows as lines with aligned columns; ``right`` names the columns that are set to the right.

    >>> table([["Ana", "12"], ["Bo", "3"]], heads=["name", "turns"], right=[1])
    ['name  turns', 'Ana      12', 'Bo        3']
    """
    cells = [[plain(cell) for cell in row] for row in ([heads] if heads else []) + list(rows)]
    if not cells:
        return []
    widths = [max(columns(cell) for cell in column) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        parts = [
            " " * (room - columns(cell)) + cell
            if place in right
            else cell + " " * (room - columns(cell))
            for place, (cell, room) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"{indent}{'  '.join(parts)}".rstrip())
    return lines


def shortened(text: str, limit: int) -> str:
    """The text on one line, cut to at most ``limit`` columns with an ellipsis; not for quotations.

    >>> shortened("The blocked role", 10)
    'The block…'
    """
    flat = plain(text)
    if columns(flat) <= limit:
        return flat
    while columns(flat) > limit - 1:
        flat = flat[:-1]
    return f"{flat.rstrip()}…"
