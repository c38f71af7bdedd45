from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import Session


def read(**tree: Json) -> Session:
    return read_bytes(json.dumps(tree).encode(), path="call.json")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def segment(text: str | None, *words: Json, **more: Json) -> Json:
    return {"start": 0.5, "end": 2, "text": text, "words": list(words), **more}


def word(text: str, speaker: str | None = None, key: str = "word") -> Json:
    return {key: text} if speaker is None else {key: text, "speaker": speaker, "start": 1, "end": 2}


def test_null_words_and_leading_blanks_do_no_harm() -> None:
    session = read(segments=[{"start": 0, "end": 1.5, "text": " So what?", "words": None}])
    assert said(session) == [("Speaker", "So what?")]
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (0, 1_500)


def test_words_win_where_they_have_several_voices() -> None:
    one = segment("Why? No.", word("Why?", "A1"), word("No.", "B1"), speaker="A1")
    assert said(read(segments=[one])) == [("A1", "Why?"), ("B1", "No.")]


def test_a_number_without_time_and_voice_goes_on_with_the_voice_before_it() -> None:
    words = [word("I", "B1"), word("said"), word("25."), word("Why", "A1"), word("25?")]
    one = segment("I said 25. Why 25?", *words, speaker="A1")
    assert said(read(segments=[one])) == [("B1", "I said 25."), ("A1", "Why 25?")]


def test_words_stand_in_for_a_text_that_is_not_there() -> None:
    one = segment(None, word("So", key="text"), word("what?", key="text"))
    assert said(read(segments=[one])) == [("Speaker", "So what?")]


def test_chunks_with_pairs_of_times_are_segments() -> None:
    rows: list[Json] = [
        {"timestamp": [0.0, 1.25], "text": " So"},
        {"timestamp": [2, None], "text": " what?"},
    ]
    session = read(text=" So what?", chunks=rows)
    assert said(session) == [("Speaker", "So what?")]
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (0, 2_000)


def test_a_file_without_words_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="has words"):
        read(segments=[segment(" ")])
