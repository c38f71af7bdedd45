from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.chain import Chain
from analyzer.classify.offsets import STEPS, Unseen, fit_offsets, with_offsets
from analyzer.records.scores import Matrix


def f1_of(unseen: Unseen, offsets: Matrix) -> float:
    """Mean of macro and micro F1 over exchanges, counted one by one."""
    chosen = (np.log(np.clip(unseen.scores, 1e-5, 1)) + offsets).argmax(axis=1)
    n_columns = unseen.scores.shape[1]
    found: set[tuple[int, int]] = set()
    true: set[tuple[int, int]] = set()
    for place, column, given_columns in zip(unseen.exchange, chosen, unseen.given, strict=True):
        if place >= 0:
            found |= {(int(place), int(column))} if column else set()
            true |= {(int(place), given_column) for given_column in given_columns}
    shares = []
    for column in range(1, n_columns):
        mine = {it for it in found if it[1] == column}
        theirs = {it for it in true if it[1] == column}
        shares.append(2 * len(mine & theirs) / max(1, len(mine) + len(theirs)))
    micro = 2 * len(found & true) / max(1, len(found) + len(true))
    return float((np.mean(shares) + micro) / 2)


@st.composite
def cases(draw: st.DrawFn) -> Unseen:
    count, n_columns = draw(st.integers(0, 25)), draw(st.integers(2, 4))
    seed = draw(st.integers(0, 9_999))
    columns = st.integers(1, n_columns - 1)
    given_columns = st.lists(columns, max_size=2, unique=True).map(tuple)
    return Unseen(
        scores=np.random.default_rng(seed).dirichlet(np.ones(n_columns), count),
        exchange=np.array(
            draw(st.lists(st.integers(-1, 5), min_size=count, max_size=count)), dtype=np.intp
        ),
        given=tuple(draw(st.lists(given_columns, min_size=count, max_size=count))),
    )


@given(unseen=cases())
def test_offsets_never_make_it_worse_and_leave_no_advice_alone(unseen: Unseen) -> None:
    offsets = fit_offsets(unseen)
    assert offsets.shape == (unseen.scores.shape[1],)
    assert offsets[0] == 0.0
    assert set(offsets.tolist()) <= set(STEPS)
    assert f1_of(unseen, offsets) >= f1_of(unseen, np.zeros(len(offsets))) - 1e-9


@given(unseen=cases())
def test_the_same_sentences_give_the_same_offsets(unseen: Unseen) -> None:
    assert fit_offsets(unseen).tolist() == fit_offsets(unseen).tolist()


def test_a_category_that_is_given_too_seldom_is_favoured() -> None:
    unseen = Unseen(
        scores=np.array([[0.55, 0.45], [0.55, 0.45], [0.95, 0.05]]),
        exchange=np.array([0, 1, 2]),
        given=((1,), (1,), ()),
    )
    assert fit_offsets(unseen)[1] > 0


def test_a_category_that_is_given_too_often_is_not() -> None:
    unseen = Unseen(
        scores=np.array([[0.4, 0.6], [0.4, 0.6], [0.01, 0.99]]),
        exchange=np.array([0, 1, 2]),
        given=((), (), (1,)),
    )
    assert fit_offsets(unseen)[1] < 0


@pytest.mark.parametrize("exchange", [[], [-1, -1]])
def test_without_exchanges_nothing_is_favoured(exchange: list[int]) -> None:
    unseen = Unseen(
        scores=np.full((len(exchange), 3), 1 / 3),
        exchange=np.array(exchange, dtype=np.intp),
        given=((1,),) * len(exchange),
    )
    assert fit_offsets(unseen).tolist() == [0.0] * 3


@given(unseen=cases(), seed=st.integers(0, 99))
def test_scores_under_offsets_are_what_a_chain_that_favours_them_would_say(
    unseen: Unseen, seed: int
) -> None:
    n_columns = unseen.scores.shape[1]
    offsets = np.random.default_rng(seed).choice(STEPS, n_columns)
    plain = Chain(follows=np.zeros((n_columns, n_columns)), start=np.zeros(n_columns))
    favoured = replace(plain, favour=offsets)
    before = plain.marginals(unseen.scores, trust=0.4)
    after = favoured.marginals(unseen.scores, trust=0.4)
    assert with_offsets(before, offsets) == pytest.approx(after, abs=1e-3)
