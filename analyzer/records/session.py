"""What was said: a session as it was read. Evidence, never changed by a later stage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from analyzer.errors import SessionError
from analyzer.records.labels import Role, SegmentKind

if TYPE_CHECKING:
    from pydantic import ConfigDict

STRICT: Final[ConfigDict] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file a session was read from: path as given, name of the reader, digest of the bytes.

    What was read with it, a chat or the names that a person chose, has a part in the digest.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    path: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Characters ``[start, end)`` of the text of turn ``turn``: verbatim, never across turns."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameProposal:
    """What a nameless voice seems to be called, how sure (0 to 1), and the words that say so."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: str
    score: float
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One voice of a session.

    ``score`` is how sure the role is, 0 to 1; None before roles are tagged. ``label`` is what the
    file calls a voice that is named otherwise here, by a person's choice or by ``proposal``; None
    where the file's own name stands. A proposal that is not sure enough changes no name.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: str
    role: Role = Role.UNKNOWN
    score: float | None = None
    label: str | None = None
    proposal: NameProposal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says until another begins; paragraphs inside are parted by a blank line.

    ``speaker`` is an index into ``Session.speakers``. Times are whole milliseconds, None where the
    transcript has none. ``source_line`` counts from 1 in the decoded file.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    speaker: int
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    source_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Text on the page that nobody speaks: title, editor's note, footer, advert. Never deleted.

    It stands before turn number ``before_turn``; a value of ``len(turns)`` means after the last.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    before_turn: int
    kind: SegmentKind
    text: str
    source_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """A message written beside the talk, by an ``author`` who need not speak in it.

    ``to`` is None for everyone. ``at_ms`` counts from the start of the talk in whole milliseconds;
    None where the chat tells the time of day alone, which then stands in ``clock`` as written.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    author: str
    text: str
    to: str | None = None
    at_ms: int | None = None
    clock: str | None = None
    source_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWarning:
    """Something the reader could not use or had to guess, and the line it concerns."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    message: str
    source_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One call, post or article: who spoke, what was said in what order, what stood beside it.

    ``id`` is made of the content, so the same content read twice is the same session. ``chat`` is
    what was written beside the talk while it went on.
    Raises SessionError when a turn names a speaker that is not there, is empty, or ends before it
    starts, and when outside text or the words behind a proposed name have no place.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: str
    source: Source
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    outside: tuple[Outside, ...] = ()
    chat: tuple[ChatMessage, ...] = ()
    warnings: tuple[ReadWarning, ...] = ()
    title: str | None = None
    held_on: dt.date | None = None

    def __post_init__(self) -> None:
        for number, turn in enumerate(self.turns):
            if not 0 <= turn.speaker < len(self.speakers):
                msg = (
                    f"session {self.id}: turn {number} names speaker {turn.speaker}, "
                    f"but there are {len(self.speakers)} speakers."
                )
                raise SessionError(msg)
            if not turn.text.strip():
                raise SessionError(f"session {self.id}: turn {number} has no text.")
            if (
                turn.start_ms is not None
                and turn.end_ms is not None
                and turn.end_ms < turn.start_ms
            ):
                msg = (
                    f"session {self.id}: turn {number} ends at {turn.end_ms} ms, before it starts "
                    f"at {turn.start_ms} ms."
                )
                raise SessionError(msg)
        for piece in self.outside:
            if not 0 <= piece.before_turn <= len(self.turns):
                msg = (
                    f"session {self.id}: outside text stands before turn {piece.before_turn}, "
                    f"but there are {len(self.turns)} turns."
                )
                raise SessionError(msg)
        for speaker in self.speakers:
            quote = speaker.proposal.quote if speaker.proposal else None
            if quote is not None and not (
                0 <= quote.turn < len(self.turns)
                and 0 <= quote.start < quote.end <= len(self.turns[quote.turn].text)
            ):
                msg = (
                    f"session {self.id}: the words that name {speaker.name!r} are not in its turns."
                )
                raise SessionError(msg)
