from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.advice import AdviceModel, find_advice, match_rules
from analyzer.classify.calibration import Calibration
from analyzer.classify.chain import Chain
from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.stretches import BRIDGE, WITHOUT_ADVICE
from analyzer.classify.thresholds import Thresholds
from analyzer.classify.views import view_sentences
from analyzer.nlp import PhraseMatcher
from analyzer.pipeline import Models
from analyzer.records import Advice, Exchange, Move, Quote, Role, SegmentKind, Session, Speaker
from analyzer.records.scores import Matrix
from tests.builders import a_call, a_category, a_pack, a_session, an_exchange, whole_turns

WARM, STEEP = a_category("warm-the-pot"), a_category("steep-longer")
PACK = a_pack(advice=(WARM, STEEP))
COACH, CLIENT = "Mike: Pour a little hot water in first.", "Ana: Right."
TALK = SegmentKind.ADVICE
LIKELY, LESS = (0.8, 0.1), (0.1, 0.1)
MODEL = AdviceModel(
    name="model:tea 1",
    vocabulary=Vocabulary(columns={"w:pour": 0, "b:hot water": 1, "w:first": 2}, idf=np.ones(3)),
    linear=LinearModel(
        classes=("-", WARM.id, STEEP.id),
        weights=np.array([[0, 0, 0], [1, 9, 0], [0, 0, 2]], np.float32),
        bias=np.zeros(3),
    ),
    chain=Chain(follows=np.zeros((3, 3)), start=np.zeros(3)),
)


def found(
    session: Session,
    scores: Sequence[Sequence[float]] | Matrix,
    *,
    moves: Sequence[Move] | None = None,
    **more: Any,
) -> tuple[Advice, ...]:
    count = len(scores)
    usual: dict[str, Any] = {
        "pack": PACK,
        "rules": {},
        "kinds": [TALK] * count,
        "exchanges": (an_exchange(first=0, end=count),) if count else (),
        "model": MODEL,
        "min_score": 0.3,
    }
    sentences = whole_turns(session, *(moves or [Move.RATIONALE] * count))
    usual["views"] = view_sentences(session, sentences)
    matrix = np.array(scores, dtype=float)
    return find_advice(session, sentences, scores=matrix, **(usual | more))


def spans(advice: Sequence[Advice]) -> list[tuple[int, int]]:
    return [(it.first, it.end) for it in advice]


def test_sentences_in_a_row_with_one_category_are_one_advice_with_their_best_score() -> None:
    (only,) = found(a_call(*[COACH] * 3), [(0.6, 0.1), (0.85, 0.1), (0.7, 0.1)])
    assert (only.first, only.end, only.exchange) == (0, 3, 0)
    assert [(it.category, it.score, it.source) for it in only.labels] == [
        ("warm-the-pot", 0.85, "model:tea 1")
    ]


def test_another_category_begins_another_advice() -> None:
    assert spans(found(a_call(*[COACH] * 3), [LIKELY, LIKELY, (0.1, 0.8)])) == [(0, 2), (2, 3)]


def test_what_is_likelier_no_advice_is_none() -> None:
    assert found(a_call(COACH), [(0.3, 0.3)]) == ()
    assert spans(found(a_call(COACH), [(0.34, 0.3)], min_score=0.3)) == []
    assert spans(found(a_call(COACH), [(0.37, 0.3)], min_score=0.3)) == [(0, 1)]


def test_below_the_lowest_score_nothing_is_said() -> None:
    assert spans(found(a_call(COACH), [(0.6, 0.0)], min_score=0.6)) == [(0, 1)]
    assert found(a_call(COACH), [(0.6, 0.0)], min_score=0.61) == ()


@pytest.mark.parametrize(("share", "n_advice"), [(0.59, 0), (0.6, 1)])
def test_who_is_no_coach_must_be_surer(share: float, n_advice: int) -> None:
    session = a_call("Jo: Pour it in first.", others=("Jo",))
    assert len(found(session, [(share, 0.0)])) == n_advice


@pytest.mark.parametrize("move", [Move.SOCIAL, Move.LOGISTICS, Move.PROMOTION])
def test_what_surely_greets_arranges_or_sells_advises_nothing(move: Move) -> None:
    assert found(a_call(COACH), [LIKELY], moves=[move]) == ()
    assert len(found(a_call(COACH), [LIKELY], moves=[Move.DIRECTIVE])) == 1


