"""From cues to turns: who speaks where, which cues belong together, what stands outside."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import NOBODY_NAMED, UNNAMED, Fragment, Reading, TimedPiece
from analyzer.read.captions.cue_labels import Labels, find_labels, speak
from analyzer.read.captions.cue_text import Piece, pieces_of, plain, unroll
from analyzer.read.captions.cue_warnings import cue_warnings
from analyzer.read.captions.cues import Cue, CueFile, CueNote, NoteKind, scan_cues, time_line_share
from analyzer.read.limits import check_cues
from analyzer.read.pages.page_dates import find_date
from analyzer.read.people.identity import same_people
from analyzer.read.people.names import split_role
from analyzer.records import ReadWarning, SegmentKind

# Microsoft Teams numbers cues <guid>/<utterance>-<segment>; another's words may come in between.
_SEGMENT_ID = re.compile(r"(?P<utterance>\S+/[0-9]+)-[0-9]+")
_MAX_BETWEEN = 12
_EVENT = re.compile(r"(?:\[[^\]]*\]|\([^)]*\)|[♪♫\s])+")
_TITLE = re.compile(r"(?:title\s*[:=]|[-–—:])?\s*(?P<title>\S.*)", re.IGNORECASE)
_TITLE_NOTE = re.compile(r"title\s*[:=]\s*(?P<title>\S.*)", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:kind|language)\b|file$|(?:this |the )?(?:file|captions?|subtitles?|transcri\w+)\b.*\bby\b"
    r"|(?:created|generated|exported|produced|made)\b",
    re.IGNORECASE,
)
_MAX_TITLE = 120
_MIN_PASTED = 0.15


@dataclass(slots=True)  # made by the thousand: see Cue
class _Utterance:
    """What one speaker says within one cue, or in the cues of one turn."""

    text: str
    line: int
    speaker: str | None
    is_change: bool
    cue: Cue
    start_ms: int | None
    end_ms: int | None


def read_cues(file: CueFile, *, path: str) -> Reading:
    """The turns of a file of cues, with what its notes say of title and date.

    Cues of one speaker in a row are one turn, from the start of the first to the end of the last.
    Raises UnreadableTranscript when no cue has words.
    """
    check_cues(len(file.cues), path=path)
    shown = [piece for cue in file.cues for piece in pieces_of(cue)]
    with_words = {piece.cue.index for piece in shown}
    pieces = unroll(shown)
    if not pieces:
        what = (
            f"none of the {len(file.cues)} cues has words." if file.cues else "there are no cues."
        )
        line = file.cues[0].line if file.cues else None
        hint = "Export the captions again; this file holds times at most."
        raise UnreadableTranscript(what, path=path, line=line, hint=hint)
    labels = find_labels(pieces)
    utterances = [utterance for piece in pieces for utterance in _utterances(piece, labels=labels)]
    utterances, merges = _one_name_each(utterances, labels=labels)
    fragments = tuple(_turns(_join_segments(_carry_on(utterances)), notes=file.notes))
    speakers = list(dict.fromkeys(part.speaker for part in fragments if part.speaker is not None))
    return Reading(
        fragments=fragments,
        title=_title(file.notes),
        held_on=_date(file.notes),
        roles=tuple(
            (speaker, role.value)
            for speaker in speakers
            if (role := split_role(speaker)[1]) is not None
        ),
        warnings=(
            *cue_warnings(file, with_words=with_words),
            *_speaker_warnings(fragments, pieces=pieces),
            *merges,
            *labels.warnings,
        ),
    )


def read_pasted_cues(text: str, *, path: str, asides: Sequence[Fragment] = ()) -> Reading | None:
    """The reading of captions pasted into a document; None where the text is something else.

    ``asides`` are what else the document holds; they follow the captions.
    """
    if time_line_share(text) < _MIN_PASTED:
        return None
    reading = read_cues(scan_cues(text, webvtt=True), path=path)
    return replace(reading, fragments=(*reading.fragments, *asides))


def _utterances(piece: Piece, *, labels: Labels) -> Iterator[_Utterance]:
    """The piece's words by speaker; lines of one speaker are joined by a blank."""
    start_ms, end_ms = piece.cue.start_ms, piece.cue.end_ms
    if start_ms is not None and end_ms is not None and end_ms < start_ms:
        start_ms = end_ms = None
    last: _Utterance | None = None
    for spoken in speak(piece, labels=labels):
        if last is not None and not spoken.is_change and spoken.speaker in {None, last.speaker}:
            last.text = f"{last.text} {spoken.text}".strip()
            continue
        if last is not None:
            yield last
        last = _Utterance(*spoken, piece.cue, start_ms, end_ms)
    if last is not None:
        yield last


def _one_name_each(
    utterances: list[_Utterance], *, labels: Labels
) -> tuple[list[_Utterance], list[ReadWarning]]:
    """Short and full names of one person made one where people, not a meeting tool, wrote them."""
    names = [part.speaker for part in utterances if part.speaker in labels.names]
    if labels.is_every_cue or not names:
        return utterances, []
    in_turn = [name for name, _ in itertools.groupby(names) if name is not None]
    identity = same_people(in_turn)
    merged = {
        name: shown for name in dict.fromkeys(names) if (shown := identity.name_of(name)) != name
    }
    warnings = [
        ReadWarning(message=f"“{name}” was taken to be “{shown}”.")
        for name, shown in merged.items()
    ]
    return [
        replace(part, speaker=merged[part.speaker]) if part.speaker in merged else part
        for part in utterances
    ], warnings


