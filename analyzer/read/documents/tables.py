"""Transcripts laid out as tables: which column holds the speaker, the time, the words, remarks.

Coaches lay transcripts out in columns for their mentors: a number, a time, who speaks, what is
said, and a column for the mentor's remarks, which nobody said. Rows become labelled blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analyzer.read.base import Block, Fragment
from analyzer.read.people.names import bare_name, is_person_like, is_role_like
from analyzer.read.times import parse_time
from analyzer.records import SegmentKind

Cell = tuple[Block, ...]
Row = tuple[Cell, ...]


class Column(StrEnum):
    """What a column of a table holds."""

    NUMBER = "number"
    TIME = "time"
    SPEAKER = "speaker"
    TEXT = "text"
    REMARKS = "remarks"


_HEADS = {
    Column.NUMBER: "# no no. nr nr. num number line lines row id turn sl",
    Column.TIME: (
        "time times timestamp timestamps timecode start in begin time|stamp time|code start|time"
    ),
    Column.SPEAKER: (
        "speaker speakers name who participant role voice person speaker|name coach/client "
        "client/coach who|speaks who|is|speaking"
    ),
    Column.TEXT: (
        "text transcript transcription dialogue dialog utterance content words statement speech "
        "conversation sentence verbatim said what|was|said coaching|transcript session|transcript "
        "coaching|session coaching|conversation transcript|text"
    ),
    Column.REMARKS: (
        "comment comments feedback note notes remark remarks observation observations competency "
        "competencies marker markers evidence evaluation assessment mentor mentor's mentor’s "
        "reflection reflections analysis skill skills icf pcc acc mcc code codes coding tags"
    ),
}
_COLUMN_OF_HEAD = {
    head.replace("|", " "): column for column, heads in _HEADS.items() for head in heads.split(" ")
}
_LABEL_LIKE = re.compile(
    r"\s*(?:[0-9]{1,4}[.)]?\s+)?(?:[\[(]?[0-9:.,]{4,12}[\])]?\s*[-–—]?\s*)?[^\W\d_][^:：\n]{0,40}[:：]"
)
_EMPTY_BRACKETS = re.compile(r"[\[(]\s*[\])]")
_TIMES = re.compile(r"(?<![\w:])[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?(?![\w:])")
_SHORT = 5
_MOST = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReading:
    """A table in reading order; ``is_talk`` where its columns are those of a transcript.

    ``asides`` stand beside the talk: the heads of the columns, a mentor's remarks. ``names`` are
    what stands in the speakers' column.
    """

    blocks: tuple[Block, ...]
    asides: tuple[Fragment, ...] = ()
    is_talk: bool = False
    names: tuple[str, ...] = ()


def read_table(rows: Sequence[Row]) -> TableReading:
    """The blocks of a table. A table that is no transcript is read cell by cell, row by row."""
    rows = [row for row in rows if any(row)]
    width = max((len(row) for row in rows), default=0)
    if width < 2:
        return _cell_by_cell(rows)
    head = rows[0] if _is_head(rows[0]) else None
    body = rows[1:] if head is not None else rows
    voices = _voices(rows[0])
    if len(voices) > 1 and _is_spoken(rows[1:], voices):
        return _by_voices(rows, voices)
    columns = _columns(head, body, width=width)
    if columns is None:
        return _key_values(rows) or _cell_by_cell(rows)
    return _transcript(head, body, columns)


def _cell_by_cell(rows: Sequence[Row]) -> TableReading:
    return TableReading(blocks=tuple(block for row in rows for cell in row for block in cell))


def _text(cell: Cell) -> str:
    return "\n".join(block.text for block in cell).strip()


def _words_in(rows: Sequence[Row]) -> int:
    return sum(len(_text(cell).split()) for row in rows for cell in row)


def _line(row: Row) -> int | None:
    return next((block.line for cell in row for block in cell), None)


def _head_column(cell: Cell) -> Column | None:
    words = _text(cell).casefold().strip(" :*").split()
    if not words or len(words) > _SHORT:
        return None
    whole = _COLUMN_OF_HEAD.get(" ".join(words))
    if whole is not None:
        return whole
    found = {_COLUMN_OF_HEAD[word] for word in words if word in _COLUMN_OF_HEAD}
    for column in (Column.REMARKS, Column.SPEAKER, Column.TIME, Column.TEXT):
        if column in found:
            return column
    return None


def _is_head(row: Row) -> bool:
    """Whether the row names columns: most of its cells are words for what columns hold."""
    named = sum(1 for cell in row if _head_column(cell) is not None)
    return named * 2 >= len(row) and named > 0 and len(row) > 1


def _voices(row: Row) -> dict[int, str]:
    """The columns of a table that has one for each speaker, by what the first row calls them."""
    voices: dict[int, str] = {}
    for index, cell in enumerate(row):
        name = bare_name(_text(cell)).rstrip(" :")
        is_name = is_role_like(name) or is_person_like(name)
        if is_name and len(name.split()) <= _SHORT and _head_column(cell) is None:
            voices[index] = name
    return voices if len(set(voices.values())) == len(voices) else {}


def _is_spoken(body: Sequence[Row], voices: dict[int, str]) -> bool:
    """Whether the speakers' columns hold talk, more than one row of it, and no names and dates.

    Where the name above stands below, too, it is that of whoever speaks in the first row.
    """
    cells = [
        (voices[index], _text(cell))
        for row in body
        for index, cell in enumerate(row)
        if index in voices
    ]
    filled = [cell for _, cell in cells if cell]
    is_talk = len(body) > 1 and sum(len(cell.split()) for cell in filled) >= 4 * len(filled) > 4
    return is_talk and not any(name == bare_name(cell).rstrip(" :") for name, cell in cells)


def _columns(head: Row | None, body: Sequence[Row], *, width: int) -> dict[int, Column] | None:
    """What each column holds, None where the table is no transcript."""
    columns: dict[int, Column] = {}
    for index in range(width):
        cells = [_text(row[index]) for row in body if index < len(row)]
        named = _head_column(head[index]) if head is not None and index < len(head) else None
        columns[index] = named or _guess(cells)
    texts = [index for index, column in columns.items() if column is Column.TEXT]
    if not texts or not body:
        return None
    labelled = [index for index in texts if _is_labelled(body, index)]
    speakers = [index for index, column in columns.items() if column is Column.SPEAKER]
    if not speakers and not labelled and Column.TIME in columns.values():
        # Beside times names need not recur: a letter and its answer are two rows.
        speakers = [index for index in texts if _holds_names(body, index)][:1]
        columns |= dict.fromkeys(speakers, Column.SPEAKER)
        texts = [index for index in texts if index not in speakers]
    if not texts or not (speakers or labelled):
        return None
    main = max(labelled or texts, key=lambda index: _size(body, index))
    for index in texts:
        if index != main:
            columns[index] = Column.REMARKS
    for index in speakers[1:]:
        columns[index] = Column.REMARKS
    return columns


def _guess(cells: Sequence[str]) -> Column:
    filled = [cell for cell in cells if cell]
    n_times = sum(1 for cell in filled if _split_time(cell)[0] == "" and _TIMES.search(cell))
    n_numbers = sum(1 for cell in filled if cell.strip(" .)#").isdigit())
    names = [_split_time(cell)[0] for cell in filled if len(cell.split()) <= _SHORT]
    n_names = sum(1 for name in names if is_role_like(name) or is_person_like(name))
    if filled and n_times >= _MOST * len(filled):
        return Column.TIME
    if filled and n_numbers >= _MOST * len(filled):
        return Column.NUMBER
    if len(filled) > 2 and n_names >= _MOST * len(filled) and len(set(names)) < len(names):
        return Column.SPEAKER
    return Column.TEXT


def _holds_names(body: Sequence[Row], index: int) -> bool:
    """Whether every cell of the column is a person's name and nothing else."""
    cells = [_text(row[index]) for row in body if index < len(row)]
    return len(cells) > 1 and all(is_role_like(cell) or is_person_like(cell) for cell in cells)


