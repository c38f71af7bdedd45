"""A table of talk to fragments: who says what in which row, and what stands there beside it."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, Reading
from analyzer.read.captions.cue_labels import find_labels
from analyzer.read.captions.cue_text import pieces_of
from analyzer.read.captions.cue_turns import read_cues
from analyzer.read.captions.cues import Cue, CueFile, CueLine
from analyzer.read.pages.page_dates import find_date
from analyzer.read.people.names import bare_name, split_role, word_role
from analyzer.read.tabular.column_heads import UNDERSTOOD, Part, part_named
from analyzer.read.tabular.column_times import is_time_like
from analyzer.read.tabular.columns import NO_VALUE, Row, Table
from analyzer.read.tabular.row_times import RowTimes, row_times
from analyzer.read.tabular.row_warnings import table_warnings
from analyzer.read.trees import voice_name
from analyzer.records import ReadWarning, SegmentKind

# A length of silence that a table of sounds measures; "[silence]" is what a person wrote down.
_PAUSE = re.compile(r"[\[(<{]\s*(?:pause|silence)\s*[0-9.:]{1,10}\s*s?\s*[\])>}]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_BREAK = re.compile(r"(?i)<br\s*/?>|_x000D_\n?")
_BLANK_LINES = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n)+")
_WHOLE = re.compile(r"[0-9]{1,6}\.0")
_LONGEST_TITLE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a row says, ready to become a fragment."""

    row: Row
    index: int
    speaker: str | None
    text: str


def read_rows(table: Table, *, path: str) -> Reading:
    """The talk of a table, one fragment a row; rows of one speaker become one turn later.

    Rows with one turn number are one turn, rows with another begin one. A row without speaker goes
    on. Where no column names speakers, labels in the text do. Raises UnreadableTranscript when no
    row says anything.
    """
    times = row_times(table)
    said, warnings = _without_doubles(table, list(_said(table)))
    if not said:
        raise UnreadableTranscript(
            "no row of this table says anything.", path=path, hint="Check the column of the text."
        )
    warnings = [*table_warnings(table), *times.warnings, *warnings]
    names = [one.speaker for one in said if one.speaker is not None]
    if not names:
        labelled = _by_labels(table, said, times, path=path)
        if labelled is not None:
            return labelled
    date = next((day for cell in table.column(Part.DATE) if (day := find_date(cell))), None)
    title, front, above_date = _above(table.above)
    return Reading(
        fragments=(*front, *_fragments(table, said, times)),
        title=title or _constant(table, Part.TITLE),
        held_on=date or times.day or above_date,
        roles=tuple(_roles(table, said)),
        warnings=tuple(warnings),
    )


def no_columns(heads: Sequence[str], *, path: str, line: int | None = None) -> UnreadableTranscript:
    """The error for a table in which no column is what people say; it lists the columns."""
    listed = ", ".join(f"“{head[:40]}”" for head in heads[:20] if head.strip())
    what = "no column of this table seems to be what people say"
    what += f"; its columns are {listed}." if listed else "."
    return UnreadableTranscript(what, path=path, line=line, hint=UNDERSTOOD)


def clean(text: str) -> str:
    """A cell's text with entities decoded, and blank lines between its paragraphs made one."""
    if "<" in text or "_x000D_" in text:
        text = _BREAK.sub("\n", text)
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    return _BLANK_LINES.sub("\n\n", text).strip()


def speaker_names(cells: Sequence[str]) -> list[str | None]:
    """What to call the speakers of a column's cells: numbers and letters are "Speaker 1".

    A letter among names stays a letter: "T" for the teacher, say.
    """
    bare = [_bare(cell) for cell in cells]
    marks = {name for name in bare if name is not None}
    if all(len(name) == 1 or name.isdecimal() for name in marks):
        return [None if name is None else voice_name(name) for name in bare]
    return [voice_name(name) if name is not None and name.isdecimal() else name for name in bare]


def _bare(cell: str) -> str | None:
    name = bare_name(clean(cell)).rstrip(" :：")
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1].strip()
    if not name or name.casefold() in NO_VALUE:
        return None
    return name[:-2] if _WHOLE.fullmatch(name) else name


def _said(table: Table) -> Iterator[_Said]:
    speakers = speaker_names(table.column(Part.SPEAKER))
    text = table.layout.parts[Part.TEXT]
    for index, (row, speaker) in enumerate(zip(table.rows, speakers, strict=True)):
        words = clean(row.cell(text))
        if words and words.casefold() not in NO_VALUE - {"-", "–", "—", "none", "na"}:
            yield _Said(row=row, index=index, speaker=speaker, text=words)


def _without_doubles(table: Table, said: list[_Said]) -> tuple[list[_Said], list[ReadWarning]]:
    """Rows that a table numbers alike and that say the same, once: each annotator's row of it."""
    number, talk = table.layout.parts.get(Part.NUMBER), table.layout.parts.get(Part.TALK)
    if number is None:
        return said, []
    seen: set[tuple[str, str, str | None, str]] = set()
    kept = []
    for one in said:
        key = (one.row.cell(talk), one.row.cell(number), one.speaker, one.text)
        if key not in seen or not key[1]:
            kept.append(one)
        seen.add(key)
    if len(kept) == len(said):
        return said, []
    n_left = len(said) - len(kept)
    rows = "a row repeats" if n_left == 1 else f"{n_left} rows repeat"
    message = f"{rows} one of the same number word for word; such are taken once."
    return kept, [ReadWarning(message=message)]


