from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import Session


def result(text: str, *timed: list[Json], final: bool = True) -> Json:
    return {"final": final, "alternatives": [{"transcript": text, "timestamps": list(timed)}]}


def read(*results: Json, labels: list[Json] | None = None) -> Session:
    tree = {"result_index": 0, "results": results, "speaker_labels": labels}
    return read_bytes(json.dumps(tree).encode(), path="call.json")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def label(start: float, speaker: int, *, final: bool = False) -> Json:
    return {"from": start, "to": start + 0.2, "speaker": speaker, "final": final}


def test_voices_are_joined_to_words_by_the_time_at_which_they_begin() -> None:
    one = result("why because ", ["why", 1.0, 1.2], ["because", 2.13, 2.4])
    session = read(one, labels=[label(1.0, 0), label(2.13, 1)])
    assert said(session) == [("Speaker 0", "why"), ("Speaker 1", "because")]
    assert (session.turns[1].start_ms, session.turns[1].end_ms) == (2_130, 2_400)


def test_a_final_label_wins_over_an_earlier_guess() -> None:
    one = result("why ", ["why", 1.0, 1.2])
    session = read(one, labels=[label(1.0, 3, final=True), label(1.0, 0)])
    assert said(session) == [("Speaker 3", "why")]


def test_what_one_voice_says_keeps_the_formatting_of_the_transcript() -> None:
    one = result(
        "it is $40 ", ["it", 1, 1.1], ["is", 1.1, 1.2], ["forty", 1.2, 1.5], ["dollars", 1.5, 2]
    )
    assert said(read(one, labels=[label(1.2, 0)])) == [("Speaker 0", "it is $40")]


def test_results_that_are_not_final_repeat_the_final_ones() -> None:
    session = read(result("wh", final=False), result("why "))
    assert said(session) == [("Speaker", "why")]
    assert "1 result not yet final" in session.warnings[0].message


def test_results_are_read_where_none_was_final() -> None:
    assert said(read(result("why ", final=False))) == [("Speaker", "why")]


def test_a_silent_recording_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="heard no words"):
        read(result(" "))
