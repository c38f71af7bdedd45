"""Which column of a table of talk holds what: by its name, and where that says nothing, by content.

A table comes as rows of cells, all text. ``find_table`` finds the row with the names of the columns
(it need not be the first), and the layout: who speaks, what is said, when. Where names say nothing,
short strings that recur are speakers, the longest text is what is said, and what rises is a time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.read.tabular.column_guess import (
    REMARKS,
    Column,
    guess_speaker,
    guess_text,
    guess_times,
)
from analyzer.read.tabular.column_heads import Part, part_named, rank_of, words_of
from analyzer.read.tabular.column_times import is_clock, is_time_like, number_in
from analyzer.read.tabular.column_voices import by_voices

_HEAD_WITHIN = 20
_LONGEST_HEAD = 60
_SAMPLE = 4000
_CODES = frozenset(("tag", "tags", "code", "codes", "label", "labels", "id", "url", "link", "type"))
_COMPARED = 500
_SENTENCE = re.compile(r":\s+\S|\S{3}[.?!…,]$")
NO_VALUE = frozenset(("n/a", "na", "none", "null", "nan", "-", "–", "—", "<na>", "#n/a"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a row, and where it stands: the line of a file, the row of a sheet, or None."""

    cells: tuple[str, ...]
    line: int | None = None

    def cell(self, index: int | None) -> str:
        """The cell in a column, without blanks around it; empty where there is none."""
        if index is None or index >= len(self.cells):
            return ""
        return self.cells[index].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which column holds which part. ``guessed`` parts were found by content, not by name.

    ``asides`` are columns with text that nobody says, such as a mentor's remarks; ``doubled`` ones
    say again what the text says; ``unused`` ones hold anything else.
    """

    parts: Mapping[Part, int]
    guessed: tuple[Part, ...] = ()
    asides: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()
    unused: tuple[int, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether names of columns say where the text is, and one other part."""
        named = set(self.parts) - set(self.guessed) - {Part.NUMBER}
        return Part.TEXT in named and len(named) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of talk: ``above`` are the rows over the names of its columns, ``rows`` those below.

    ``heads`` are those names, as many as there are columns, empty where a column has none.
    ``is_unfolded`` tables had a column for each speaker.
    """

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    layout: Layout
    above: tuple[Row, ...] = ()
    head_line: int | None = None
    is_unfolded: bool = False

    def column(self, part: Part) -> list[str]:
        """The cells of the column that holds a part, one for each row; empty text without one."""
        index = self.layout.parts.get(part)
        return [row.cell(index) for row in self.rows]

    def name_of(self, index: int) -> str:
        """What to call a column: its name in quotes, or its number, counted from 1."""
        return f"“{self.heads[index]}”" if self.heads[index] else f"number {index + 1}"


def find_table(rows: Sequence[Row]) -> Table | None:
    """The table of talk that the rows hold; None where no column is the text of a talk."""
    rows = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not rows:
        return None
    index = head_row(rows)
    voices = None
    if index is None or not _tells_speaker_or_text(rows[index]):
        voices = by_voices([row.cells for row in rows])
    if voices is not None:
        rows = [Row(cells=cells, line=rows[place].line) for place, cells in voices]
        index = head_row(rows)
    width = max(len(row.cells) for row in rows)
    if index is not None and index + 1 < len(rows):
        heads = tuple(rows[index].cell(column) for column in range(width))
        table = _table(heads, rows[index + 1 :])
        if table is None:
            return None
        return Table(
            heads=heads,
            rows=table.rows,
            layout=table.layout,
            above=tuple(rows[:index]),
            head_line=rows[index].line,
            is_unfolded=voices is not None,
        )
    return _without_names(rows, width=width)


def _tells_speaker_or_text(head: Row) -> bool:
    return bool({part_named(cell) for cell in head.cells} & {Part.SPEAKER, Part.ID, Part.TEXT})


def find_layout(heads: Sequence[str], rows: Sequence[Row]) -> Layout | None:
    """What each column holds; None where none is the text of a talk."""
    columns = _columns(heads, rows)
    named = _named(columns)
    parts = _chosen(named)
    guessed: list[Part] = []
    if Part.TEXT not in parts:
        text = guess_text(columns, taken=set(parts.values()))
        if text is None:
            return None
        parts = {part: index for part, index in parts.items() if index != text}
        parts[Part.TEXT] = text
        guessed.append(Part.TEXT)
    free = [column for column in columns if column.index not in parts.values()]
    if Part.START not in parts:
        for part, index in zip((Part.START, Part.END), guess_times(free), strict=False):
            parts.setdefault(part, index)
            guessed.append(part)
    if Part.SPEAKER not in parts:
        free = [column for column in columns if column.index not in parts.values()]
        speaker = guess_speaker(free, text=parts[Part.TEXT], any_named=bool(named))
        if speaker is not None:
            parts[Part.SPEAKER] = speaker
            guessed.append(Part.SPEAKER)
    return _with_the_rest(parts, columns, rows, guessed=guessed)


def _table(heads: Sequence[str], rows: Sequence[Row]) -> Table | None:
    layout = find_layout(heads, rows)
    if layout is None:
        return None
    return Table(heads=tuple(heads), rows=tuple(rows), layout=layout)


def head_row(rows: Sequence[Row]) -> int | None:
    """The row that names the columns, the one with most names that are known; None without one."""
    best, found = 0, None
    for index, row in enumerate(rows[:_HEAD_WITHIN]):
        cells = [cell.strip() for cell in row.cells if cell.strip()]
        if any(len(cell) > _LONGEST_HEAD or _SENTENCE.search(cell) for cell in cells):
            continue
        parts = {part_named(cell) for cell in cells} - {None}
        said = bool(parts & {Part.TEXT, Part.SPEAKER, Part.START})
        enough = len(parts) > 1 and said
        if not enough and index == 0 and parts == {Part.TEXT}:
            short = all(len(cell.split()) < 4 and not is_time_like(cell) for cell in cells)
            enough = short and (len(cells) > 1 or len(row.cells) == 1)
        if enough and len(parts) > best:
            best, found = len(parts), index
    return found


def _without_names(rows: Sequence[Row], *, width: int) -> Table | None:
    """A table whose columns have no names that are known; its first row may hold unknown ones."""
    nameless = [""] * width
    below = _table(nameless, rows[1:]) if len(rows) > 4 else None
    if below is not None and _names_nothing(rows[0], below):
        heads = tuple(rows[0].cell(column) for column in range(width))
        return Table(heads=heads, rows=below.rows, layout=below.layout, head_line=rows[0].line)
    return _table(nameless, rows)


def _names_nothing(first: Row, below: Table) -> bool:
    """Whether the first row is no talk, but names columns in words that are not known."""
    parts = below.layout.parts
    text = first.cell(parts[Part.TEXT])
    if not text or len(text.split()) > 4 or text[-1] in ".?!…,":
        return False
    if Part.START in parts:
        start = first.cell(parts[Part.START])
        return bool(start) and not is_time_like(start)
    speaker = first.cell(parts.get(Part.SPEAKER))
    texts = below.column(Part.TEXT)
    long = sum(len(one.split()) for one in texts) >= 5 * len(texts)
    return bool(speaker) and long and speaker not in below.column(Part.SPEAKER)


def _columns(heads: Sequence[str], rows: Sequence[Row]) -> list[Column]:
    columns = []
    for index, head in enumerate(heads):
        cells = (row.cell(index) for row in rows)
        filled = [cell for cell in cells if cell and cell.casefold() not in NO_VALUE]
        sample = filled[:_SAMPLE]
        column = Column(index=index, head=head, filled=sample)
        column.n_words = sum(len(cell.split()) for cell in sample)
        column.n_times = sum(1 for cell in sample if is_time_like(cell))
        column.n_numbers = sum(1 for cell in sample if number_in(cell) is not None)
        column.distinct = Counter(sample)
        columns.append(column)
    return columns


def _named(columns: Sequence[Column]) -> list[tuple[Part, Column]]:
    """The parts that the names of columns give, where the cells agree."""
    found = [
        (part, column)
        for column in columns
        if column.filled and (part := _agreed(part_named(column.head), column)) is not None
    ]
    starts = [column for part, column in found if part is Part.START]
    if len(starts) > 1 and all(part is not Part.END for part, _ in found):
        # "onset" and "offset" are start and end; "offset" alone is a start
        for column in starts:
            if words_of(column.head)[:1] == ["offset"]:
                found[found.index((Part.START, column))] = (Part.END, column)
    return found


def _agreed(part: Part | None, column: Column) -> Part | None:
    """The part that the name gives, or the other thing of that name which the cells show."""
    wordy = column.per_cell >= 2.5 and not column.is_time
    other: Part | None = part
    if part is Part.TEXT and column.is_number:
        other = Part.NUMBER
    elif part in {Part.TURN, Part.NUMBER} and wordy:
        other = Part.TEXT
    elif part in {Part.START, Part.END, Part.DURATION} and not column.is_time:
        spoken = {"from": Part.SPEAKER, "to": Part.LISTENER}
        other = None if wordy else spoken.get(column.head.strip().casefold())
    elif part is Part.SPEAKER and column.is_time and not column.is_number:
        other = Part.START  # "from"
    elif part in {Part.SPEAKER, Part.ID, Part.ROLE} and column.per_cell > 8:
        other = None
    elif part is Part.DATE and len(column.distinct) > 1 and all(map(is_clock, column.filled)):
        other = Part.START
    return other


def _chosen(named: Sequence[tuple[Part, Column]]) -> dict[Part, int]:
    """One column for each part: the one with the surest name, and for text, with words enough."""
    chosen: dict[Part, int] = {}
    for part in dict.fromkeys(part for part, _ in named):
        columns = [column for one, column in named if one is part]
        if part is Part.TEXT:
            most = max(column.n_words for column in columns)
            columns = [column for column in columns if column.n_words * 2 >= most]
        chosen[part] = min(columns, key=lambda column: (rank_of(column.head), column.index)).index
    if Part.SPEAKER not in chosen:
        stand_in = Part.ID if Part.ID in chosen else Part.ROLE
        if stand_in in chosen:
            chosen[Part.SPEAKER] = chosen.pop(stand_in)
    return chosen


def _with_the_rest(
    parts: dict[Part, int],
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    guessed: Sequence[Part],
) -> Layout:
    """The layout, with what the columns that hold no part are good for."""
    asides, doubled, unused = [], [], []
    used = set(parts.values()) - {parts.get(Part.LISTENER), parts.get(Part.DURATION)}
    used |= {parts[Part.DURATION]} if Part.DURATION in parts and Part.END not in parts else set()
    for column in columns:
        if column.index in used or not column.filled:
            continue
        if column.per_cell > 1 and _says_the_same(rows, column.index, parts[Part.TEXT]):
            doubled.append(column.index)
        elif _is_prose(column):
            asides.append(column.index)
        elif part_named(column.head) is not Part.NUMBER and (column.head or not column.is_number):
            unused.append(column.index)
    return Layout(
        parts=parts,
        guessed=tuple(guessed),
        asides=tuple(asides),
        doubled=tuple(doubled),
        unused=tuple(unused),
    )


def _is_prose(column: Column) -> bool:
    if column.is_time or _CODES & set(words_of(column.head)):
        return False
    if REMARKS & set(words_of(column.head)):
        return any(sign.isalpha() for cell in column.filled for sign in cell)
    return column.per_cell >= 3 and len(column.distinct) * 2 > len(column.filled)


def _says_the_same(rows: Sequence[Row], index: int, text: int) -> bool:
    """Whether a column says what the text says, with other signs at most: raw and edited text."""
    pairs = [(row.cell(index), row.cell(text)) for row in rows[:_COMPARED] if row.cell(index)]
    same = sum(1 for one, two in pairs if _letters(one) and _letters(one) == _letters(two))
    return bool(pairs) and same >= 0.8 * len(pairs)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