def _carry_on(utterances: Sequence[_Utterance]) -> Iterator[_Utterance]:
    """Each utterance with a speaker: the one named last where none is; None stays for sounds.

    A sign such as ``>>`` says that the one named last no longer speaks, and not who does.
    """
    is_named = any(part.speaker for part in utterances)
    current: str | None = None
    is_change = False
    for part in utterances:
        is_change = is_change or part.is_change
        if part.speaker is not None:
            current = part.speaker
        elif part.is_change:
            current = UNNAMED
        if not part.text:
            continue
        if current is None and is_named and _EVENT.fullmatch(part.text):
            yield replace(part, speaker=None)
            continue
        speaker = current or UNNAMED
        part.speaker, part.is_change = speaker, is_change
        yield part
        is_change = False


def _join_segments(utterances: Iterator[_Utterance]) -> list[_Utterance]:
    """The utterances with the segments of one Teams utterance together, where its first stands."""
    joined: list[_Utterance] = []
    places: dict[tuple[str, str | None], int] = {}
    for part in utterances:
        match = _SEGMENT_ID.fullmatch(part.cue.id) if part.cue.id else None
        if match is None:
            joined.append(part)
            continue
        key = (match["utterance"], part.speaker)
        place = places.get(key)
        if place is None or len(joined) - place > _MAX_BETWEEN:
            places[key] = len(joined)
            joined.append(part)
        else:
            _join(joined[place], part)
    return joined


def _join(first: _Utterance, second: _Utterance) -> None:
    first.text = f"{first.text} {second.text}"
    if first.start_ms is None:
        first.start_ms = second.start_ms
    if first.end_ms is None or (second.end_ms is not None and second.end_ms > first.end_ms):
        first.end_ms = second.end_ms


def _turns(utterances: Sequence[_Utterance], *, notes: Sequence[CueNote]) -> Iterator[Fragment]:
    """One fragment a turn, and the file's notes outside, where they stand."""
    waiting = deque(note for note in notes if _is_words(note))
    parts: list[_Utterance] = []
    for part in utterances:
        while waiting and waiting[0].before_cue <= part.cue.index:
            if parts:
                yield _fragment(parts)
                parts = []
            yield _outside_note(waiting.popleft())
        if part.speaker is None:
            yield Fragment(text=part.text, line=part.line, outside=SegmentKind.FRONT)
        elif parts and parts[0].speaker == part.speaker and not part.is_change:
            parts.append(part)
        else:
            if parts:
                yield _fragment(parts)
            parts = [part]
    if parts:
        yield _fragment(parts)
    yield from (_outside_note(note) for note in waiting)


def _fragment(parts: Sequence[_Utterance]) -> Fragment:
    first = parts[0]
    is_parted = first.speaker == UNNAMED and len(parts) > 1
    starts = (part.start_ms for part in parts if part.start_ms is not None)
    return Fragment(
        text=" ".join([part.text for part in parts]),
        speaker=first.speaker,
        start_ms=next(starts, None),
        end_ms=max((part.end_ms for part in parts if part.end_ms is not None), default=None),
        line=first.line,
        break_before=first.is_change,
        pieces=tuple(_piece(part) for part in parts) if is_parted else (),
    )


def _piece(part: _Utterance) -> TimedPiece:
    return TimedPiece(text=part.text, start_ms=part.start_ms, end_ms=part.end_ms, line=part.line)


def _is_words(note: CueNote) -> bool:
    return note.kind in {NoteKind.HEADER, NoteKind.NOTE, NoteKind.TEXT} and bool(plain(note.text))


def _outside_note(note: CueNote) -> Fragment:
    kind = SegmentKind.FRONT if note.before_cue == 0 else SegmentKind.LOGISTICS
    text = "\n".join(plain(line) for line in note.text.split("\n")).strip("\n -–—")
    return Fragment(text=text, line=note.line, outside=kind)


def _title(notes: Sequence[CueNote]) -> str | None:
    """What a note calls the title, else the text behind WEBVTT, else a short first line."""
    for note in notes:
        for line in note.text.split("\n"):
            if match := _TITLE_NOTE.fullmatch(line.strip()):
                return plain(match["title"])
    for note in notes:
        if note.kind in {NoteKind.HEADER, NoteKind.TEXT} and note.before_cue == 0:
            match = _TITLE.fullmatch(note.text.split("\n")[0].strip())
            if match is None or _NO_TITLE.match(match["title"]):
                continue
            if len(match["title"]) <= _MAX_TITLE:
                return plain(match["title"]) or None
    return None


def _date(notes: Sequence[CueNote]) -> dt.date | None:
    dates = (find_date(note.text) for note in notes if note.kind is not NoteKind.STYLE)
    return next((date for date in dates if date is not None), None)


def _speaker_warnings(
    fragments: Sequence[Fragment], *, pieces: Sequence[Piece]
) -> Iterator[ReadWarning]:
    unnamed = [part for part in fragments if part.speaker == UNNAMED]
    if not unnamed:
        return
    if any(part.speaker not in {None, UNNAMED} for part in fragments):
        message = f"{len(unnamed)} turns name no speaker; they are kept under “{UNNAMED}”"
    elif any(part.break_before for part in unnamed):
        message = f"{NOBODY_NAMED[1]}: {len(unnamed)} turns are kept under “{UNNAMED}”"
    else:
        message = f"{NOBODY_NAMED[0]}: all words are kept under “{UNNAMED}”"
    line = unnamed[0].line or pieces[0].cue.line
    yield ReadWarning(message=message + ".", source_line=line)