def _size(body: Sequence[Row], index: int) -> int:
    return sum(len(_text(row[index])) for row in body if index < len(row))


def _is_labelled(body: Sequence[Row], index: int) -> bool:
    """Whether most cells of the column open with a name, in bold or before a colon."""
    cells = [row[index] for row in body if index < len(row) and row[index]]
    n_labelled = sum(
        1 for cell in cells if cell[0].strong is not None or _LABEL_LIKE.match(cell[0].text)
    )
    n_blocks = sum(len(cell) for cell in cells)
    return n_labelled > 1 and n_labelled >= _MOST * len(cells) and n_blocks <= 5 * len(cells)


def _head_line(head: Row | None) -> tuple[Fragment, ...]:
    if head is None:
        return ()
    text = " | ".join(_text(cell) for cell in head if cell)
    return (Fragment(text=text, line=_line(head), outside=SegmentKind.FRONT),)


def _by_voices(rows: Sequence[Row], voices: dict[int, str]) -> TableReading:
    """A table with a column for each speaker; its other columns are times and remarks."""
    heads = {index: _head_column(cell) for index, cell in enumerate(rows[0])}
    blocks: list[Block] = []
    asides = list(_head_line(rows[0]))
    for row in rows[1:]:
        time = ""
        for index, cell in enumerate(row):
            if index in voices:
                blocks += _labelled(cell, name=voices[index], time=time)
            elif heads.get(index) is Column.TIME:
                time = _split_time(_text(cell))[1]
            elif heads.get(index) is not Column.NUMBER:
                asides += _remark(cell)
    return TableReading(
        blocks=tuple(blocks), asides=tuple(asides), is_talk=True, names=tuple(voices.values())
    )


