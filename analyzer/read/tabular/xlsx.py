"""Excel workbooks: the sheet that holds a talk in columns, what other sheets say beside it.

Formulas count as what they last came to; dates and times of cells as times. Cells merged over rows
hold for all of them. Sheets with the same columns as the talk's are parts of it; what stands in
others, and in comments on cells, is kept as outside text.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.limits import MAX_CELLS, MAX_SIGNS
from analyzer.read.pages.page_dates import find_date
from analyzer.read.tabular.column_heads import Part, words_of
from analyzer.read.tabular.columns import Row, Table, find_table
from analyzer.read.tabular.rows import no_columns, read_rows
from analyzer.read.tabular.sheet_parts import comments_in, open_parts
from analyzer.records import ReadWarning, SegmentKind

_AGAIN = "Open it in Excel or LibreOffice, save it as .xlsx again, and try that."
_FIRST_DAY = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - days of a sheet have no time zone
_LAST_LENGTH = 1901
_DATED = frozenset(("date", "day", "held", "recorded", "when"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A sheet's rows that hold anything, and its table of talk, if it has one."""

    title: str
    rows: tuple[Row, ...]
    table: Table | None


class Xlsx:
    """Workbooks of Excel and of whatever writes its files."""

    name = "xlsx"
    about = "Excel workbooks with columns for speaker, text and times"
    extensions: tuple[str, ...] = (".xlsx", ".xlsm")

    def claims(self, raw: RawFile) -> float:
        """0.97 for a zip with a workbook in it."""
        content = raw.content
        is_workbook = content.startswith(b"PK\x03\x04") and b"xl/workbook" in content
        return 0.97 if is_workbook and b"word/document" not in content else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of the sheets. Raises UnreadableTranscript for a broken, locked or bloated file.

        Also where no sheet has columns of a talk: the error lists the columns.
        """
        parts = open_parts(raw.content, path=raw.path)
        sheets = _sheets(raw.content, path=raw.path)
        best = max(sheets, key=_rank, default=None)
        if best is None or best.table is None:
            rows = [sheet.rows[0] for sheet in sheets if sheet.rows]
            heads = [cell for row in rows for cell in row.cells]
            if parts.n_formulas and not heads:
                hint = "Open it in Excel and save it: formulas have no values in it yet."
                raise UnreadableTranscript("all its cells are empty.", path=raw.path, hint=hint)
            raise no_columns(heads, path=raw.path)
        fragments, found = _all_sheets(sheets, best, path=raw.path)
        reading = read_rows(best.table, path=raw.path)
        held_on = reading.held_on or _day_beside(sheets, best)
        comments = tuple(comments_in(parts))
        if comments:
            message = "comments on cells are kept as outside text at the end."
            found.append(ReadWarning(message=message))
        if parts.n_formulas:
            found += _without_value(raw.content, path=raw.path)
        said = (Fragment(text=one, outside=SegmentKind.COMMENTS) for one in comments)
        return replace(
            reading,
            fragments=(*fragments, *said),
            held_on=held_on,
            warnings=(*reading.warnings, *found),
        )


def _rank(sheet: _Sheet) -> tuple[bool, bool, int]:
    if sheet.table is None:
        return (False, False, 0)
    words = sum(len(text.split()) for text in sheet.table.column(Part.TEXT))
    return (True, sheet.table.layout.is_named, words)


def _sheets(content: bytes, *, path: str, with_values: bool = True) -> list[_Sheet]:
    """The sheets in order. Raises UnreadableTranscript where openpyxl cannot read one."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validation, which nobody reads here
            book = load_workbook(
                io.BytesIO(content), read_only=True, data_only=with_values, keep_links=False
            )
            left = [MAX_CELLS, MAX_SIGNS]
            found = []
            for sheet in book.worksheets:
                rows = tuple(_rows(sheet, left, path=path))
                found.append(_Sheet(title=str(sheet.title), rows=rows, table=find_table(rows)))
            book.close()
    except UnreadableTranscript:
        raise
    except Exception as error:  # openpyxl raises anything on hostile files
        what = f"this workbook is damaged: {type(error).__name__} ({str(error)[:120]})."
        raise UnreadableTranscript(what, path=path, hint=_AGAIN) from error
    return found


