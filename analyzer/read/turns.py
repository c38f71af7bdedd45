"""Fragments to a session: turns, outside text in its place, an id made of the content."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import UNNAMED, Fragment, RawFile, Reading
from analyzer.read.language import foreign_language_warning
from analyzer.read.pages.page_dates import file_date
from analyzer.records import Outside, Role, Session, Source, Speaker, Turn


@dataclass(slots=True, kw_only=True)
class _Open:
    """A turn that may go on."""

    speaker: str
    line: int | None
    texts: list[str] = field(default_factory=list)
    start_ms: int | None = None
    end_ms: int | None = None


def build_session(reading: Reading, *, raw: RawFile, format_name: str) -> Session:
    """The session that a reading of the file gives.

    Raises UnreadableTranscript when nobody says anything in it.
    """
    turns, outside = _turns(reading.fragments)
    if not turns:
        raise UnreadableTranscript(
            "nobody says anything in this file.",
            path=raw.path,
            hint="Check that it holds a transcript, or name its format with --format.",
        )
    names = list(dict.fromkeys(turn.speaker for turn in turns))
    places = {name: place for place, name in enumerate(names)}
    roles = dict(reversed(reading.roles))
    speakers = tuple(Speaker(name=name, role=Role(roles.get(name, Role.UNKNOWN))) for name in names)
    texts = ["".join(turn.texts) for turn in turns]
    warnings = (*reading.warnings, *foreign_language_warning(texts))
    return Session(
        id=session_id([turn.speaker for turn in turns], texts),
        source=Source(
            path=raw.path, format=format_name, sha256=hashlib.sha256(raw.content).hexdigest()
        ),
        speakers=speakers,
        turns=tuple(
            Turn(
                speaker=places[turn.speaker],
                text=text,
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
                source_line=turn.line,
            )
            for turn, text in zip(turns, texts, strict=True)
        ),
        outside=tuple(outside),
        chat=reading.chat,
        warnings=warnings,
        title=reading.title,
        held_on=reading.held_on or file_date(raw.path),
    )


def session_id(speakers: Sequence[str], texts: Sequence[str]) -> str:
    """Twelve hex digits made of who says what, blanks made single: one talk has one id.

    Speakers count as the file names them, so that naming them otherwise makes no new session.
    """
    names = {name: " ".join(name.split()) for name in set(speakers)}
    said = "".join(
        [
            f"{names[speaker]}\x1f{' '.join(text.split())}\x1e"
            for speaker, text in zip(speakers, texts, strict=True)
        ]
    )
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _turns(fragments: Sequence[Fragment]) -> tuple[list[_Open], list[Outside]]:
    turns: list[_Open] = []
    outside: list[Outside] = []
    speaker: str | None = None
    for fragment in fragments:
        text = fragment.text.strip()
        if fragment.outside is not None:
            if text:
                outside.append(
                    Outside(
                        before_turn=len(turns),
                        kind=fragment.outside,
                        text=text,
                        source_line=fragment.line,
                    )
                )
            continue
        speaker = fragment.speaker if fragment.speaker is not None else speaker or UNNAMED
        if not text:
            continue
        if turns and turns[-1].speaker == speaker and not fragment.break_before:
            _carry_on(turns[-1], fragment, text)
        else:
            turns.append(
                _Open(
                    speaker=speaker,
                    line=fragment.line,
                    texts=[text],
                    start_ms=fragment.start_ms,
                    end_ms=_not_before(fragment.end_ms, fragment.start_ms),
                )
            )
    return turns, outside


def _carry_on(turn: _Open, fragment: Fragment, text: str) -> None:
    turn.texts.append("\n\n" if fragment.paragraph else " ")
    turn.texts.append(text)
    later = [time for time in (turn.end_ms, fragment.end_ms) if time is not None]
    turn.end_ms = _not_before(max(later, default=None), turn.start_ms)


def _not_before(end_ms: int | None, start_ms: int | None) -> int | None:
    """The end, unless it lies before the start: then the file is wrong and says nothing."""
    return None if end_ms is not None and start_ms is not None and end_ms < start_ms else end_ms
