from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.records import Role, SegmentKind, Sentence, Session
from analyzer.segment.exchanges import find_exchanges
from analyzer.segment.questions import find_questions
from tests.builders import a_call, a_session, whole_turns

ANSWER = (
    "You begin with what the empty chair costs them every single week.",
    "Most people who come to me have never once put a number on that.",
    "A number does not get angry and it does not forget what was said.",
    "I would write it down in front of them and let them correct it.",
    "They will correct it upwards, because they know more than you do.",
    "After that the talk is about their number and not about your fee.",
    "Give it a week and ring them on the day that you said you would.",
    "If nobody picks up, leave your name and the date and nothing else.",
    "It took me ten years to learn to stop talking after the number.",
    "That is really all there is to it, and it works with everybody.",
    "Some of you will say that your market is different from mine.",
    "It is not, people hire because something hurts and for no other reason.",
    "Keep a page for every client with the words that they used.",
    "Read it aloud before the next call so that you hear their voice.",
)
ASKED = (
    "All right, so Wanda asks, how do I tell a client that I want money up front?",
    "Okay, next question is from Piet, who writes that his candidate has vanished.",
    "Um, I see a question here about guarantees: do you give the money back?",
    "Great question from Rosalind, when should I hire my first recruiter?",
)


def one_voice(*parts: tuple[str, ...]) -> tuple[Session, tuple[Sentence, ...], np.ndarray]:
    """A session of one turn, its sentences, and vectors as if each part were a topic."""
    texts = [text for part in parts for text in part]
    session = a_session(talk=[(0, " ".join(texts))], speakers=a_call("Host: Hi.").speakers[:1])
    sentences, at = [], 0
    for text in texts:
        sentences.append(Sentence(turn=0, start=at, end=at + len(text)))
        at += len(text) + 1
    vectors = np.vstack([np.tile(np.eye(8)[n % 8], (len(part), 1)) for n, part in enumerate(parts)])
    return session, tuple(sentences), vectors


def read_out(*asked: str) -> tuple[Session, tuple[Sentence, ...], np.ndarray]:
    return one_voice(ANSWER, *((question, *ANSWER) for question in asked))


def test_each_question_read_out_is_found_where_it_begins() -> None:
    session, sentences, vectors = read_out(*ASKED)
    found = find_questions(session, sentences, vectors=vectors)
    assert found == tuple(len(ANSWER) + n * (len(ANSWER) + 1) for n in range(len(ASKED)))


def test_each_question_read_out_is_a_matter_that_nobody_present_asks() -> None:
    session, sentences, vectors = read_out(*ASKED)
    kinds = [SegmentKind.ADVICE] * len(sentences)
    starts = np.zeros(len(sentences))
    exchanges = find_exchanges(session, sentences, kinds=kinds, starts=starts, vectors=vectors)
    assert [exchange.first for exchange in exchanges] == [14, 29, 44, 59]
    assert [exchange.end for exchange in exchanges] == [29, 44, 59, len(sentences)]
    assert {exchange.asker for exchange in exchanges} == {None}


def test_a_lecture_that_turns_to_new_things_is_no_reading_of_questions() -> None:
    session, sentences, vectors = one_voice(ANSWER, ANSWER, ANSWER, ANSWER, ANSWER)
    assert find_questions(session, sentences, vectors=vectors) == ()


def test_a_lecture_that_asks_itself_things_is_none_either() -> None:
    lecture = ("Why would anybody pay for that before you begin?", *ANSWER)
    session, sentences, vectors = one_voice(*[lecture] * 5)
    assert find_questions(session, sentences, vectors=vectors) == ()


def test_two_questions_are_too_few_to_tell_a_reading_from_an_anecdote() -> None:
    session, sentences, vectors = read_out(*ASKED[:2])
    assert find_questions(session, sentences, vectors=vectors) == ()


def test_a_talk_of_two_is_not_parted_by_what_one_reads_out() -> None:
    lines = [f"Mike: {text}" for question in ASKED for text in (question, *ANSWER)]
    session = a_call("Ana: Hello.", *lines, clients=("Ana",))
    sentences = whole_turns(session)
    kinds = [SegmentKind.ADVICE] * len(sentences)
    vectors = np.ones((len(sentences), 4), dtype=np.float32)
    exchanges = find_exchanges(
        session, sentences, kinds=kinds, starts=np.zeros(len(sentences)), vectors=vectors
    )
    assert len(exchanges) == 1


def test_without_vectors_one_voice_is_one_matter() -> None:
    session, sentences, _ = read_out(*ASKED)
    kinds = [SegmentKind.ADVICE] * len(sentences)
    exchanges = find_exchanges(session, sentences, kinds=kinds, starts=np.zeros(len(sentences)))
    assert [(exchange.first, exchange.end) for exchange in exchanges] == [(0, len(sentences))]


def test_nothing_said_holds_no_question() -> None:
    session = a_call("Mike: Hi.")
    assert find_questions(session, (), vectors=np.zeros((0, 4), dtype=np.float32)) == ()


@pytest.mark.parametrize("filler", ["um, so, ", "okay ", "Ana and ", "question ", "if a, ", "is "])
def test_endless_fillers_hold_no_question(filler: str) -> None:
    session, sentences, vectors = one_voice((filler * 4000,))
    assert find_questions(session, sentences, vectors=vectors) == ()


@given(st.lists(st.sampled_from([*ASKED, *ANSWER, "", "Um.", "?"]), min_size=1, max_size=80))
def test_what_is_found_rises_and_lies_within(texts: list[str]) -> None:
    session, sentences, vectors = one_voice((*texts, "So."))
    found = find_questions(session, sentences, vectors=vectors)
    assert list(found) == sorted(set(found))
    assert all(0 <= place < len(texts) for place in found)


def test_the_role_of_the_one_voice_does_not_matter() -> None:
    session, sentences, vectors = read_out(*ASKED)
    assert session.speakers[0].role is not Role.CLIENT
    assert len(find_questions(session, sentences, vectors=vectors)) == len(ASKED)
