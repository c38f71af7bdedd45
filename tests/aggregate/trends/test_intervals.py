from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analyzer.aggregate.trends.intervals import difference, rate, spread_of, wilson

parts = st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(part=parts)
def test_the_interval_of_a_share_holds_it_and_stays_a_share(part: tuple[int, int]) -> None:
    low, high = wilson(*part)
    assert 0 <= low <= part[0] / part[1] <= high <= 1
    assert low < high


@pytest.mark.parametrize(("n", "of"), [(0, 3), (3, 3), (1, 2), (12, 30), (480, 1000)])
def test_the_interval_of_a_share_is_that_of_scipy(n: int, of: int) -> None:
    known = binomtest(n, of).proportion_ci(method="wilson")
    assert [float(it) for it in wilson(n, of)] == pytest.approx([known.low, known.high])


def test_of_nothing_every_share_is_possible() -> None:
    assert [float(it) for it in wilson(0, 0)] == [0, 1]
    assert np.isnan(difference(0, 0, 3, 5)).all()


@pytest.mark.parametrize(
    ("since", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_that_of_newcombe_s_table(
    since: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    assert [round(float(it), 4) for it in difference(*before, *since)] == [low, high]


@given(before=parts, since=parts)
def test_the_other_way_round_a_difference_is_the_opposite(
    before: tuple[int, int], since: tuple[int, int]
) -> None:
    low, high = difference(*before, *since)
    assert low <= since[0] / since[1] - before[0] / before[1] <= high
    turned = [float(bound) for bound in difference(*since, *before)]
    assert turned == pytest.approx([-float(high), -float(low)])


def test_fewer_sessions_make_every_interval_wider() -> None:
    of = np.array([3, 12, 48, 192])
    for low, high in (
        wilson(of / 3, of),
        difference(of / 3, of, of * 2 / 3, of),
        rate(of / 3, of),
    ):
        assert (np.diff(high - low) < 0).all()
    assert [round(float(bound), 2) for bound in rate(0, 1)] == [0, 3.69]


def test_findings_in_heaps_count_for_less() -> None:
    even, heaped = np.ones(12), np.repeat([12, 0, 0], [1, 5, 6])
    spreads = [spread_of(it.sum(), np.square(it).sum(), of=12) for it in (even, heaped)]
    assert [float(it) for it in spreads] == pytest.approx([1, heaped.var(ddof=1)])
    (even_low, even_high), (low, high) = (rate(12, 12, spread=it) for it in spreads)
    assert low < even_low < 1 < even_high < high
    assert spread_of(7, 49, of=1) == 1


@pytest.mark.parametrize("of", [4, 12, 60])
@pytest.mark.parametrize("heaps", [None, 2.0, 0.7])
def test_rates_are_held_by_their_intervals_as_often_as_stated(of: int, heaps: float | None) -> None:
    chance = np.random.default_rng(5)
    mean = 1.5
    means = mean if heaps is None else chance.gamma(heaps, mean / heaps, size=(4000, 60))
    counts = chance.poisson(means, size=(4000, 60))
    # How much sessions differ is known from all, and used for a period of a few.
    spread = spread_of(counts.sum(axis=1), np.square(counts).sum(axis=1), of=60)
    low, high = rate(counts[:, :of].sum(axis=1), of, spread=spread)
    assert ((low <= mean) & (mean <= high)).mean() > 0.93
