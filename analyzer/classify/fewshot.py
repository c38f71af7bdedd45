"""A pack without labelled sessions: categories told from their definitions and examples alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.classify.background import (
    Background,
    CategoryTexts,
    advice_signs,
    category_texts,
    problem_signs,
    texts_of,
)
from analyzer.classify.calibration import Calibration
from analyzer.classify.linear import LinearModel
from analyzer.classify.meaning import Prototypes, vectors_of
from analyzer.classify.problems import ProblemModel
from analyzer.classify.thresholds import Thresholds
from analyzer.classify.views import SentenceView
from analyzer.encoder import Encoder, Vectors
from analyzer.records import Pack, Role
from analyzer.records.scores import Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class TextVectors:
    """The encoded texts of a pack: all that its few-shot models need besides pack and background.

    ``advice`` and ``problem`` are in the order of ``texts_of``, ``counter`` (n counter-examples of
    advice, 384) in that of the categories.
    """

    advice: Vectors
    problem: Vectors
    counter: Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class FewshotAdvice:
    """Scores sentences by how they bear on the texts of each category.

    A sentence that is nearer to one of a category's counter-examples than to any of its texts gets
    nothing of it. ``wordings`` are the texts themselves.
    """

    name: str
    background: Background
    weights: Matrix
    texts: CategoryTexts
    prototypes: Prototypes
    counter_texts: Prototypes
    wordings: tuple[str, ...]
    calibration: Calibration | None = None
    thresholds: Thresholds | None = None

    @property
    def needs_vectors(self) -> bool:
        """Always: likeness in meaning is all it goes by."""
        return True

    def score_advice(self, views: Sequence[SentenceView]) -> Matrix:
        """Probabilities of shape (n sentences, n categories); a row adds up to at most 1."""
        vectors = vectors_of(views)
        if vectors is None or not len(views):
            return np.zeros((len(views), self.texts.n_categories))
        signs = advice_signs(views, vectors, texts=self.texts, background=self.background)
        odds = signs @ self.weights
        misses = self.counter_texts.likeness(vectors) > self.prototypes.likeness(vectors)
        odds[misses] = -np.inf
        odds[[view.role is Role.CLIENT for view in views]] = -np.inf
        top = np.maximum(odds.max(axis=1, keepdims=True), 0.0)
        shares = np.exp(odds - top)
        result: Matrix = shares / (shares.sum(axis=1, keepdims=True) + np.exp(-top))
        return result

    def explain(
        self, views: Sequence[SentenceView], *, first: int, end: int, column: int
    ) -> tuple[str, ...]:
        """The text of the category that a sentence of the stretch, no client's, is most like."""
        told = [view for view in views[first:end] if view.role is not Role.CLIENT]
        vectors = vectors_of(told)
        text = None if vectors is None else self.prototypes.nearest(vectors, category=column)
        return () if text is None else (self.wordings[text],)


@dataclass(frozen=True, slots=True, kw_only=True)
class FewshotProblems(ProblemModel):
    """Tells the problem of an exchange by how it bears on the texts of each category."""

    background: Background
    weights: Matrix
    text_signs: CategoryTexts

    def score_matter(self, views: Sequence[SentenceView]) -> Matrix:
        """Probabilities of shape (n categories,) for one exchange; they add up to 1.

        Without vectors every category is as likely as the next.
        """
        vectors = vectors_of(views)
        count = self.text_signs.n_categories
        if vectors is None or not len(views):
            return np.full(count, 1.0 / max(1, count))
        signs = problem_signs(views, vectors, texts=self.text_signs, background=self.background)
        odds = signs @ self.weights
        shares = np.exp(odds - odds.max(initial=0.0))
        result: Matrix = shares / shares.sum()
        return result


def encode_pack(pack: Pack, *, encoder: Encoder) -> TextVectors:
    """The vectors of all texts of a pack."""
    counter = [text for category in pack.advice for text in category.counter_examples]
    return TextVectors(
        advice=encoder.encode(texts_of(pack.advice)),
        problem=encoder.encode(texts_of(pack.problem)),
        counter=encoder.encode(counter),
    )


def fewshot_advice(pack: Pack, vectors: TextVectors, *, background: Background) -> FewshotAdvice:
    """The advice scorer that a pack's texts make, without any labelled session."""
    texts = category_texts(pack.advice, vectors.advice, background=background)
    count = len(pack.advice)
    weighing = background.weighing(pack.advice)
    return FewshotAdvice(
        name=f"examples:{pack.label}",
        background=background,
        weights=weighing.advice,
        texts=texts,
        prototypes=Prototypes(vectors=vectors.advice, owner=texts.owner, n_categories=count),
        counter_texts=Prototypes(
            vectors=vectors.counter,
            owner=tuple(
                number
                for number, category in enumerate(pack.advice)
                for _ in category.counter_examples
            ),
            n_categories=count,
        ),
        wordings=texts_of(pack.advice),
        calibration=weighing.advice_calibration,
    )


def fewshot_problems(
    pack: Pack, vectors: TextVectors, *, background: Background
) -> FewshotProblems:
    """The problem scorer of the same kind."""
    texts = category_texts(pack.problem, vectors.problem, background=background)
    count = len(pack.problem)
    weighing = background.weighing(pack.problem)
    return FewshotProblems(
        name=f"examples:{pack.label}",
        vocabulary=texts.vocabulary,
        linear=LinearModel(
            classes=tuple(category.id for category in pack.problem),
            weights=texts.words.astype(np.float32),
            bias=np.zeros(count),
        ),
        prototypes=Prototypes(vectors=vectors.problem, owner=texts.owner, n_categories=count),
        texts=texts_of(pack.problem),
        calibration=weighing.problem_calibration,
        background=background,
        weights=weighing.problem,
        text_signs=texts,
    )
