from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.turns import build_session, session_id
from analyzer.records import Role, SegmentKind, Session

RAW = RawFile(path="calls/one.txt", content=b"bytes", text="bytes")


def session_of(*fragments: Fragment, **facts: object) -> Session:
    return build_session(
        Reading(fragments=fragments, **facts),  # type: ignore[arg-type]  # any field of Reading
        raw=RAW,
        format_name="text",
    )


def says(text: str, speaker: str | None = None, **more: object) -> Fragment:
    return Fragment(text=text, speaker=speaker, **more)  # type: ignore[arg-type]  # any field


def test_fragments_of_one_speaker_are_one_turn() -> None:
    session = session_of(
        says("One.", "Ana", line=3), says("Two."), says("Three.", paragraph=True), says("No.", "Bo")
    )
    assert [turn.text for turn in session.turns] == ["One. Two.\n\nThree.", "No."]
    assert session.turns[0].source_line == 3


def test_a_break_begins_a_turn_of_the_same_speaker() -> None:
    session = session_of(says("How?", "Jen"), says("Hi.", "Jen", break_before=True))
    assert [turn.text for turn in session.turns] == ["How?", "Hi."]


def test_outside_text_parts_no_turn_and_keeps_its_place() -> None:
    front = says("Title", outside=SegmentKind.FRONT, line=1)
    note = says("[note]", outside=SegmentKind.FRONT, line=4)
    session = session_of(front, says("One.", "Ana"), note, says("Two.", "Ana"), says("x", "Bo"))
    assert [turn.text for turn in session.turns] == ["One. Two.", "x"]
    assert [(piece.before_turn, piece.source_line) for piece in session.outside] == [(0, 1), (1, 4)]


def test_times_of_a_turn_are_those_of_its_first_and_last_fragment() -> None:
    session = session_of(
        says("One.", "Ana", start_ms=1000, end_ms=2000),
        says("Two.", start_ms=3000, end_ms=4000),
        says("x", "Bo"),
        says("y", start_ms=9000),
    )
    assert [(turn.start_ms, turn.end_ms) for turn in session.turns] == [(1000, 4000), (None, None)]


def test_an_end_before_its_start_is_dropped() -> None:
    session = session_of(says("One.", "Ana", start_ms=5000, end_ms=2000))
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (5000, None)


def test_blanks_around_are_cut_and_inside_are_kept() -> None:
    session = session_of(says("\u00a0One\u00a0two.  Three.\u00a0", "Ana"))
    assert session.turns[0].text == "One\u00a0two.  Three."


def test_speakers_come_in_order_of_their_first_words_with_their_roles() -> None:
    session = session_of(
        *(says("", "Cy"), says("a", "Bo"), says("b", "Ana"), says("c", "Bo")),
        roles=(("Ana", "coach"), ("Cy", "client"), ("Ana", "other")),
    )
    assert [(speaker.name, speaker.role) for speaker in session.speakers] == [
        ("Bo", Role.UNKNOWN),
        ("Ana", Role.COACH),
    ]
    assert session.speakers[1].score is None


def test_words_before_any_label_are_a_speakers() -> None:
    assert session_of(says("One.")).speakers[0].name == "Speaker"


def test_the_source_is_named_as_given_with_the_digest_of_its_bytes() -> None:
    session = session_of(says("One.", "Ana"), title="T", held_on=dt.date(2024, 5, 1))
    assert session.source.path == "calls/one.txt"
    assert session.source.format == "text"
    assert session.source.sha256 == hashlib.sha256(b"bytes").hexdigest()
    assert (session.title, session.held_on) == ("T", dt.date(2024, 5, 1))


def test_a_reading_without_words_is_refused() -> None:
    with pytest.raises(UnreadableTranscript) as caught:
        session_of(says("Title", outside=SegmentKind.FRONT), says("  ", "Ana"))
    assert caught.value.path == "calls/one.txt"


def test_the_id_is_made_of_who_says_what() -> None:
    one = session_id(["Ana"], ["It is  so."])
    assert len(one) == 12
    assert one == session_id(["Ana"], ["It\nis so. "])
    assert one != session_id(["Bo"], ["It is so."])
    assert one != session_id(["Ana"], ["It is not so."])
    assert session_id(["A", "B"], ["x", "y"]) != session_id(["A", "B"], ["x y", ""])


@given(
    st.lists(
        st.tuples(st.sampled_from([None, "Ana", "Bo"]), st.text(), st.booleans(), st.booleans()),
        min_size=1,
    )
)
def test_no_word_of_a_fragment_is_lost(
    pieces: list[tuple[str | None, str, bool, bool]],
) -> None:
    fragments = [
        Fragment(text=text, speaker=name, paragraph=paragraph, break_before=fresh)
        for name, text, paragraph, fresh in pieces
    ]
    if not any(fragment.text.strip() for fragment in fragments):
        return
    session = session_of(*fragments)
    said = " ".join(fragment.text for fragment in fragments).split()
    assert " ".join(turn.text for turn in session.turns).split() == said
