"""How well labels were found: precision, recall, F1 with intervals, boundaries, reliability.

Everything starts from counts held per session, because sessions, not sentences, are what varies
between one archive and the next: the bootstrap draws sessions.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DRAWS = 1000
PAIRED_DRAWS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was found right, found wrongly and missed: arrays of shape (n_sessions, n_labels).

    ``cases`` of shape (n_sessions,) counts the units looked at: sentences, exchanges, speakers.
    """

    labels: tuple[str, ...]
    hits: Ints
    wrong: Ints
    missed: Ints
    cases: Ints

    @property
    def support(self) -> Ints:
        """True cases of each label, shape (n_labels,)."""
        support: Ints = (self.hits + self.missed).sum(axis=0)
        return support

    @property
    def sessions(self) -> Ints:
        """In how many sessions each label truly occurs, shape (n_labels,)."""
        sessions: Ints = ((self.hits + self.missed) > 0).sum(axis=0)
        return sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Precision, recall and F1 of each label, shape (n_labels,); 0 where nothing is there."""

    precision: Floats
    recall: Floats
    f1: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """By how much the F1 of each label changed on the same sessions, arrays of shape (n_labels,).

    ``low`` and ``high`` bound its bootstrap interval. ``p_worse`` is the share of draws in which
    the label did not get worse: small where a loss is no accident of the sessions at hand.
    """

    f1: Floats
    low: Floats
    high: Floats
    p_worse: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How often findings given about the same score are right.

    ``edges`` has one more entry than there are bins. ``score`` and ``right`` are the mean score and
    the share of right findings of each bin, 0 where ``n`` is 0. ``error`` is the expected
    calibration error: the mean distance of the two, weighted by ``n``.
    """

    edges: Floats
    n: Ints
    score: Floats
    right: Floats
    error: float


def count_labels(
    gold: Sequence[Sequence[Collection[str]]],
    found: Sequence[Sequence[Collection[str]]],
    *,
    labels: Sequence[str],
) -> Counts:
    """Counts of labels that each unit carries none, one or several of, session by session.

    ``gold[i][j]`` are the true labels of unit ``j`` of session ``i``, ``found`` the ones found.
    Raises ValueError when the two differ in shape, KeyError for a label not among ``labels``.

    A sentence carries "a" and "b", and only "a" was found:

    >>> counts = count_labels([[{"a", "b"}]], [[{"a"}]], labels=["a", "b"])
    >>> counts.hits.tolist(), counts.missed.tolist()
    ([[1, 0]], [[0, 1]])
    """
    column = {label: index for index, label in enumerate(labels)}
    shape = (len(gold), len(column))
    hits, wrong, missed = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, (true, said) in enumerate(zip(gold, found, strict=True)):
        for carried, given in zip(true, said, strict=True):
            for label in {*carried, *given}:
                if label not in given:
                    missed[row, column[label]] += 1
                elif label not in carried:
                    wrong[row, column[label]] += 1
                else:
                    hits[row, column[label]] += 1
    cases = np.array([len(true) for true in gold], dtype=np.int64)
    return Counts(labels=tuple(labels), hits=hits, wrong=wrong, missed=missed, cases=cases)


def count_boundaries(
    gold: Sequence[Collection[int]],
    found: Sequence[Collection[int]],
    *,
    tolerance: int,
    cases: Sequence[int],
    label: str = "start",
) -> Counts:
    """Counts of boundaries, session by session; right means within ``tolerance`` positions."""
    hits = [match_boundaries(g, f, tolerance=tolerance) for g, f in zip(gold, found, strict=True)]
    n_gold, n_found = [len(set(g)) for g in gold], [len(set(f)) for f in found]

    def column(numbers: Sequence[int]) -> Ints:
        return np.array(numbers, dtype=np.int64).reshape(-1, 1)

    return Counts(
        labels=(label,),
        hits=column(hits),
        wrong=column(n_found) - column(hits),
        missed=column(n_gold) - column(hits),
        cases=np.array(cases, dtype=np.int64),
    )


def match_boundaries(gold: Collection[float], found: Collection[float], *, tolerance: float) -> int:
    """How many boundaries pair up, one to one, at most ``tolerance`` apart: the most possible.

    >>> match_boundaries([10, 40], [12, 13, 80], tolerance=3)
    1
    """
    left, right = sorted(set(gold)), sorted(set(found))
    n_pairs = at_left = at_right = 0
    while at_left < len(left) and at_right < len(right):
        distance = left[at_left] - right[at_right]
        if abs(distance) <= tolerance:
            n_pairs, at_left, at_right = n_pairs + 1, at_left + 1, at_right + 1
        elif distance < 0:
            at_left += 1
        else:
            at_right += 1
    return n_pairs


def window_diff(gold: Collection[int], found: Collection[int], *, size: int) -> tuple[int, int]:
    """In how many windows the number of boundaries is wrong, and how many windows there are.

    The session has ``size`` units; a boundary at ``i`` stands before unit ``i``, and one at 0 is
    none. A window is half a mean true part long, so that a near miss costs less than a far one.

    >>> window_diff([4], [4], size=8), window_diff([4], [5], size=8), window_diff([4], [], size=8)
    ((0, 6), (2, 6), (2, 6))
    """
    true, said = ({place for place in places if 0 < place < size} for places in (gold, found))
    width = max(1, round(size / (len(true) + 1) / 2))
    seen = np.zeros((2, size), dtype=np.int64)
    for row, places in zip(seen, (true, said), strict=True):
        row[sorted(places)] = 1
    until = seen.cumsum(axis=1)
    inside = until[:, width:] - until[:, :-width]
    return int((inside[0] != inside[1]).sum()), inside.shape[1]


