from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.thresholds import (
    MIN_COUNT,
    NEVER,
    Judged,
    choose_thresholds,
    fit_certainty,
    unmeasured_thresholds,
)
from analyzer.records.scores import Matrix


def ladder(count: int) -> tuple[Matrix, npt.NDArray[np.bool_]]:
    """Scores from 0 to 1; the share of right labels at each is the score itself."""
    scores = np.linspace(0, 1, count)
    return scores, np.random.default_rng(5).random(count) < scores


def test_labels_from_a_threshold_up_are_right_as_often_as_was_asked() -> None:
    scores, hits = ladder(4000)
    found = choose_thresholds(scores, hits, columns=[0] * 4000, n_categories=1)
    assert hits[scores >= found.sure_from[0]].mean() == pytest.approx(0.8, abs=0.01)
    assert found.sure_from[0] == pytest.approx(0.6, abs=0.05)
    assert found.say_from[0] == pytest.approx(0.0, abs=0.05)


def test_a_frequent_category_goes_by_its_own_labels_and_a_rare_one_by_all() -> None:
    scores = np.tile(np.linspace(0, 1, 500), 2)
    columns = np.repeat([0, 1], 500)
    hits = np.where(columns == 0, True, scores > 0.9)
    own = choose_thresholds(scores, hits, columns=columns, n_categories=3)
    assert own.sure_from[0] == 0.0
    assert own.sure_from[1] > 0.85
    all_alike = choose_thresholds(scores, hits, columns=[0] * 1000, n_categories=1)
    assert own.sure_from[2] == all_alike.sure_from[0]


def test_a_wrong_label_or_two_of_a_rare_category_do_not_silence_it() -> None:
    scores, hits = ladder(1000)
    columns = np.zeros(1000, dtype=int)
    columns[[700, 900]] = 1
    hits[[700, 900]] = False
    found = choose_thresholds(scores, hits, columns=columns, n_categories=2)
    assert found.say_from[1] <= found.say_from[0] + 0.2
    assert found.sure_from[1] < NEVER


def test_what_is_never_right_often_enough_is_never_sure() -> None:
    scores = np.linspace(0, 1, 200)
    found = choose_thresholds(scores, [False] * 200, columns=[0] * 200, n_categories=1)
    assert not found.says(0, 1.0)
    assert not found.is_sure(0, 1.0)


def test_a_handful_of_lucky_labels_sets_no_threshold() -> None:
    scores = np.append(np.zeros(100), np.ones(MIN_COUNT - 1))
    found = choose_thresholds(scores, scores > 0, columns=[0] * len(scores), n_categories=1)
    assert not found.is_sure(0, 1.0)


@given(seed=st.integers(0, 999), count=st.integers(0, 120), n_categories=st.integers(1, 4))
def test_what_is_sure_is_said(seed: int, count: int, n_categories: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.random(count)
    found = choose_thresholds(
        scores,
        random.random(count) < scores,
        columns=random.integers(0, n_categories, count),
        n_categories=n_categories,
    )
    assert (found.say_from <= found.sure_from).all()
    assert all(found.says(0, s) or not found.is_sure(0, s) for s in (0.0, 0.5, 1.0))


def test_too_few_judged_labels_set_nothing() -> None:
    judged = Judged(columns=(0,) * 39, scores=(0.5,) * 39, hits=(True,) * 39)
    assert fit_certainty(judged, n_categories=1) == (None, None)


def test_unmeasured_labels_are_all_said_and_sure_from_six_tenths() -> None:
    usual = unmeasured_thresholds(2)
    assert usual.says(1, 0.01)
    assert not usual.is_sure(1, 0.59)
    assert usual.is_sure(1, 0.6)
