"""Times of a column, read alike: what they are, and in which unit, is decided over the whole file.

A column holds clocks (``0:13``), numbers (seconds or milliseconds), or dates with a time of day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analyzer.read.times import parse_time

SECOND = 1000.0
_EPOCH_SECONDS = 100_000_000
_EPOCH_MS = 100_000_000_000
_LATEST_SECOND = 50_000
_SLOWEST = 16.0  # seconds a word; the slowest talk with all its pauses has 3
_FASTEST = 0.05
_LATEST_MS = 1_000_000_000_000

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,15}(?:[.,][0-9]{1,12})?|[.,][0-9]{1,12})(?:[eE][+-]?[0-9]{1,2})?"
)
_RANGE = re.compile(r"\s*(?:-->|->|→|[-–—]|\bto\b)\s*")
_DAYTIME = re.compile(
    r"(?i)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"\s*(?P<half>[ap])\.?\s?m\.?"
)
_STAMP = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}\S*")


class Kind(StrEnum):
    """What the values of a column of times are."""

    CLOCK = "clock"
    NUMBER = "number"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeColumn:
    """The values of a column of times, None where one is missing or of another kind.

    Clocks and stamps are in milliseconds, numbers as they stand; ``ends`` are the second times of
    cells with two ("0:05 - 0:09"). ``unread`` are the rows of cells that hold something else.
    """

    kind: Kind
    values: tuple[float | None, ...]
    ends: tuple[float | None, ...]
    unread: tuple[int, ...] = ()

    def in_ms(self, unit: float) -> list[int | None]:
        """Whole milliseconds, where numbers count ``unit`` milliseconds each."""
        scale = unit if self.kind is Kind.NUMBER else 1.0
        return [_whole(value, scale) for value in self.values]


def number_in(text: str) -> float | None:
    """The number that a cell holds, with a point or a comma; None for anything else.

    >>> number_in("12,5"), number_in("7680"), number_in("0:13")
    (12.5, 7680.0, None)
    """
    bare = text.strip()
    return float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else None


def is_time_like(text: str) -> bool:
    """Whether a cell holds a clock, a span of two clocks, a stamp or a number."""
    return number_in(text) is not None or _clock(text) is not None or _stamp(text) is not None


def is_clock(text: str) -> bool:
    """Whether a cell holds a clock, a span of two clocks or a stamp."""
    return _clock(text) is not None or _stamp(text) is not None


def read_column(cells: Sequence[str]) -> TimeColumn:
    """The times of a column, all of the kind that most of its cells are of."""
    numbers = [number_in(cell) for cell in cells]
    clocks = [None if numbers[row] is not None else _clock(cell) for row, cell in enumerate(cells)]
    stamps = [
        None if numbers[row] is not None or clocks[row] is not None else _stamp(cell)
        for row, cell in enumerate(cells)
    ]
    n_numbers, n_clocks, n_stamps = (
        sum(1 for one in found if one is not None) for found in (numbers, clocks, stamps)
    )
    values: list[float | None] = numbers
    ends: list[float | None] = [None] * len(cells)
    kind = Kind.NUMBER
    if n_stamps > max(n_numbers, n_clocks):
        kind, values = Kind.STAMP, stamps
    elif n_clocks >= n_numbers and n_clocks:
        kind = Kind.CLOCK
        values = [None if one is None else one[0] for one in clocks]
        ends = [None if one is None else one[1] for one in clocks]
    unread = (row for row, cell in enumerate(cells) if cell.strip() and values[row] is None)
    return TimeColumn(kind=kind, values=tuple(values), ends=tuple(ends), unread=tuple(unread))


def zero_of(column: TimeColumn) -> float | None:
    """The first moment of a column of dates, times of day or moments since 1970; None for others.

    Times of other columns of such a file count from there, too.
    """
    earliest = min((value for value in column.values if value is not None), default=0.0)
    if column.kind is Kind.STAMP or (column.kind is Kind.NUMBER and earliest > _EPOCH_SECONDS):
        return earliest
    return None


def since(column: TimeColumn, zero: float | None) -> TimeColumn:
    """The column with its moments made milliseconds since ``zero``; as it is where that is None."""
    if zero is None or column.kind is Kind.CLOCK:
        return column
    scale = SECOND if column.kind is Kind.NUMBER and zero < _EPOCH_MS else 1.0
    values = (None if value is None else (value - zero) * scale for value in column.values)
    return replace(column, kind=Kind.STAMP, values=tuple(values))


def day_of(zero: float | None) -> dt.date | None:
    """The day of a first moment, None where it is a time of day only."""
    if zero is None or zero < _EPOCH_SECONDS:
        return None
    seconds = zero if zero < _EPOCH_MS else zero / SECOND
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    except (OverflowError, OSError, ValueError):
        return None


def unit_of(
    starts: Sequence[float | None], ends: Sequence[float | None], words: Sequence[int]
) -> float:
    """The milliseconds of the unit in which bare numbers count: 1000 for seconds, 1 for ms.

    Talk of so many words takes about so many seconds: what would be slower than any talk in
    seconds, and is none too fast in milliseconds, is in milliseconds.
    """
    known = [value for value in (*starts, *ends) if value is not None]
    if not known:
        return SECOND
    per_word = _per_word(starts, ends, words)
    if max(known) > _LATEST_SECOND:
        return 1.0 if per_word > 2 else SECOND
    whole = sum(1 for value in known if value == int(value))
    if whole < 0.9 * len(known):
        return SECOND
    return 1.0 if per_word > _SLOWEST and per_word / 1000 >= _FASTEST else SECOND


def minutes_kept_as_hours(column: TimeColumn, words: Sequence[int]) -> bool:
    """Whether clocks are minutes and seconds that a spreadsheet took for hours and minutes.

    Who types 0:13 into a spreadsheet gets 00:13:00.
    """
    known = [value for value in column.values if value is not None]
    if column.kind is not Kind.CLOCK or len(set(known)) < 4:
        return False
    if any(value % 60_000 for value in known):
        return False
    seconds = [None if value is None else value / 1000 for value in column.values]
    return _per_word(seconds, [None] * len(seconds), words) > _SLOWEST


def _per_word(
    starts: Sequence[float | None], ends: Sequence[float | None], words: Sequence[int]
) -> float:
    """How many units of time a word takes."""
    lengths = spoken = 0.0
    for start, end, count in zip(starts, ends, words, strict=True):
        if start is not None and end is not None and end > start:
            lengths += end - start
            spoken += count
    if not lengths:
        known = [value for value in starts if value is not None]
        lengths = (max(known) - min(known) or max(known)) if known else 0.0
        spoken = sum(words[:-1]) or sum(words)
    return lengths / max(spoken, 1.0)


def _clock(text: str) -> tuple[float, float | None] | None:
    """The clock in a cell, and the second one where it holds two."""
    if len(text) > 60:
        return None
    one = parse_time(text)
    if one is not None:
        return float(one), None
    parts = _RANGE.split(text.strip("[]() \t"))
    if len(parts) == 2:
        start, end = parse_time(parts[0]), parse_time(parts[1])
        if start is not None and end is not None:
            return float(start), float(end)
    return None


def _stamp(text: str) -> float | None:
    """The milliseconds of a date with a time of day since 1970, of "2:05 PM" since midnight."""
    bare = text.strip()
    if len(bare) > 40:
        return None
    day = _DAYTIME.fullmatch(bare)
    if day is not None:
        hour = int(day["hour"]) % 12 + (12 if day["half"] in "pP" else 0)
        return ((hour * 60 + int(day["minute"])) * 60 + int(day["second"] or 0)) * 1000.0
    if _STAMP.fullmatch(bare) is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(bare)
    except ValueError:
        return None
    return moment.replace(tzinfo=dt.UTC).timestamp() * 1000


def _whole(value: float | None, scale: float) -> int | None:
    if value is None:
        return None
    found = value * scale
    return round(found) if 0 <= found < _LATEST_MS else None
