"""PDFs with text in them: pages made into paragraphs and tables again, then read as a document.

A PDF knows places of letters only. Lines come from their places, paragraphs from gaps, indents and
lines that ended early; page heads, page numbers and line numbers are told from the talk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Block, Fragment, RawFile, Reading, Shape, packed_shape
from analyzer.read.documents.document import Table, margin_texts, read_document, title_in
from analyzer.read.documents.pdf_columns import (
    Grid,
    GridRow,
    Region,
    is_same_table,
    is_talk_in_columns,
    regions_of,
    rows_of_grid,
)
from analyzer.read.documents.pdf_lines import (
    Line,
    Margins,
    leading_of,
    lines_of,
    without_line_numbers,
    without_margins,
)
from analyzer.read.documents.pdf_paragraphs import Habits, habits_of, paragraphs_of
from analyzer.read.documents.pdf_words import PdfFile, read_pdf
from analyzer.records import ReadWarning, SegmentKind


class Pdf:
    """PDFs that hold text; ``line`` of what is read counts the lines of all pages."""

    name = "pdf"
    about = "PDFs with text in them (no scans): labelled text, tables with feedback"
    extensions: tuple[str, ...] = (".pdf",)

    def claims(self, raw: RawFile) -> float:
        """1.0 for what opens as a PDF."""
        return 1.0 if packed_shape(raw.content) is Shape.PDF else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk on the pages. Raises UnreadableTranscript: locked, damaged, without text."""
        file = read_pdf(raw.content, path=raw.path)
        lines = lines_of(file.pages)
        if not any(lines):
            raise UnreadableTranscript(
                "this PDF holds no text, only pictures of pages.",
                path=raw.path,
                hint="Run text recognition (OCR) over it, or give the text as .docx or .txt.",
            )
        leading = leading_of(lines)
        margins = without_margins(lines, leading=leading)
        bare, n_numbers = without_line_numbers(margins.pages)
        items = list(_items(file, bare))
        reading = read_document(items, path=raw.path, asides=list(_asides(file, lines)))
        return replace(
            reading,
            fragments=(
                *margin_texts(margins.heads, is_head=True),
                *reading.fragments,
                *margin_texts(margins.feet, is_head=False),
            ),
            title=reading.title or title_in(file.title),
            warnings=(*reading.warnings, *_warnings(file, margins, n_numbers)),
        )


@dataclass(slots=True, kw_only=True)
class _Rows:
    """A table that may go on over pages."""

    grid: Grid
    rows: list[GridRow]


def _items(file: PdfFile, pages: Sequence[Sequence[Line]]) -> Iterator[Block | Table]:
    """The paragraphs and tables of all pages in order."""
    leading = leading_of(pages)
    width = max((page.width for page in file.pages), default=0.0)
    regions: list[Region] = []
    for page, lines in zip(file.pages, pages, strict=True):
        prior = regions[-1] if regions else None
        grid = prior if isinstance(prior, Grid) else None
        regions += regions_of(lines, page.drawing, leading=leading, prior=grid)
    regions = [_with_edges(region) for region in regions]
    columns = [column for region in regions for column in _columns(region)]
    leading = leading_of(columns)
    habits = habits_of(
        [line for column in columns for line in column], leading=leading, width=width
    )
    grids = [region for region in regions if isinstance(region, Grid)]
    is_flow = is_talk_in_columns(grids, habits.is_named)
    plain: list[Line] = []
    table: _Rows | None = None
    for region in regions:
        if isinstance(region, Grid) and not (is_flow and len(region.columns) == 2):
            yield from paragraphs_of(plain, habits)
            plain = []
            rows = rows_of_grid(region, habits.is_label, leading=leading)
            if table is not None and is_same_table(table.grid, region):
                _carry_on(table, rows, habits)
            else:
                yield from _table(table, habits)
                table = _Rows(grid=region, rows=rows)
            continue
        yield from _table(table, habits)
        table = None
        plain += [line for column in _columns(region) for line in column]
    yield from paragraphs_of(plain, habits)
    yield from _table(table, habits)


