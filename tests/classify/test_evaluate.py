from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as configure
from hypothesis import strategies as st

from analyzer.classify.evaluate import cross_validate, score_analyses
from analyzer.classify.labelled import LabelledSession, read_labelled
from analyzer.classify.splits import split_folds
from analyzer.errors import LabelError, SessionError
from analyzer.records import (
    Analysis,
    Exchange,
    HeadScore,
    Label,
    LabelScore,
    MadeWith,
    Move,
    Pack,
    Role,
    Sentence,
)
from analyzer.settings import Settings

Oracle = Callable[[LabelledSession], Analysis]
Write = Callable[..., Path]

SETTINGS = Settings()


def by_head(heads: Sequence[HeadScore]) -> dict[str, HeadScore]:
    return {head.head: head for head in heads}


def label_of(head: HeadScore, label: str) -> LabelScore:
    return next(score for score in head.labels if score.label == label)


def score(
    labelled: LabelledSession, analysis: Analysis, pack: Pack | None = None
) -> dict[str, HeadScore]:
    return by_head(score_analyses([(labelled, analysis)], pack=pack, settings=SETTINGS))


def test_finding_all_that_is_labelled_scores_one(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    heads = score(labelled, oracle(labelled), pack)
    assert {name: head.unit for name, head in heads.items()} == {
        "moves": "sentence",
        "segments": "sentence",
        "roles": "speaker",
        "coach": "session",
        "advice": "exchange",
        "advice-sentences": "sentence",
        "problems": "exchange",
        "exchange-starts": "sentence",
        "segment-starts": "sentence",
    }
    for head in heads.values():
        assert (head.macro_f1, head.micro_f1) == (1.0, 1.0), head.head


def test_support_and_base_rate_count_the_labels(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    heads = score(labelled, oracle(labelled), pack)
    situation = label_of(heads["moves"], "situation")
    assert (situation.support, situation.base_rate) == (3, round(3 / 17, 4))
    assert label_of(heads["roles"], "client").support == 2
    hand_over = label_of(heads["advice"], "hand-over")
    assert (hand_over.support, hand_over.base_rate) == (1, 0.5)
    assert label_of(heads["advice-sentences"], "hand-over").support == 2
    assert label_of(heads["exchange-starts"], "start").support == 2


def test_finding_nothing_scores_nothing(labelled: LabelledSession, pack: Pack) -> None:
    bare = Analysis(
        session=labelled.session,
        sentences=tuple(
            Sentence(turn=s.turn, start=s.start, end=s.end) for s in labelled.sentences
        ),
        exchanges=(),
        segments=(),
        advice=(),
        made_with=MadeWith(analyzer="0", pack="own 1", models="none"),
    )
    for head in score(labelled, bare, pack).values():
        assert (head.macro_f1, head.micro_f1) == (0.0, 0.0), head.head


def test_an_analysis_without_sentences_is_scored_too(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    perfect = oracle(labelled)
    empty = replace(perfect, sentences=(), exchanges=(), segments=(), advice=())
    heads = score(labelled, empty, pack)
    assert heads["moves"].micro_f1 == heads["advice"].micro_f1 == 0.0
    assert heads["roles"].micro_f1 == 1.0


def test_results_of_wrong_moves_are_those_counted_by_hand(
    labelled: LabelledSession, oracle: Oracle
) -> None:
    perfect = oracle(labelled)
    # The two last "situation" sentences are taken for "story".
    at = [i for i, s in enumerate(labelled.sentences) if s.move is Move.SITUATION][1:]
    sentences = [
        replace(s, move=Move.STORY) if i in at else s for i, s in enumerate(perfect.sentences)
    ]
    moves = score(labelled, replace(perfect, sentences=tuple(sentences)))["moves"]
    situation, story = label_of(moves, "situation"), label_of(moves, "story")
    assert (situation.precision, situation.recall) == (1.0, round(1 / 3, 4))
    assert (story.support, story.precision, story.f1, story.rely) == (0, 0.0, 0.0, False)
    n_labels = len({s.move for s in labelled.sentences})
    assert moves.macro_f1 == round((n_labels - 1 + 0.5) / n_labels, 4)
    assert moves.micro_f1 == round(15 / 17, 4)


def test_without_a_pack_its_heads_are_left_out(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    assert "advice" not in score(labelled, oracle(labelled), None)
    assert "problems" not in score(labelled, oracle(labelled), replace(pack, name="other"))


def test_starts_are_asked_only_of_groups_with_several_exchanges(
    write: Write, oracle: Oracle
) -> None:
    labelled = read_labelled(write(form="dialogue"))
    assert "exchange-starts" not in score(labelled, oracle(labelled))


def test_a_start_three_sentences_off_is_right_and_four_are_wrong(
    labelled: LabelledSession, oracle: Oracle
) -> None:
    perfect = oracle(labelled)
    first, second = perfect.exchanges
    for off, hits in ((3, 1.0), (4, 0.5)):
        moved = replace(second, first=second.first + off)
        heads = score(labelled, replace(perfect, exchanges=(first, moved)))
        assert heads["exchange-starts"].macro_f1 == hits


def test_a_coach_mistaken_for_a_client_is_one_session_lost(
    labelled: LabelledSession, oracle: Oracle
) -> None:
    perfect = oracle(labelled)
    ada, ben, *rest = perfect.session.speakers
    speakers = (replace(ada, role=Role.CLIENT), replace(ben, role=Role.COACH), *rest)
    analysis = replace(perfect, session=replace(perfect.session, speakers=speakers))
    pairs = [(labelled, analysis), (labelled, perfect)]
    heads = by_head(score_analyses(pairs, pack=None, settings=SETTINGS))
    found = label_of(heads["coach"], "coach found")
    assert (found.support, found.precision, found.recall, found.f1) == (2, 0.5, 0.5, 0.5)
    assert heads["roles"].micro_f1 == 0.75


def test_an_unknown_role_is_missed_but_not_wrong(labelled: LabelledSession, oracle: Oracle) -> None:
    perfect = oracle(labelled)
    speakers = (
        *perfect.session.speakers[:3],
        replace(perfect.session.speakers[3], role=Role.UNKNOWN),
    )
    analysis = replace(perfect, session=replace(perfect.session, speakers=speakers))
    roles = score(labelled, analysis)["roles"]
    assert label_of(roles, "other").recall == 0.0
    assert all(s.precision == 1.0 for s in roles.labels if s.label != "other")


def test_advice_counts_for_the_exchange_that_holds_most_of_it(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    perfect = oracle(labelled)
    last = perfect.advice[-1]
    # From three sentences of exchange 2 back over the pause into exchange 1.
    longer = replace(last, first=last.first - 3)
    assert (
        score(labelled, replace(perfect, advice=(*perfect.advice[:-1], longer)), pack)[
            "advice"
        ].micro_f1
        == 1.0
    )
    strayed = replace(last, first=perfect.advice[0].first, end=perfect.advice[0].end)
    advice = score(labelled, replace(perfect, advice=(*perfect.advice[:-1], strayed)), pack)[
        "advice"
    ]
    ask_first = label_of(advice, "ask-first")
    assert (ask_first.precision, ask_first.recall) == (0.0, 0.0)


def test_a_clients_answer_inside_a_stretch_is_no_advice(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    perfect = oracle(labelled)
    first, second, third, last = perfect.advice
    over_the_answer = replace(third, first=third.first - 1)
    assert labelled.sentences[over_the_answer.first].move is Move.ACKNOWLEDGEMENT
    heads = score(labelled, replace(perfect, advice=(first, second, over_the_answer, last)), pack)
    assert heads["advice-sentences"].micro_f1 == 1.0


def test_accuracy_of_problems_counts_an_abstention_as_a_miss(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    perfect = oracle(labelled)
    first, second = perfect.exchanges
    abstains = replace(perfect, exchanges=(first, replace(second, problem=None)))
    problems = score(labelled, abstains, pack)["problems"]
    assert problems.micro_f1 == 0.5
    assert label_of(problems, "overload").precision == 1.0


def test_a_problem_is_taken_from_the_exchange_that_overlaps_most(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    perfect = oracle(labelled)
    label = Label(category="overload", score=0.9, source="model:x")
    whole = Exchange(first=0, end=len(perfect.sentences), problem=label)
    problems = score(labelled, replace(perfect, exchanges=(whole,)), pack)["problems"]
    assert problems.micro_f1 == 0.5
    assert label_of(problems, "overload").precision == 0.5


def test_other_turns_are_refused(write: Write, labelled: LabelledSession, oracle: Oracle) -> None:
    other = read_labelled(write("opening\t1\tAda\tsocial\t-\tHello.\n"))
    with pytest.raises(SessionError, match="other turns"):
        score(other, oracle(labelled))
    turns = (replace(labelled.session.turns[0], text="Good day."), *labelled.session.turns[1:])
    with pytest.raises(SessionError, match="own-a01"):
        score(replace(labelled, session=replace(labelled.session, turns=turns)), oracle(labelled))


def test_a_label_outside_the_pack_is_refused(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    small = replace(pack, advice=pack.advice[:1])
    with pytest.raises(LabelError, match="'ask-first' is no label of advice"):
        score(labelled, oracle(labelled), small)


@configure(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_sentences_cut_a_little_differently_change_nothing(
    data: st.DataObject, labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    perfect = oracle(labelled)
    sentences = list(perfect.sentences)
    for i, (one, after) in enumerate(pairwise(perfect.sentences)):
        if one.turn == after.turn:
            shift = data.draw(st.integers(-3, 3))
            sentences[i] = replace(sentences[i], end=one.end + shift)
            sentences[i + 1] = replace(sentences[i + 1], start=one.end + shift)
    shifted = score(labelled, replace(perfect, sentences=tuple(sentences)), pack)
    assert shifted == score(labelled, perfect, pack)


def test_a_sentence_cut_in_two_counts_once(labelled: LabelledSession, oracle: Oracle) -> None:
    perfect = oracle(labelled)
    first = perfect.sentences[0]
    tail = Sentence(turn=0, start=first.end - 4, end=first.end, move=Move.STORY, score=0.4)
    sentences = (replace(first, end=first.end - 4), tail, *perfect.sentences[1:])
    analysis = replace(perfect, sentences=sentences, exchanges=(), segments=(), advice=())
    moves = score(labelled, analysis)["moves"]
    assert (moves.macro_f1, label_of(moves, "social").support) == (1.0, 3)


def test_a_label_seen_in_two_sessions_is_not_relied_on(
    labelled: LabelledSession, oracle: Oracle
) -> None:
    pair = (labelled, oracle(labelled))
    for n, rely in ((2, False), (3, True)):
        heads = by_head(score_analyses([pair] * n, pack=None, settings=SETTINGS))
        assert label_of(heads["moves"], "situation").rely is rely


def test_a_label_below_the_floor_is_not_relied_on(
    labelled: LabelledSession, oracle: Oracle
) -> None:
    perfect = oracle(labelled)
    wrong = tuple(replace(s, move=Move.OTHER) for s in perfect.sentences)
    pairs = [(labelled, replace(perfect, sentences=wrong))] * 5
    moves = by_head(score_analyses(pairs, pack=None, settings=SETTINGS))["moves"]
    assert not any(s.rely for s in moves.labels)


def test_no_session_is_analysed_by_a_model_that_saw_it(
    many: tuple[LabelledSession, ...], oracle: Oracle, pack: Pack
) -> None:
    told: list[str] = []

    def find(seen: Sequence[LabelledSession], fold: Sequence[LabelledSession]) -> list[Analysis]:
        assert {one.id for one in seen}.isdisjoint(one.id for one in fold)
        assert len(seen) == 8
        return [oracle(one) for one in fold]

    measured = cross_validate(
        many,
        packs=[pack],
        folds=split_folds(many, folds=3, seed=1),
        settings=SETTINGS,
        find=find,
        progress=told.append,
    )
    assert told[0].startswith("training 3 times")
    assert told[1:4] == [f"{n} of 3 done" for n in (1, 2, 3)]
    assert told[4:] == ["scores and baselines: all packs", "scores and baselines: own"]
    assert list(measured) == [None, "own"]
    assert {one.score.head for one in measured["own"]} == {"advice", "advice-sentences", "problems"}
    heads = [one for group in measured.values() for one in group]
    assert all(one.score.micro_f1 == 1.0 for one in heads)
    assert sorted(heads[0].ids) == [one.id for one in many]
    assert heads[0].counts.hits.shape == (12, len(heads[0].score.labels))
