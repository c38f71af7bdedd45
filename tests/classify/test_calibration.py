from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.calibration import (
    FEWEST,
    Calibration,
    fit_calibration,
    fit_temperature,
    with_temperature,
)
from analyzer.classify.metrics import reliability
from analyzer.records.scores import Matrix


def overconfident(count: int, *, seed: int = 1) -> tuple[Matrix, npt.NDArray[np.bool_]]:
    """Scores, and labels that are right only for half of what their score promises."""
    random = np.random.default_rng(seed)
    scores = random.uniform(0.2, 1.0, count)
    return scores, random.random(count) < scores / 2


def test_a_curve_learnt_on_some_labels_makes_the_scores_of_others_hold() -> None:
    curve = fit_calibration(*overconfident(2000))
    scores, hits = overconfident(2000, seed=2)
    assert reliability(scores, hits).error > 0.25
    assert reliability(curve.apply(scores), hits).error < 0.04
    assert curve.of(0.8) == pytest.approx(0.4, abs=0.06)


@given(
    count=st.integers(0, 300),
    seed=st.integers(0, 999),
    places=st.sampled_from([1, 3, 10_000]),
)
def test_a_curve_never_falls_and_stays_between_nought_and_one(
    count: int, seed: int, places: int
) -> None:
    random = np.random.default_rng(seed)
    scores = random.integers(0, places + 1, count) / places
    curve = fit_calibration(scores, random.random(count) < 0.5)
    assert curve.is_curve
    applied = curve.apply(np.linspace(0, 1, 50))
    assert (np.diff(applied) >= 0).all()
    assert ((applied >= 0) & (applied <= 1)).all()


def test_few_labels_leave_the_scores_as_they_are() -> None:
    curve = fit_calibration([0.9] * (FEWEST - 1), [False] * (FEWEST - 1))
    assert curve.apply([0.0, 0.3, 0.9]).tolist() == [0.0, 0.3, 0.9]


def test_no_label_is_called_certain_because_all_of_its_kind_were_right() -> None:
    scores = np.repeat([0.3, 0.9], 100)
    curve = fit_calibration(scores, scores > 0.5)
    assert 0.0 < curve.of(0.3) < 0.05
    assert 0.95 < curve.of(0.9) < 1.0


def test_the_order_of_the_labels_does_not_matter() -> None:
    scores, hits = overconfident(300)
    turned = fit_calibration(scores[::-1], hits[::-1])
    assert turned.knots == pytest.approx(fit_calibration(scores, hits).knots)


@pytest.mark.parametrize(
    ("knots", "values"),
    [([], []), ([0.5, 0.5], [0, 1]), ([0, 1], [1, 0]), ([0, 1], [0, 2]), ([0, 1], [0])],
)
def test_what_falls_or_leaves_the_range_is_no_curve(
    knots: list[float], values: list[float]
) -> None:
    assert not Calibration(knots=np.array(knots), values=np.array(values)).is_curve


@given(seed=st.integers(0, 999), heat=st.floats(0.1, 3.0))
def test_a_temperature_keeps_the_likeliest_class_and_the_sum(seed: int, heat: float) -> None:
    chances = np.random.default_rng(seed).dirichlet(np.ones(4), 5)
    warm = with_temperature(chances, heat)
    assert warm.sum(axis=1) == pytest.approx(np.ones(5))
    assert (warm.argmax(axis=1) == chances.argmax(axis=1)).all()


def test_scores_twice_as_sure_as_they_should_be_get_twice_the_temperature() -> None:
    random = np.random.default_rng(3)
    honest = random.dirichlet(np.ones(5), 4000)
    labels = [int(random.choice(5, p=row)) for row in honest]
    assert fit_temperature(with_temperature(honest, 0.5), labels) == pytest.approx(2.0, abs=0.2)
