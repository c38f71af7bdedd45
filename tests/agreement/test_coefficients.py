"""Coefficients against those of krippendorff and scikit-learn, and against the papers."""

from __future__ import annotations

from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from analyzer.agreement.coefficients import (
    MISSING,
    Codes,
    Floats,
    cohen_kappa,
    cohen_kappas,
    coincidences,
    crossed,
    fleiss_kappa,
    fleiss_kappas,
    krippendorff_alpha,
    krippendorff_alphas,
    masi_distance,
    shared,
    summed,
    summed_crossed,
    summed_shared,
)

N_LABELS = 4


def tables(*, n_raters: st.SearchStrategy[int], missing: bool = True) -> st.SearchStrategy[Codes]:
    labels = st.integers(MISSING if missing else 0, N_LABELS - 1)
    return n_raters.flatmap(
        lambda n: st.lists(st.lists(labels, min_size=n, max_size=n), min_size=1, max_size=30)
    ).map(lambda rows: np.array(rows, dtype=np.int64))


def in_sessions(codes: Codes) -> tuple[Codes, Codes]:
    return codes, np.arange(len(codes), dtype=np.int64) % 3


def alpha(codes: Codes, distance: Floats | None = None, *, n_labels: int = N_LABELS) -> float:
    found = coincidences(*in_sessions(codes), shape=(3, n_labels), distance=distance)
    return krippendorff_alpha(summed(found), distance).item()


def their_alpha(codes: Codes, metric: Any = "nominal") -> float:
    data = np.where(codes == MISSING, np.nan, codes).T
    return float(
        krippendorff.alpha(
            reliability_data=data,
            value_domain=list(range(N_LABELS)),
            level_of_measurement=metric,
        )
    )


@given(codes=tables(n_raters=st.integers(2, 5)))
def test_alpha_is_that_of_krippendorff_for_any_raters_and_missing_labels(codes: Codes) -> None:
    paired = codes[(codes != MISSING).sum(axis=1) > 1]
    ours = alpha(codes)
    if len(np.unique(paired[paired != MISSING])) < 2:
        assert np.isnan(ours)
    else:
        assert ours == pytest.approx(their_alpha(codes))


@given(codes=tables(n_raters=st.integers(2, 4)))
def test_alpha_of_a_label_is_that_of_krippendorff_for_that_label_or_not(codes: Codes) -> None:
    found = summed(coincidences(*in_sessions(codes), shape=(3, N_LABELS)))
    for label, ours in enumerate(krippendorff_alphas(found)):
        binary = np.where(codes == MISSING, MISSING, codes == label)
        assert ours == pytest.approx(alpha(binary), nan_ok=True)


@given(codes=tables(n_raters=st.integers(2, 4)))
def test_alpha_with_a_distance_is_that_of_krippendorff(codes: Codes) -> None:
    distance = masi_distance([frozenset(), frozenset("a"), frozenset("ab"), frozenset("bc")])
    ours = alpha(codes, distance)

    def metric(v1: Codes, v2: Codes, **_: object) -> Floats:
        table: Floats = distance[v1.astype(int), v2.astype(int)]
        return table

    if not np.isnan(ours):
        assert ours == pytest.approx(their_alpha(codes, metric))


@given(codes=tables(n_raters=st.just(2), missing=False))
def test_kappa_is_that_of_scikit_learn(codes: Codes) -> None:
    ours = cohen_kappa(summed_crossed(crossed(*in_sessions(codes), shape=(3, N_LABELS)))).item()
    if len(np.unique(codes)) < 2:
        assert np.isnan(ours)
    else:
        assert ours == pytest.approx(cohen_kappa_score(*codes.T))


@given(codes=tables(n_raters=st.just(2)))
def test_kappa_looks_at_what_both_labelled(codes: Codes) -> None:
    both = codes[(codes != MISSING).all(axis=1)]
    all_of_them = crossed(*in_sessions(codes), shape=(3, N_LABELS))
    only_both = crossed(*in_sessions(both), shape=(3, N_LABELS))
    assert cohen_kappa(summed_crossed(all_of_them)) == pytest.approx(
        cohen_kappa(summed_crossed(only_both)).item(), nan_ok=True
    )


