from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.advice import NONE
from analyzer.classify.calibration import fit_temperature
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.store import store_pack_models
from analyzer.classify.train_advice import train_advice
from analyzer.classify.train_problems import train_problems
from analyzer.classify.views import view_sentences
from analyzer.encoder import Encoder
from analyzer.records import Pack
from tests.builders import a_call, a_category, a_pack, whole_turns

SAID = "Ask him whose budget pays the fee and who has the final say."


@pytest.fixture
def few(eight: tuple[LabelledSession, ...]) -> list[LabelledSession]:
    return [one for one in eight if one.pack == "recruiting"][:2]


def test_the_same_sessions_give_the_same_bytes(
    few: list[LabelledSession], recruiting: Pack, encoder: Encoder
) -> None:
    first, second = (
        store_pack_models(
            train_advice(few, pack=recruiting, name="own", encoder=encoder),
            train_problems(few, pack=recruiting, name="own", encoder=encoder),
        )
        for _ in range(2)
    )
    assert first == second


def test_sessions_of_other_packs_teach_nothing(
    few: list[LabelledSession], eight: tuple[LabelledSession, ...], recruiting: Pack
) -> None:
    others = [one for one in eight if one.pack != "recruiting"]
    alone, beside = (
        store_pack_models(
            train_advice(sessions, pack=recruiting, name="own"),
            train_problems(sessions, pack=recruiting, name="own"),
        )
        for sessions in (few, [*few, *others])
    )
    assert alone == beside


@pytest.mark.parametrize("sessions", [0, 1, 2])
def test_without_sessions_or_an_encoder_the_texts_of_the_pack_teach(
    few: list[LabelledSession], recruiting: Pack, sessions: int
) -> None:
    advice = train_advice(few[:sessions], pack=recruiting, name="own")
    problems = train_problems(few[:sessions], pack=recruiting, name="own")
    assert advice.linear.classes == (NONE, *(it.id for it in recruiting.advice))
    assert problems.linear.classes == tuple(it.id for it in recruiting.problem)
    assert advice.meaning is problems.meaning is None
    session = a_call(f"Mike: {SAID}")
    views = view_sentences(session, whole_turns(session))
    assert 0 < advice.score_advice(views).sum() < 1
    assert problems.score_matter(views).sum() == pytest.approx(1.0)


def test_the_texts_of_a_pack_teach_its_categories(recruiting: Pack) -> None:
    advice = train_advice([], pack=recruiting, name="own")
    session = a_call(f"Mike: {SAID}")
    scores = advice.score_advice(view_sentences(session, whole_turns(session)))
    assert recruiting.advice[int(scores[0].argmax())].id == "locus-of-control"


def test_a_pack_of_one_category_and_no_problem_makes_models_too(encoder: Encoder) -> None:
    pack = a_pack(advice=(a_category(),))
    advice = train_advice([], pack=pack, name="own", encoder=encoder)
    problems = train_problems([], pack=pack, name="own", encoder=encoder)
    session = a_call("Mike: Warm the pot.")
    views = view_sentences(session, whole_turns(session))
    assert advice.score_advice(views).shape == (1, 1)
    assert problems.linear.classes == ()


@given(seed=st.integers(0, 999), count=st.integers(1, 20))
def test_a_temperature_makes_the_targets_as_likely_as_any_other_would(
    seed: int, count: int
) -> None:
    random = np.random.default_rng(seed)
    chances, targets = random.dirichlet(np.ones(3), count), random.integers(0, 3, count).tolist()

    def likelihood(heat: float) -> float:
        warm = chances ** (1 / heat)
        return float(np.log((warm / warm.sum(axis=1, keepdims=True))[range(count), targets]).sum())

    best = fit_temperature(chances, targets)
    assert 0.1 <= best <= 3.0
    assert likelihood(best) >= max(likelihood(step / 10) for step in range(1, 31)) - 1e-6


def test_what_a_pack_says_is_no_advice_is_learnt_as_none(recruiting: Pack) -> None:
    said = "We always have lunch at the budget diner on Fridays."
    warned = replace(
        recruiting,
        advice=tuple(
            replace(it, counter_examples=(*it.counter_examples, said)) for it in recruiting.advice
        ),
    )
    session = a_call(f"Mike: {said}")
    views = view_sentences(session, whole_turns(session))
    plain, better = (
        train_advice([], pack=pack, name="own").score_advice(views).sum()
        for pack in (recruiting, warned)
    )
    assert better < plain
