from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import SegmentKind, Session


def word(text: str, start: int, speaker: str | None = None) -> Json:
    return {"text": text, "start": start, "end": start + 90, "speaker": speaker}


def read(**tree: Json) -> Session:
    content = {"id": "x", "status": "completed", "audio_url": "https://x", **tree}
    return read_bytes(json.dumps(content).encode(), path="call.json")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def test_words_tell_the_voices_where_utterances_are_null() -> None:
    session = read(
        utterances=None, words=[word("Yes?", 100, "A"), word("No.", 900, "B")], audio_duration=2
    )
    assert said(session) == [("Speaker A", "Yes?"), ("Speaker B", "No.")]
    assert [(turn.start_ms, turn.end_ms) for turn in session.turns] == [(100, 190), (900, 990)]


def test_words_beside_utterances_are_not_read_again() -> None:
    words = [word("Go", 0, "A"), word("on.", 100, "A")]
    one: Json = {"speaker": "A", "start": 0, "end": 190, "text": "Go on.", "words": words}
    session = read(utterances=[one], words=words, text="Go on.")
    assert said(session) == [("Speaker A", "Go on.")]
    assert session.warnings == ()


def test_a_text_corrected_by_hand_is_taken_and_the_difference_told() -> None:
    one: Json = {
        "speaker": "A", "start": 0, "end": 9, "text": "Forty.", "words": [word("Fourteen.", 0)]
    }  # fmt: skip
    session = read(utterances=[one])
    assert said(session) == [("Speaker A", "Forty.")]
    assert "1 utterance;" in session.warnings[0].message


def test_words_that_no_utterance_has_are_told() -> None:
    one: Json = {"speaker": "A", "start": 0, "end": 9, "text": "Forty."}
    session = read(utterances=[one], text="Forty. Or more?")
    assert "2 words of the whole text" in session.warnings[0].message


def test_sentences_asked_for_one_by_one_are_talk() -> None:
    rows: list[Json] = [word("How much?", 0, "A"), word("Too much.", 400, "B")]
    session = read(sentences=rows, audio_duration=1)
    assert said(session) == [("Speaker A", "How much?"), ("Speaker B", "Too much.")]


def test_a_text_alone_is_one_voice() -> None:
    session = read(text="I sold it.", words=[], utterances=[])
    assert said(session) == [("Speaker", "I sold it.")]


def test_utterances_alone_are_known_by_their_words() -> None:
    words: list[Json] = [{"text": "Go.", "start": 5, "end": 90, "confidence": 1.0}]
    one = {"speaker": "A", "start": 5, "end": 90, "text": "Go.", "words": words}
    session = read_bytes(json.dumps({"utterances": [one]}).encode(), path="call.json")
    assert (session.source.format, session.turns[0].end_ms) == ("assemblyai", 90)


def test_summaries_stand_before_the_talk() -> None:
    session = read(words=[word("Hm.", 0)], summary="A short call.", chapters=None)
    assert [(one.kind, one.text) for one in session.outside] == [
        (SegmentKind.FRONT, "A short call.")
    ]


@pytest.mark.parametrize(
    ("status", "error", "told"),
    [
        ("error", "Download error", "Download error"),
        ("processing", None, "its status is processing"),
        ("completed", None, "has words"),
    ],
)
def test_a_job_without_words_is_refused_with_what_the_service_says(
    status: str, error: str | None, told: str
) -> None:
    with pytest.raises(UnreadableTranscript, match=told):
        read(status=status, error=error, words=None, text=None)
