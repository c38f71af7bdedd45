"""A pack without labelled sessions: categories told from their definitions and examples alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.classify.linear import Vocabulary, build_vocabulary
from analyzer.classify.problems import ProblemModel
from analyzer.classify.linear import LinearModel
from analyzer.classify.terms import topic_terms
from analyzer.classify.views import SentenceView, words_of
from analyzer.records import Pack, Role
from analyzer.records.scores import Matrix

NEIGHBOUR_SHARE = 0.3
LIKELY = 0.22
STEEPNESS = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrototypeAdvice:
    """Scores a sentence by its likeness to the nearest text of each category of a pack.

    ``prototypes`` has shape (n texts, n terms), rows of length 1; ``owner`` (n texts,) is the
    category each text belongs to.
    """

    name: str
    vocabulary: Vocabulary
    prototypes: Matrix
    owner: tuple[int, ...]
    n_categories: int

    def score_advice(self, views: Sequence[SentenceView]) -> Matrix:
        """Probabilities of shape (n sentences, n categories); a row adds up to at most 1."""
        if not views:
            return np.zeros((0, self.n_categories))
        rows = _unit_rows(self.vocabulary, [view.words for view in views])
        smooth = rows.copy()
        smooth[1:] += NEIGHBOUR_SHARE * rows[:-1]
        smooth[:-1] += NEIGHBOUR_SHARE * rows[1:]
        likeness = smooth @ self.prototypes.T
        best = np.zeros((len(views), self.n_categories))
        for text, category in enumerate(self.owner):
            best[:, category] = np.maximum(best[:, category], likeness[:, text])
        scores = 1.0 / (1.0 + np.exp(-STEEPNESS * (best - LIKELY)))
        scores /= np.maximum(1.0, scores.sum(axis=1, keepdims=True))
        scores[[view.role is Role.CLIENT for view in views]] = 0.0
        result: Matrix = scores
        return result


def prototype_advice(pack: Pack) -> PrototypeAdvice:
    """An advice scorer made of a pack's definitions and examples in a moment, without training."""
    texts = [
        (number, words_of(text))
        for number, category in enumerate(pack.advice)
        for text in (category.definition, *category.examples)
    ]
    vocabulary = build_vocabulary([topic_terms(words) for _, words in texts], min_count=1)
    return PrototypeAdvice(
        name=f"examples:{pack.label}",
        vocabulary=vocabulary,
        prototypes=_unit_rows(vocabulary, [words for _, words in texts]),
        owner=tuple(number for number, _ in texts),
        n_categories=len(pack.advice),
    )


def prototype_problems(pack: Pack) -> ProblemModel:
    """A problem scorer of the same kind: one mean prototype for each problem category."""
    texts = {
        category.id: " ".join((category.definition, *category.examples))
        for category in pack.problem
    }
    bags = [topic_terms(words_of(text)) for text in texts.values()]
    vocabulary = build_vocabulary(bags, min_count=1)
    rows = _unit_rows(vocabulary, [words_of(text) for text in texts.values()])
    linear = LinearModel(
        classes=tuple(texts),
        weights=(2.0 * rows).astype(np.float32),
        bias=np.zeros(len(texts)),
    )
    return ProblemModel(name=f"examples:{pack.label}", vocabulary=vocabulary, linear=linear)


def _unit_rows(vocabulary: Vocabulary, texts: Sequence[Sequence[str]]) -> Matrix:
    rows = vocabulary.matrix([topic_terms(words) for words in texts]).toarray().astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: Matrix = rows / np.maximum(lengths, 1e-9)
    return result
