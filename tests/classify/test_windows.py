from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.views import view_sentences
from analyzer.classify.windows import (
    CONTEXT,
    CORE,
    FIRST_PIECE,
    LAST_PIECE,
    N_FACTS,
    NO_ROLE,
    cut_windows,
    place_facts,
)
from analyzer.records import Role, Sentence, Session, Source, Speaker, Turn

PIECES = st.lists(st.lists(st.integers(1000, 2000), min_size=1, max_size=128), max_size=60)


@given(pieces=PIECES)
def test_windows_hold_every_sentence_once_in_order_with_its_own_pieces(
    pieces: list[list[int]],
) -> None:
    windows = cut_windows(pieces, roles=[number % 3 for number in range(len(pieces))])
    held = [list(window.pieces[first:end]) for window in windows for first, end in window.spans]
    assert held == pieces
    assert [window.first + k for window in windows for k in range(len(window.spans))] == [
        *range(len(pieces))
    ]
    for window in windows:
        assert (window.pieces[0], window.pieces[-1]) == (FIRST_PIECE, LAST_PIECE)
        assert (window.roles[0], window.roles[-1]) == (NO_ROLE, NO_ROLE)
        assert len(window.roles) == len(window.pieces) <= CORE + 2 * CONTEXT + 2
        for number, (first, end) in enumerate(window.spans):
            assert set(window.roles[first:end]) == {(window.first + number) % 3}


def test_a_window_shows_some_of_what_stands_before_and_after_it() -> None:
    pieces = [[number] * 100 for number in (2001, 2002, 2003)]
    first, second, third = cut_windows(pieces, roles=[0, 1, 0])
    assert first.pieces[-CONTEXT - 1 : -1] == (2002,) * CONTEXT
    assert second.pieces[1 : CONTEXT + 1] == (2001,) * CONTEXT
    assert second.roles[1 : CONTEXT + 1] == (0,) * CONTEXT
    assert third.pieces[-2] == 2003


def test_facts_tell_who_begins_who_is_new_and_where_a_sentence_stands() -> None:
    speakers = (Speaker(name="Mike", role=Role.COACH), Speaker(name="Ana", role=Role.CLIENT))
    texts = [(0, "Who is next?"), (1, "Me."), (0, "Go on."), (1, "They said no.")]
    session = Session(
        id="0" * 12,
        title=None,
        held_on=None,
        source=Source(path="a.txt", format="text", sha256="0" * 64),
        speakers=speakers,
        turns=tuple(Turn(speaker=who, text=text) for who, text in texts),
    )
    sentences = [
        Sentence(turn=turn, start=0, end=len(text)) for turn, (_, text) in enumerate(texts)
    ]
    facts = place_facts(view_sentences(session, sentences))
    assert facts.shape == (4, N_FACTS)
    coach, client = facts[:, 2], facts[:, 3]
    assert coach.tolist() == [1, 0, 1, 0]
    assert client.tolist() == [0, 1, 0, 1]
    asks, is_new, takes_over = facts[:, 9], facts[:, 11], facts[:, 12]
    assert asks.tolist() == [1, 0, 0, 0]
    assert is_new.tolist() == [1, 1, 0, 0]
    assert takes_over.tolist() == [0, 1, 0, 0]
    assert place_facts(()).shape == (0, N_FACTS)
