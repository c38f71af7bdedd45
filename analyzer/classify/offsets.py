"""How much each advice category is favoured when several are likely, chosen on sessions left out.

A model that learnt from few examples calls common categories too often and rare ones too seldom.
One number a category, added to its log probability, mends most of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.records.scores import Matrix

STEPS = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5)
PASSES = 2
GAIN = 1e-4
LOWEST = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Sentences of sessions a model was not trained on.

    ``scores`` (n, k) are probabilities, column 0 being no advice. ``exchange`` (n,) numbers the
    exchanges of all sessions, -1 for none. ``given`` holds for each sentence the columns of the
    categories that it was labelled with.
    """

    scores: Matrix
    exchange: npt.NDArray[np.intp]
    given: tuple[tuple[int, ...], ...]


def fit_offsets(unseen: Unseen) -> Matrix:
    """Offsets of shape (k,) under which exchanges get the categories they were labelled with.

    Coordinate ascent over a few steps; what is raised is the mean of macro-F1 and micro-F1 over
    exchanges. The offset of column 0, no advice, stays 0.
    """
    logs = np.log(np.clip(unseen.scores, LOWEST, 1.0))
    truth = _exchange_table(unseen.exchange, unseen.given, n_columns=logs.shape[1])
    offsets = np.zeros(logs.shape[1])
    best = _agreement(logs, offsets, unseen.exchange, truth)
    for _ in range(PASSES):
        for column in range(1, len(offsets)):
            for step in STEPS:
                trial = offsets.copy()
                trial[column] = step
                found = _agreement(logs, trial, unseen.exchange, truth)
                if found > best + GAIN:
                    best, offsets = found, trial
    return offsets


def with_offsets(scores: Matrix, offsets: Matrix) -> Matrix:
    """Probabilities of shape (n, k) under the offsets; rows add up to 1."""
    chances = np.clip(scores, LOWEST, 1.0) * np.exp(offsets)
    result: Matrix = chances / chances.sum(axis=1, keepdims=True)
    return result


def _exchange_table(
    exchange: npt.NDArray[np.intp], given: Sequence[Sequence[int]], *, n_columns: int
) -> npt.NDArray[np.bool_]:
    table = np.zeros((int(exchange.max(initial=-1)) + 1, n_columns), dtype=bool)
    for place, columns in zip(exchange, given, strict=True):
        if place >= 0:
            table[place, list(columns)] = True
    return table[:, 1:]


def _agreement(
    logs: Matrix,
    offsets: Matrix,
    exchange: npt.NDArray[np.intp],
    truth: npt.NDArray[np.bool_],
) -> float:
    chosen = (logs + offsets).argmax(axis=1)
    inside = exchange >= 0
    found = np.zeros((truth.shape[0], truth.shape[1] + 1), dtype=bool)
    found[exchange[inside], chosen[inside]] = True
    right = (found[:, 1:] & truth).sum(axis=0)
    both = found[:, 1:].sum(axis=0) + truth.sum(axis=0)
    macro = float((2 * right / np.maximum(1, both)).mean())
    micro = float(2 * right.sum() / max(1, both.sum()))
    return (macro + micro) / 2
