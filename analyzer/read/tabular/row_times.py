"""When each row of a table of talk starts and ends, in whole milliseconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzer.read.tabular.column_heads import Part, unit_named
from analyzer.read.tabular.column_times import (
    Kind,
    TimeColumn,
    day_of,
    minutes_kept_as_hours,
    read_column,
    since,
    unit_of,
    zero_of,
)
from analyzer.read.tabular.columns import Table
from analyzer.records import ReadWarning

_PARTS = (Part.START, Part.END, Part.DURATION)
_SLACK_MS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTimes:
    """The times of all rows, in order; None where a row has none. ``day`` is that of the first."""

    starts: tuple[int | None, ...]
    ends: tuple[int | None, ...]
    day: dt.date | None = None
    warnings: tuple[ReadWarning, ...] = ()


def row_times(table: Table) -> RowTimes:
    """The times that the table's columns hold, all of a column in one unit."""
    n_rows = len(table.rows)
    words = [len(text.split()) for text in table.column(Part.TEXT)]
    columns = {
        part: read_column(table.column(part)) for part in _PARTS if part in table.layout.parts
    }
    warnings = list(_unread(table, columns))
    start = columns.get(Part.START)
    if start is not None and minutes_kept_as_hours(start, words):
        columns = {part: _sixtieth(column) for part, column in columns.items()}
        what = "the times seem to be minutes and seconds kept as hours and minutes, and are so read"
        warnings.append(ReadWarning(message=f"{what}."))
    zero = zero_of(columns[Part.START]) if Part.START in columns else None
    for part in (Part.START, Part.END):
        if part in columns:
            columns[part] = since(columns[part], zero)
    in_ms = _in_ms(table, columns, words)
    nothing: list[int | None] = [None] * n_rows
    starts = in_ms.get(Part.START, nothing)
    lengths = in_ms.get(Part.DURATION, nothing)
    ends = in_ms.get(Part.END, nothing)
    spans = columns[Part.START].ends if Part.START in columns else nothing
    ends = [
        end if end is not None else _end(start, length, span)
        for start, end, length, span in zip(starts, ends, lengths, spans, strict=True)
    ]
    warnings += _backwards(table, starts)
    return RowTimes(
        starts=tuple(starts), ends=tuple(ends), day=day_of(zero), warnings=tuple(warnings)
    )


def _in_ms(
    table: Table, columns: dict[Part, TimeColumn], words: Sequence[int]
) -> dict[Part, list[int | None]]:
    """The columns in whole milliseconds. Units that names give hold; the others share one."""
    named = {part: unit_named(table.heads[table.layout.parts[part]]) for part in columns}
    bare = {
        part: column
        for part, column in columns.items()
        if named[part] is None and column.kind is Kind.NUMBER
    }
    nothing: tuple[float | None, ...] = (None,) * len(words)
    starts = bare[Part.START].values if Part.START in bare else nothing
    ends = bare[Part.END].values if Part.END in bare else nothing
    if Part.DURATION in bare and Part.END not in bare:
        # ends are what a unit is told by: let each row end where its length says
        ends = tuple(
            None if length is None else (start or 0.0) + length
            for start, length in zip(starts, bare[Part.DURATION].values, strict=True)
        )
        starts = tuple(0.0 if start is None else start for start in starts)
    unit = unit_of(starts, ends, words)
    return {part: column.in_ms(named[part] or unit) for part, column in columns.items()}


def _end(start: int | None, length: int | None, span: float | None) -> int | None:
    if span is not None:
        return round(span)
    return start + length if start is not None and length is not None else None


def _sixtieth(column: TimeColumn) -> TimeColumn:
    if column.kind is not Kind.CLOCK:
        return column
    return replace(
        column,
        values=tuple(None if value is None else value / 60 for value in column.values),
        ends=tuple(None if value is None else value / 60 for value in column.ends),
    )


def _unread(table: Table, columns: dict[Part, TimeColumn]) -> list[ReadWarning]:
    warnings = []
    texts = table.column(Part.TEXT)
    for part, column in columns.items():
        unread = [row for row in column.unread if texts[row]]  # others are headings
        if unread:
            line = table.rows[unread[0]].line
            name = table.name_of(table.layout.parts[part])
            cells = "a cell" if len(unread) == 1 else f"{len(unread)} cells"
            message = f"{cells} of column {name} cannot be read as a time like the others."
            warnings.append(ReadWarning(message=message, source_line=line))
    return warnings


def _backwards(table: Table, starts: Sequence[int | None]) -> list[ReadWarning]:
    """A warning for rows that start clearly before the row above, within one talk."""
    found: list[int | None] = []
    before, talk_before = 0, ""
    for row, start, talk in zip(table.rows, starts, table.column(Part.TALK), strict=True):
        if start is None:
            continue
        if talk == talk_before and start + _SLACK_MS < before:
            found.append(row.line)
        before, talk_before = start, talk
    if not found:
        return []
    rows = "a row starts before the one above it" if len(found) == 1 else (
        f"{len(found)} rows start before the one above them"
    )  # fmt: skip
    message = f"{rows}; the order of the file was kept."
    return [ReadWarning(message=message, source_line=found[0])]
