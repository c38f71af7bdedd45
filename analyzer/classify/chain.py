"""Labels of neighbouring sentences hang together: how often each follows each, and what that says.

Scores of single sentences are joined with transition odds by the forward-backward algorithm
(Rabiner 1989), which gives each label's probability given all sentences of the session.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.records.scores import Matrix

FLOOR = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """How much likelier than by chance label ``j`` is after label ``i``: log odds, shape (k, k).

    ``start`` (k,) holds the same for the first sentence. ``favour`` (k,), where there is one, is
    added to the log probability of each label in the end (see ``offsets``).
    """

    follows: Matrix
    start: Matrix
    favour: Matrix | None = None

    def marginals(self, scores: Matrix, *, trust: float) -> Matrix:
        """Probabilities of shape (n, k) given all of ``scores`` (n, k); rows add up to 1.

        ``trust`` weighs the transitions: 0 leaves the scores as they are. Scores below 0.0001 count
        as 0.0001, so that no sentence forbids what its neighbours say.
        """
        if len(scores) == 0:
            return scores
        emission = np.log(np.clip(scores, FLOOR, 1.0))
        steps = trust * self.follows
        forward = np.empty_like(emission)
        backward = np.zeros_like(emission)
        forward[0] = emission[0] + trust * self.start
        for index in range(1, len(emission)):
            forward[index] = emission[index] + _log_sum(forward[index - 1][:, None] + steps, axis=0)
        for index in range(len(emission) - 2, -1, -1):
            ahead = backward[index + 1] + emission[index + 1]
            backward[index] = _log_sum(steps + ahead[None, :], axis=1)
        joint = forward + backward
        if self.favour is not None:
            joint += self.favour
        joint -= joint.max(axis=1, keepdims=True)
        chances = np.exp(joint)
        result: Matrix = chances / chances.sum(axis=1, keepdims=True)
        return result


def _log_sum(values: Matrix, *, axis: int) -> Matrix:
    top = values.max(axis=axis)
    result: Matrix = top + np.log(np.exp(values - np.expand_dims(top, axis)).sum(axis=axis))
    return result


def fit_chain(sequences: Sequence[Sequence[int]], *, n_labels: int, smoothing: float) -> Chain:
    """Transition log odds counted in label sequences, with ``smoothing`` added to every count."""
    follows = np.full((n_labels, n_labels), smoothing)
    start = np.full(n_labels, smoothing)
    share = np.ones(n_labels)
    for sequence in sequences:
        labels = np.asarray(sequence, dtype=int)
        if len(labels) == 0:
            continue
        start[labels[0]] += 1
        np.add.at(follows, (labels[:-1], labels[1:]), 1)
        share += np.bincount(labels, minlength=n_labels)
    prior = np.log(share / share.sum())
    return Chain(
        follows=np.log(follows / follows.sum(axis=1, keepdims=True)) - prior[None, :],
        start=np.log(start / start.sum()) - prior,
    )