def _fragments(table: Table, said: Sequence[_Said], times: RowTimes) -> Iterator[Fragment]:
    """The rows in order, with the remarks in each and what stands between them."""
    by_index = {one.index: one for one in said}
    turns, talks = table.column(Part.TURN), table.column(Part.TALK)
    known = {one.speaker for one in said}
    turn = talk = ""
    last = max(by_index)
    for index, row in enumerate(table.rows):
        one = by_index.get(index)
        if one is not None and _PAUSE.fullmatch(one.text):
            yield Fragment(text=one.text, line=row.line, outside=SegmentKind.LOGISTICS)
        elif one is not None:
            fresh = bool(turn and turns[index] and turns[index] != turn)
            fresh = fresh or bool(talk and talks[index] and talks[index] != talk)
            turn, talk = turns[index] or turn, talks[index] or talk
            yield Fragment(
                text=one.text,
                speaker=one.speaker,
                start_ms=times.starts[index],
                end_ms=times.ends[index],
                line=row.line,
                break_before=fresh,
            )
        elif heading := _heading(table, row, known):
            kind = SegmentKind.CLOSING if index > last else SegmentKind.LOGISTICS
            yield Fragment(text=heading, line=row.line, outside=kind)
        for column in table.layout.asides:
            if remark := clean(row.cell(column)):
                yield Fragment(text=remark, line=row.line, outside=SegmentKind.COMMENTS)


def _heading(table: Table, row: Row, known: set[str | None]) -> str:
    """What a row without talk and without a time says: "Part two", "Transcribed by …"."""
    parts = table.layout.parts
    if row.cell(parts[Part.TEXT]):
        return ""
    speaker = speaker_names([row.cell(parts.get(Part.SPEAKER))])[0]
    if speaker in known - {None}:
        return ""
    skipped = {*table.layout.asides, *table.layout.doubled}
    skipped |= {parts[part] for part in (Part.TURN, Part.TALK, Part.TITLE) if part in parts}
    cells = [
        cell.strip()
        for column, cell in enumerate(row.cells)
        if column not in skipped and any(map(str.isalpha, cell)) and not is_time_like(cell)
    ]
    if len(cells) > 1 and any(column in table.layout.unused for column in range(len(row.cells))):
        filled = [column for column in table.layout.unused if row.cell(column)]
        if len(filled) == len(cells):
            return ""  # codes of a row that says nothing
    return clean(" | ".join(cells))


def _above(rows: Sequence[Row]) -> tuple[str | None, list[Fragment], dt.date | None]:
    """The title, the fragments and the date of what stands over the names of the columns."""
    title: str | None = None
    date: dt.date | None = None
    front = []
    for row in rows:
        cells = [clean(cell) for cell in row.cells if cell.strip()]
        text = ": ".join([cells[0].rstrip(" :"), cells[1]]) if len(cells) == 2 else " ".join(cells)
        front.append(Fragment(text=text, line=row.line, outside=SegmentKind.FRONT))
        found = find_date(text)
        date = date or found
        if len(cells) == 2 and part_named(cells[0]) is Part.TITLE:
            title = cells[1]
        elif title is None and len(cells) == 1 and found is None:
            title = cells[0] if len(cells[0].split()) <= _LONGEST_TITLE else None
    return title, front, date


def _constant(table: Table, part: Part) -> str | None:
    """What a column holds in all of its cells; None where they differ."""
    values = {clean(cell) for cell in table.column(part) if cell}
    return values.pop() if len(values) == 1 else None


def _roles(table: Table, said: Sequence[_Said]) -> Iterator[tuple[str, str]]:
    """Roles that names of speakers or a column of roles settle."""
    column = table.layout.parts.get(Part.ROLE)
    given: dict[str, Counter[str]] = {}
    for one in said:
        if one.speaker is not None:
            given.setdefault(one.speaker, Counter())[one.row.cell(column)] += 1
    for speaker, cells in given.items():
        role = split_role(speaker)[1]
        if role is None and len(cells) == 1:
            role = word_role(next(iter(cells)))
        if role is not None:
            yield speaker, role.value


def _by_labels(
    table: Table, said: Sequence[_Said], times: RowTimes, *, path: str
) -> Reading | None:
    """The reading of cells that open with their speakers, "Ana: Hello"; None where none does."""
    cues = tuple(
        Cue(
            index=index,
            start_ms=times.starts[one.index],
            end_ms=times.ends[one.index],
            lines=(CueLine(text=one.text, line=one.row.line or 0),),
            line=one.row.line or 0,
        )
        for index, one in enumerate(said)
    )
    labels = find_labels([piece for cue in cues for piece in pieces_of(cue)])
    if not labels.names and not labels.is_bracketed:
        return None
    reading = read_cues(CueFile(cues=cues, notes=()), path=path)
    title, front, date = _above(table.above)
    return Reading(
        fragments=(*front, *reading.fragments),
        title=title or _constant(table, Part.TITLE),
        held_on=date or times.day,
        roles=reading.roles,
        warnings=(*table_warnings(table), *times.warnings, *reading.warnings),
    )