def _rows(sheet: Any, left: list[int], *, path: str) -> Iterator[Row]:  # noqa: ANN401 - openpyxl has no types
    """The rows of a sheet that hold anything; ``left`` counts down what may still be read."""
    sheet.reset_dimensions()  # what a file says of its size is often wrong
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        left[0] -= len(values)
        if left[0] < 0:
            what = f"sheet “{sheet.title}” has too many cells; {MAX_CELLS:,} are read at most."
            hint = "Save the columns of the talk as a file of their own."
            raise UnreadableTranscript(what, path=path, line=number, hint=hint)
        cells = tuple(_text(value) for value in values)
        left[1] -= sum(map(len, cells))
        if left[1] < 0:
            what = f"this workbook holds more than {MAX_SIGNS // 10**6} million letters."
            hint = "No transcript is so long; save the talk as a file of its own."
            raise UnreadableTranscript(what, path=path, line=number, hint=hint)
        if any(cell.strip() for cell in cells):
            yield Row(cells=cells, line=number)


def _text(value: object) -> str:
    """What a cell shows, nearly: times and lengths of time as clocks, whole numbers as such."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return _moment(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _moment(value: dt.date | dt.time | dt.timedelta) -> str:
    """A day, a day with its time, or a clock: lengths over a day are days after the first one."""
    if isinstance(value, dt.datetime) and value.year < _LAST_LENGTH:
        value -= _FIRST_DAY
    if isinstance(value, dt.datetime):
        is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if is_day else value.isoformat(timespec="seconds")
    if isinstance(value, dt.time):
        seconds = (value.hour * 60 + value.minute) * 60 + value.second
        value = dt.timedelta(seconds=seconds, microseconds=value.microsecond)
    return _clock(value) if isinstance(value, dt.timedelta) else value.isoformat()


def _clock(length: dt.timedelta) -> str:
    ms = round(length.total_seconds() * 1000)
    if ms < 0:
        return ""
    whole, part = divmod(ms, 1000)
    clock = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return f"{clock}.{part:03}" if part else clock


def _all_sheets(
    sheets: Sequence[_Sheet], best: _Sheet, *, path: str
) -> tuple[list[Fragment], list[ReadWarning]]:
    """The fragments of all sheets in order, and what is to be said of those beside the best."""
    fragments: list[Fragment] = []
    found: list[ReadWarning] = []
    told: set[str] = set()
    is_after = False
    for sheet in sheets:
        if not sheet.rows:
            continue
        talk = sheet.table if sheet is best or _is_alike(sheet, best) else None
        words = "" if talk is None else "".join("".join(talk.column(Part.TEXT)).split())
        if talk is not None and words in told:
            message = f"sheet “{sheet.title}” holds the same talk once more; it is taken once."
            found.append(ReadWarning(message=message))
        elif talk is not None:
            read = read_rows(talk, path=path).fragments
            first = next((place for place, one in enumerate(read) if one.outside is None), 0)
            parted = (
                replace(one, break_before=True) if at == first else one
                for at, one in enumerate(read)
            )
            fragments += parted if told else read
            if told:
                message = f"sheet “{sheet.title}” has the same columns and is read as going on."
                found.append(ReadWarning(message=message))
            told.add(words)
        else:
            kind = SegmentKind.CLOSING if is_after else SegmentKind.FRONT
            texts = (" | ".join(filter(None, map(str.strip, row.cells))) for row in sheet.rows)
            fragments += [
                Fragment(text=text, line=row.line, outside=kind)
                for row, text in zip(sheet.rows, texts, strict=True)
            ]
            message = f"sheet “{sheet.title}” has no columns of a talk; kept as outside text."
            found.append(ReadWarning(message=message))
        is_after = is_after or sheet is best
    return fragments, found


def _day_beside(sheets: Sequence[_Sheet], best: _Sheet) -> dt.date | None:
    """The day that another sheet gives: "Held on | 2025-03-14"."""
    for sheet in sheets:
        for row in sheet.rows if sheet is not best else ():
            if _DATED & set(words_of(row.cell(0))):
                day = find_date(" ".join(row.cells[1:]))
                if day is not None:
                    return day
    return None


def _is_alike(sheet: _Sheet, best: _Sheet) -> bool:
    """Whether a sheet has the columns of the best one, by name."""
    if sheet.table is None or best.table is None or not sheet.table.layout.is_named:
        return False
    one, two = (
        {head.casefold() for head in table.heads if head} for table in (sheet.table, best.table)
    )
    return one == two


def _without_value(content: bytes, *, path: str) -> list[ReadWarning]:
    """A warning where formulas have no value stored, so that their cells are empty."""
    shown = _sheets(content, path=path)
    written = _sheets(content, path=path, with_values=False)
    lines = []
    for sheet, formulas in zip(shown, written, strict=True):
        values = {row.line: row for row in sheet.rows}
        for row in formulas.rows:
            for index, cell in enumerate(row.cells):
                value = values.get(row.line)
                if cell.startswith("=") and (value is None or not value.cell(index)):
                    lines.append(row.line)
    if not lines:
        return []
    message = f"{len(lines)} formulas have no value in the file; open it in Excel and save it."
    return [ReadWarning(message=message, source_line=lines[0])]
