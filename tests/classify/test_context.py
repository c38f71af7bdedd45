from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.context import (
    N_FACTS,
    N_VOICE_FACTS,
    STRETCH,
    _voice_facts,
    context_columns,
    start_columns,
)
from analyzer.classify.views import SentenceView, view_sentences
from analyzer.records import Move, Role, SegmentKind, Speaker
from analyzer.records.scores import Matrix
from tests.builders import a_call, a_session, whole_turns
from tests.effort import IN_PROPORTION, effort_of, growth

N_MOVES, N_KINDS = len(Move), len(SegmentKind)
WORDS = ("***", "Yes.", "I asked him twice.", "Who signs?")


@st.composite
def talks(draw: st.DrawFn, *, longest: int = 60) -> tuple[SentenceView, ...]:
    roles = draw(st.lists(st.sampled_from(Role), min_size=1, max_size=4))
    turn = st.tuples(st.integers(0, len(roles) - 1), st.sampled_from(WORDS))
    speakers = tuple(Speaker(name=f"S{n}", role=role) for n, role in enumerate(roles))
    session = a_session(talk=draw(st.lists(turn, max_size=longest)), speakers=speakers)
    return view_sentences(session, whole_turns(session))


def shares(count: int, n_labels: int, seed: int = 0) -> Matrix:
    return np.random.default_rng(seed).dirichlet(np.ones(n_labels), count)


def naive_voice_facts(views: tuple[SentenceView, ...], index: int) -> list[float]:
    """The same facts, each looked up anew in the whole session."""
    words_ahead: dict[int, int] = {}
    words_behind: dict[int, int] = {}
    for into, near in (
        (words_ahead, views[index : index + STRETCH]),
        (words_behind, views[max(0, index - STRETCH) : index]),
    ):
        for view in near:
            if view.role is not Role.COACH:
                into[view.speaker] = into.get(view.speaker, 0) + len(view.words)
    if not words_ahead:
        return [0.0] * N_VOICE_FACTS
    asker = max(words_ahead, key=lambda speaker: (words_ahead[speaker], -speaker))
    following = next(v.speaker for v in views[index:] if v.role is not Role.COACH)
    last = [v.speaker for v in views[:index] if v.role is not Role.COACH][-1:] or [following]
    return [
        words_ahead[asker] / (sum(words_ahead.values()) or 1),
        words_behind.get(asker, 0) / (sum(words_behind.values()) or 1),
        float(not words_behind),
        float(following == asker),
        float(last[0] != asker),
        float(views[index].starts_turn),
        float(views[index].speaker == asker),
        float(views[index].role is Role.COACH),
        float(all(view.speaker != asker for view in views[:index])),
        float(index == 0),
    ]


@given(views=talks())
def test_facts_about_voices_are_what_looking_through_the_whole_session_gives(
    views: tuple[SentenceView, ...],
) -> None:
    naive = [naive_voice_facts(views, index) for index in range(len(views))]
    assert _voice_facts(views) == naive


@given(views=talks(), seed=st.integers(0, 99))
def test_columns_are_as_many_as_they_say_and_never_infinite(
    views: tuple[SentenceView, ...], seed: int
) -> None:
    moves, segments = shares(len(views), N_MOVES, seed), shares(len(views), N_KINDS, seed)
    context = context_columns(views, moves=moves, segments=segments)
    assert context.shape == (len(views), (N_MOVES + N_KINDS) * 11 + N_KINDS + N_FACTS)
    starts = start_columns(views, segments=segments)
    assert starts.shape == (len(views), 3 * N_KINDS + 3 + N_VOICE_FACTS)
    assert np.isfinite(context).all()
    assert np.isfinite(starts).all()


def test_neighbours_stand_beside_each_other_and_noughts_beyond_the_ends() -> None:
    session = a_call(*["Ana: Yes."] * 3)
    views = view_sentences(session, whole_turns(session))
    moves, segments = shares(3, N_MOVES), shares(3, N_KINDS)
    wide = N_MOVES + N_KINDS
    rows = context_columns(views, moves=moves, segments=segments)
    own, before, after = rows[:, :wide], rows[:, wide : 2 * wide], rows[:, 2 * wide : 3 * wide]
    assert (before[1:] == own[:-1]).all()
    assert (after[:-1] == own[1:]).all()
    assert not before[0].any()
    assert not after[-1].any()
    assert not rows[:, 7 * wide : 11 * wide].any()


def test_what_has_gone_by_is_added_up() -> None:
    session = a_call(*["Ana: Yes."] * 4)
    views = view_sentences(session, whole_turns(session))
    segments = shares(4, N_KINDS)
    rows = context_columns(views, moves=shares(4, N_MOVES), segments=segments)
    gone_by = rows[:, -N_FACTS - N_KINDS : -N_FACTS]
    assert gone_by[-1] == pytest.approx(segments.sum(axis=0) / 20)


def test_a_new_voice_that_asks_is_told_from_one_that_goes_on() -> None:
    lines = ["Ana: My case.", "Mike: Call."] * 20 + ["Bo: My case.", "Mike: Call."] * 20
    session = a_call(*lines, clients=("Ana", "Bo"))
    rows = np.array(_voice_facts(view_sentences(session, whole_turns(session))))
    share_ahead, share_behind, *_, is_first, _ = rows[40]
    assert (share_ahead, share_behind, is_first) == (1.0, 0.0, 1.0)
    assert rows[42][1] > 0
    assert rows[42][-2] == 0.0


def test_talk_of_marks_alone_divides_by_no_nought() -> None:
    session = a_call(*["Ana: ***", "Bo: ♪♪♪"] * 30, clients=("Ana", "Bo"))
    views = view_sentences(session, whole_turns(session))
    assert np.isfinite(start_columns(views, segments=shares(60, N_KINDS))).all()


def test_one_voice_for_long_takes_effort_in_proportion_however_far_the_next_one_is() -> None:
    session = a_call("Mike: Go on.", "Mike: And?", "Mike: So?")
    last = a_call("Mike: Yes.", "Ana: No.")

    def effort(times: int) -> int:
        views = view_sentences(session, whole_turns(session)) * times
        views += view_sentences(last, whole_turns(last))[1:]
        segments = shares(len(views), N_KINDS)
        return effort_of(lambda: start_columns(views, segments=segments))

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION
