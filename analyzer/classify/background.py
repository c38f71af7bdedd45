"""What labelled sessions teach about packs that nobody labelled: how texts tell their categories.

A user's own pack is known by definitions and examples alone. How much likeness to them it takes to
call a sentence advice, and what sentences of coaching are like anyway, was learnt on the sessions
of other packs; it holds for any pack, since it speaks of likeness and never of a category.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.classify.calibration import Calibration
from analyzer.classify.linear import TEXT_NORM, Vocabulary
from analyzer.classify.meaning import ADVICE_SCALE, advice_columns, matter_weights
from analyzer.classify.problems import matter_terms, problem_terms
from analyzer.classify.views import SentenceView, words_of
from analyzer.encoder import WIDTH, Vectors
from analyzer.records import Category
from analyzer.records.scores import Matrix

# What is asked of a sentence and a category, and how much each answer counts was learnt.
ADVICE_SIGNS = (
    "meaning",  # likeness to the centre of the category's texts
    "passage",  # the same for the three sentences nearby that are most like it
    "words",  # rare words shared with the category's texts
    "words-near",  # the same for three sentences on each side, nearer ones more
    "above-others",  # likeness above that to the mean category
    "around-above-others",  # the same for the mean of what is said around
    "length",  # the same for all categories, and so the next
    "any",
)
PROBLEM_SIGNS = (
    "meaning",  # likeness of the whole exchange to the centre of the category's texts
    "sentences",  # that of the five sentences that are most like one of its texts
    "words",
)
PASSAGE = 8
PASSAGE_BEST = 3
WORDS_NEAR = 3
SENTENCES_BEST = 5
LONG = 25
NAME_WEIGHT = 0.5
ENOUGH_EXAMPLES = 2
# Words as common as these tell nothing; subtracted from their inverse document frequency.
COMMON = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """How much each sign counts: ``advice`` (8,) and ``problem`` (3,).

    The calibrations say how often labels of a score were right in the packs that were learnt from;
    None where too few were met.
    """

    advice: Matrix
    problem: Matrix
    advice_calibration: Calibration | None = None
    problem_calibration: Calibration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What is the same for every pack.

    ``mean`` (384,) is the vector of a sentence of coaching as such; likeness is counted from there.
    ``vocabulary`` tells how rare words are, ``unknown`` how rare those are that it lacks. ``told``
    is for categories with a definition alone, ``shown`` for those with examples: likeness to these
    says more.
    """

    name: str
    mean: Vectors
    vocabulary: Vocabulary
    unknown: float
    told: Weighing
    shown: Weighing

    def weighing(self, categories: Sequence[Category]) -> Weighing:
        """That for categories like these: two examples each, on average, are enough to be shown."""
        n_examples = sum(len(category.examples) for category in categories)
        return self.shown if n_examples >= ENOUGH_EXAMPLES * len(categories) else self.told


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryTexts:
    """The texts of all categories of one kind, as they are compared with what is said.

    ``vectors`` (n texts, 384) and ``centres`` (n categories, 384) are counted from the mean, with
    length 1; ``owner`` says whose each text is; ``words`` is of shape (n categories, n terms).
    """

    vectors: Vectors
    owner: tuple[int, ...]
    centres: Vectors
    vocabulary: Vocabulary
    words: Matrix

    @property
    def n_categories(self) -> int:
        """How many categories the texts tell."""
        return len(self.centres)


def texts_of(categories: Sequence[Category]) -> tuple[str, ...]:
    """What is to be encoded of the categories: definition, name and examples of each in turn."""
    return tuple(text for _, text, _ in _weighted_texts(categories))


def category_texts(
    categories: Sequence[Category], vectors: Vectors, *, background: Background
) -> CategoryTexts:
    """The texts of the categories, encoded in the order of ``texts_of``, ready for comparison."""
    owned = list(_weighted_texts(categories))
    vectors = _from_mean(vectors, background.mean)
    sums = np.zeros((len(categories), WIDTH), np.float32)
    for (number, _, weight), vector in zip(owned, vectors, strict=True):
        sums[number] += weight * vector
    bags: list[dict[str, float]] = [{} for _ in categories]
    for number, text, _ in owned:
        for term in matter_terms(words_of(text)):
            bags[number][term] = bags[number].get(term, 0.0) + 1.0
    vocabulary = _widened(background, bags)
    counted = [{term: float(np.log1p(count)) for term, count in bag.items()} for bag in bags]
    words: Matrix = vocabulary.matrix(counted).toarray().astype(np.float64) / TEXT_NORM
    return CategoryTexts(
        vectors=vectors,
        owner=tuple(number for number, _, _ in owned),
        centres=_unit(sums),
        vocabulary=vocabulary,
        words=words,
    )


