"""What was labelled differently, with the words, the most confused labels first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from analyzer.agreement.aligning import SharedSession, turn_starts, words_at
from analyzer.agreement.records import Confused, Disagreement
from analyzer.agreement.units import Given, Unit

# Stands for no label where a unit may carry none.
NONE = "none"

Pair = tuple[str, str]


def confusions(units: Sequence[Unit]) -> Counter[Pair]:
    """How many units carry one label of a pair from a rater and the other from another."""
    return Counter(pair for unit in units for pair in _confused(unit))


def confused(counts: Counter[Pair]) -> tuple[Confused, ...]:
    """The pairs of labels, those confused most first."""
    pairs = sorted(counts, key=lambda pair: (-counts[pair], pair))
    return tuple(Confused(labels=pair, n=counts[pair]) for pair in pairs)


def disagreements(
    units: Sequence[Unit], sessions: Sequence[SharedSession], counts: Counter[Pair]
) -> tuple[Disagreement, ...]:
    """The units that were labelled differently, those of the pair confused most first."""
    found = []
    for place, unit in enumerate(units):
        pairs = _confused(unit)
        if pairs:
            worst = min(pairs, key=lambda pair: (-counts[pair], pair))
            found.append((-counts[worst], worst, place))
    starts = [turn_starts(one.shown) for one in sessions]
    return tuple(
        _disagreement(units[place], sessions, pair, starts=starts)
        for _, pair, place in sorted(found)
    )


def _disagreement(
    unit: Unit, sessions: Sequence[SharedSession], pair: Pair, *, starts: Sequence[Sequence[int]]
) -> Disagreement:
    shown = sessions[unit.session].shown
    quote = words_at(shown, unit.letters, starts=starts[unit.session])
    turn = shown.session.turns[quote.turn]
    return Disagreement(
        session_id=shown.session.id,
        path=shown.session.source.path,
        source_line=turn.source_line,
        turn=quote.turn,
        start=quote.start,
        start_ms=turn.start_ms,
        speaker=shown.session.speakers[turn.speaker].name,
        words=turn.text[quote.start : quote.end],
        said=tuple(None if it is None else tuple(sorted(it)) for it in unit.given),
        confused=pair,
    )


def _confused(unit: Unit) -> set[Pair]:
    pairs: set[Pair] = set()
    for one, other in combinations(set(filter(_is_given, unit.given)), 2):
        pairs.update(_pairs(one or frozenset(), other or frozenset()))
    return pairs


def _is_given(it: Given) -> bool:
    return it is not None


def _pairs(one: frozenset[str], other: frozenset[str]) -> Iterator[Pair]:
    """What the one says and the other does not, each with each."""
    for left in sorted(one - other) or [NONE]:
        for right in sorted(other - one) or [NONE]:
            yield (left, right) if left < right else (right, left)
