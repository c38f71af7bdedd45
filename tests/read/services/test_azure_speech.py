from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import Session


def phrase(text: str, **more: Json) -> Json:
    return {"recognitionStatus": "Success", "nBest": [{"display": text, "lexical": "no"}], **more}


def read(**tree: Json) -> Session:
    return read_bytes(json.dumps(tree).encode(), path="call.json")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


@pytest.mark.parametrize(
    "times",
    [
        {"offsetInTicks": 625_000_000.0, "durationInTicks": 15_000_000},
        {"offset": "PT1M2.5S", "duration": "PT1.5S"},
        {"offsetMilliseconds": 62_500, "durationMilliseconds": 1_500},
        {"offset": 625_000_000, "duration": 15_000_000},
    ],
)
def test_times_are_read_in_the_unit_their_field_names(times: dict[str, Json]) -> None:
    session = read(recognizedPhrases=[phrase("Why?", **times)])
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (62_500, 64_000)


def test_only_the_best_reading_is_read() -> None:
    one: Json = {"nBest": [{"display": "Forty."}, {"display": "Fourteen."}], "speaker": 1}
    assert said(read(recognizedPhrases=[one])) == [("Speaker 1", "Forty.")]


def test_the_speaker_may_stand_in_the_best_reading() -> None:
    one: Json = {"nBest": [{"display": "Forty.", "speaker": 2}]}
    assert said(read(recognizedPhrases=[one])) == [("Speaker 2", "Forty.")]


def test_phrases_are_put_in_order_of_time_and_channels_are_voices() -> None:
    rows = [
        phrase("What?", channel=0, offsetInTicks=10_000_000),
        phrase("So?", channel=0, offsetInTicks=50_000_000),
        phrase("Nothing.", channel=1, offsetInTicks=30_000_000),
    ]
    assert said(read(recognizedPhrases=rows)) == [
        ("Channel 0", "What?"),
        ("Channel 1", "Nothing."),
        ("Channel 0", "So?"),
    ]


def test_a_phrase_that_was_not_made_out_is_told() -> None:
    session = read(recognizedPhrases=[phrase("So?"), {"recognitionStatus": "Failure"}])
    assert "1 phrase" in session.warnings[0].message


def test_the_whole_text_is_read_where_no_phrase_has_any() -> None:
    session = read(recognizedPhrases=[], combinedRecognizedPhrases=[{"display": "So?"}])
    assert said(session) == [("Speaker", "So?")]


def test_bare_numbers_of_fast_transcription_are_milliseconds() -> None:
    rows: list[Json] = [{"offset": 1500, "duration": 500, "text": "So?", "speaker": 1}]
    session = read(duration=3000, combinedPhrases=[{"text": "So?"}], phrases=rows)
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (1_500, 2_000)


def test_a_silent_recording_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="heard no words"):
        read(recognizedPhrases=[], combinedRecognizedPhrases=[])