@given(codes=tables(n_raters=st.just(2), missing=False))
def test_kappa_of_a_label_is_that_of_scikit_learn_for_that_label_or_not(codes: Codes) -> None:
    found = summed_crossed(crossed(*in_sessions(codes), shape=(3, N_LABELS)))
    for label, ours in enumerate(cohen_kappas(found)):
        is_label = codes == label
        if len(np.unique(is_label)) < 2:
            assert np.isnan(ours)
        else:
            assert ours == pytest.approx(cohen_kappa_score(*is_label.T))


@given(codes=tables(n_raters=st.integers(2, 5), missing=False))
def test_kappa_of_fleiss_is_what_his_paper_says(codes: Codes) -> None:
    counts = np.stack([(codes == label).sum(axis=1) for label in range(N_LABELS)], axis=1)
    found = summed_shared(shared(*in_sessions(codes), shape=(3, N_LABELS)))
    assert fleiss_kappa(found) == pytest.approx(by_the_paper(counts), nan_ok=True)
    each = fleiss_kappas(found)
    for label in range(N_LABELS):
        two = np.stack([counts[:, label], counts.sum(axis=1) - counts[:, label]], axis=1)
        assert each[label] == pytest.approx(by_the_paper(two), nan_ok=True)


def by_the_paper(counts: Codes) -> float:
    n_units, n = len(counts), counts[0].sum()
    by_chance = ((counts.sum(axis=0) / (n_units * n)) ** 2).sum()
    observed = (((counts**2).sum(axis=1) - n) / (n * (n - 1))).mean()
    return float("nan") if by_chance > 1 - 1e-12 else (observed - by_chance) / (1 - by_chance)


def test_the_example_of_fleiss_1971_comes_out_as_widely_printed() -> None:
    """Ten subjects, fourteen raters, five categories: .210."""
    counts = [
        *([0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1]),
        *([7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]),
    ]
    codes = np.array([np.repeat(np.arange(5), row) for row in counts], dtype=np.int64)
    found = shared(codes, np.zeros(10, dtype=np.int64), shape=(1, 5))
    assert fleiss_kappa(summed_shared(found)) == pytest.approx(0.210, abs=0.0005)


def test_the_example_of_krippendorff_2011_comes_out_as_printed() -> None:
    """Four observers, twelve units, missing labels: .743 for nominal data."""
    rows = ("123321412***", "1233224125*3", "*3332342251*", "12332441251*")
    codes = np.array([[MISSING if it == "*" else int(it) - 1 for it in row] for row in rows]).T
    found = coincidences(codes, np.zeros(12, dtype=np.int64), shape=(1, 5))
    assert krippendorff_alpha(summed(found)) == pytest.approx(0.743, abs=0.0005)


def test_bertha_and_bill_of_krippendorff_1995_agree_as_he_says() -> None:
    bertha = [int(it) for it in "001111111100001111110000"]
    bill = [int(it) for it in "000011110000000110000000"]
    codes = np.array([bertha, bill]).T
    sessions = np.zeros(24, dtype=np.int64)
    kappa = cohen_kappa(summed_crossed(crossed(codes, sessions, shape=(1, 2))))
    found = coincidences(codes, sessions, shape=(1, 2))
    assert kappa == pytest.approx(0.385, abs=0.0005)
    assert krippendorff_alpha(summed(found)) == pytest.approx(0.329, abs=0.0005)


@given(codes=tables(n_raters=st.integers(2, 4)))
def test_sessions_drawn_once_each_give_the_measure_itself(codes: Codes) -> None:
    found = coincidences(*in_sessions(codes), shape=(3, N_LABELS))
    drawn = krippendorff_alpha(summed(found, np.ones((1, 3))))
    assert drawn[0] == pytest.approx(krippendorff_alpha(summed(found)).item(), nan_ok=True)


@given(codes=tables(n_raters=st.integers(2, 4)))
def test_the_order_of_raters_changes_nothing(codes: Codes) -> None:
    assert alpha(codes) == pytest.approx(alpha(codes[:, ::-1]), nan_ok=True)
