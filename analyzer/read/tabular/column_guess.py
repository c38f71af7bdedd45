"""What the cells of a column are like, and which part of a talk they seem to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from analyzer.read.people.names import is_handle, is_person_like, is_role_like
from analyzer.read.tabular.column_heads import Part, part_named, words_of
from analyzer.read.tabular.column_times import is_clock, number_in

REMARKS = frozenset(
    ("note", "notes", "comment", "comments", "remark", "remarks", "feedback", "observations")
)
_NO_NAMES = frozenset(("", "true", "false", "yes", "no", "n/a", "na", "none", "null", "nan", "-"))


@dataclass(slots=True, kw_only=True)
class Column:
    """What the cells of a column are like."""

    index: int
    head: str
    filled: list[str]
    n_words: int = 0
    n_times: int = 0
    n_numbers: int = 0
    distinct: Counter[str] = field(default_factory=Counter)

    @property
    def per_cell(self) -> float:
        """How many words a cell holds, those without any left out."""
        return self.n_words / max(len(self.filled), 1)

    @property
    def is_time(self) -> bool:
        """Whether most cells are clocks, moments or numbers."""
        return bool(self.filled) and self.n_times >= 0.6 * len(self.filled)

    @property
    def is_number(self) -> bool:
        """Whether nearly all cells are numbers."""
        return bool(self.filled) and self.n_numbers >= 0.9 * len(self.filled)


def guess_text(columns: Sequence[Column], *, taken: set[int]) -> int | None:
    """The column with most words a cell, which differ from cell to cell."""
    wordy = [
        column
        for column in columns
        if column.index not in taken
        and column.per_cell >= 2
        and not column.is_time
        and len(column.distinct) * 3 >= len(column.filled)
        and part_named(column.head) in {None, Part.TEXT}
        and not REMARKS & set(words_of(column.head))
    ]
    return max(wordy, key=lambda column: column.n_words).index if wordy else None


def guess_times(columns: Sequence[Column]) -> list[int]:
    """The columns that rise from row to row: the start, and an end that is not before it."""
    rising = [column for column in columns if not column.head and _rises(column)]
    rising += [
        column
        for column in columns
        if column.head and part_named(column.head) is None and _rises(column)
        and all(map(is_clock, column.filled))
    ]  # fmt: skip
    clocks = [column for column in rising if is_clock(column.filled[0])]
    return [column.index for column in (clocks or rising)[:2]]


def _rises(column: Column) -> bool:
    least = 2 if column.filled and is_clock(column.filled[0]) else 3
    if len(column.filled) < least or column.n_times < 0.9 * len(column.filled):
        return False
    if len(column.distinct) * 2 < len(column.filled):
        return False
    numbers = [number_in(cell) for cell in column.filled]
    values = [number for number in numbers if number is not None]
    if len(values) * 2 < len(numbers):
        return True  # clocks
    steps = {two - one for one, two in pairwise(values)}
    up = sum(1 for one, two in pairwise(values) if two >= one)
    return len(steps) > 1 and up >= 0.85 * (len(values) - 1)


def guess_speaker(columns: Sequence[Column], *, text: int, any_named: bool) -> int | None:
    """The column of short strings that recur: names, or before the text, anything that is none."""
    best: tuple[float, int] | None = None
    for column in columns:
        if part_named(column.head) is not None or not _recurs(column):
            continue
        cells = column.filled
        share = sum(1 for cell in cells if _is_name(cell)) / len(cells)
        before = column.index < text
        if share >= 0.6 or (before and not any_named and not column.is_number):
            score = share + 0.5 * before
            if best is None or score > best[0]:
                best = score, column.index
    return None if best is None else best[1]


def _recurs(column: Column) -> bool:
    cells = column.filled
    if not cells or column.per_cell > 4 or any(len(cell) > 60 for cell in cells):
        return False
    if {cell.casefold() for cell in column.distinct} <= _NO_NAMES or column.is_time:
        return False
    if len(column.distinct) > max(2.0, 0.5 * len(cells)):
        return False
    changes = sum(1 for one, two in pairwise(cells) if one != two)
    return len(column.distinct) == 1 or changes * 10 >= len(cells)


def _is_name(cell: str) -> bool:
    return is_role_like(cell) or is_person_like(cell) or (is_handle(cell) and not cell.isdigit())
