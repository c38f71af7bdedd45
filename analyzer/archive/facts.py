"""Numbers about a session that are kept beside its rows, so that tables need not read its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.records import Analysis, Move, Turn

Number = int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The numbers in the order of their columns: of the session, each speaker, each segment."""

    session: tuple[Number, ...]
    speakers: tuple[tuple[Number, ...], ...]
    segments: tuple[int, ...]


def n_words(text: str) -> int:
    """How many words a text has: stretches without white space.

    >>> n_words("Off the record — call him.")
    6
    """
    return len(text.split())


def facts_of(analysis: Analysis) -> Facts:
    """What is to be counted of an analysis."""
    turns, sentences = analysis.session.turns, analysis.sentences
    turn_words = [n_words(turn.text) for turn in turns]
    words = [n_words(analysis.text_of(sentence)) for sentence in sentences]
    moves = Counter((turns[it.turn].speaker, it.move) for it in sentences)
    spoken: dict[int, list[int]] = {}
    for place, turn in enumerate(turns):
        spoken.setdefault(turn.speaker, []).append(place)
    return Facts(
        session=(
            len(turns),
            len(sentences),
            sum(turn_words),
            len(analysis.exchanges),
            len(analysis.advice),
            _duration_ms(turns),
        ),
        speakers=tuple(
            (
                len(places),
                sum(turn_words[place] for place in places),
                moves[number, Move.QUESTION_OPEN],
                moves[number, Move.QUESTION_CLOSED],
                max((turn_words[place] for place in places), default=0),
                _talk_ms(turns[place] for place in places),
            )
            for number in range(len(analysis.session.speakers))
            for places in [spoken.get(number, [])]
        ),
        segments=tuple(sum(words[it.first : it.end]) for it in analysis.segments),
    )


def _duration_ms(turns: Iterable[Turn]) -> int | None:
    """From the first time known to the last; None where fewer than two are known."""
    times = {time for turn in turns for time in (turn.start_ms, turn.end_ms) if time is not None}
    return max(times) - min(times) if len(times) > 1 else None


def _talk_ms(turns: Iterable[Turn]) -> int | None:
    """How long the turns with both times last together; None where there is none of them."""
    lengths = [
        turn.end_ms - turn.start_ms
        for turn in turns
        if turn.start_ms is not None and turn.end_ms is not None
    ]
    return sum(lengths) if lengths else None
