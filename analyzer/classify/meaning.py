"""Columns made of the sentence encoder's vectors: what a sentence, or an exchange, is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.classify.views import SentenceView
from analyzer.encoder import WIDTH, Vectors
from analyzer.records import Role
from analyzer.records.scores import Matrix

REACH = 6
FADING = 2.0
CLIENT_SHARE = 0.5
ADVICE_SCALE = 2.5
MEAN_SCALE = 2.0
LIKENESS_SCALE = 3.0
BEST_SENTENCES = 5
LONG = 25
COACH_SHARE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Prototypes:
    """Vectors of the texts that tell categories: shape (n texts, 384), and whose each is."""

    vectors: Vectors
    owner: tuple[int, ...]
    n_categories: int

    def likeness(self, rows: Vectors) -> Matrix:
        """Cosine with the nearest text of each category: shape (n rows, n categories)."""
        cosines = rows @ self.vectors.T
        best = np.full((len(rows), self.n_categories), -1.0)
        if self.owner and len(rows):
            owners = np.array(self.owner)
            order = owners.argsort(kind="stable")
            present, first = np.unique(owners[order], return_index=True)
            best[:, present] = np.maximum.reduceat(cosines[:, order], first, axis=1)
        return best

    def nearest(self, rows: Vectors, *, category: int) -> int | None:
        """The text of a category that one of the rows is most like; None where it has none."""
        own = [text for text, owner in enumerate(self.owner) if owner == category]
        if not own or not len(rows):
            return None
        cosines = (rows @ self.vectors[own].T).max(axis=0)
        return own[int(cosines.argmax())]

    @property
    def centres(self) -> Matrix:
        """The mean direction of each category's texts: shape (n categories, 384), length 1."""
        sums = np.zeros((self.n_categories, WIDTH))
        for vector, category in zip(self.vectors, self.owner, strict=True):
            sums[category] += vector
        return _unit(sums)


def vectors_of(views: Sequence[SentenceView]) -> Vectors | None:
    """The vectors of the views, shape (n, 384); None where a view has none."""
    rows = [view.vector for view in views]
    if any(row is None for row in rows):
        return None
    return np.array(rows, dtype=np.float32).reshape(-1, WIDTH)


def advice_columns(views: Sequence[SentenceView], vectors: Vectors) -> Matrix:
    """The vector of each sentence, and the mean of those around it: shape (n, 768).

    Nearer sentences count more, a client's half as much as a coach's.
    """
    shares = np.array([CLIENT_SHARE if view.role is Role.CLIENT else 1.0 for view in views])
    weighted = vectors * shares[:, None]
    around = np.zeros(vectors.shape)
    for step in range(1, min(REACH, len(views) - 1) + 1):
        weight = np.exp(-step / FADING)
        around[step:] += weight * weighted[:-step]
        around[:-step] += weight * weighted[step:]
    result: Matrix = ADVICE_SCALE * np.hstack([vectors, _unit(around)])
    return result


def text_columns(vectors: Vectors) -> Matrix:
    """The same columns for texts that stand alone, such as a pack's examples."""
    result: Matrix = ADVICE_SCALE * np.hstack([vectors, vectors]).astype(np.float64)
    return result


def matter_columns(
    views: Sequence[SentenceView], vectors: Vectors, *, prototypes: Prototypes
) -> Matrix:
    """What one exchange is about, shape (384 + 2 * n categories,).

    The mean of its sentences (the asker's count more than the coach's, long ones more than short
    ones), its likeness to each category's centre, and the likeness of the five sentences that are
    most like each category.
    """
    weights = matter_weights(views)
    mean = _unit((vectors * weights[:, None]).sum(axis=0, keepdims=True))[0]
    nearest = np.sort(prototypes.likeness(vectors), axis=0)[-BEST_SENTENCES:].mean(axis=0)
    return np.concatenate(
        [
            MEAN_SCALE * mean,
            LIKENESS_SCALE * (prototypes.centres @ mean),
            LIKENESS_SCALE * nearest,
        ]
    )


def matter_weights(views: Sequence[SentenceView]) -> Matrix:
    """How much each sentence counts for what its exchange is about, shape (n,)."""
    is_article = all(view.role is not Role.CLIENT for view in views)
    return np.array(
        [
            min(len(view.words), LONG)
            * (COACH_SHARE if view.role is Role.COACH and not is_article else 1.0)
            for view in views
        ],
        dtype=np.float64,
    )


def text_matter(vector: Vectors, *, prototypes: Prototypes) -> Matrix:
    """The same columns for one text that stands alone."""
    return np.concatenate(
        [
            MEAN_SCALE * vector,
            LIKENESS_SCALE * (prototypes.centres @ vector),
            LIKENESS_SCALE * prototypes.likeness(vector[None])[0],
        ]
    )


def mix(words: Matrix, meaning: Matrix, *, share: float) -> Matrix:
    """Two opinions as one: the weighted geometric mean of probabilities; rows add up to 1."""
    logs = (1 - share) * np.log(np.clip(words, 1e-6, 1.0)) + share * np.log(
        np.clip(meaning, 1e-6, 1.0)
    )
    return from_odds(logs)


def from_odds(odds: Matrix) -> Matrix:
    """Probabilities from log odds or log probabilities: along the last axis they add up to 1."""
    powers = np.exp(odds - odds.max(axis=-1, keepdims=True))
    result: Matrix = powers / powers.sum(axis=-1, keepdims=True)
    return result


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: Matrix = rows / np.maximum(lengths, 1e-9)
    return result