@pytest.mark.parametrize(("n_clients", "n_advice"), [(1, 1), (2, 1), (3, 2)])
def test_up_to_two_sentences_of_the_client_do_not_end_a_stretch(
    n_clients: int, n_advice: int
) -> None:
    session = a_call(COACH, *[CLIENT] * n_clients, COACH)
    assert len(found(session, [LIKELY, *[(0.0, 0.0)] * n_clients, LIKELY])) == n_advice


@pytest.mark.parametrize(("n_asides", "n_advice"), [(1, 1), (2, 2)])
def test_one_aside_of_the_coach_does_not_end_a_stretch_and_two_do(
    n_asides: int, n_advice: int
) -> None:
    session = a_call(*[COACH] * (2 + n_asides))
    assert len(found(session, [LIKELY, *[LESS] * n_asides, LIKELY])) == n_advice


def test_a_stretch_ends_with_its_last_advice_not_with_what_came_after() -> None:
    session = a_call(COACH, CLIENT, COACH, CLIENT)
    assert spans(found(session, [LIKELY, (0, 0), LESS, (0, 0)])) == [(0, 1)]


def test_an_advice_lies_in_one_matter_or_in_none() -> None:
    exchanges = (an_exchange(first=0, end=2), an_exchange(first=3, end=4))
    advice = found(a_call(*[COACH] * 4), [LIKELY] * 4, exchanges=exchanges)
    assert [(it.first, it.end, it.exchange) for it in advice] == [
        (0, 2, 0),
        (2, 3, None),
        (3, 4, 1),
    ]


@pytest.mark.parametrize("kind", sorted(WITHOUT_ADVICE))
def test_adverts_and_titles_hold_no_advice_whatever_their_words(kind: SegmentKind) -> None:
    kinds = [TALK, kind]
    assert spans(found(a_call(COACH, COACH), [LIKELY] * 2, kinds=kinds)) == [(0, 1)]


def test_a_second_label_needs_three_tenths_of_the_whole_stretch() -> None:
    (one,) = found(a_call(COACH, COACH), [(0.6, 0.31), (0.6, 0.27)])
    assert [it.category for it in one.labels] == ["warm-the-pot"]
    (two,) = found(a_call(COACH, COACH), [(0.6, 0.31), (0.6, 0.3)])
    assert [(it.category, it.score) for it in two.labels] == [
        ("warm-the-pot", 0.6),
        ("steep-longer", 0.31),
    ]


def test_of_two_labels_the_surer_stands_first() -> None:
    kinds = [TALK, SegmentKind.PROMOTION, TALK]
    rows = [(0.55, 0.4), (0.05, 0.9), (0.55, 0.4)]
    (only,) = found(a_call(*[COACH] * 3), rows, kinds=kinds)
    assert [(it.category, it.score) for it in only.labels] == [
        ("steep-longer", 0.9),
        ("warm-the-pot", 0.55),
    ]


def test_a_phrase_of_a_rule_makes_its_category_sure_and_is_named_as_source() -> None:
    (only,) = found(a_call(COACH), [(0.1, 0.6)], rules={0: {"warm-the-pot": "hot water"}})
    label = only.labels[0]
    assert (label.category, label.score) == ("warm-the-pot", 0.9)
    assert label.source == "rule:hot water"


def test_a_rule_does_not_lower_what_a_model_is_surer_of() -> None:
    (only,) = found(a_call(COACH), [(0.97, 0.0)], rules={0: {"warm-the-pot": "hot water"}})
    assert only.labels[0].score == 0.97


def test_phrases_of_two_categories_share_the_sentence() -> None:
    rules = {0: {"warm-the-pot": "hot water", "steep-longer": "first"}}
    (only,) = found(a_call(COACH), [(0.0, 0.0)], rules=rules)
    assert [(it.category, it.score) for it in only.labels] == [
        ("warm-the-pot", 0.45),
        ("steep-longer", 0.45),
    ]


def test_the_quote_is_a_sentence_of_good_length_that_tells_what_to_do() -> None:
    short, long = "Mike: Pour.", "Mike: Pour a little hot water in before the leaves go in."
    session = a_call(short, long, long)
    moves = [Move.DIRECTIVE, Move.RATIONALE, Move.DIRECTIVE]
    (only,) = found(session, [LIKELY] * 3, moves=moves)
    assert only.quote == Quote(turn=2, start=0, end=len(session.turns[2].text))


