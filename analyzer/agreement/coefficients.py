"""Agreement beyond chance, from counts held per session, so that sessions can be drawn anew.

Every function takes arrays whose first axes may be draws of a bootstrap, and gives NaN where a
measure is not defined: where nothing was labelled twice, or all labels are one and the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int64]

MISSING = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Coincidences:
    """Labels paired within units, by session: what Krippendorff's alpha is made of.

    ``apart`` (..., ) sums the distances of paired labels, ``totals`` (..., n_labels) counts the
    labels that can be paired, ``same`` (..., n_labels) those paired with their like.
    """

    apart: Floats
    totals: Floats
    same: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """Units that both of two raters labelled, by session: arrays (..., n_labels) of counts."""

    first: Floats
    second: Floats
    both: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Units that all raters labelled, by session: what the kappa of Fleiss is made of.

    ``n`` (..., ) counts them, ``totals`` (..., n_labels) the labels, ``same`` (..., n_labels) sums
    the share of pairs of raters that gave the label both.
    """

    n: Floats
    totals: Floats
    same: Floats
    n_raters: int


def coincidences(
    codes: Codes, sessions: Ints, *, shape: tuple[int, int], distance: Floats | None = None
) -> Coincidences:
    """The coincidences of labels ``codes`` (n_units, n_raters), ``MISSING`` where there is none.

    ``sessions`` (n_units,) numbers the session of each unit, ``shape`` is the number of sessions
    and of labels. ``distance`` (n_labels, n_labels) is 0 for labels alike and 1 for others unless
    given.
    """
    counts = label_counts(codes, n_labels=shape[1])
    n_given = counts.sum(axis=1)
    is_paired = n_given > 1
    counts, n_given, rows = counts[is_paired], n_given[is_paired], sessions[is_paired]
    others = (n_given - 1.0)[:, None]
    same = counts * (counts - 1) / others
    if distance is None:
        apart = counts.sum(axis=1) - same.sum(axis=1)
    else:
        apart = (counts @ distance * counts).sum(axis=1) / others[:, 0]
    return Coincidences(
        apart=by_session(apart, rows, n_sessions=shape[0]),
        totals=by_session(counts, rows, n_sessions=shape[0]),
        same=by_session(same, rows, n_sessions=shape[0]),
    )


def crossed(codes: Codes, sessions: Ints, *, shape: tuple[int, int]) -> Crossed:
    """The counts for two raters, ``codes`` (n_units, 2), as for ``coincidences``."""
    is_both = (codes != MISSING).all(axis=1)
    rows, (first, second) = sessions[is_both], codes[is_both].T
    place = np.arange(shape[1])
    gave_first, gave_second = first[:, None] == place, second[:, None] == place
    return Crossed(
        first=by_session(gave_first, rows, n_sessions=shape[0]),
        second=by_session(gave_second, rows, n_sessions=shape[0]),
        both=by_session(gave_first & gave_second, rows, n_sessions=shape[0]),
    )


def shared(codes: Codes, sessions: Ints, *, shape: tuple[int, int]) -> Shared:
    """The counts for several raters, ``codes`` (n_units, n_raters), as for ``coincidences``."""
    n_raters = codes.shape[1]
    is_all = (codes != MISSING).all(axis=1)
    counts, rows = label_counts(codes[is_all], n_labels=shape[1]), sessions[is_all]
    same = counts * (counts - 1) / (n_raters * (n_raters - 1))
    return Shared(
        n=by_session(np.ones(len(rows)), rows, n_sessions=shape[0]),
        totals=by_session(counts, rows, n_sessions=shape[0]),
        same=by_session(same, rows, n_sessions=shape[0]),
        n_raters=n_raters,
    )


def krippendorff_alpha(found: Coincidences, distance: Floats | None = None) -> Floats:
    """Krippendorff's alpha (2011), for any number of raters and missing labels.

    Nominal without a ``distance``. Two raters, four units, one of them labelled differently:

    >>> codes = np.array([[0, 0], [1, 1], [1, 1], [0, 1]])
    >>> found = coincidences(codes, np.zeros(4, dtype=np.int64), shape=(1, 2))
    >>> krippendorff_alpha(summed(found)).round(3).item()
    0.533
    """
    n = found.totals.sum(axis=-1)
    if distance is None:
        expected = n**2 - (found.totals**2).sum(axis=-1)
    else:
        expected = (found.totals @ distance * found.totals).sum(axis=-1)
    return 1 - _ratio(found.apart * (n - 1), expected)


def krippendorff_alphas(found: Coincidences) -> Floats:
    """Alpha of each label against all others together, shape (..., n_labels)."""
    n = found.totals.sum(axis=-1, keepdims=True)
    apart = 2 * (found.totals - found.same)
    return 1 - _ratio(apart * (n - 1), 2 * found.totals * (n - found.totals))


