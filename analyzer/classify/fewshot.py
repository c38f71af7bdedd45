"""A pack without labelled sessions: categories told from their definitions and examples alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.problems import ProblemModel, matter_terms
from analyzer.classify.views import SentenceView, words_of
from analyzer.records import Pack, Role
from analyzer.records.scores import Matrix

NEIGHBOUR_SHARE = 0.3
# With the shipped packs taken as if nothing were labelled, one in three is right at this likeness.
LIKELY = 0.35
STEEPNESS = 18.0
PROBLEM_WEIGHT = 2.0
# A word that the labelled sessions never use tells more than any that they use.
UNKNOWN_IDF = 10.0
STEM_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """How telling a word is in coaching talk at large, whatever the few texts of a pack say."""

    idf: Mapping[str, float]

    def rows(self, texts: Sequence[Sequence[str]], *, columns: Mapping[str, int]) -> csr_matrix:
        """Sparse rows (n texts, n columns); a text's length counts its unknown terms too."""
        data: list[float] = []
        indices: list[int] = []
        pointers = [0]
        for words in texts:
            weights = {term: self.weight(term) for term in matter_terms(words)}
            length = np.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
            known = [(columns[term], weights[term]) for term in weights if term in columns]
            indices.extend(column for column, _ in known)
            data.extend(weight / length for _, weight in known)
            pointers.append(len(indices))
        return csr_matrix((data, indices, pointers), shape=(len(texts), len(columns)))

    def weight(self, term: str) -> float:
        """How telling a term is; the beginning of a word half as much as the word."""
        kind, _, word = term.partition(":")
        if kind == "w":
            return self.idf.get(term, UNKNOWN_IDF)
        return STEM_SHARE * self.idf.get(f"w:{word}", UNKNOWN_IDF)


def common_weighting(vocabulary: Vocabulary) -> Weighting:
    """The weights of single words in a vocabulary learnt from many sessions."""
    return Weighting(
        idf={
            term: float(vocabulary.idf[column])
            for term, column in vocabulary.columns.items()
            if term.startswith("w:")
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrototypeAdvice:
    """Scores a sentence by its likeness to the nearest text of each category of a pack.

    ``prototypes`` has shape (n texts, n terms), rows of length 1. ``owner`` (n texts,) is the
    category each text belongs to, and ``is_counter`` (n texts,) says whether it is one of the
    category's counter-examples: a sentence that is nearer to one of those gets nothing.
    """

    name: str
    weighting: Weighting
    columns: Mapping[str, int]
    prototypes: Matrix
    owner: tuple[int, ...]
    is_counter: tuple[bool, ...]
    n_categories: int

    def score_advice(self, views: Sequence[SentenceView]) -> Matrix:
        """Probabilities of shape (n sentences, n categories); a row adds up to at most 1."""
        rows = self.weighting.rows([view.words for view in views], columns=self.columns)
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


def prototype_advice(pack: Pack, *, weighting: Weighting) -> PrototypeAdvice:
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
    columns = _columns([words for _, words, _ in texts])
    return PrototypeAdvice(
        name=f"examples:{pack.label}",
        weighting=weighting,
        columns=columns,
        prototypes=weighting.rows([words for _, words, _ in texts], columns=columns).toarray(),
        owner=tuple(number for number, _, _ in texts),
        is_counter=tuple(is_counter for _, _, is_counter in texts),
        n_categories=len(pack.advice),
    )


def prototype_problems(pack: Pack, *, weighting: Weighting) -> ProblemModel:
    """A problem scorer of the same kind: all texts of a category make one prototype."""
    texts = {
        category.id: words_of(" ".join((category.definition, *category.examples)))
        for category in pack.problem
    }
    columns = _columns(list(texts.values()))
    rows = weighting.rows(list(texts.values()), columns=columns).toarray()
    idf = np.array([weighting.weight(term) for term in columns])
    linear = LinearModel(
        classes=tuple(texts),
        weights=(PROBLEM_WEIGHT * rows).astype(np.float32),
        bias=np.zeros(len(texts)),
    )
    return ProblemModel(
        name=f"examples:{pack.label}",
        vocabulary=Vocabulary(columns=columns, idf=idf),
        linear=linear,
    )


def _columns(texts: Sequence[Sequence[str]]) -> dict[str, int]:
    terms = sorted({term for words in texts for term in matter_terms(words)})
    return {term: column for column, term in enumerate(terms)}
