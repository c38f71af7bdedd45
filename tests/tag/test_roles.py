from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.records import Role, Session, Speaker
from analyzer.tag.roles import tag_roles, without_tagged_roles
from tests.builders import a_session

COACH, CLIENT, OTHER, UNKNOWN = Role.COACH, Role.CLIENT, Role.OTHER, Role.UNKNOWN


def voices(*roles: Role) -> Session:
    speakers = tuple(Speaker(name=f"S{n}", role=role) for n, role in enumerate(roles))
    return a_session(talk=[(n, "Yes.") for n in range(len(roles))], speakers=speakers)


def tagged(
    session: Session, *scores: tuple[float, float, float]
) -> list[tuple[Role, float | None]]:
    matrix = np.array(scores).reshape(-1, 3)
    return [(it.role, it.score) for it in tag_roles(session, scores=matrix).speakers]


def test_each_speaker_has_the_likeliest_role_with_its_score() -> None:
    found = tagged(voices(UNKNOWN, UNKNOWN), (0.95, 0.03, 0.02), (0.1, 0.66666, 0.2))
    assert found == [(COACH, 0.95), (CLIENT, 0.6667)]


def test_below_one_half_a_speaker_stays_unknown() -> None:
    scores = [(0.9, 0.1, 0.0), (0.2, 0.45, 0.35), (0.1, 0.9, 0.0)]
    found = tagged(voices(COACH, UNKNOWN, UNKNOWN), *scores)
    assert found == [(COACH, 1.0), (UNKNOWN, 0.45), (CLIENT, 0.9)]


def test_of_two_who_both_sound_like_a_coach_the_surer_is_and_the_other_is_a_client() -> None:
    found = tagged(voices(UNKNOWN, UNKNOWN), (0.6, 0.3, 0.1), (0.99, 0.01, 0.0))
    assert found == [(CLIENT, 0.75), (COACH, 0.99)]


def test_two_coaches_that_the_page_names_stay_two() -> None:
    found = tagged(voices(COACH, COACH), (0.6, 0.3, 0.1), (0.99, 0.01, 0.0))
    assert found == [(COACH, 1.0), (COACH, 1.0)]


def test_a_role_that_the_page_settles_stands_whatever_the_talk_sounds_like() -> None:
    found = tagged(voices(CLIENT, COACH, OTHER), *[(0.1, 0.1, 0.8)] * 3)
    assert found == [(CLIENT, 1.0), (COACH, 1.0), (OTHER, 1.0)]


def test_where_nobody_reaches_coach_the_likelier_of_two_is_taken() -> None:
    found = tagged(voices(UNKNOWN, UNKNOWN), (0.4, 0.6, 0.0), (0.1, 0.9, 0.0))
    assert found == [(COACH, 0.8), (CLIENT, 0.9)]


def test_nobody_is_made_a_coach_where_the_evidence_is_weak() -> None:
    assert tagged(voices(UNKNOWN, UNKNOWN), (0.2, 0.8, 0.0), (0.1, 0.9, 0.0))[0] == (CLIENT, 0.8)


def test_a_voice_alone_is_not_made_a_coach_for_want_of_others() -> None:
    assert tagged(voices(UNKNOWN), (0.4, 0.6, 0.0)) == [(CLIENT, 0.6)]


def test_where_the_page_settles_every_role_nobody_is_made_a_coach() -> None:
    assert tagged(voices(CLIENT, OTHER), *[(0.9, 0.1, 0.0)] * 2) == [(CLIENT, 1.0), (OTHER, 1.0)]


def test_of_two_who_both_sound_like_coaches_the_surer_is_one_and_the_other_is_not() -> None:
    found = tagged(voices(UNKNOWN, UNKNOWN), (0.7, 0.2, 0.1), (0.9, 0.05, 0.05))
    assert found == [(CLIENT, 0.6667), (COACH, 0.9)]


def test_beside_a_coach_that_the_page_names_the_other_of_two_is_none() -> None:
    found = tagged(voices(COACH, UNKNOWN), (0.5, 0.5, 0.0), (0.9, 0.04, 0.06))
    assert found == [(COACH, 1.0), (OTHER, 0.6)]


def test_of_three_two_may_coach() -> None:
    found = tagged(voices(*[UNKNOWN] * 3), *[(0.9, 0.05, 0.05)] * 2, (0.1, 0.9, 0.0))
    assert [role for role, _ in found] == [COACH, COACH, CLIENT]


def test_a_session_without_speakers_stays_as_it_is() -> None:
    session = a_session(talk=[], speakers=())
    assert tag_roles(session, scores=np.zeros((0, 3))) == session


@given(roles=st.lists(st.sampled_from(Role), min_size=1, max_size=6), seed=st.integers(0, 999))
def test_tagging_changes_nothing_but_roles_and_gives_each_a_score(
    roles: list[Role], seed: int
) -> None:
    session = voices(*roles)
    scores = np.random.default_rng(seed).dirichlet(np.ones(3), len(roles))
    found = tag_roles(session, scores=scores)
    blank = [replace(it, role=UNKNOWN, score=None) for it in found.speakers]
    assert blank == [replace(it, role=UNKNOWN, score=None) for it in session.speakers]
    assert replace(found, speakers=session.speakers) == session
    assert all(it.score is not None and 0 <= it.score <= 1 for it in found.speakers)


