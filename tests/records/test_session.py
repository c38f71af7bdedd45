from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import SessionError
from analyzer.records import Outside, SegmentKind, Session, Turn
from tests.builders import a_session, a_turn, some_speakers


def with_turn(turn: Turn) -> Session:
    base = a_session()
    return Session(id="0123", source=base.source, speakers=base.speakers, turns=(turn,))


@pytest.mark.parametrize("speaker", [-1, 2, 99])
def test_a_turn_by_nobody_is_refused(speaker: int) -> None:
    with pytest.raises(SessionError, match=rf"turn 0 names speaker {speaker}, but there are 2"):
        with_turn(a_turn(speaker=speaker))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0"])
def test_a_turn_without_words_is_refused(text: str) -> None:
    with pytest.raises(SessionError, match="session 0123: turn 0 has no text"):
        with_turn(a_turn(text))


def test_a_turn_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(SessionError, match="ends at 9 ms, before it starts at 10 ms"):
        with_turn(a_turn(start_ms=10, end_ms=9))


@pytest.mark.parametrize(("start", "end"), [(None, None), (5, None), (None, 5), (5, 5), (5, 6)])
def test_times_may_be_missing_or_alike(start: int | None, end: int | None) -> None:
    turn = a_turn(start_ms=start, end_ms=end)
    assert with_turn(turn).turns == (turn,)


@pytest.mark.parametrize(("place", "fits"), [(-1, False), (0, True), (3, True), (4, False)])
def test_outside_text_stands_before_a_turn_or_after_the_last(place: int, *, fits: bool) -> None:
    piece = Outside(before_turn=place, kind=SegmentKind.PROMOTION, text="Join us.")
    if fits:
        assert a_session(outside=(piece,)).outside == (piece,)
    else:
        with pytest.raises(SessionError, match=rf"before turn {place}, but there are 3 turns"):
            a_session(outside=(piece,))


def test_a_session_may_hold_no_turn_at_all() -> None:
    assert a_session(talk=[], speakers=()).turns == ()


@pytest.mark.parametrize("record", [a_session(), a_turn(), some_speakers()[0]])
def test_records_do_not_change_and_can_be_kept_in_a_set(record: object) -> None:
    name = fields(record)[0].name  # type: ignore[arg-type] # a dataclass, said by the test's name
    with pytest.raises(FrozenInstanceError):
        setattr(record, name, None)
    assert len({record, record}) == 1


@given(text=st.text().filter(str.strip))
def test_the_words_of_a_turn_stay_as_they_are(text: str) -> None:
    assert a_session(talk=[(0, text)]).turns[0].text == text
