from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.calibration import Calibration
from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.problems import ProblemModel, find_problems, matter_terms, problem_terms
from analyzer.classify.thresholds import Thresholds
from analyzer.classify.views import view_sentences
from analyzer.records import Exchange, Move, Role, SegmentKind, Session, Speaker
from tests.builders import a_call, a_session, an_exchange, whole_turns

TALK = SegmentKind.EXPLORATION
HR = "HR says that there is no role and will not let me through."
FEE = "They want me to lower the fee by ten percent this time."
MODEL = ProblemModel(
    name="model:own 1",
    vocabulary=Vocabulary(columns={"w:fee": 0, "w:hr": 1}, idf=np.ones(2)),
    linear=LinearModel(
        classes=("fee-pressure", "hr-blocking"),
        weights=np.eye(2, dtype=np.float32),
        bias=np.zeros(2),
    ),
)


def found(
    session: Session,
    *,
    exchanges: Sequence[Exchange] | None = None,
    moves: Sequence[Move] | None = None,
    **more: Any,
) -> tuple[Exchange, ...]:
    count = len(session.turns)
    sentences = whole_turns(session, *(moves or [Move.SITUATION] * count))
    usual: dict[str, Any] = {"kinds": [TALK] * count, "model": MODEL, "min_score": 0.3}
    return find_problems(
        [an_exchange(first=0, end=count, asker=0)] if exchanges is None else exchanges,
        sentences,
        views=view_sentences(session, sentences),
        **(usual | more),
    )


def quoted(session: Session, exchange: Exchange) -> str | None:
    if exchange.quote is None:
        return None
    quote = exchange.quote
    return session.turns[quote.turn].text[quote.start : quote.end]


def test_a_matter_is_single_words_and_beginnings_of_words() -> None:
    assert matter_terms(("the", "retainer")) == {"w:the": 1, "w:retainer": 1, "stem:retai": 1}


def test_the_askers_words_count_in_full_the_coachs_less_and_again_and_again_ever_less() -> None:
    session = a_call(
        "Ana: Fee.", "Mike: Fee, salary.", "Mike: Salary.", "Jo: Date.", others=("Jo",)
    )
    bag = problem_terms(view_sentences(session, whole_turns(session)))
    assert bag["w:fee"] == pytest.approx(np.log1p(1.7))
    assert bag["w:salary"] == pytest.approx(np.log1p(1.4))
    assert bag["w:date"] == pytest.approx(np.log1p(1.0))


def test_the_one_voice_of_an_article_counts_in_full() -> None:
    session = a_call("Mike: Fee.")
    bag = problem_terms(view_sentences(session, whole_turns(session)))
    assert bag["w:fee"] == pytest.approx(np.log1p(1.0))


def test_an_exchange_has_the_likeliest_problem_with_its_score_and_source() -> None:
    session = a_call(f"Ana: {HR}", "Mike: So ask the manager.")
    (exchange,) = found(session)
    assert exchange.problem is not None
    assert (exchange.problem.category, exchange.problem.source) == ("hr-blocking", "model:own 1")
    assert exchange.problem.score == pytest.approx(1 / (1 + np.exp(-3)), abs=1e-4)
    assert quoted(session, exchange) == HR


def test_where_no_problem_is_likely_enough_none_is_named_and_nothing_quoted() -> None:
    session = a_call("Ana: It is a strange case.")
    assert found(session, min_score=0.51) == (an_exchange(first=0, end=1, asker=0),)
    assert found(session, min_score=0.5)[0].problem is not None


def test_a_problem_says_which_words_it_rests_on_and_whether_it_is_sure() -> None:
    (sure,) = found(a_call("Ana: HR and only HR stops me.", "Mike: Hm."))
    assert sure.problem is not None
    assert (sure.problem.because, sure.problem.sure) == (("HR",), True)
    (possible,) = found(a_call("Ana: It is a strange case."))
    assert possible.problem is not None
    assert (possible.problem.because, possible.problem.sure) == ((), False)


def test_problems_are_calibrated_and_have_thresholds_of_their_own() -> None:
    model = replace(
        MODEL,
        calibration=Calibration(knots=np.array([0.0, 1.0]), values=np.array([0.0, 0.5])),
        thresholds=Thresholds(say_from=np.array([0.3, 0.4]), sure_from=np.array([0.9, 0.9])),
    )
    session = a_call(f"Ana: {HR}")
    (exchange,) = found(session, model=model)
    assert exchange.problem is not None
    assert exchange.problem.score == pytest.approx(0.5 / (1 + np.exp(-3)), abs=1e-4)
    assert not exchange.problem.sure
    higher = Thresholds(say_from=np.array([0.3, 0.5]), sure_from=np.array([0.9, 0.9]))
    assert found(session, model=replace(model, thresholds=higher))[0].problem is None


