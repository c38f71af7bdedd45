from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.records import Advice, Analysis, Exchange, Quote, Role, Sentence, Speaker
from analyzer.records.passages import PassageKind
from analyzer.segment.passages import (
    FEWEST_WORDS,
    LONGEST_WORDS,
    cut_passages,
    passage_texts,
    whole_exchanges,
)
from tests.builders import a_session, an_advice, an_analysis

SPEAKERS = (Speaker(name="Ana", role=Role.CLIENT), Speaker(name="Mike", role=Role.COACH))


def talk(
    *turns: tuple[int, str], exchanges: tuple[Exchange, ...] = (), advice: tuple[Advice, ...] = ()
) -> Analysis:
    session = a_session(talk=turns, speakers=SPEAKERS)
    bare = an_analysis(session, exchanges=(), advice=())
    sentences = tuple(
        Sentence(turn=n, start=0, end=len(turn.text)) for n, turn in enumerate(session.turns)
    )
    return replace(bare, sentences=sentences, segments=(), exchanges=exchanges, advice=advice)


def test_talk_is_cut_turn_by_turn_and_what_is_hardly_said_is_left_out() -> None:
    analysis = talk((0, "How do I get past HR here?"), (1, "Right. Okay."), (1, "Ask whose it is."))
    passages = cut_passages(analysis)
    assert [it.kind for it in passages] == [PassageKind.TALK] * 2
    assert passage_texts(analysis, passages) == ["How do I get past HR here?", "Ask whose it is."]


def test_a_matter_runs_to_its_first_advice_and_is_told_by_its_asker() -> None:
    analysis = talk(
        (0, "HR sits between me and him."),
        (1, "How long has that been so?"),
        (0, "Since March, I think."),
        (1, "Call him before eight."),
        (0, "All right, I will."),
        exchanges=(Exchange(first=0, end=5, asker=0),),
        advice=(an_advice(first=3, end=4, quote=Quote(turn=3, start=0, end=22)),),
    )
    problem, advice, whole, *rest = cut_passages(analysis)
    assert (problem.kind, problem.first, problem.end) == (PassageKind.PROBLEM, 0, 3)
    assert (advice.kind, advice.first, advice.end) == (PassageKind.ADVICE, 3, 4)
    assert (whole.kind, whole.first, whole.end) == (PassageKind.EXCHANGE, 0, 5)
    assert {it.kind for it in rest} == {PassageKind.TALK}
    assert passage_texts(analysis, (problem, advice)) == [
        "HR sits between me and him. Since March, I think.",
        "Call him before eight.",
    ]


def test_a_matter_without_words_of_its_asker_is_told_by_whoever_speaks() -> None:
    matter = Exchange(first=0, end=1, asker=0)
    analysis = talk((1, "Somebody wrote that HR is in the way."), exchanges=(matter,))
    passages = cut_passages(analysis)
    assert passage_texts(analysis, passages)[0] == "Somebody wrote that HR is in the way."


@given(lengths=st.lists(st.tuples(st.integers(0, 1), st.integers(1, 150)), min_size=1, max_size=20))
def test_talk_passages_do_not_overlap_keep_to_one_turn_and_leave_out_only_scraps(
    lengths: list[tuple[int, int]],
) -> None:
    analysis = talk(*((who, " ".join(["word"] * n)) for who, n in lengths))
    passages = cut_passages(analysis)
    seen: list[int] = []
    for passage, text in zip(passages, passage_texts(analysis, passages), strict=True):
        assert passage.first < passage.end
        assert len({analysis.sentences[n].turn for n in range(passage.first, passage.end)}) == 1
        n_words = len(text.split())
        assert n_words >= FEWEST_WORDS
        assert n_words <= LONGEST_WORDS or passage.end - passage.first == 1
        seen += range(passage.first, passage.end)
    assert seen == sorted(set(seen))
    left_out = set(range(len(analysis.sentences))) - set(seen)
    assert all(
        len(analysis.text_of(analysis.sentences[n]).split()) < FEWEST_WORDS for n in left_out
    )


def test_an_exchange_means_what_its_talk_means_long_stretches_more() -> None:
    analysis = talk(
        (0, "Nothing here belongs to any matter."),
        (0, "Six words are said right here."),
        (1, "Only four more, fine?"),
        exchanges=(Exchange(first=1, end=3, asker=0),),
    )
    passages = cut_passages(analysis)
    texts = passage_texts(analysis, passages)
    (whole,) = whole_exchanges(passages, texts, talk=np.eye(3, dtype=np.float32))
    assert whole.round(2).tolist() == pytest.approx([0.0, 0.6, 0.4])


def test_an_exchange_without_talk_means_nothing() -> None:
    analysis = talk((0, "Right."), exchanges=(Exchange(first=0, end=1, asker=0),))
    passages = cut_passages(analysis)
    texts = passage_texts(analysis, passages)
    whole = whole_exchanges(passages, texts, talk=np.zeros((0, 4), dtype=np.float32))
    assert whole.tolist() == [[0.0] * 4]
