"""Where sessions are cut up: boundaries found beside even spacing and none at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzer.classify.labelled import LabelledSession
from analyzer.classify.metrics import count_boundaries, rates, window_diff
from analyzer.classify.units import START, Units, gold_units
from analyzer.records import Boundaries, BoundaryScore

START_TOLERANCE = 3
DIGITS = 4
MODEL = "model"


def places_of(units: Units) -> list[int]:
    """The places at which something starts, rising."""
    return [place for place, unit in enumerate(units) if START in unit]


def evenly_spaced(
    head: str, train: Sequence[LabelledSession], left_out: Sequence[LabelledSession]
) -> list[Units]:
    """As many boundaries as a session of that length has on average in training, evenly spaced.

    Exchanges begin with the session's first sentence, segments are cut inside the session.
    """
    known = [gold_units(head, one) for one in train]
    n_true = sum(len(places_of(units)) for units in known)
    share = n_true / max(sum(map(len, known)), 1)
    found = []
    for one in left_out:
        size = len(one.sentences)
        n = min(round(size * share), size)
        parts = n if head == "exchange-starts" else n + 1
        cuts = {size * part // max(parts, 1) for part in range(parts)}
        if head != "exchange-starts":
            cuts -= {0}
        found.append([frozenset({START} if i in cuts else ()) for i in range(size)])
    return found


def boundary_scores(gold: Sequence[Units], ways: Mapping[str, Sequence[Units]]) -> Boundaries:
    """Boundaries true and found by each way, session by session in the same order.

    >>> def units(places):
    ...     return [frozenset({"start"} if i in places else ()) for i in range(8)]
    >>> scores = boundary_scores([units({4})], {"model": [units({5})], "none": [units({})]})
    >>> [(way.way, way.n_found, way.f1, way.window_diff) for way in scores.ways]
    [('model', 1, 1.0, 0.3333), ('none', 0, 0.0, 0.3333)]
    """
    true = [places_of(units) for units in gold]
    return Boundaries(
        tolerance=START_TOLERANCE,
        n_true=sum(map(len, true)),
        ways=tuple(
            _score(way, true, [places_of(units) for units in found], sizes=[len(u) for u in gold])
            for way, found in ways.items()
        ),
    )


def _score(
    way: str,
    true: Sequence[Sequence[int]],
    found: Sequence[Sequence[int]],
    *,
    sizes: Sequence[int],
) -> BoundaryScore:
    counts = count_boundaries(true, found, tolerance=START_TOLERANCE, cases=sizes)
    windows = [
        window_diff(gold, said, size=size)
        for gold, said, size in zip(true, found, sizes, strict=True)
    ]
    n_windows = max(sum(n for _, n in windows), 1)
    precision, recall, f1 = (
        round(float(rate[0]), DIGITS)
        for rate in (rates(counts).precision, rates(counts).recall, rates(counts).f1)
    )
    return BoundaryScore(
        way=way,
        n_found=sum(map(len, found)),
        precision=precision,
        recall=recall,
        f1=f1,
        window_diff=round(sum(wrong for wrong, _ in windows) / n_windows, DIGITS),
    )
