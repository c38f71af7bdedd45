"""How alike texts are: in what they mean and in the words that tell them from the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from analyzer.aggregate.themes.partition import Matrix

NEIGHBOURS = 10
# A word in more than this share of the texts tells none from another.
TOO_COMMON = 0.3
FEWEST_FOR_COMMON = 20
# No contractions, which tell how somebody speaks and not of what.
WORD = r"(?<![\w'’])[^\W\d_]{2,}(?![\w'’])"
STOP_WORDS = tuple(sorted(ENGLISH_STOP_WORDS | {"um", "uh", "er", "ah", "oh", "mm", "em", "eh"}))


def likenesses(vectors: Matrix, texts: Sequence[str]) -> Matrix:
    """For each pair of texts the cosine of their meanings plus the cosine of their words, (n, n).

    ``vectors`` (n, d) are meanings, seen from their mean, since what all texts share tells nothing.
    Words are weighted by TF-IDF with the logarithm of their counts; 0 for a text that has none.
    """
    seen = _of_length_one(vectors - vectors.mean(axis=0))
    words = _words(texts)
    by_words = np.asarray((words @ words.T).todense())
    both: Matrix = seen @ seen.T + by_words
    return both


def _of_length_one(vectors: Matrix) -> Matrix:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def _words(texts: Sequence[str]) -> csr_matrix:
    common = TOO_COMMON if len(texts) >= FEWEST_FOR_COMMON else 1.0
    vectorizer = TfidfVectorizer(
        sublinear_tf=True,
        min_df=min(2, len(texts)),
        max_df=common,
        stop_words=list(STOP_WORDS),
        token_pattern=WORD,
    )
    try:
        return csr_matrix(vectorizer.fit_transform(texts))
    except ValueError:
        # No word stands in two of the texts.
        return csr_matrix((len(texts), 1))


def neighbour_graph(likeness: Matrix, *, n_neighbours: int = NEIGHBOURS) -> Matrix:
    """Each text joined to those most like it, (n, n), symmetric, with likenesses as weights.

    A likeness below 0 joins nothing; nor is a text its own neighbour.
    """
    n = len(likeness)
    others = likeness - np.diag(np.full(n, np.inf))
    nearest = np.argsort(-others, axis=1, kind="stable")[:, : min(n_neighbours, n - 1)]
    rows = np.repeat(np.arange(n), nearest.shape[1])
    graph = np.zeros_like(likeness)
    graph[rows, nearest.ravel()] = np.maximum(likeness[rows, nearest.ravel()], 0)
    joined: Matrix = np.maximum(graph, graph.T)
    return joined