def test_each_exchange_is_judged_by_its_own_sentences() -> None:
    session = a_call(f"Ana: {HR}", f"Bo: {FEE}", clients=("Ana", "Bo"))
    two = [an_exchange(first=0, end=1, asker=0), an_exchange(first=1, end=2, asker=1)]
    problems = [it.problem and it.problem.category for it in found(session, exchanges=two)]
    assert problems == ["hr-blocking", "fee-pressure"]


def test_a_pack_without_problems_leaves_the_exchanges_as_they_are() -> None:
    none = LinearModel(classes=(), weights=np.zeros((0, 2), np.float32), bias=np.zeros(0))
    model = ProblemModel(name="model:own 1", vocabulary=MODEL.vocabulary, linear=none)
    session = a_call(f"Ana: {HR}")
    assert found(session, model=model) == (an_exchange(first=0, end=1, asker=0),)


def test_no_exchanges_no_problems() -> None:
    assert found(a_session(talk=[]), exchanges=[]) == ()


@pytest.mark.parametrize(
    ("lines", "moves", "kinds"),
    [
        (("Mike: HR, HR, HR, so it is HR that does it again.", f"Ana: {HR}"), None, None),
        (("Jo: HR again, HR always, HR that will not let us in.", f"Ana: {HR}"), None, None),
        (("Ana: HR!", f"Ana: {HR}"), None, None),
        (
            ("Ana: So I go to HR and HR then lets me in.", f"Ana: {HR}"),
            (Move.COMMITMENT, Move.SITUATION),
            None,
        ),
        (
            ("Ana: So I go to HR and HR then lets me in.", f"Ana: {HR}"),
            None,
            (SegmentKind.CLOSING, TALK),
        ),
    ],
    ids=["coach", "another voice", "too short", "no fact of the case", "not where it is told"],
)
def test_the_askers_own_telling_of_the_case_is_quoted_before_louder_words(
    lines: tuple[str, ...], moves: tuple[Move, ...] | None, kinds: tuple[SegmentKind, ...] | None
) -> None:
    session = a_call(*lines, others=("Jo",))
    asker = [it.name for it in session.speakers].index("Ana")
    whole = [an_exchange(first=0, end=2, asker=asker)]
    more = {} if kinds is None else {"kinds": kinds}
    (exchange,) = found(session, exchanges=whole, moves=moves, **more)
    assert quoted(session, exchange) == HR


def test_where_the_asker_says_little_another_who_tells_the_case_is_quoted() -> None:
    session = a_call(f"Jo: {HR}", "Ana: That is me.", others=("Jo",))
    (exchange,) = found(session, exchanges=[an_exchange(first=0, end=2, asker=1)])
    assert quoted(session, exchange) == HR


def test_in_an_article_its_author_is_quoted() -> None:
    session = a_call(f"Mike: {HR}")
    (exchange,) = found(session, exchanges=[an_exchange(first=0, end=1, asker=None)])
    assert quoted(session, exchange) == HR


@given(
    who=st.lists(st.integers(0, 2), min_size=1, max_size=15),
    words=st.sampled_from([HR, FEE, "***", "Yes."]),
    seed=st.integers(0, 999),
)
def test_a_quote_is_a_sentence_of_its_exchange_and_stands_beside_a_problem_only(
    who: list[int], words: str, seed: int
) -> None:
    random = np.random.default_rng(seed)
    roles = (Role.COACH, Role.CLIENT, Role.OTHER)
    speakers = tuple(Speaker(name=role, role=role) for role in roles)
    session = a_session(talk=[(n, words) for n in who], speakers=speakers)
    borders = np.unique(random.integers(0, len(who) + 1, 4)).tolist()
    exchanges = [an_exchange(first=a, end=b, asker=1) for a, b in pairwise(borders)]
    moves = [tuple(Move)[n] for n in random.integers(0, len(Move), len(who))]
    kinds = [tuple(SegmentKind)[n] for n in random.integers(0, len(SegmentKind), len(who))]
    after = found(session, exchanges=exchanges, moves=moves, kinds=kinds, min_score=0.6)
    assert [(it.first, it.end) for it in after] == [(it.first, it.end) for it in exchanges]
    for exchange in after:
        assert (exchange.quote is None) == (exchange.problem is None)
        assert exchange.quote is None or exchange.first <= exchange.quote.turn < exchange.end
