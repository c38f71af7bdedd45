"""What is taken for what, where every unit has exactly one true label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analyzer.classify.units import Units
from analyzer.records import Confusion

CONFUSED = frozenset({"moves", "segments", "problems"})
KEPT = 20


def confusions_of(gold: Sequence[Units], found: Sequence[Units]) -> tuple[Confusion, ...]:
    """Every pair of true and found label that occurs, the most frequent first, right ones too.

    >>> units = [frozenset({"a"}), frozenset({"a"})]
    >>> [(it.gold, it.found, it.n) for it in confusions_of([units], [[units[0], frozenset()]])]
    [('a', None, 1), ('a', 'a', 1)]
    """
    nothing: list[str | None] = [None]
    pairs = Counter(
        (label, said)
        for true, given in zip(gold, found, strict=True)
        for carried, labels in zip(true, given, strict=True)
        for label in carried
        for said in (sorted(labels) or nothing)
    )
    ordered = sorted(pairs.items(), key=lambda it: (-it[1], it[0][0], it[0][1] or ""))
    return tuple(Confusion(gold=true, found=said, n=n) for (true, said), n in ordered)


def mistakes(confusions: Sequence[Confusion]) -> tuple[Confusion, ...]:
    """Those that are wrong: what a card keeps of them is the first twenty."""
    return tuple(one for one in confusions if one.gold != one.found)
