"""Linear models over counted terms: vocabulary, weights, probabilities.

At run time only numpy and a sparse product are needed: importing scikit-learn would cost more than
analysing a call does.
"""

from __future__ import annotations

import math
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from analyzer.classify.terms import FACT, Terms
from analyzer.records.scores import Matrix

TEXT_NORM = 3.0
# The bias of a class that training never met.
ABSENT = -20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Known terms and how telling each is (inverse document frequency; 1 for facts)."""

    columns: dict[str, int]
    idf: Matrix

    def matrix(self, bags: Sequence[Terms]) -> csr_matrix:
        """Sparse matrix of shape (n bags, n terms); the words of a row have Euclidean length 3."""
        column_of = self.columns.get
        known = [
            [
                (column, count, term[0] == FACT)
                for term, count in bag.items()
                if (column := column_of(term)) is not None
            ]
            for bag in bags
        ]
        sizes = [len(row) for row in known]
        flat = np.array([cell for row in known for cell in row], dtype=float).reshape(-1, 3)
        indices, is_fact = flat[:, 0].astype(np.int32), flat[:, 2] > 0
        values = flat[:, 1] * self.idf[indices]
        rows = np.repeat(np.arange(len(bags)), sizes)
        squares = np.where(is_fact, 0.0, values * values)
        lengths = np.sqrt(np.bincount(rows, weights=squares, minlength=len(bags)))
        lengths[lengths == 0] = 1.0
        data = np.where(is_fact, values, TEXT_NORM * values / lengths[rows]).astype(np.float32)
        pointers = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        return csr_matrix((data, indices, pointers), shape=(len(bags), len(self.columns)))


def build_vocabulary(bags: Sequence[Terms], *, min_count: int) -> Vocabulary:
    """The terms that occur in at least ``min_count`` bags, in alphabetical order.

    Weighting is smoothed inverse document frequency, ln((1 + n) / (1 + df)) + 1
    (Manning, Raghavan and Schütze 2008, ch. 6).
    """
    counts = Counter(term for bag in bags for term in bag)
    kept = sorted(term for term, count in counts.items() if count >= min_count)
    idf = [
        1.0 if term[0] == FACT else math.log((1 + len(bags)) / (1 + counts[term])) + 1
        for term in kept
    ]
    return Vocabulary(columns={term: column for column, term in enumerate(kept)}, idf=np.array(idf))


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """Multinomial logistic regression.

    ``weights`` has shape (n classes, n columns), ``bias`` (n classes,).
    """

    classes: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    bias: Matrix

    def probabilities(self, rows: csr_matrix | Matrix) -> Matrix:
        """Matrix of shape (n rows, n classes); rows add up to 1, or are empty without classes."""
        if not self.classes:
            return np.zeros((rows.shape[0], 0))
        logits = np.asarray(rows @ self.weights.T, dtype=np.float64) + self.bias
        logits -= logits.max(axis=1, keepdims=True)
        exponents = np.exp(logits)
        result: Matrix = exponents / exponents.sum(axis=1, keepdims=True)
        return result


def fit_linear(
    rows: csr_matrix | Matrix,
    labels: Sequence[int],
    *,
    classes: Sequence[str],
    strength: float,
    balance: float,
    weights: Sequence[float] | None = None,
) -> LinearModel:
    """A logistic regression over ``classes``; labels index into them.

    ``strength`` is scikit-learn's C. Each row weighs ``count ** -balance`` of its class, scaled to
    mean 1, times its entry in ``weights``. A class that no label names gets next to no chance;
    where labels name one class only, or there are no columns, those named share all of it.
    """
    full = np.zeros((len(classes), rows.shape[1]), np.float32)
    bias = np.full(len(classes), ABSENT)
    if len(set(labels)) < 2 or rows.shape[1] == 0:
        bias[sorted(set(labels))] = 0.0
        return LinearModel(classes=tuple(classes), weights=full, bias=bias)
    target = np.asarray(labels)
    counts = np.bincount(target, minlength=len(classes)).astype(float)
    per_class = np.maximum(counts, 1.0) ** -balance
    sample_weight = per_class[target] * (len(target) / per_class[target].sum())
    if weights is not None:
        sample_weight = sample_weight * np.asarray(weights)
    present, coefficients, intercept = _fit(rows, target, sample_weight, strength=strength)
    if len(present) == 2:
        coefficients = np.vstack([-coefficients / 2, coefficients / 2])
        intercept = np.array([-intercept[0] / 2, intercept[0] / 2])
    full[present], bias[present] = coefficients, intercept
    return LinearModel(classes=tuple(classes), weights=full, bias=bias)


def _fit(
    rows: csr_matrix | Matrix,
    target: npt.NDArray[np.int64],
    sample_weight: Matrix,
    *,
    strength: float,
) -> tuple[npt.NDArray[np.int64], Matrix, Matrix]:
    """Classes met, their coefficients and intercepts. Stopping early is meant: it is no worse.

    On one thread the same rows give the same weights whatever the machine has cores, and many small
    products do not wait for each other.
    """
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 - training only
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - training only
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - training only

    model = LogisticRegression(C=strength, max_iter=80, tol=1e-3)
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows, target, sample_weight=sample_weight)
    return model.classes_, model.coef_, model.intercept_
