"""Tables in text: CSV and its kin, parted by commas, semicolons, tabs or upright strokes.

Known are tables with names of columns in any order (FORMATS of corpora such as AnnoMI and CORAAL,
Whisper's ``start end text`` in milliseconds, exports of spreadsheets), and tables without names,
whose columns are told by what they hold (MRDA's ``speaker|text|tag|tag|tag``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.tabular.column_heads import Part
from analyzer.read.tabular.columns import Row, Table, find_table, head_row
from analyzer.read.tabular.grid import SIGNS, Grid, find_grid, is_grid, split_rows
from analyzer.read.tabular.rows import no_columns, read_rows
from analyzer.records import ReadWarning


class Delimited:
    """Rows of text with columns."""

    name = "csv"
    about = "tables with columns for speaker, text and times: CSV, TSV, semicolons, upright strokes"
    extensions: tuple[str, ...] = (".csv", ".tsv", ".psv", ".tab")

    def claims(self, raw: RawFile) -> float:
        """0.6 for a table of three columns or more, or with names of columns that are known."""
        if raw.text is None or raw.tree is not None:
            return 0.0
        return 0.6 if is_grid(raw.text) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of the rows. Raises UnreadableTranscript with the columns where none is talk."""
        if raw.text is None:
            what = "this is no text, so no table parted by commas or tabs."
            raise UnreadableTranscript(what, path=raw.path, hint="Export it as .csv or .xlsx.")
        grid = find_grid(raw.text) or _any_grid(raw.text, path=raw.path)
        if grid is None:
            what = "no comma, semicolon, tab or upright stroke parts columns here."
            raise UnreadableTranscript(what, path=raw.path, hint="Export the table as .csv again.")
        head = head_row(grid.rows)
        width = grid.width if head is None else len(grid.rows[head].cells)
        table = find_table([replace(row, cells=row.cells[:width]) for row in grid.rows])
        if table is None:
            first = grid.rows[head or 0]
            raise no_columns(first.cells, path=raw.path, line=first.line)
        if table.is_unfolded:
            return read_rows(table, path=raw.path)
        rows, warnings = _mended(grid, table, width=width)
        reading = read_rows(replace(table, rows=tuple(rows)), path=raw.path)
        return replace(reading, warnings=(*warnings, *reading.warnings))


def _any_grid(text: str, *, path: str) -> Grid | None:
    """The rows by whichever sign gives the evenest: for who says that this is a table."""
    grids = [grid for sign in SIGNS if (grid := split_rows(text, sign=sign, path=path)) is not None]
    wide = [grid for grid in grids if grid.width > 1]
    return max(wide, key=lambda grid: (grid.share, grid.width), default=None)


def _mended(grid: Grid, table: Table, *, width: int) -> tuple[list[Row], list[ReadWarning]]:
    """The rows of the table, those with too many cells or with one made whole again.

    A sign inside unquoted text parts it; a line break inside unquoted text leaves a row of one
    cell, which goes on with the row above.
    """
    text = table.layout.parts[Part.TEXT]
    lines = {row.line for row in table.rows}
    rows: list[Row] = []
    longer: list[int | None] = []
    loose: list[int | None] = []
    for row in grid.rows:
        if row.line not in lines:
            continue
        extra = len(row.cells) - width
        if extra > 0 and any(cell.strip() for cell in row.cells[width:]):
            said = grid.sign.join(row.cells[text : text + extra + 1])
            after = row.cells[text + extra + 1 :]
            rows.append(replace(row, cells=(*row.cells[:text], said, *after)))
            longer.append(row.line)
        elif len(row.cells) == 1 and width > 1 and text and _goes_on(rows, row, text):
            cells = rows[-1].cells
            said = f"{cells[text]}\n{row.cells[0].strip()}"
            rows[-1] = replace(rows[-1], cells=(*cells[:text], said, *cells[text + 1 :]))
            loose.append(row.line)
        else:
            rows.append(row)
    return rows, list(_warnings(longer, loose, sign=grid.sign))


def _goes_on(rows: Sequence[Row], row: Row, text: int) -> bool:
    """Whether a row of one cell stands right below the text of the row above."""
    if not rows or rows[-1].line is None or row.line is None or len(rows[-1].cells) <= text:
        return False
    n_lines = 1 + rows[-1].cells[text].count("\n")
    is_last = text == len(rows[-1].cells) - 1
    return is_last and row.line == rows[-1].line + n_lines and bool(rows[-1].cell(text))


def _warnings(
    longer: Sequence[int | None], loose: Sequence[int | None], *, sign: str
) -> Iterator[ReadWarning]:
    name = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "upright stroke"}[sign]
    if longer:
        rows = "a row has" if len(longer) == 1 else f"{len(longer)} rows have"
        message = f"{rows} too many cells; a {name} in the text was taken for one that parts them."
        yield ReadWarning(message=message, source_line=longer[0])
    if loose:
        rows = "a line has" if len(loose) == 1 else f"{len(loose)} lines have"
        message = f"{rows} no columns; read as going on with the row above."
        yield ReadWarning(message=message, source_line=loose[0])