def sessions_of(counts: Counts, rows: Sequence[int]) -> Counts:
    """The counts of some of the sessions, in the order given."""
    chosen = np.array(rows, dtype=np.int64)
    return Counts(
        labels=counts.labels,
        hits=counts.hits[chosen],
        wrong=counts.wrong[chosen],
        missed=counts.missed[chosen],
        cases=counts.cases[chosen],
    )


def rates(counts: Counts) -> Rates:
    """Precision, recall and F1 of each label over all sessions together."""
    hits, wrong, missed = (a.sum(axis=0) for a in (counts.hits, counts.wrong, counts.missed))
    return Rates(
        precision=_share(hits, hits + wrong),
        recall=_share(hits, hits + missed),
        f1=_share(2 * hits, 2 * hits + wrong + missed),
    )


def macro_f1(counts: Counts) -> float:
    """Mean F1 of the labels that truly occur; 0 when none does."""
    occurs = counts.support > 0
    return float(rates(counts).f1[occurs].mean()) if occurs.any() else 0.0


def micro_f1(counts: Counts) -> float:
    """F1 over all labels together: the accuracy, where each unit gets exactly one label."""
    hits = counts.hits.sum()
    return float(_share(2 * hits, 2 * hits + counts.wrong.sum() + counts.missed.sum()))


def recall_over_cases(counts: Counts) -> float:
    """Share of all units whose one label was found: accuracy, an abstention being a miss."""
    return float(_share(counts.hits.sum(), counts.cases.sum()))


def bootstrap_f1(
    counts: Counts, *, seed: int, draws: int = DRAWS, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Lower and upper end of each label's F1 interval, shape (n_labels,) each.

    Draws as many sessions as there are, with replacement, ``draws`` times; sums their counts. A
    draw in which a label neither occurs nor is found says nothing about it and is left out. The
    interval is widened to hold the F1 itself where the percentiles miss it; it is 0 to 1 for a
    label that never occurs.
    """
    n_sessions, n_labels = counts.hits.shape
    low, high = np.zeros(n_labels), np.ones(n_labels)
    if n_sessions == 0:
        return low, high
    weights = np.random.default_rng(seed).multinomial(
        n_sessions, np.full(n_sessions, 1 / n_sessions), size=draws
    )
    hits = weights @ counts.hits
    below = 2 * hits + weights @ counts.wrong + weights @ counts.missed
    f1, tails = rates(counts).f1, [(1 - level) / 2, (1 + level) / 2]
    for label in np.flatnonzero(counts.support):
        drawn = below[:, label] > 0
        values = 2 * hits[drawn, label] / below[drawn, label]
        ends = np.quantile(values, tails) if drawn.any() else values
        low[label] = min([f1[label], *ends])
        high[label] = max([f1[label], *ends])
    return low, high


def paired_change(old: Counts, new: Counts, *, seed: int, draws: int = PAIRED_DRAWS) -> Change:
    """How much better or worse each label is found now, given counts of the same sessions.

    Both are drawn together, because what is hard in a session is hard for both: that shows smaller
    differences than two intervals side by side. A draw that says nothing about a label, or gives
    both the same F1, does not count as a loss. Raises ValueError when labels or sessions differ.
    """
    if old.labels != new.labels or old.hits.shape != new.hits.shape:
        raise ValueError("Only counts of the same labels and sessions can be compared.")
    n_sessions = len(old.hits)
    weights = np.random.default_rng(seed).multinomial(
        n_sessions, np.full(n_sessions, 1 / max(n_sessions, 1)), size=draws
    )
    drawn = _f1_drawn(new, weights) - _f1_drawn(old, weights)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return Change(
        f1=rates(new).f1 - rates(old).f1,
        low=low,
        high=high,
        p_worse=(1 + (drawn >= 0).sum(axis=0)) / (1 + draws),
    )


def _f1_drawn(counts: Counts, weights: Ints) -> Floats:
    """F1 of each label in each draw, shape (n_draws, n_labels); 0 where nothing is there."""
    drawn = weights.astype(np.float64)
    hits = drawn @ counts.hits
    return _share(2 * hits, 2 * hits + drawn @ counts.wrong + drawn @ counts.missed)


def reliability(
    scores: Sequence[float] | Floats,
    right: Sequence[bool] | npt.NDArray[np.bool_],
    *,
    bins: int = 10,
) -> Reliability:
    """How far scores can be taken as probabilities, in ``bins`` equal parts of 0 to 1.

    Raises ValueError when the lengths differ or a score is not between 0 and 1.

    >>> reliability([0.9, 0.9], [True, False], bins=2).error
    0.4
    """
    score = np.asarray(scores, dtype=np.float64)
    is_right = np.asarray(right, dtype=np.float64)
    if score.shape != is_right.shape:
        raise ValueError(f"{len(score)} scores, but {len(is_right)} findings.")
    if not ((score >= 0) & (score <= 1)).all():
        raise ValueError("A score is not between 0 and 1.")
    edges = np.linspace(0.0, 1.0, bins + 1)
    into = np.minimum((score * bins).astype(np.int64), bins - 1)
    n = np.bincount(into, minlength=bins).astype(np.int64)
    mean_score = _share(np.bincount(into, weights=score, minlength=bins), n)
    share_right = _share(np.bincount(into, weights=is_right, minlength=bins), n)
    error = float(_share((np.abs(mean_score - share_right) * n).sum(), n.sum()))
    return Reliability(edges=edges, n=n, score=mean_score, right=share_right, error=error)


def _share(part: npt.ArrayLike, whole: npt.ArrayLike) -> Floats:
    """Part by whole, 0 where there is no whole."""
    above, below = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    share: Floats = np.divide(above, below, out=np.zeros_like(below), where=below > 0)
    return share
