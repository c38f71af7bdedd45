"""A labelled session as bare talk, to be written in every form and read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from analyzer.read.people.names import split_role
from analyzer.records import SegmentKind, Session

MS_A_WORD = 400
MS_BETWEEN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one speaker says until another begins; paragraphs are parted by a blank line."""

    speaker: str
    text: str
    start_ms: int
    end_ms: int

    @property
    def line(self) -> str:
        """The text in one line."""
        return " ".join(self.text.split())

    @property
    def paragraphs(self) -> list[str]:
        """The text by paragraph, each in one line."""
        return [" ".join(part.split()) for part in self.text.split("\n\n")]


def talk_of(session: Session) -> tuple[Said, ...]:
    """The turns with times of 400 ms a word, whole seconds at every start."""
    said = []
    clock = 2_000
    turns = groupby(session.turns, key=lambda turn: turn.speaker)
    for speaker, group in turns:
        text = "\n\n".join(turn.text for turn in group)
        end = clock + MS_A_WORD * max(1, len(text.split()))
        name = session.speakers[speaker].name
        said.append(Said(speaker=name, text=text, start_ms=clock, end_ms=end))
        clock = -(-(end + MS_BETWEEN) // 1000) * 1000
    return tuple(said)


def clock(ms: int, *, hours: bool = True, mark: str = ".") -> str:
    """A time as captions write it; without ``hours`` these are left out below one hour."""
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    n_hours, minutes = divmod(minutes, 60)
    fraction = f"{mark}{rest:03}" if mark else ""
    if n_hours or hours:
        return f"{n_hours:02}:{minutes:02}:{seconds:02}{fraction}"
    return f"{minutes:02}:{seconds:02}{fraction}"


def short_clock(ms: int) -> str:
    """A time as note takers write it: 0:03, 12:34, 1:02:03."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def heard(session: Session) -> list[tuple[str, str]]:
    """Who says what, as it was read back: blanks made single, a role behind a name left out.

    Words of promotion at the end, which somebody did say, may stand outside the talk.
    """
    turns = [
        (split_role(session.speakers[turn.speaker].name)[0], " ".join(turn.text.split()))
        for turn in session.turns
    ]
    for piece in session.outside:
        if piece.kind is SegmentKind.PROMOTION and piece.before_turn == len(turns):
            name, text = turns[-1]
            turns[-1] = (name, " ".join([*text.split(), *piece.text.split()]))
    return turns


def written(talk: Sequence[Said]) -> list[tuple[str, str]]:
    """Who says what, as it was written."""
    return [(split_role(said.speaker)[0], said.line) for said in talk]
