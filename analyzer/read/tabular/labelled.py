"""Sessions labelled by hand, as they lie in ``data/labelled``: read as talk, labels left aside.

Headers (``#key: value``), then one row a sentence with six columns parted by tabs: segment,
exchange, speaker, move, advice, text. ``¶`` alone is a paragraph break, a speaker ``-`` marks text
nobody speaks. The turns are those that training sees.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.records import ReadWarning, Role, SegmentKind

_FIRST = re.compile(r"#(?:session|pack|form):[ \t]*\S")
_HEADER = re.compile(r"#[ \t]*([a-z][a-z 0-9]*?)[ \t]*:[ \t]*(.*)")
_N_COLUMNS = 6
_NOBODY = "-"
_PARAGRAPH = "¶"
_KINDS = frozenset(kind.value for kind in SegmentKind)
_ASKED = frozenset(("qa", "dialogue"))
_GUIDE = "The form is described in data/GUIDE.md: six columns, parted by one tab each."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """A row: who says what in which segment, and whether a paragraph begins with it."""

    segment: SegmentKind
    speaker: str
    text: str
    line: int
    paragraph: bool


class Labelled:
    """Labelled sessions of this project."""

    name = "labelled"
    about = "sessions labelled for training (data/labelled); read without their labels"
    extensions: tuple[str, ...] = (".tsv",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where the headers of a labelled session stand at the top."""
        if raw.text is None or _FIRST.match(raw.text) is None:
            return 0.0
        headers = _headers(raw.text)
        return 0.97 if {"session", "pack", "form"} <= set(headers) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of the rows. Raises UnreadableTranscript with the line that is not in order."""
        text = raw.text or ""
        headers = _headers(text)
        if "session" not in headers:
            what = "this is no labelled session: there is no header '#session:'."
            raise UnreadableTranscript(what, path=raw.path, hint=_GUIDE)
        sentences = list(_sentences(text, path=raw.path))
        form = headers.get("form", "")
        return Reading(
            fragments=tuple(_fragments(sentences, form=form)),
            held_on=_date(headers.get("date", "")),
            roles=tuple(_roles(sentences, headers)),
            warnings=(ReadWarning(message="the labels of this session were left aside."),),
        )


def _headers(text: str) -> dict[str, str]:
    rows = (_HEADER.fullmatch(row) for row in text.split("\n") if row.startswith("#"))
    return {row[1]: row[2].strip() for row in rows if row is not None}


def _sentences(text: str, *, path: str) -> Iterator[_Sentence]:
    paragraph = False
    for line, row in enumerate(text.split("\n"), 1):
        if row.strip() == _PARAGRAPH:
            paragraph = True
        elif row.strip() and not row.startswith("#"):
            cells = [cell.strip() for cell in row.split("\t")]
            if len(cells) != _N_COLUMNS:
                what = f"this row has {len(cells)} columns instead of {_N_COLUMNS}."
                raise UnreadableTranscript(what, path=path, line=line, hint=_GUIDE)
            segment, _, speaker, _, _, said = cells
            if segment not in _KINDS or not speaker:
                what = f"segment {segment!r} is not known." if speaker else "the speaker is empty."
                raise UnreadableTranscript(what, path=path, line=line, hint=_GUIDE)
            yield _Sentence(
                segment=SegmentKind(segment),
                speaker=speaker,
                text=said,
                line=line,
                paragraph=paragraph,
            )
            paragraph = False


def _fragments(sentences: list[_Sentence], *, form: str) -> Iterator[Fragment]:
    """The rows; a turn ends at text nobody speaks, too, and where a written question ends."""
    before: _Sentence | None = None
    for one in sentences:
        if one.speaker == _NOBODY:
            yield Fragment(text=one.text, line=one.line, outside=one.segment)
            before = None
            continue
        asked = before is not None and before.segment is SegmentKind.QUESTION
        answered = asked and one.segment is not SegmentKind.QUESTION and form in _ASKED
        yield Fragment(
            text=one.text,
            speaker=one.speaker,
            line=one.line,
            paragraph=one.paragraph,
            break_before=before is None or answered,
        )
        before = one


def _roles(sentences: list[_Sentence], headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The roles that the form settles: of an article's author, of who asks in writing."""
    coaches, clients = (_names(headers.get(key, "")) for key in ("coach", "clients"))
    form = headers.get("form", "")
    speakers = dict.fromkeys(one.speaker for one in sentences if one.speaker != _NOBODY)
    asking = {one.speaker for one in sentences if one.segment is SegmentKind.QUESTION}
    for speaker in speakers:
        if form == "article":
            yield speaker, (Role.COACH if speaker in coaches else Role.OTHER).value
        elif form in _ASKED and speaker in asking & clients - coaches:
            yield speaker, Role.CLIENT.value


def _names(header: str) -> set[str]:
    return {part.strip() for part in header.split(",") if part.strip()}


def _date(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None
