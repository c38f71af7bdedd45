"""A pack without labelled sessions: categories told from their definitions and examples alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.classify.calibration import Calibration
from analyzer.classify.linear import LinearModel, build_vocabulary
from analyzer.classify.meaning import Prototypes, vectors_of
from analyzer.classify.problems import ProblemModel, matter_terms
from analyzer.classify.thresholds import Thresholds
from analyzer.classify.views import SentenceView, words_of
from analyzer.encoder import WIDTH, Encoder
from analyzer.records import Pack, Role
from analyzer.records.scores import Matrix

NEIGHBOUR_SHARE = 0.25
# With the shipped packs taken as if nothing were labelled, two exchanges in five get the right
# category at this likeness, and half of the categories given are found.
LIKELY = 0.45
STEEPNESS = 18.0
RIVALRY = 6.0
PROBLEM_STEEPNESS = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrototypeAdvice:
    """Scores a sentence by its likeness in meaning to the nearest text of each category of a pack.

    A sentence that is nearer to one of a category's counter-examples gets nothing of it. A category
    counts the less, the more another is like the sentence: texts of one field are all a bit alike.
    ``wordings`` are the texts themselves.
    """

    name: str
    texts: Prototypes
    counter_texts: Prototypes
    wordings: tuple[str, ...] = ()
    calibration: Calibration | None = None
    thresholds: Thresholds | None = None

    def score_advice(self, views: Sequence[SentenceView]) -> Matrix:
        """Probabilities of shape (n sentences, n categories); a row adds up to at most 1."""
        scores = np.zeros((len(views), self.texts.n_categories))
        vectors = vectors_of(views)
        if vectors is None or not len(views):
            return scores
        alone = self.texts.likeness(vectors)
        likeness = (1 - NEIGHBOUR_SHARE) * alone
        around = np.zeros_like(alone)
        around[1:] = alone[:-1]
        around[:-1] = np.maximum(around[:-1], alone[1:])
        likeness = np.maximum(alone, likeness + NEIGHBOUR_SHARE * around)
        likeness[self.counter_texts.likeness(vectors) > alone] = -1.0
        behind = likeness.max(axis=1, keepdims=True) - likeness
        scores = np.exp(-RIVALRY * behind) / (1.0 + np.exp(-STEEPNESS * (likeness - LIKELY)))
        scores /= np.maximum(1.0, scores.sum(axis=1, keepdims=True))
        scores[[view.role is Role.CLIENT for view in views]] = 0.0
        result: Matrix = scores
        return result

    def explain(
        self, views: Sequence[SentenceView], *, first: int, end: int, column: int
    ) -> tuple[str, ...]:
        """The text of the category that a sentence of the stretch, no client's, is most like."""
        told = [view for view in views[first:end] if view.role is not Role.CLIENT]
        vectors = vectors_of(told)
        text = None if vectors is None else self.texts.nearest(vectors, category=column)
        return () if text is None or not self.wordings else (self.wordings[text],)


def prototype_advice(pack: Pack, *, encoder: Encoder) -> PrototypeAdvice:
    """An advice scorer made of a pack's definitions and examples in a moment, without training."""
    texts = [(category.definition, *category.examples) for category in pack.advice]
    return PrototypeAdvice(
        name=f"examples:{pack.label}",
        texts=_prototypes(texts, encoder=encoder),
        wordings=tuple(text for group in texts for text in group),
        counter_texts=_prototypes(
            [category.counter_examples for category in pack.advice], encoder=encoder
        ),
    )


def prototype_problems(pack: Pack, *, encoder: Encoder) -> ProblemModel:
    """A problem scorer of the same kind: an exchange is told by its likeness to each category."""
    texts = [(category.definition, *category.examples) for category in pack.problem]
    classes = tuple(category.id for category in pack.problem)
    count = len(classes)
    vocabulary = build_vocabulary(
        [matter_terms(words_of(category.definition)) for category in pack.problem], min_count=1
    )
    weights = np.zeros((count, WIDTH + 2 * count), np.float32)
    for number in range(count):
        weights[number, [WIDTH + number, WIDTH + count + number]] = PROBLEM_STEEPNESS
    return ProblemModel(
        name=f"examples:{pack.label}",
        vocabulary=vocabulary,
        linear=LinearModel(  # every category equally likely, whatever the words
            classes=classes,
            weights=np.zeros((count, len(vocabulary.columns)), np.float32),
            bias=np.zeros(count),
        ),
        meaning=LinearModel(
            classes=classes,
            weights=weights,
            bias=np.zeros(count),
        ),
        prototypes=_prototypes(texts, encoder=encoder),
        meaning_share=1.0,
        texts=tuple(text for group in texts for text in group),
    )


def _prototypes(texts: Sequence[Sequence[str]], *, encoder: Encoder) -> Prototypes:
    owned = [(number, text) for number, group in enumerate(texts) for text in group]
    return Prototypes(
        vectors=encoder.encode([text for _, text in owned]),
        owner=tuple(number for number, _ in owned),
        n_categories=len(texts),
    )
