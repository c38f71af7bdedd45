from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from analyzer.classify.views import view_sentences
from analyzer.pipeline import Models
from analyzer.records import Move, Role, SegmentKind, Session, Speaker
from analyzer.records.scores import Matrix
from analyzer.segment.sentences import split_sentences
from tests.builders import a_call, a_session, whole_turns

SAID = (
    "How do I get past HR?",
    "Ask him whose budget it is.",
    "Right.",
    "“Dana, what happens if it slips to March?”",
    "***",
    "Grab the free guide.",
    "90 days.",
)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    roles = draw(st.lists(st.sampled_from(Role), min_size=1, max_size=4))
    words = st.sampled_from(SAID) | st.text(max_size=40).filter(str.strip)
    turn = st.tuples(st.integers(0, len(roles) - 1), words)
    return a_session(
        talk=draw(st.lists(turn, max_size=12)),
        speakers=tuple(Speaker(name=f"S{n}", role=role) for n, role in enumerate(roles)),
    )


def are_shares(matrix: Matrix) -> bool:
    return bool((matrix >= 0).all() and np.allclose(matrix.sum(axis=1), 1.0))


@given(session=sessions())
@settings(max_examples=50)
def test_whatever_is_said_by_whomever_the_scores_are_probabilities(
    nlp: Language, taught: Models, session: Session
) -> None:
    sentences = split_sentences(session, nlp=nlp)
    roles = taught.scorer.score_roles(session, sentences)
    assert roles.shape == (len(session.speakers), 3)
    assert are_shares(roles)
    found = taught.scorer.score_sentences(view_sentences(session, sentences), advice=taught.advice)
    assert found.moves.shape == (len(sentences), len(Move))
    assert found.segments.shape == (len(sentences), len(SegmentKind))
    assert found.starts.shape == (len(sentences),)
    assert are_shares(found.moves)
    assert are_shares(found.segments)
    assert ((found.starts >= 0) & (found.starts <= 1)).all()
    assert (found.advice.sum(axis=1) <= 1 + 1e-9).all()


@pytest.mark.parametrize("lines", [(), ("Mike: Call.",), ("Ana: Hm.",), ("Mike: So.", "Mike: So.")])
def test_the_smallest_sessions_have_scores(taught: Models, lines: tuple[str, ...]) -> None:
    session = a_call(*lines) if lines else a_session(talk=[], speakers=())
    sentences = whole_turns(session)
    assert len(taught.scorer.score_roles(session, sentences)) == len(session.speakers)
    found = taught.scorer.score_sentences(view_sentences(session, sentences), advice=taught.advice)
    assert len(found.moves) == len(found.segments) == len(found.advice) == len(lines)


def test_scoring_twice_gives_the_same_numbers(taught: Models) -> None:
    session = a_call("Ana: HR says no.", "Mike: Ask whose budget it is.", "Ana: I will.")
    first, second = (
        taught.scorer.score_sentences(
            view_sentences(session, whole_turns(session)), advice=taught.advice
        )
        for _ in range(2)
    )
    assert (first.moves == second.moves).all()
    assert (first.segments == second.segments).all()
    assert (first.starts == second.starts).all()
    assert (first.advice == second.advice).all()


def test_the_shipped_models_know_a_coach_from_a_client(shipped: Models) -> None:
    talk = [
        (0, "I sent them two people and now HR tells me that the role is frozen. I'm stuck."),
        (1, "What did the hiring manager tell you it costs him that the seat is empty?"),
        (0, "I never asked him that. He only said that they need somebody soon."),
        (1, "Then go back to him. I would leave a voicemail and ask for three minutes."),
        (0, "Okay, I'll call him this afternoon. Thank you."),
    ]
    session = a_session(talk=talk, speakers=(Speaker(name="A"), Speaker(name="B")))
    coach, client = shipped.scorer.score_roles(session, whole_turns(session)).T[:2]
    assert coach.argmax() == 1
    assert client.argmax() == 0