def test_of_sentences_alike_the_first_is_quoted_and_never_a_clients() -> None:
    session = a_call(COACH, "Ana: So I should warm the pot before I put the leaves in?", COACH)
    (only,) = found(session, [LIKELY, (0, 0), LIKELY], moves=[Move.DIRECTIVE] * 3)
    assert only.quote.turn == 0


@pytest.mark.parametrize(("move", "script"), [(Move.SCRIPT, True), (Move.DIRECTIVE, False)])
def test_words_to_say_make_an_advice_a_script(move: Move, *, script: bool) -> None:
    (only,) = found(a_call(COACH, COACH), [LIKELY] * 2, moves=[Move.RATIONALE, move])
    assert only.script is script


def test_no_sentences_no_advice() -> None:
    assert found(a_session(talk=[]), np.zeros((0, 2))) == ()


@st.composite
def scored(draw: st.DrawFn) -> tuple[Session, Matrix, Mapping[str, Any]]:
    count = draw(st.integers(1, 25))
    roles = draw(st.lists(st.sampled_from(Role), min_size=2, max_size=2))
    who = draw(st.lists(st.integers(0, 1), min_size=count, max_size=count))
    speakers = tuple(Speaker(name=f"S{n}", role=role) for n, role in enumerate(roles))
    session = a_session(talk=[(n, "So pour it in.") for n in who], speakers=speakers)
    seed = draw(st.integers(0, 9_999))
    scores = np.random.default_rng(seed).dirichlet((0.3, 0.3, 0.3), count)[:, 1:]
    scores[[roles[n] is Role.CLIENT for n in who]] = 0.0
    spoken = [n for n in range(count) if roles[who[n]] is not Role.CLIENT]
    hits = st.dictionaries(st.sampled_from([WARM.id, STEEP.id]), st.just("pour"), min_size=1)
    rules = draw(st.dictionaries(st.sampled_from(spoken), hits)) if spoken else {}
    borders = sorted(draw(st.sets(st.integers(0, count), max_size=4)))
    more = {
        "rules": rules,
        "exchanges": [an_exchange(first=a, end=b) for a, b in pairwise(borders)],
        "kinds": draw(st.lists(st.sampled_from(SegmentKind), min_size=count, max_size=count)),
        "min_score": draw(st.floats(0, 1)),
    }
    return session, scores, more


@given(case=scored())
def test_advice_is_disjoint_in_order_labelled_surely_enough_and_quoted_from_its_own_sentences(
    case: tuple[Session, Matrix, Mapping[str, Any]],
) -> None:
    session, scores, more = case
    exchanges: Sequence[Exchange] = more["exchanges"]
    advice = found(session, scores, **more)
    assert all(before.end <= after.first for before, after in pairwise(advice))
    for one in advice:
        assert 0 <= one.first < one.end <= len(scores)
        shares = [label.score for label in one.labels]
        assert more["min_score"] <= shares[0] + 1e-4
        assert 1 >= shares[0] == max(shares)
        assert len({label.category for label in one.labels}) == len(one.labels) <= 2
        assert one.first <= one.quote.turn < one.end
        speaker = session.turns[one.quote.turn].speaker
        assert session.speakers[speaker].role is not Role.CLIENT
        homes = {
            next((n for n, it in enumerate(exchanges) if it.first <= place < it.end), None)
            for place in range(one.first, one.end)
        }
        assert homes == {one.exchange}
        kinds = more["kinds"]
        assert kinds[one.first] not in WITHOUT_ADVICE
        assert kinds[one.end - 1] not in WITHOUT_ADVICE


@given(case=scored())
def test_gaps_in_a_stretch_are_short(case: tuple[Session, Matrix, Mapping[str, Any]]) -> None:
    session, scores, more = case
    for one in found(session, scores, **{**more, "rules": {}}):
        best = [
            scores[n].max() > 1 - scores[n].sum() and more["kinds"][n] not in WITHOUT_ADVICE
            for n in range(one.first, one.end)
        ]
        shown = [n for n, is_shown in enumerate(best) if is_shown]
        assert all(after - before <= BRIDGE + 1 for before, after in pairwise(shown))


def test_rules_are_not_sought_in_what_a_client_says(nlp: Any) -> None:
    session = a_call("Ana: Hot water?", "Mike: Hot water first.", "Jo: Hot water!", others=("Jo",))
    matcher = PhraseMatcher({WARM.id: ("hot water",)}, nlp=nlp)
    hits = match_rules(view_sentences(session, whole_turns(session)), matcher=matcher)
    assert hits == {1: {WARM.id: "hot water"}, 2: {WARM.id: "hot water"}}


def test_a_model_scores_everybodys_sentences_but_the_clients(taught: Models) -> None:
    session = a_call("Ana: Ask whose budget it is.", "Mike: Ask whose budget it is.")
    views = view_sentences(session, whole_turns(session))
    scores = taught.advice.score_advice(views)
    assert scores.shape == (2, 20)
    assert not scores[0].any()
    assert 0 < scores[1].sum() < 1
    assert taught.advice.score_advice(views[:1]).tolist() == [[0.0] * 20]
    assert taught.advice.score_advice(()).shape == (0, 20)


def test_what_a_row_of_a_model_leaves_to_one_is_no_advice() -> None:
    linear = LinearModel(
        classes=("-", WARM.id), weights=np.array([[0.0], [9.0]], np.float32), bias=np.zeros(2)
    )
    model = AdviceModel(
        name="model:tea 1",
        vocabulary=Vocabulary(columns={"w:pour": 0}, idf=np.ones(1)),
        linear=linear,
        chain=Chain(follows=np.zeros((2, 2)), start=np.zeros(2)),
    )
    session = a_call("Mike: Pour.", "Mike: Wait.")
    scores = model.score_advice(view_sentences(session, whole_turns(session)))
    assert scores[0, 0] > 0.999
    assert scores[1, 0] == pytest.approx(0.5)


CERTAIN = replace(
    MODEL,
    calibration=Calibration(knots=np.array([0.0, 1.0]), values=np.array([0.0, 0.5])),
    thresholds=Thresholds(say_from=np.array([0.3, 0.45]), sure_from=np.array([0.4, 0.48])),
)


def test_scores_are_calibrated_before_they_are_judged() -> None:
    (only,) = found(a_call(COACH), [LIKELY], model=CERTAIN)
    assert [(it.score, it.sure) for it in only.labels] == [(0.4, True)]
    assert found(a_call(COACH), [LIKELY], model=CERTAIN, min_score=0.41) == ()


def test_below_its_own_threshold_a_label_is_left_out_between_both_it_is_possible() -> None:
    assert found(a_call(COACH), [(0.1, 0.8)], model=CERTAIN) == ()
    (only,) = found(a_call(COACH), [(0.1, 0.9)], model=CERTAIN)
    assert [(it.category, it.sure) for it in only.labels] == [("steep-longer", False)]


def test_a_stretch_keeps_its_second_label_where_the_first_is_left_out() -> None:
    lower = Thresholds(say_from=np.array([0.1, 0.45]), sure_from=np.array([0.4, 0.48]))
    model = replace(CERTAIN, thresholds=lower)
    (only,) = found(a_call(COACH), [(0.38, 0.6)], model=model, min_score=0.1)
    assert [(it.category, it.score) for it in only.labels] == [("warm-the-pot", 0.19)]


def test_unmeasured_labels_are_possible_below_six_tenths() -> None:
    (only,) = found(a_call(COACH), [(0.59, 0.31)])
    assert [it.sure for it in only.labels] == [False, False]
    (only,) = found(a_call(COACH), [(0.6, 0.3)])
    assert [it.sure for it in only.labels] == [True, False]


def test_a_label_says_which_words_of_the_coach_it_rests_on() -> None:
    session = a_call(COACH, "Ana: Pour hot water first?", "Mike: Then pour again.")
    (only,) = found(session, [LIKELY, (0, 0), LIKELY])
    assert only.labels[0].because == ("hot", "water", "Pour")


def test_a_label_of_a_rule_says_its_phrase() -> None:
    (only,) = found(a_call(COACH), [(0.1, 0.6)], rules={0: {"warm-the-pot": "hot water"}})
    assert only.labels[0].because == ("hot water",)
