"""Scores that hold: of the labels given with a score of 0.8, four in five are right.

What is learnt here comes from sessions that a model was not trained on, and is written down as a
few numbers: a divisor for the log odds of many classes, or the corners of a rising curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.records.scores import Matrix

# Fewer labels than this say nothing about a curve.
FEWEST = 40
BIN = 30
MOST_BINS = 12
PRIOR = 2.0
LOWEST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A curve that never falls, from the score of a label to how often such labels are right.

    Straight lines between the corners ``(knots[i], values[i])``, level outside them. Both have
    shape (n,) and lie between 0 and 1; knots rise.
    """

    knots: Matrix
    values: Matrix

    def apply(self, scores: Matrix | Sequence[float]) -> Matrix:
        """The calibrated scores, in the shape of ``scores``.

        >>> curve = Calibration(knots=np.array([0.0, 1.0]), values=np.array([0.2, 0.6]))
        >>> curve.apply([0.5, 1.0]).round(2).tolist()
        [0.4, 0.6]
        """
        result: Matrix = np.interp(np.asarray(scores), self.knots, self.values)
        return result

    def of(self, score: float) -> float:
        """The calibrated score of one label."""
        return float(np.interp(score, self.knots, self.values))

    @property
    def is_curve(self) -> bool:
        """Whether there is a corner, knots rise, and values between 0 and 1 never fall."""
        return bool(
            self.knots.ndim == 1
            and len(self.knots) > 0
            and self.knots.shape == self.values.shape
            and (np.diff(self.knots) > 0).all()
            and (np.diff(self.values) >= 0).all()
            and ((self.values >= 0) & (self.values <= 1)).all()
        )


def fit_calibration(
    scores: Sequence[float] | Matrix, hits: Sequence[bool] | npt.NDArray[np.bool_]
) -> Calibration:
    """The curve under which the scores of labels say how often they are right.

    Labels are put into bins of about equal size by their score; each bin's share of hits, with two
    cases of the mean share added, is made to rise by pooling neighbours (isotonic regression; Ayer
    et al. 1955). Below 40 labels the scores stay as they are.
    """
    score, right = np.asarray(scores, dtype=np.float64), np.asarray(hits, dtype=np.float64)
    if len(score) < FEWEST:
        return Calibration(knots=np.array([0.0, 1.0]), values=np.array([0.0, 1.0]))
    order = np.argsort(score, kind="stable")
    bins = np.array_split(order, min(MOST_BINS, max(2, len(score) // BIN)))
    usual = right.mean()
    blocks: list[tuple[float, float, float]] = []  # cases, sum of scores, sum of hits
    for part in bins:
        block = (float(len(part)), float(score[part].sum()), float(right[part].sum()))
        while blocks and _share(blocks[-1], usual) >= _share(block, usual):
            n, total, found = blocks.pop()
            block = (n + block[0], total + block[1], found + block[2])
        blocks.append(block)
    knots = np.array([total / n for n, total, _ in blocks])
    values = np.array([_share(block, usual) for block in blocks])
    # Bins of equal scores stand on one place, where only the last can be.
    kept = np.append(np.diff(knots) > 0, [True])
    return Calibration(knots=knots[kept], values=values[kept])


def _share(block: tuple[float, float, float], usual: float) -> float:
    n, _, found = block
    return (found + PRIOR * usual) / (n + PRIOR)


def fit_temperature(probabilities: Matrix, labels: Sequence[int]) -> float:
    """The divisor of the log odds under which the labels are likeliest, from 0.1 to 3.

    ``probabilities`` has shape (n, k) with rows that add up to 1; labels are columns. One number
    for all classes (Guo et al. 2017): the likeliest class stays the likeliest.

    >>> unsure = np.array([[0.6, 0.4], [0.6, 0.4], [0.4, 0.6]])
    >>> fit_temperature(unsure, [0, 0, 1])
    0.1
    """
    logs = np.log(np.clip(probabilities, LOWEST, 1.0))
    rows = np.arange(len(logs))

    def surprise(heat: float) -> float:
        scaled = logs / heat
        top = scaled.max(axis=1)
        total = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return float((total - scaled[rows, list(labels)]).sum())

    return min((round(0.1 * step, 1) for step in range(1, 31)), key=surprise)


def with_temperature(probabilities: Matrix, heat: float) -> Matrix:
    """Probabilities of shape (n, k) with their log odds divided by ``heat``; rows add up to 1.

    >>> with_temperature(np.array([[0.8, 0.2]]), 2.0).round(3).tolist()
    [[0.667, 0.333]]
    """
    logs = np.log(np.clip(probabilities, LOWEST, 1.0)) / heat
    chances = np.exp(logs - logs.max(axis=-1, keepdims=True))
    result: Matrix = chances / chances.sum(axis=-1, keepdims=True)
    return result
