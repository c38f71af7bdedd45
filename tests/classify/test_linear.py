from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from analyzer.classify.linear import (
    ABSENT,
    TEXT_NORM,
    LinearModel,
    Vocabulary,
    build_vocabulary,
    fit_linear,
)
from analyzer.classify.terms import Terms
from analyzer.records.scores import Matrix

terms = st.dictionaries(
    st.sampled_from(["w:a", "w:b", "b:a b", "@role=coach", "@ends=True", "w:new"]),
    st.floats(0.1, 5),
    max_size=6,
)
BAGS: tuple[Terms, ...] = ({"w:a": 1.0, "@x": 0.5}, {"w:a": 1.0, "w:b": 1.0}, {"w:c": 2.0})


def a_model(weights: Matrix, bias: tuple[float, ...] = (0.0, 0.0)) -> LinearModel:
    names = tuple(f"c{n}" for n in range(len(bias)))
    return LinearModel(classes=names, weights=weights.astype(np.float32), bias=np.array(bias))


def test_terms_met_often_enough_are_known_in_alphabetical_order() -> None:
    assert list(build_vocabulary(BAGS, min_count=1).columns) == ["@x", "w:a", "w:b", "w:c"]
    assert list(build_vocabulary(BAGS, min_count=2).columns) == ["w:a"]
    assert build_vocabulary([], min_count=1).columns == {}


def test_rarer_terms_tell_more_and_facts_are_not_weighed() -> None:
    vocabulary = build_vocabulary(BAGS, min_count=1)
    assert vocabulary.idf[vocabulary.columns["w:a"]] == pytest.approx(math.log(4 / 3) + 1)
    assert vocabulary.idf[vocabulary.columns["w:b"]] == pytest.approx(math.log(4 / 2) + 1)
    assert vocabulary.idf[vocabulary.columns["@x"]] == 1.0


@given(bags=st.lists(terms, max_size=5))
def test_words_of_a_row_have_length_three_facts_stand_as_they_are_new_terms_are_left_out(
    bags: list[Terms],
) -> None:
    known = ["@ends=True", "@role=coach", "b:a b", "w:a", "w:b"]
    columns = {term: n for n, term in enumerate(known)}
    rows = Vocabulary(columns=columns, idf=np.array([1.0, 1.0, 2.0, 1.5, 3.0])).matrix(bags)
    assert rows.shape == (len(bags), len(known))
    for bag, row in zip(bags, rows.toarray(), strict=True):
        assert row[:2] == pytest.approx([bag.get(term, 0.0) for term in known[:2]])
        has_words = any(bag.get(term) for term in known[2:])
        assert np.linalg.norm(row[2:]) == pytest.approx(TEXT_NORM if has_words else 0.0, rel=1e-5)


@given(
    rows=st.integers(0, 6),
    columns=st.integers(0, 5),
    classes=st.integers(1, 4),
    seed=st.integers(0, 99),
)
def test_probabilities_lie_between_nought_and_one_and_add_up_to_one(
    rows: int, columns: int, classes: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    model = a_model(random.normal(size=(classes, columns)) * 50, (0.0,) * classes)
    chances = model.probabilities(random.normal(size=(rows, columns)) * 50)
    assert chances.shape == (rows, classes)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert chances.sum(axis=1) == pytest.approx(np.ones(rows))


def test_a_model_without_classes_says_nothing_of_each_row() -> None:
    assert a_model(np.zeros((0, 2)), ()).probabilities(np.zeros((3, 2))).shape == (3, 0)


def test_two_classes_get_the_chances_that_scikit_learn_gives() -> None:
    random = np.random.default_rng(0)
    rows, labels = random.normal(size=(40, 3)), [n % 2 for n in range(40)]
    model = fit_linear(rows, labels, classes=("a", "b"), strength=1.0, balance=0.0)
    theirs = LogisticRegression(C=1.0, max_iter=80, tol=1e-3).fit(rows, labels)
    assert model.probabilities(rows) == pytest.approx(theirs.predict_proba(rows), abs=1e-5)


def test_a_class_that_no_label_names_gets_next_to_no_chance() -> None:
    rows = np.eye(4)
    model = fit_linear(rows, [0, 2, 0, 2], classes="abc", strength=1.0, balance=0.3)
    assert model.bias[1] == ABSENT
    assert model.probabilities(rows)[:, 1].max() < 1e-6
    assert model.probabilities(rows).argmax(axis=1).tolist() == [0, 2, 0, 2]


def test_labels_of_one_class_make_a_model_that_is_sure_of_it() -> None:
    model = fit_linear(np.eye(3), [1, 1, 1], classes="abc", strength=1.0, balance=0.3)
    assert model.probabilities(np.eye(3))[:, 1].min() > 0.999


def test_rows_without_columns_leave_the_classes_alike() -> None:
    model = fit_linear(np.zeros((3, 0)), [0, 1, 0], classes="ab", strength=1.0, balance=0.3)
    assert model.probabilities(np.zeros((1, 0))) == pytest.approx(np.array([[0.5, 0.5]]))


def test_no_classes_make_a_model_of_none() -> None:
    model = fit_linear(np.zeros((0, 2)), [], classes=(), strength=1.0, balance=0.3)
    assert model.probabilities(np.zeros((2, 2))).shape == (2, 0)


def test_balance_gives_a_rare_class_more_weight() -> None:
    random = np.random.default_rng(1)
    rows, labels = random.normal(size=(60, 2)), [int(n > 54) for n in range(60)]
    plain, fair = (
        fit_linear(rows, labels, classes="ab", strength=1.0, balance=balance)
        for balance in (0.0, 1.0)
    )
    assert fair.probabilities(rows)[:, 1].mean() > plain.probabilities(rows)[:, 1].mean()


def test_weights_make_a_row_count_as_often_as_they_say() -> None:
    rows, labels = np.array([[1.0], [2.0], [3.0]]), [0, 1, 0]
    once = fit_linear(
        rows, labels, classes="ab", strength=1.0, balance=0.0, weights=[1.0, 2.0, 1.0]
    )
    twice = fit_linear(
        np.vstack([rows, rows[1:2]]), [*labels, 1], classes="ab", strength=1.0, balance=0.0
    )
    assert once.weights == pytest.approx(twice.weights, abs=1e-3)


def test_the_same_rows_give_the_same_weights() -> None:
    random = np.random.default_rng(2)
    rows, labels = random.normal(size=(80, 30)), random.integers(0, 5, 80).tolist()
    first, second = (
        fit_linear(rows, labels, classes="abcde", strength=1.0, balance=0.3) for _ in range(2)
    )
    assert (first.weights == second.weights).all()
    assert (first.bias == second.bias).all()


def test_stopping_early_warns_nobody_and_other_warnings_are_passed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(3)
    rows, labels = random.normal(size=(50, 5)) * 1e4, random.integers(0, 3, 50).tolist()
    fit_linear(rows, labels, classes="abc", strength=1e6, balance=0.0)

    def fit(*_: object, **__: object) -> None:
        warnings.warn("your data look odd", UserWarning, stacklevel=1)

    monkeypatch.setattr(LogisticRegression, "fit", fit)
    with pytest.raises(UserWarning, match="odd"):
        fit_linear(rows, labels, classes="abc", strength=1.0, balance=0.0)
