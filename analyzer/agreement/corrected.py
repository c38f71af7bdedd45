"""What people corrected in an archive, as labels that they gave, and what stood there before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzer.agreement.labelling import labelling_by
from analyzer.agreement.records import Labelling
from analyzer.corrections.places import Places
from analyzer.corrections.records import (
    Correction,
    LabelAdvice,
    RejectAdvice,
    SetMove,
    SetRole,
    SetSegment,
)
from analyzer.records import Analysis, Role


def labelling_with(person: str, analysis: Analysis, corrections: Sequence[Correction]) -> Labelling:
    """What one person decided in an analysis: labels that are theirs, and their corrections.

    ``corrections`` are theirs, in the order they were made. Words that are said to be no advice
    were labelled too: with none.
    """
    given = labelling_by(person, analysis)
    moves, segments = list(given.moves), list(given.segments)
    advice, roles = list(given.advice), list(given.roles)
    places = Places(analysis)
    for it in corrections:
        if isinstance(it, SetRole):
            roles[it.speaker] = None if it.role is Role.UNKNOWN else it.role.value
            continue
        if not isinstance(it, SetMove | SetSegment | RejectAdvice | LabelAdvice):
            continue
        for number in range(*(places.inside((it.start, it.end)) or (0, 0))):
            if isinstance(it, SetMove):
                moves[number] = it.move.value
            elif isinstance(it, SetSegment):
                segments[number] = it.segment.value
            elif isinstance(it, RejectAdvice) or not it.categories:
                advice[number] = frozenset()
    return replace(
        given,
        moves=tuple(moves),
        segments=tuple(segments),
        advice=tuple(advice),
        roles=tuple(roles),
    )