def advice_signs(
    views: Sequence[SentenceView],
    vectors: Vectors,
    *,
    texts: CategoryTexts,
    background: Background,
) -> Matrix:
    """How each sentence bears on each category: shape (n sentences, n categories, 8)."""
    n_sentences = len(views)
    signs = np.ones((n_sentences, texts.n_categories, len(ADVICE_SIGNS)))
    if not n_sentences:
        return signs
    around = advice_columns(views, vectors)[:, WIDTH:] / ADVICE_SCALE
    meaning = _likeness(vectors, texts, background)
    nearby = _likeness(around, texts, background)
    rows = texts.vocabulary.matrix([matter_terms(view.words) for view in views])
    words = np.asarray(rows @ texts.words.T) / TEXT_NORM
    lengths = [min(len(view.text.split()), LONG) / LONG for view in views]
    columns = (
        meaning,
        _best_nearby(meaning),
        words,
        _sum_nearby(words),
        meaning - meaning.mean(axis=1, keepdims=True),
        nearby - nearby.mean(axis=1, keepdims=True),
        np.array(lengths)[:, None],
    )
    for number, column in enumerate(columns):
        signs[:, :, number] = column
    return signs


def problem_signs(
    views: Sequence[SentenceView],
    vectors: Vectors,
    *,
    texts: CategoryTexts,
    background: Background,
) -> Matrix:
    """How an exchange bears on each problem: shape (n categories, 3)."""
    weights = matter_weights(views)
    mean = (vectors * weights[:, None]).sum(axis=0, keepdims=True)
    whole = _from_mean(_unit(mean), background.mean)[0]
    likeness = _from_mean(vectors, background.mean) @ texts.vectors.T
    nearest = np.full((len(views), texts.n_categories), -1.0)
    for text, category in enumerate(texts.owner):
        nearest[:, category] = np.maximum(nearest[:, category], likeness[:, text])
    rows = texts.vocabulary.matrix([problem_terms(views)])
    words = np.asarray(rows @ texts.words.T)[0] / TEXT_NORM
    best = np.sort(nearest, axis=0)[-SENTENCES_BEST:].mean(axis=0)
    return np.stack([texts.centres @ whole, best, words], axis=1)


def _weighted_texts(categories: Sequence[Category]) -> Iterator[tuple[int, str, float]]:
    """A category's number, one of its texts, and how much that counts for its centre."""
    for number, category in enumerate(categories):
        yield number, category.definition, 1.0
        yield number, category.name, NAME_WEIGHT
        for example in category.examples:
            yield number, example, 1.0


def _widened(background: Background, bags: Sequence[dict[str, float]]) -> Vocabulary:
    """The words of the background, and those that only the pack knows."""
    known = background.vocabulary
    new = sorted({term for bag in bags for term in bag} - known.columns.keys())
    columns = known.columns | {term: len(known.columns) + n for n, term in enumerate(new)}
    idf = np.concatenate([known.idf, np.full(len(new), background.unknown)])
    return Vocabulary(columns=columns, idf=idf)


def _likeness(vectors: Vectors | Matrix, texts: CategoryTexts, background: Background) -> Matrix:
    """Cosine with the centre of each category, both counted from the mean."""
    return np.asarray(_from_mean(vectors, background.mean) @ texts.centres.T, dtype=np.float64)


def _best_nearby(likeness: Matrix) -> Matrix:
    """The mean of the three highest values of each column among eight rows on each side."""
    n_rows = len(likeness)
    reach = min(PASSAGE, n_rows - 1)
    wide = np.full((2 * reach + 1, *likeness.shape), -1.0)
    for place, step in enumerate(range(-reach, reach + 1)):
        wide[place, max(0, -step) : n_rows - max(0, step)] = likeness[
            max(0, step) : n_rows + min(0, step)
        ]
    best = min(PASSAGE_BEST, n_rows)
    result: Matrix = np.sort(wide, axis=0)[-best:].mean(axis=0)
    return result


def _sum_nearby(values: Matrix) -> Matrix:
    total = np.zeros_like(values)
    for step in range(1, min(WORDS_NEAR, len(values) - 1) + 1):
        total[step:] += values[:-step] / step
        total[:-step] += values[step:] / step
    return total


def _from_mean(vectors: Vectors | Matrix, mean: Vectors) -> Vectors:
    return _unit(vectors - mean)


def _unit(rows: Matrix | Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)