def cohen_kappa(found: Crossed) -> Floats:
    """Cohen's kappa (1960) of two raters over all labels."""
    n = found.first.sum(axis=-1)
    expected = _ratio((found.first * found.second).sum(axis=-1), n**2)
    observed = _ratio(found.both.sum(axis=-1), n)
    return _beyond(observed, expected)


def cohen_kappas(found: Crossed) -> Floats:
    """Cohen's kappa of each label against all others together, shape (..., n_labels)."""
    n = found.first.sum(axis=-1, keepdims=True)
    first, second = _ratio(found.first, n), _ratio(found.second, n)
    observed = _ratio(n - found.first - found.second + 2 * found.both, n)
    return _beyond(observed, first * second + (1 - first) * (1 - second))


def fleiss_kappa(found: Shared) -> Floats:
    """The kappa of Fleiss (1971) over all labels, of units that every rater labelled."""
    portion = _ratio(found.totals, found.n[..., None] * found.n_raters)
    observed = _ratio(found.same.sum(axis=-1), found.n)
    return _beyond(observed, (portion**2).sum(axis=-1))


def fleiss_kappas(found: Shared) -> Floats:
    """The kappa of Fleiss of each label, shape (..., n_labels): equation 23 of the paper."""
    portion = _ratio(found.totals, found.n[..., None] * found.n_raters)
    expected = portion**2 + (1 - portion) ** 2
    # Of the pairs that do not agree on the label, one of the two gave it.
    apart = 2 * (portion - _ratio(found.same, found.n[..., None]))
    return _beyond(1 - apart, expected)


def masi_distance(sets: Sequence[frozenset[str]]) -> Floats:
    """The distance MASI (Passonneau 2006) between sets of labels, shape (n_sets, n_sets).

    1 less the share of labels in common times how the sets lie: 1 where alike, 2/3 where one holds
    the other, 1/3 where they overlap, 0 where they share nothing.

    >>> masi_distance([frozenset("ab"), frozenset("a"), frozenset()]).round(2).tolist()
    [[0.0, 0.67, 1.0], [0.67, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    return np.array([[_masi(a, b) for b in sets] for a in sets]).reshape(len(sets), len(sets))


def _masi(a: frozenset[str], b: frozenset[str]) -> float:
    if a == b:
        return 0.0
    if not a & b:
        return 1.0
    lying = 2 / 3 if a < b or b < a else 1 / 3
    return 1 - lying * len(a & b) / len(a | b)


def summed(found: Coincidences, weights: Floats | None = None) -> Coincidences:
    """The counts of all sessions together, or of each draw: ``weights`` (n_draws, n_sessions)."""
    return Coincidences(
        apart=over(found.apart, weights),
        totals=over(found.totals, weights),
        same=over(found.same, weights),
    )


def summed_crossed(found: Crossed, weights: Floats | None = None) -> Crossed:
    """As ``summed``, for two raters."""
    return Crossed(
        first=over(found.first, weights),
        second=over(found.second, weights),
        both=over(found.both, weights),
    )


def summed_shared(found: Shared, weights: Floats | None = None) -> Shared:
    """As ``summed``, for several raters."""
    return Shared(
        n=over(found.n, weights),
        totals=over(found.totals, weights),
        same=over(found.same, weights),
        n_raters=found.n_raters,
    )


def label_counts(codes: Codes, *, n_labels: int) -> Floats:
    """How many raters gave each label to each unit, shape (n_units, n_labels)."""
    counts = np.zeros((len(codes), n_labels))
    for rater in codes.T:
        given = np.flatnonzero(rater != MISSING)
        counts[given, rater[given]] += 1
    return counts


def by_session(values: npt.ArrayLike, sessions: Ints, *, n_sessions: int) -> Floats:
    """Rows summed by session."""
    rows = np.asarray(values, dtype=np.float64)
    sums = np.zeros((n_sessions, *rows.shape[1:]))
    np.add.at(sums, sessions, rows)
    return sums


def over(counts: Floats, weights: Floats | None) -> Floats:
    """The counts of all sessions summed, or of each draw."""
    total: Floats = counts.sum(axis=0) if weights is None else weights @ counts
    return total


def _beyond(observed: Floats, expected: Floats) -> Floats:
    """What agreement there is beyond chance, of what there could be."""
    # Shares that add up to 1 need not do so in floating point.
    left = np.where(1 - expected > 1e-12, 1 - expected, 0.0)
    return _ratio(observed - expected, left)


def _ratio(part: npt.ArrayLike, whole: npt.ArrayLike) -> Floats:
    above, below = np.broadcast_arrays(
        np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    )
    share: Floats = np.divide(
        above, below, out=np.full(below.shape, np.nan), where=np.abs(below) > 1e-12
    )
    return share
