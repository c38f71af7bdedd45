"""Text to rows of cells: which sign parts them, and whether quotes may hold line breaks.

Each of tab, semicolon, comma and upright stroke is tried with Python's ``csv``, and the one wins
that gives the same number of cells in most rows. A quote that is never closed, as in Whisper's
tables, which quote nothing, must not swallow the rows below it: where single lines give all rows,
lines are rows.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.errors import UnreadableTranscript
from analyzer.read.tabular.column_heads import Part, part_named
from analyzer.read.tabular.columns import Row, Table, find_table, head_row

SIGNS = ("\t", ";", ",", "|")
_SAMPLE = 40_000
_SAMPLE_ROWS = 200
_EXCEL = re.compile(r"(?i)\s*sep=([\t;,|])[ \t]*\n")
_MARKDOWN_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*")
_LONGEST_CELL = 131_072  # csv raises at longer ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The rows of a text that is parted by ``sign``; most have ``width`` cells."""

    sign: str
    width: int
    rows: tuple[Row, ...]

    @property
    def share(self) -> float:
        """The share of rows that have as many cells as most have."""
        return sum(1 for row in self.rows if len(row.cells) == self.width) / len(self.rows)


def find_grid(text: str) -> Grid | None:
    """The rows of a text that is a table; None for text that is none.

    A table has names of columns that are known, or the same three columns or more in all rows.
    """
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    sign = _sign_of(sample)
    if sign is None:
        return None
    return split_rows(text, sign=sign) if len(text) > len(sample) else split_rows(sample, sign=sign)


def is_grid(text: str) -> bool:
    """Whether the text is a table, as far as its beginning shows."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    return _sign_of(sample) is not None


def split_rows(text: str, *, sign: str, path: str | None = None) -> Grid | None:
    """The rows of a text parted by a sign; None where no row has two cells.

    Raises UnreadableTranscript for a cell too long to be one.
    """
    first_line = 1
    named = _EXCEL.match(text)
    if named is not None:
        text, first_line = text[named.end() :], 2
    lines = text.split("\n")
    single = [_cells(line, sign) for line in lines]
    by_line = _grid(single, range(first_line, first_line + len(lines)), sign)
    if sign in "\t|" and by_line is not None and by_line.share == 1.0:
        return by_line
    if '"' not in text:
        return by_line
    whole = _whole(lines, sign, first_line=first_line, path=path)
    if by_line is None or whole is None:
        return whole or by_line
    if whole.share == 1.0 or whole.share > by_line.share:
        return whole
    return by_line if by_line.share > whole.share or sign in "\t|" else whole


def _sign_of(sample: str) -> str | None:
    """The sign that parts the columns of a table; None for text that is no table."""
    named = _EXCEL.match(sample)
    if named is not None:
        return named[1]
    lines = [line for line in sample.split("\n") if line.strip()][:_SAMPLE_ROWS]
    if len(lines) < 2 or any(_MARKDOWN_RULE.fullmatch(line.strip()[:200]) for line in lines[:4]):
        return None
    best: tuple[float, str] | None = None
    for sign in SIGNS:
        often = sum(1 for line in lines if sign in line) * 2 >= len(lines)
        if not often and sign not in lines[0]:
            continue  # where quotes hold paragraphs, few lines but the first have the sign
        try:
            grid = split_rows(sample, sign=sign)
        except UnreadableTranscript:
            continue
        if grid is None or grid.width < 2:
            continue
        score = _score(grid)
        if score and (best is None or score > best[0]):
            best = score, sign
    return None if best is None else best[1]


def _score(grid: Grid) -> float:
    """How sure it is that the sign parts columns: 0 for text in which it is just a sign."""
    rows = grid.rows[:_SAMPLE_ROWS]
    if grid.sign == "|" and all(row.cells[0] == "" for row in rows):
        return 0.0  # a table of Markdown
    head = head_row(rows)
    is_even = grid.share == 1.0 and len(rows) > 3 and grid.width > 2
    if head is None and not is_even:
        return 0.0
    table = find_table(rows)
    if head is not None and _names_columns(rows[head]):
        if table is not None and table.head_line == rows[head].line:
            return 10 + len(table.layout.parts) + grid.share
        return 4 + grid.share if head == 0 and grid.share > 0.9 and len(rows) > 2 else 0.0
    return _score_of_cells(grid, table) if is_even else 0.0


def _score_of_cells(grid: Grid, table: Table | None) -> float:
    """How sure it is of rows that all have as many cells, whose first names no columns."""
    width = min(grid.width, 50) / 100
    found = table is not None and len(set(table.layout.parts) - {Part.NUMBER}) > 1
    if grid.sign in "\t|":
        return 5 + found + width
    # Sentences may hold as many commas each; columns hold times, too.
    timed = table is not None and (table.is_unfolded or Part.START in table.layout.parts)
    return 3 + width if found and timed else 0.0


def _names_columns(row: Row) -> bool:
    """Whether a row names columns: no cell is a sentence, and a name is known."""
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    known = sum(1 for cell in cells if part_named(cell) is not None)
    return len(cells) > 1 and all(len(cell.split()) <= 5 for cell in cells) and known > 0


def _cells(line: str, sign: str) -> list[str]:
    """The cells of one line. A quote that stays open is a sign like others."""
    if '"' not in line:
        return line.split(sign)
    plain = line.split(sign)
    if len(line) > _LONGEST_CELL:
        return plain
    try:
        quoted = next(csv.reader([line], delimiter=sign, strict=True), [])
    except csv.Error:
        return plain
    return quoted


def _whole(lines: Sequence[str], sign: str, *, first_line: int, path: str | None) -> Grid | None:
    """The rows where quotes may hold line breaks."""
    rows, numbers = [], []
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=sign)
    before = 0
    try:
        for cells in reader:
            rows.append(cells)
            numbers.append(first_line + before)
            before = reader.line_num
    except csv.Error as error:
        hint = "A quote may be missing where the cell ends; export the table again."
        what = f"a cell of this table cannot be read: {error}."
        raise UnreadableTranscript(what, path=path, line=first_line + before, hint=hint) from error
    return _grid(rows, numbers, sign)


def _grid(rows: Sequence[Sequence[str]], lines: Sequence[int], sign: str) -> Grid | None:
    filled = [
        Row(cells=tuple(cells), line=line)
        for cells, line in zip(rows, lines, strict=True)
        if any(cell.strip() for cell in cells)
    ]
    if not filled:
        return None
    widths = Counter(len(row.cells) for row in filled)
    width = max(widths, key=lambda one: (widths[one], one))
    return Grid(sign=sign, width=width, rows=tuple(filled))
