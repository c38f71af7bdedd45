"""A pack without labelled sessions: categories told from their definitions and examples alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from analyzer.classify.linear import LinearModel, Vocabulary, build_vocabulary
from analyzer.classify.problems import ProblemModel
from analyzer.classify.terms import topic_terms
from analyzer.classify.views import SentenceView, words_of
from analyzer.records import Pack, Role
from analyzer.records.scores import Matrix

NEIGHBOUR_SHARE = 0.3
LIKELY = 0.22
STEEPNESS = 25.0
PROBLEM_WEIGHT = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrototypeAdvice:
    """Scores a sentence by its likeness to the nearest text of each category of a pack.

    ``prototypes`` has shape (n texts, n terms), rows of length 1. ``owner`` (n texts,) is the
    category each text belongs to, and ``is_counter`` (n texts,) says whether it is one of the
    category's counter-examples: a sentence that is nearer to one of those gets nothing.
    """

    name: str
    vocabulary: Vocabulary
    prototypes: Matrix
    owner: tuple[int, ...]
    is_counter: tuple[bool, ...]
    n_categories: int

    def score_advice(self, views: Sequence[SentenceView]) -> Matrix:
        """Probabilities of shape (n sentences, n categories); a row adds up to at most 1."""
        rows = _unit_rows(self.vocabulary, [view.words for view in views])
        alone = np.asarray(rows @ self.prototypes.T)
        likeness = alone.copy()
        likeness[1:] += NEIGHBOUR_SHARE * alone[:-1]
        likeness[:-1] += NEIGHBOUR_SHARE * alone[1:]
        best = np.zeros((len(views), self.n_categories))
        against = np.zeros_like(best)
        for text, (category, is_counter) in enumerate(
            zip(self.owner, self.is_counter, strict=True)
        ):
            nearest = against if is_counter else best
            nearest[:, category] = np.maximum(nearest[:, category], likeness[:, text])
        scores = 1.0 / (1.0 + np.exp(-STEEPNESS * (best - LIKELY)))
        scores[against > best] = 0.0
        scores /= np.maximum(1.0, scores.sum(axis=1, keepdims=True))
        scores[[view.role is Role.CLIENT for view in views]] = 0.0
        result: Matrix = scores
        return result


def prototype_advice(pack: Pack) -> PrototypeAdvice:
    """An advice scorer made of a pack's definitions and examples in a moment, without training."""
    texts = [
        (number, words_of(text), is_counter)
        for number, category in enumerate(pack.advice)
        for group, is_counter in (
            ((category.definition, *category.examples), False),
            (category.counter_examples, True),
        )
        for text in group
    ]
    vocabulary = build_vocabulary([topic_terms(words) for _, words, _ in texts], min_count=1)
    return PrototypeAdvice(
        name=f"examples:{pack.label}",
        vocabulary=vocabulary,
        prototypes=_unit_rows(vocabulary, [words for _, words, _ in texts]).toarray(),
        owner=tuple(number for number, _, _ in texts),
        is_counter=tuple(is_counter for _, _, is_counter in texts),
        n_categories=len(pack.advice),
    )


def prototype_problems(pack: Pack) -> ProblemModel:
    """A problem scorer of the same kind: all texts of a category make one prototype."""
    texts = {
        category.id: words_of(" ".join((category.definition, *category.examples)))
        for category in pack.problem
    }
    vocabulary = build_vocabulary([topic_terms(words) for words in texts.values()], min_count=1)
    rows = _unit_rows(vocabulary, list(texts.values())).toarray()
    linear = LinearModel(
        classes=tuple(texts),
        weights=(PROBLEM_WEIGHT * rows).astype(np.float32),
        bias=np.zeros(len(texts)),
    )
    return ProblemModel(name=f"examples:{pack.label}", vocabulary=vocabulary, linear=linear)


def _unit_rows(vocabulary: Vocabulary, texts: Sequence[Sequence[str]]) -> csr_matrix:
    """Sparse rows of length 1 for the texts, of zeros where no term is known."""
    rows = vocabulary.matrix([topic_terms(words) for words in texts]).astype(np.float64)
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    return csr_matrix(rows.multiply(1.0 / np.maximum(lengths, 1e-9)))
