"""What to count in a session, and what was counted, with the moments behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from analyzer.records import Analysis, Move, Quote, Role, SegmentKind

EVERYONE: Final = "everyone"


class Count(StrEnum):
    """What a measure counts; each is one function in ``counting``."""

    WORDS = "words"
    TURNS = "turns"
    TIME = "time"
    SENTENCES = "sentences"
    PASSAGES = "passages"
    STACKED_QUESTIONS = "stacked-questions"
    LONGEST_TURN = "longest-turn"
    LONGEST_RUN = "longest-run"
    ADVICE = "advice"
    EARLY_ADVICE = "early-advice"
    INTERRUPTIONS = "interruptions"


class Show(StrEnum):
    """How the value of a measure reads."""

    NUMBER = "number"
    SHARE = "share"
    RATIO = "ratio"
    YES_NO = "yes-no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing to count: what, by whom, in which segments, and how the number reads.

    Empty ``by``, ``segments``, ``moves`` and ``phrases`` mean anybody, everywhere, whatever it
    does and says. ``of`` is what the count is set against: another measure of the card, or
    ``EVERYONE`` for the same count by all speakers; None for the count itself.
    """

    id: str
    name: str
    definition: str
    count: Count
    by: tuple[Role, ...] = ()
    segments: tuple[SegmentKind, ...] = ()
    moves: tuple[Move, ...] = ()
    phrases: tuple[str, ...] = ()
    dated: bool = False
    fewest_words: int = 1
    of: str | None = None
    show: Show = Show.NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A named, versioned list of measures, in the order they are shown."""

    name: str
    version: str
    title: str
    about: str
    measures: tuple[Measure, ...]

    @property
    def label(self) -> str:
        """Name and version as numbers are stamped with: ``conversation-balance 1``."""
        return f"{self.name} {self.version}"

    def measure(self, measure_id: str) -> Measure:
        """The measure with this id. Raises KeyError."""
        for measure in self.measures:
            if measure.id == measure_id:
                return measure
        raise KeyError(measure_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Sentences ``[first, end)`` that were counted, and the words that show it, of one turn."""

    first: int
    end: int
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The number of one measure in one session.

    ``n`` is what was counted, in milliseconds where ``Count.TIME`` is, ``of`` what it is set
    against. ``value`` is what is shown: ``n``, or the part or ratio of the two; 1 or 0 for yes or
    no. It is None where it cannot be known, and ``why`` says why. Sums of words, turns and time
    have no moments.
    """

    measure: Measure
    value: float | None
    n: int | None = None
    of: int | None = None
    why: str | None = None
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionScores:
    """All numbers of a scorecard in one session, in the order of the card."""

    analysis: Analysis
    scorecard: Scorecard
    scores: tuple[Score, ...]

    @property
    def session_id(self) -> str:
        """The id of the session."""
        return self.analysis.session.id

    @property
    def held_on(self) -> dt.date | None:
        """The day of the session."""
        return self.analysis.session.held_on