@given(seed=st.integers(0, 999))
def test_the_order_in_which_speakers_stand_decides_nothing(seed: int) -> None:
    scores = np.random.default_rng(seed).dirichlet(np.ones(3), 4)
    session = voices(*[UNKNOWN] * 4)
    forward = [it.role for it in tag_roles(session, scores=scores).speakers]
    backward = [it.role for it in tag_roles(session, scores=scores[::-1]).speakers]
    assert forward == backward[::-1]


@pytest.mark.parametrize("scores", [(0.5, 0.5, 0.0), (0.5, 0.0, 0.5)])
def test_one_half_is_enough(scores: tuple[float, float, float]) -> None:
    assert tagged(voices(UNKNOWN), scores) == [(COACH, 0.5)]


def talk_of(*lines: tuple[int, str], n_speakers: int) -> Session:
    speakers = tuple(Speaker(name=f"S{n}", role=UNKNOWN) for n in range(n_speakers))
    return a_session(talk=lines, speakers=speakers)


def test_where_both_sound_like_coaches_the_one_who_says_most_advises() -> None:
    session = talk_of((0, "And then?"), (1, "Then you wait until he calls."), n_speakers=2)
    found = tagged(session, (0.99, 0.01, 0.0), (0.9, 0.08, 0.02))
    assert [role for role, _ in found] == [CLIENT, COACH]


def test_where_three_sound_like_coaches_only_the_one_who_says_most_stays() -> None:
    session = talk_of(
        (0, "Welcome."), (1, "So?"), (2, "I tell them to begin with the cost."), n_speakers=3
    )
    found = tagged(session, (0.9, 0.0, 0.1), (0.95, 0.04, 0.01), (0.8, 0.1, 0.1))
    assert [role for role, _ in found] == [OTHER, CLIENT, COACH]


def test_who_talks_with_the_only_coach_asks_even_if_he_sounds_like_a_host() -> None:
    session = talk_of(*[(0, "How so?"), (1, "Because it costs them.")] * 3, n_speakers=2)
    found = tagged(session, (0.1, 0.3, 0.6), (0.9, 0.1, 0.0))
    assert found == [(CLIENT, 0.5), (COACH, 0.9)]


def test_three_words_in_a_talk_of_two_make_no_client() -> None:
    session = talk_of((0, "Sorry, wrong room."), (1, "Because it costs them."), n_speakers=2)
    found = tagged(session, (0.1, 0.3, 0.6), (0.9, 0.1, 0.0))
    assert [role for role, _ in found] == [OTHER, COACH]


def test_who_leads_the_talk_beside_a_coach_is_a_client_where_scores_waver() -> None:
    mine = [(2, "They want it cheaper and I am lost."), (0, "Who says so?")] * 3
    session = talk_of(*[(1, "Here is mine."), (0, "Go on.")] * 6, *mine, n_speakers=3)
    found = tagged(session, (0.9, 0.0, 0.1), (0.0, 0.99, 0.01), (0.1, 0.2, 0.7))
    assert [role for role, _ in found] == [COACH, CLIENT, CLIENT]


def test_who_never_leads_is_no_client_where_scores_waver() -> None:
    case = [(1, "Nine days ago they signed and since then nothing came."), (0, "What then?")]
    session = talk_of(*case * 3, (2, "Same here."), *case * 3, n_speakers=3)
    found = tagged(session, (0.9, 0.0, 0.1), (0.0, 0.99, 0.01), (0.0, 0.7, 0.3))
    assert [role for role, _ in found] == [COACH, CLIENT, OTHER]


def test_a_second_voice_that_is_surely_no_client_and_sounds_like_a_coach_is_one() -> None:
    session = talk_of((0, "Go on."), (1, "My case."), (2, "Ring him first."), n_speakers=3)
    found = tagged(session, (0.9, 0.0, 0.1), (0.0, 0.99, 0.01), (0.3, 0.02, 0.68))
    assert found[2] == (COACH, 0.5)


def test_sure_scores_are_not_overruled_by_where_turns_stand() -> None:
    session = talk_of(*[(1, "My case is long."), (0, "Yes.")] * 3, (2, "Hi."), n_speakers=3)
    found = tagged(session, (0.9, 0.0, 0.1), (0.0, 0.05, 0.95), (0.0, 0.95, 0.05))
    assert [role for role, _ in found] == [COACH, OTHER, CLIENT]


def test_tagging_a_tagged_session_anew_comes_to_the_same() -> None:
    session = a_session()
    settled = replace(session.speakers[0], role=Role.COACH, score=None)
    open_one = replace(session.speakers[1], role=Role.UNKNOWN, score=None)
    read = replace(session, speakers=(settled, open_one))
    scores = np.array([[0.1, 0.8, 0.1], [0.2, 0.7, 0.1]])
    tagged = tag_roles(read, scores=scores)

    assert without_tagged_roles(tagged) == read
    assert without_tagged_roles(read) == read