def _columns(region: Region) -> tuple[tuple[Line, ...], ...]:
    return region.columns if isinstance(region, Grid) else (region,)


def _with_edges(region: Region) -> Region:
    """The region's lines, those of columns with the place where their column ends."""
    if not isinstance(region, Grid):
        return region
    return replace(
        region,
        columns=tuple(
            tuple(replace(line, right=max(line.x1 for line in column)) for line in column)
            for column in region.columns
        ),
    )


def _carry_on(table: _Rows, rows: Sequence[GridRow], habits: Habits) -> None:
    """The rows of the next page: its head is no new one, and a row may go on at its top."""
    rows = list(rows)
    if rows and _words(rows[0]) == _words(table.rows[0]):
        rows = rows[1:]
    if rows and not _is_row_start(rows[0], habits):
        last = table.rows.pop()
        rows[0] = tuple((*above, *below) for above, below in zip(last, rows[0], strict=True))
    table.rows += rows


def _words(row: GridRow) -> list[str]:
    return [" ".join(line.text for line in cell) for cell in row]


def _is_row_start(row: GridRow, habits: Habits) -> bool:
    """Whether a row at the top of a page is one of its own: it has a label, or a first cell."""
    labelled = any(habits.is_label(cell[0]) or cell[0].words[0].is_bold for cell in row if cell)
    return labelled or (len(row) > 2 and bool(row[0]))


def _table(table: _Rows | None, habits: Habits) -> Iterator[Table]:
    """The table with its cells' lines joined; a row that has a first cell only is one cell."""
    if table is None:
        return
    made = []
    for row in table.rows:
        cells = tuple(tuple(paragraphs_of(cell, habits)) for cell in row)
        made.append(cells if any(cells[1:]) else cells[:1])
    yield Table(rows=tuple(made))


def _asides(file: PdfFile, lines: Sequence[Sequence[Line]]) -> Iterator[Fragment]:
    """Remarks stuck on pages, and text that runs askew, each at the line it stands at."""
    askew: dict[str, None] = {}
    for page, own in zip(file.pages, lines, strict=True):
        for note in page.notes:
            near = [line.number for line in own if line.y >= note.y - 12] or [
                line.number for line in own[:1]
            ]
            yield Fragment(
                text=f"{note.author}: {note.text}" if note.author else note.text,
                line=near[-1] if near else None,
                outside=SegmentKind.COMMENTS,
            )
        if page.askew:
            askew.setdefault(" ".join(page.askew))
    for text in askew:
        yield Fragment(text=text, line=0, outside=SegmentKind.FRONT)


def _warnings(file: PdfFile, margins: Margins, n_numbers: int) -> Iterator[ReadWarning]:
    pages = list(enumerate(file.pages, start=1))
    bare = [number for number, page in pages if not page.words and not page.is_damaged]
    for numbers, what in (
        ([number for number, page in pages if page.is_damaged], "could not be read"),
        (bare, "holds no text; if it is a picture, its words are missing"),
    ):
        if numbers:
            shown = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
            yield ReadWarning(message=f"page {shown} {what}.")
    n_unknown = sum(page.n_unknown for page in file.pages)
    if n_unknown:
        yield ReadWarning(message=f"{n_unknown} signs have no letter in this PDF and are missing.")
    if margins.n_removed:
        message = (
            f"{margins.n_removed} lines at page edges (heads, feet, page numbers) are no talk."
        )
        yield ReadWarning(message=message)
    if n_numbers:
        yield ReadWarning(message=f"{n_numbers} line numbers in the margin were left out.")
    n_notes = sum(len(page.notes) for page in file.pages)
    if n_notes:
        message = f"{n_notes} comments in the margin are kept as outside text."
        yield ReadWarning(message=message)
