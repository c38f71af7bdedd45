from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.speakers import N_COLUMNS, ROLES, STEADY, speaker_columns
from analyzer.classify.views import SentenceView, view_sentences
from analyzer.records import Role, Speaker
from analyzer.records.scores import Matrix
from tests.builders import a_session, whole_turns
from tests.effort import IN_PROPORTION, effort_of, growth

UNKNOWN = Role.UNKNOWN
LEAD, OVER_OTHERS, LEADS, SHARE = 3, 4, 5, 6


def talk(*said: tuple[int, str], n_speakers: int) -> tuple[SentenceView, ...]:
    speakers = tuple(Speaker(name=f"S{n}") for n in range(n_speakers))
    session = a_session(talk=said, speakers=speakers)
    return view_sentences(session, whole_turns(session))


def columns(views: tuple[SentenceView, ...], words: Matrix, *, n_speakers: int) -> Matrix:
    return speaker_columns(views, n_speakers=n_speakers, words=words, form=[UNKNOWN] * n_speakers)


def test_the_more_a_speaker_says_the_more_the_words_count() -> None:
    sure = [[0.9, 0.05, 0.05]]
    once = columns(talk((0, "Call."), n_speakers=1), np.array(sure), n_speakers=1)
    often = columns(talk(*[(0, "Call.")] * 30, n_speakers=1), np.array(sure * 30), n_speakers=1)
    assert often[0, LEAD] > once[0, LEAD] > 0
    assert once[0, 0] == pytest.approx(np.log(0.9) / (1 + STEADY))


def test_a_speaker_is_weighed_against_the_best_of_the_others() -> None:
    words = np.array([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.1, 0.8, 0.1]])
    found = columns(talk(*[(n, "So.") for n in range(3)], n_speakers=3), words, n_speakers=3)
    leads = found[:, LEAD]
    assert found[:, OVER_OTHERS] == pytest.approx(
        [leads[0] - leads[1], leads[1] - leads[0], leads[2] - leads[0]]
    )
    assert found[:, LEADS].tolist() == [1.0, 0.0, 0.0]


def test_shares_of_words_add_up_to_one() -> None:
    views = talk((0, "One two three."), (1, "One."), n_speakers=2)
    found = columns(views, np.full((2, 3), 1 / 3), n_speakers=2)
    assert found[:, SHARE].sum() == pytest.approx(1.0)
    assert found[0, SHARE] > found[1, SHARE]


def test_what_the_page_settles_is_said_and_nothing_where_it_does_not() -> None:
    views = talk((0, "So."), (1, "So."), n_speakers=2)
    rows = speaker_columns(
        views, n_speakers=2, words=np.full((2, 3), 1 / 3), form=[Role.CLIENT, UNKNOWN]
    )
    first = N_COLUMNS - 3 - len(ROLES)
    assert rows[:, first : first + 3].tolist() == [[0.0, 2.0, 0.0], [0.0, 0.0, 0.0]]


@given(
    who=st.lists(st.integers(0, 4), max_size=30),
    n_speakers=st.integers(5, 7),
    seed=st.integers(0, 99),
)
def test_every_speaker_has_a_row_even_who_says_nothing(
    who: list[int], n_speakers: int, seed: int
) -> None:
    views = talk(*[(n, "Yes, I did.") for n in who], n_speakers=n_speakers)
    words = np.random.default_rng(seed).dirichlet(np.ones(3), len(who))
    found = columns(views, words, n_speakers=n_speakers)
    assert found.shape == (n_speakers, N_COLUMNS)
    assert np.isfinite(found).all()


@given(who=st.lists(st.integers(0, 2), min_size=1, max_size=20), seed=st.integers(0, 99))
def test_a_row_does_not_depend_on_the_place_of_the_speaker_in_the_list(
    who: list[int], seed: int
) -> None:
    words = np.random.default_rng(seed).dirichlet(np.ones(3), len(who))
    plain = columns(talk(*[(n, "So?") for n in who], n_speakers=3), words, n_speakers=3)
    turned = columns(talk(*[(2 - n, "So?") for n in who], n_speakers=3), words, n_speakers=3)
    assert plain == pytest.approx(turned[::-1])


def test_no_speakers_no_rows() -> None:
    assert columns((), np.zeros((0, 3)), n_speakers=0).shape == (0, N_COLUMNS)


def test_a_page_that_takes_every_line_for_a_speaker_takes_effort_in_proportion() -> None:
    def effort(count: int) -> int:
        views = talk(*[(n, "So.") for n in range(count)], n_speakers=count)
        words = np.full((count, 3), 1 / 3)
        return effort_of(lambda: columns(views, words, n_speakers=count))

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION
