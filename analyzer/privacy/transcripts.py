"""A session as a plain transcript that reads back as it is, with and without names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzer.privacy.kinds import Found
from analyzer.privacy.redactor import Redactor
from analyzer.records import ChatMessage, Session, Turn
from analyzer.records.times import clock


def transcript(session: Session) -> str:
    """Title, day, what stands beside the talk, and each turn as ``[0:01:05] Name: words``."""
    return "".join(_pieces(session))


def found_in_transcript(session: Session, redactor: Redactor) -> tuple[str, tuple[Found, ...]]:
    """The transcript, and what gives something away in it; each piece is looked at by itself."""
    found: list[Found] = []
    length = 0
    pieces = list(_pieces(session))
    for piece in pieces:
        found += (
            replace(it, start=it.start + length, end=it.end + length)
            for it in redactor.found(piece)
        )
        length += len(piece)
    return "".join(pieces), tuple(found)


def _pieces(session: Session) -> Iterator[str]:
    beside = {number: [] for number in range(len(session.turns) + 1)}  # type: dict[int, list[str]]
    for piece in session.outside:
        beside[piece.before_turn].append(piece.text)
    if session.title is not None and session.title not in beside[0]:
        yield f"{session.title}"
        yield "\n\n"
    if session.held_on is not None:
        yield f"{session.held_on.isoformat()}"
        yield "\n\n"
    for number, turn in enumerate(session.turns):
        yield from _asides(beside[number])
        yield from _told(session, turn)
    yield from _asides(beside[len(session.turns)])
    if session.chat:
        yield "Chat"
        yield "\n\n"
        for message in session.chat:
            yield from _written(message)


def _asides(texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield text
        yield "\n\n"


def _told(session: Session, turn: Turn) -> Iterator[str]:
    if turn.start_ms is not None:
        hours, seconds = divmod(turn.start_ms // 1000, 3600)
        yield f"[{hours}:{seconds // 60:02}:{seconds % 60:02}] "
    yield session.speakers[turn.speaker].name
    yield ": "
    yield turn.text
    yield "\n\n"


def _written(message: ChatMessage) -> Iterator[str]:
    time = clock(message.at_ms) or message.clock or ""
    yield f"{time} " if time else ""
    yield message.author
    yield ": "
    yield message.text
    yield "\n\n"
