"""From which score on a label is given, and from which on it is given without a "possibly"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.classify.calibration import FEWEST, Calibration, fit_calibration
from analyzer.records.scores import Matrix

SURE = 0.8
SAY = 0.5
# Advice that is likelier not given than given is not said, however sure its like may be; and what
# is hardly likelier right than wrong is not said as sure.
EVEN = 0.45
LIKELY = 0.6
# So many labels of all categories stand in for those that a rare category lacks.
MIN_COUNT = 20
# No score reaches it: a category that is never right often enough is never sure, or never said.
NEVER = 2.0
DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Scores of shape (n categories,) in the order of the pack; ``sure_from >= say_from``."""

    say_from: Matrix
    sure_from: Matrix

    def says(self, column: int, score: float) -> bool:
        """Whether a label with this score is given at all."""
        return bool(score >= self.say_from[column])

    def is_sure(self, column: int, score: float) -> bool:
        """Whether it is given as sure."""
        return bool(score >= self.sure_from[column])


def unmeasured_thresholds(n_categories: int) -> Thresholds:
    """What holds where no labelled session says more: everything is said, sure from 0.6 on."""
    return Thresholds(say_from=np.zeros(n_categories), sure_from=np.full(n_categories, LIKELY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Labels given to sessions that a model was not trained on: category, score, whether right."""

    columns: tuple[int, ...]
    scores: tuple[float, ...]
    hits: tuple[bool, ...]


def fit_certainty(
    judged: Judged, *, n_categories: int, least: float = 0.0
) -> tuple[Calibration | None, Thresholds | None]:
    """The curve that makes scores hold, and the thresholds on the scores it gives.

    No threshold lies below ``least``, and none from which on a label is sure below 0.6. None for
    both where fewer than 40 labels were judged.
    """
    if len(judged.scores) < FEWEST:
        return None, None
    calibration = fit_calibration(judged.scores, judged.hits)
    thresholds = choose_thresholds(
        calibration.apply(judged.scores),
        judged.hits,
        columns=judged.columns,
        n_categories=n_categories,
    )
    return calibration, Thresholds(
        say_from=np.maximum(thresholds.say_from, least),
        sure_from=np.maximum(thresholds.sure_from, max(least, LIKELY)),
    )


def choose_thresholds(
    scores: Sequence[float] | Matrix,
    hits: Sequence[bool] | npt.NDArray[np.bool_],
    *,
    columns: Sequence[int] | npt.NDArray[np.intp],
    n_categories: int,
    precision_sure: float = SURE,
    precision_say: float = SAY,
    min_count: int = MIN_COUNT,
) -> Thresholds:
    """The lowest scores from which on the labels of each category are right often enough.

    ``scores`` and ``hits`` are those of labels on sessions not trained on, ``columns`` their
    categories. At each score the share of hits among a category's labels from there up is mixed
    with that among the labels of all categories, which count as ``min_count`` labels more: a rare
    category goes by all, a frequent one by itself. Of all labels at least ``min_count`` must lie
    above a threshold. Where no score will do, the threshold is 2, which none reaches.
    """
    score = np.floor(np.asarray(scores, dtype=np.float64) * 10**DIGITS) / 10**DIGITS
    right = np.asarray(hits, dtype=np.float64)
    owner = np.asarray(columns, dtype=int)
    places = np.unique(score)
    n_all, hits_all = _from_each(places, score, right)
    share = hits_all / np.maximum(n_all, 1)
    say, sure = np.full(n_categories, NEVER), np.full(n_categories, NEVER)
    for column in range(n_categories):
        own = owner == column
        n, found = _from_each(places, score[own], right[own])
        precision = (found + min_count * share) / (n + min_count)
        for aim, into in ((precision_say, say), (precision_sure, sure)):
            fits = np.flatnonzero((precision >= aim) & (n_all >= min_count))
            if len(fits):
                into[column] = places[fits[0]]
    return Thresholds(say_from=say, sure_from=np.maximum(say, sure))


def _from_each(places: Matrix, score: Matrix, right: Matrix) -> tuple[Matrix, Matrix]:
    """How many labels have each score or a higher one, and how many of them are right."""
    at = np.searchsorted(places, score)
    n, found = (np.bincount(at, weights=w, minlength=len(places)) for w in (None, right))
    return n[::-1].cumsum()[::-1], found[::-1].cumsum()[::-1]
