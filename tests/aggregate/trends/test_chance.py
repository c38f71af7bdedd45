"""How often something is claimed: where nothing changed, and where something did.

Each simulated archive has its categories side by side as columns, so that thousands are tested at
once. Seeds are fixed, so nothing here fails by chance.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import fisher_exact, norm, t

from analyzer.aggregate.trends.chance import Alike, fisher, holm, least, likeness, trend
from analyzer.aggregate.trends.intervals import LEVEL, Numbers

ARCHIVES = 500
SHARES = np.linspace(0.04, 0.5, 12)
ALONE = Alike(weight=np.ones(1), freedom=math.inf)


def sides(n: int, n_since: int) -> NDArray[np.bool_]:
    return np.arange(n) >= n - n_since


def periods(n: int, *, of: int) -> Numbers:
    """The number of the period each session is in."""
    return (np.arange(n) // of).astype(np.float64)


def since_before(came: NDArray[np.bool_], late: NDArray[np.bool_]) -> tuple[Any, int, Any, int]:
    """The counts that the tests take."""
    n_since = int(late.sum())
    return came[~late].sum(axis=0), len(late) - n_since, came[late].sum(axis=0), n_since


def claimed_since(came: NDArray[np.bool_], late: NDArray[np.bool_], alike: Alike) -> Any:
    """For each simulated archive and category, whether a change is claimed."""
    counts = since_before(came, late)
    can_show = alike.told(least(*counts)) <= LEVEL
    chances = alike.told(fisher(*(count / alike.weight for count in counts)))
    together = holm(np.where(can_show, chances, np.nan).reshape(ARCHIVES, len(SHARES)))
    return together <= LEVEL


def claimed_in_time(came: NDArray[np.bool_], scores: Numbers, alike: Alike) -> Any:
    """For each simulated archive and category, whether a rise or fall is claimed."""
    _, chances = trend(came, scores, alike=alike)
    return holm(chances.reshape(ARCHIVES, len(SHARES))) <= LEVEL


def simulated(
    chance: np.random.Generator,
    clients: NDArray[Any],
    *,
    habit: float = 0.0,
    changed: tuple[NDArray[np.bool_], float] | None = None,
) -> NDArray[np.bool_]:
    """Sessions of clients who each have their own shares, as far apart as ``habit`` says.

    ``changed`` gives the first category another share in some of the sessions.
    """
    shares = np.tile(SHARES, ARCHIVES)
    n_clients = int(clients.max()) + 1
    of_client = np.broadcast_to(shares, (n_clients, len(shares)))
    if habit:
        weight = (1 - habit) / habit
        of_client = chance.beta(shares * weight, (1 - shares) * weight, size=of_client.shape)
    of_session = of_client[clients]
    if changed is not None:
        where, share = changed
        of_session[where, :: len(SHARES)] = share
    came: NDArray[np.bool_] = chance.random(of_session.shape) < of_session
    return came


@pytest.mark.parametrize(("n", "n_since"), [(20, 10), (60, 30), (60, 12), (200, 20)])
def test_where_nothing_changed_one_archive_in_twenty_claims_something_at_most(
    n: int, n_since: int
) -> None:
    came = simulated(np.random.default_rng(n), np.arange(n))
    late = sides(n, n_since)
    assert claimed_since(came, late, ALONE).any(axis=1).mean() <= LEVEL
    quarters = periods(n, of=5)
    # With a margin of two standard errors of 500 archives: this test is not on the safe side.
    assert claimed_in_time(came, quarters, ALONE).any(axis=1).mean() <= LEVEL + 0.02


def test_one_problem_a_session_makes_no_more_false_claims() -> None:
    chance = np.random.default_rng(3)
    shares = SHARES / SHARES.sum()
    brought = chance.multinomial(1, shares, size=(80, ARCHIVES)).astype(bool)
    came = brought.reshape(80, -1)
    assert claimed_since(came, sides(80, 40), ALONE).any(axis=1).mean() <= LEVEL


COMING = {
    "one after the other": np.arange(60) * 12 // 60,
    "mixed": np.random.default_rng(1).integers(0, 12, 60),
    "one often, others seldom": np.minimum(np.arange(60) * 7 % 60 // 2, 20),
    "eight, one after the other": np.arange(60) * 8 // 60,
    "six, one after the other": np.arange(60) * 6 // 60,
}


@pytest.mark.parametrize("habit", [0.0, 0.5, 0.95])
@pytest.mark.parametrize("coming", COMING)
def test_clients_who_bring_the_same_each_time_are_not_taken_for_a_change(
    coming: str, habit: float
) -> None:
    clients = np.unique(COMING[coming], return_inverse=True)[1]
    came = simulated(np.random.default_rng(2), clients, habit=habit)
    late, quarters = sides(60, 30), periods(60, of=5)
    by_side = likeness(came, late.astype(float), clients)
    assert claimed_since(came, late, by_side).any(axis=1).mean() <= LEVEL
    by_quarter = likeness(came, quarters, clients)
    assert claimed_in_time(came, quarters, by_quarter).any(axis=1).mean() <= LEVEL
    if coming == "one after the other" and habit:
        unaware = claimed_since(came, late, ALONE).any(axis=1).mean()
        assert unaware > 5 * LEVEL


def test_a_clear_change_is_found() -> None:
    late = sides(60, 30)
    for seed, clients, share, least_found in (
        (1, np.arange(60), 0.55, 0.9),
        (2, np.arange(60) % 20, 0.6, 0.9),
    ):
        came = simulated(np.random.default_rng(seed), clients, changed=(late, share))
        alike = likeness(came, late.astype(float), clients)
        claims = claimed_since(came, late, alike)
        assert claims[:, 0].mean() > least_found
        assert claims[:, 1:].any(axis=1).mean() <= LEVEL


def test_a_clear_rise_is_found() -> None:
    late, quarters = sides(80, 40), periods(80, of=10)
    came = simulated(np.random.default_rng(1), np.arange(80), changed=(late, 0.5))
    errors, _ = trend(came, quarters, alike=ALONE)
    claims = claimed_in_time(came, quarters, ALONE)
    assert claims[:, 0].mean() > 0.9
    assert (errors.reshape(claims.shape)[:, 0] > 0).all()


def test_five_clients_show_nothing_however_clear_it_seems() -> None:
    clients = np.arange(80) // 16
    came, late = np.array(clients >= 3)[:, None], np.array(clients >= 3)
    alike = likeness(came, late.astype(float), clients)
    assert fisher(*since_before(came, late)) < 1e-9
    assert alike.told(fisher(*since_before(came, late))).tolist() == [1]
    assert (alike.widening > alike.weight).all()


@given(of_before=st.integers(1, 40), of_since=st.integers(1, 40), data=st.data())
def test_fisher_s_test_is_twice_the_one_sided_test_of_scipy(
    of_before: int, of_since: int, data: st.DataObject
) -> None:
    before, since = (data.draw(st.integers(0, of)) for of in (of_before, of_since))
    ours = float(fisher(before, of_before, since, of_since))
    table = [[since, of_since - since], [before, of_before - before]]
    known = min(fisher_exact(table, alternative=side).pvalue for side in ("less", "greater"))
    assert ours == pytest.approx(min(1, 2 * known))
    assert float(least(before, of_before, since, of_since)) <= ours


def test_the_trend_test_is_that_of_the_textbook() -> None:
    """Three doses with 1 of 10, 3 of 10 and 6 of 10 (counted out by hand)."""
    came = np.repeat([1, 0, 1, 0, 1, 0], [1, 9, 3, 7, 6, 4]).astype(bool)[:, None]
    scores = np.repeat([0.0, 1.0, 2.0], 10)
    errors, chances = trend(came, scores, alike=ALONE)
    expected = 5 / math.sqrt((1 / 3) * (2 / 3) * 20 * 30 / 29)
    assert float(errors[0]) == pytest.approx(expected)
    assert float(chances[0]) == pytest.approx(2 * norm.sf(expected))


def test_what_always_or_never_comes_up_has_no_trend() -> None:
    came = np.column_stack([np.ones(8), np.zeros(8)]).astype(bool)
    errors, chances = trend(came, np.arange(8.0), alike=ALONE)
    assert (errors.tolist(), chances.tolist()) == ([0, 0], [1, 1])


def test_nobody_coming_twice_changes_nothing() -> None:
    came = np.random.default_rng(0).random((30, 4)) < 0.4
    alike = likeness(came, sides(30, 12).astype(float), np.arange(30))
    assert (alike.weight.tolist(), alike.freedom) == ([1] * 4, math.inf)
    assert alike.widening.tolist() == [1] * 4
    assert alike.told(np.array([0.2])).tolist() == [0.2]


def test_few_clients_make_chances_greater_as_student_s_t_does() -> None:
    alike = Alike(weight=np.ones(1), freedom=6.0)
    assert float(alike.told(np.array([0.01]))[0]) == pytest.approx(2 * t.sf(norm.isf(0.005), 6))
    assert float(alike.widening[0]) == pytest.approx((t.isf(0.025, 6) / norm.isf(0.025)) ** 2)
    nobody = Alike(weight=np.ones(1), freedom=-0.3)
    assert nobody.told(np.array([1e-12])).tolist() == [1]


chances_of_lists = st.lists(st.floats(0, 1) | st.just(math.nan), max_size=8).map(np.array)


@given(chances=chances_of_lists)
def test_holm_s_rule_keeps_the_order_and_makes_nothing_likelier_to_be_claimed(
    chances: Numbers,
) -> None:
    together = holm(chances)
    known = ~np.isnan(chances)
    assert (np.isnan(together) == ~known).all()
    assert (together[known] >= chances[known]).all()
    order = np.argsort(chances[known], kind="stable")
    assert (np.diff(together[known][order]) >= 0).all()
    if known.any():
        assert together[known].min() == pytest.approx(min(1, chances[known].min() * known.sum()))