def _remark(cell: Cell) -> Iterator[Fragment]:
    if cell:
        yield Fragment(text=_text(cell), line=cell[0].line, outside=SegmentKind.COMMENTS)


def _labelled(cell: Cell, *, name: str, time: str) -> Iterator[Block]:
    """The cell's blocks, the first with a label in the one form that needs no guessing."""
    if not cell:
        return
    first = cell[0]
    if name:
        label = f"{name} [{time}]" if time else name
        yield replace(first, text=f"{label}: {first.text}", strong=name)
    else:
        yield replace(first, text=f"[{time}] {first.text}" if time else first.text)
    yield from cell[1:]


def _transcript(head: Row | None, body: Sequence[Row], columns: dict[int, Column]) -> TableReading:
    blocks: list[Block] = []
    asides = list(_head_line(head))
    names: list[str] = []
    for row in body:
        if len(row) == 1 and len(columns) > 1:
            blocks += row[0]  # a row across all columns: a heading, or a remark of the coach
            continue
        name = time = ""
        said: Cell = ()
        for index, cell in enumerate(row):
            column = columns[index]
            if column is Column.SPEAKER:
                name, own = _split_time(_text(cell))
                time = time or own
            elif column is Column.TIME:
                time = _split_time(_text(cell))[1]
            elif column is Column.TEXT:
                said = cell
            elif column is Column.REMARKS:
                asides += _remark(cell)
        names += [name] if is_role_like(name) or is_person_like(name) else []
        blocks += _labelled(said, name=name, time=time)
    return TableReading(
        blocks=tuple(blocks), asides=tuple(asides), is_talk=True, names=tuple(dict.fromkeys(names))
    )


def _split_time(text: str) -> tuple[str, str]:
    """What a cell holds beside times, as a name, and the first of the times: "Coach 00:12"."""
    times = _TIMES.findall(text)
    without = _EMPTY_BRACKETS.sub(" ", _TIMES.sub(" ", text))
    name = bare_name(" ".join(without.split())).strip(" :-–—>|")
    return name, next((time for time in times if parse_time(time) is not None), "")


def _key_values(rows: Sequence[Row]) -> TableReading | None:
    """A table of facts, "Date | 5 March", as lines "Date: 5 March"; None for other tables."""
    keys = [_text(row[0]).rstrip(" :") for row in rows]
    fits = all(len(row) == 2 and row[0] and len(_text(row[0]).split()) <= _SHORT for row in rows)
    if not fits or len(set(keys)) < len(keys) or _words_in(rows) > 15 * len(rows):
        return None
    return TableReading(
        blocks=tuple(
            Block(text=f"{key}: {_text(row[1])}" if row[1] else key, line=_line(row))
            for key, row in zip(keys, rows, strict=True)
        )
    )
