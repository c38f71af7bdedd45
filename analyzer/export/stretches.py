"""Stretches of advice turn by turn: what one person says without another in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from analyzer.records import Advice, Analysis, Quote, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The words of a stretch in one turn; ``number`` counts the stretches of a session from 0."""

    number: int
    advice: Advice
    quote: Quote


def parts(analysis: Analysis) -> Iterator[Part]:
    """The parts of all stretches, in order; what a client says in between is none."""
    session = analysis.session
    for number, advice in enumerate(analysis.advice):
        inside = analysis.sentences[advice.first : advice.end]
        for turn, group in groupby(inside, key=lambda it: it.turn):
            said = list(group)
            if session.speakers[session.turns[turn].speaker].role is not Role.CLIENT:
                quote = Quote(turn=turn, start=said[0].start, end=said[-1].end)
                yield Part(number=number, advice=advice, quote=quote)
