from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.chain import FLOOR, Chain, fit_chain
from analyzer.records.scores import Matrix

seeds = st.integers(0, 9_999)
trusts = st.floats(0, 2)


def a_case(seed: int, n_rows: int, n_labels: int) -> tuple[Chain, Matrix]:
    random = np.random.default_rng(seed)
    chain = Chain(
        follows=random.normal(size=(n_labels, n_labels)), start=random.normal(size=n_labels)
    )
    return chain, random.dirichlet(np.ones(n_labels), n_rows)


def by_enumeration(chain: Chain, scores: Matrix, trust: float) -> Matrix:
    """Every sequence of labels with its weight; each label's share at each place."""
    n_rows, n_labels = scores.shape
    shares = np.zeros_like(scores)
    for path in product(range(n_labels), repeat=n_rows):
        log = trust * chain.start[path[0]]
        log += sum(np.log(max(scores[n, label], FLOOR)) for n, label in enumerate(path))
        log += trust * sum(chain.follows[a, b] for a, b in pairwise(path))
        shares[range(n_rows), path] += np.exp(log)
    total: Matrix = shares / shares.sum(axis=1, keepdims=True)
    return total


@given(seed=seeds, n_rows=st.integers(1, 5), n_labels=st.integers(1, 4), trust=trusts)
def test_marginals_are_what_counting_every_sequence_gives(
    seed: int, n_rows: int, n_labels: int, trust: float
) -> None:
    chain, scores = a_case(seed, n_rows, n_labels)
    found = chain.marginals(scores, trust=trust)
    assert found == pytest.approx(by_enumeration(chain, scores, trust), abs=1e-9)


@given(seed=seeds, n_rows=st.integers(0, 40), n_labels=st.integers(1, 8), trust=trusts)
def test_marginals_are_probabilities(seed: int, n_rows: int, n_labels: int, trust: float) -> None:
    chain, scores = a_case(seed, n_rows, n_labels)
    found = chain.marginals(scores, trust=trust)
    assert found.shape == (n_rows, n_labels)
    assert ((found >= 0) & (found <= 1)).all()
    assert found.sum(axis=1) == pytest.approx(np.ones(n_rows))


@given(seed=seeds, n_rows=st.integers(1, 10), trust=trusts)
def test_a_favoured_label_gets_its_favour_once_at_each_place(
    seed: int, n_rows: int, trust: float
) -> None:
    chain, scores = a_case(seed, n_rows, 4)
    favour = np.random.default_rng(seed).normal(size=4)
    plain = chain.marginals(scores, trust=trust) * np.exp(favour)
    found = replace(chain, favour=favour).marginals(scores, trust=trust)
    assert found == pytest.approx(plain / plain.sum(axis=1, keepdims=True), abs=1e-9)


@given(seed=seeds, n_rows=st.integers(0, 40))
def test_without_trust_the_scores_stay_as_they_are(seed: int, n_rows: int) -> None:
    chain, scores = a_case(seed, n_rows, 5)
    scores = scores * (1 - 5 * FLOOR) + FLOOR
    assert chain.marginals(scores, trust=0.0) == pytest.approx(scores, abs=1e-9)


@pytest.mark.parametrize("nought", [0.0, 1e-300])
def test_a_score_of_nought_is_no_veto(nought: float) -> None:
    chain = Chain(follows=np.array([[5.0, -5.0], [-5.0, 5.0]]), start=np.zeros(2))
    found = chain.marginals(
        np.array([[0.99, 0.01], [nought, 1.0], [0.99, 0.01], [0.99, 0.01]]), trust=1.0
    )
    assert np.isfinite(found).all()
    assert found[1, 0] > 0.001


def test_neighbours_settle_what_a_sentence_alone_leaves_open() -> None:
    chain = fit_chain([[0, 0, 0, 0], [1, 1, 1, 1]], n_labels=2, smoothing=0.1)
    open_between = np.array([[0.9, 0.1], [0.5, 0.5], [0.9, 0.1]])
    assert chain.marginals(open_between, trust=1.0)[1, 0] > 0.9


def test_ten_thousand_rows_stay_finite() -> None:
    chain, scores = a_case(1, 10_000, 10)
    assert np.isfinite(chain.marginals(scores, trust=0.4)).all()


@given(
    sequences=st.lists(st.lists(st.integers(0, 3), max_size=10), max_size=6),
    smoothing=st.floats(0.01, 5),
)
def test_a_chain_counts_what_follows_what(sequences: list[list[int]], smoothing: float) -> None:
    chain = fit_chain(sequences, n_labels=4, smoothing=smoothing)
    labels = [label for sequence in sequences for label in sequence]
    prior = np.array([1 + labels.count(label) for label in range(4)]) / (4 + len(labels))
    pairs = [pair for it in sequences for pair in pairwise(it)]
    for first, second in product(range(4), repeat=2):
        met = pairs.count((first, second)) + smoothing
        after = sum(pair[0] == first for pair in pairs) + 4 * smoothing
        odds = np.log(met / after / prior[second])
        assert chain.follows[first, second] == pytest.approx(odds)
    assert np.exp(chain.start + np.log(prior)).sum() == pytest.approx(1.0)


def test_labels_that_come_as_often_as_by_chance_are_neither_favoured_nor_barred() -> None:
    chain = fit_chain([], n_labels=3, smoothing=0.5)
    assert chain.follows == pytest.approx(np.zeros((3, 3)))
    assert chain.start == pytest.approx(np.zeros(3))
