from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import Session


def item(text: str, start: str | None = None, **more: Json) -> Json:
    if start is None:
        return {"type": "punctuation", "alternatives": [{"content": text}], **more}
    end = str(float(start) + 0.3)
    times: dict[str, Json] = {"start_time": start, "end_time": end}
    return {"type": "pronunciation", "alternatives": [{"content": text}], **times, **more}


def read(items: list[Json], **more: Json) -> Session:
    tree = {"jobName": "x", "results": {"transcripts": [], "items": items, **more}}
    return read_bytes(json.dumps(tree).encode(), path="call.json")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def segment(label: str, start: str, end: str, *starts: str) -> Json:
    items: list[Json] = [{"start_time": one, "speaker_label": label} for one in starts]
    return {"speaker_label": label, "start_time": start, "end_time": end, "items": items}


def test_times_are_text_and_a_mark_has_none_but_the_word_before() -> None:
    session = read([item("Really", "5.24"), item("?"), item("Yes", "9.1"), item(".")])
    assert said(session) == [("Speaker", "Really? Yes.")]
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (5_240, 9_400)


def test_voices_are_joined_by_the_start_of_a_word_and_empty_segments_say_nothing() -> None:
    session = read(
        [item("Why", "1.0"), item("?"), item("Because", "2.0"), item(".")],
        speaker_labels={
            "segments": [
                segment("spk_0", "1.0", "1.3", "1.0"),
                segment("", "1.4", "1.9"),
                segment("spk_1", "2.0", "2.3", "2.0"),
            ]
        },
    )
    assert said(session) == [("spk_0", "Why?"), ("spk_1", "Because.")]


def test_segments_without_items_tell_the_voice_by_their_times() -> None:
    session = read(
        [item("Why", "1.0"), item("Because", "2.0")],
        speaker_labels={"segments": [segment("spk_0", "0.9", "1.5"), segment("spk_1", "1.9", "3")]},
    )
    assert said(session) == [("spk_0", "Why"), ("spk_1", "Because")]


def test_a_mark_labelled_with_another_voice_stays_with_its_word() -> None:
    session = read(
        [item("Why", "1.0", speaker_label="spk_0"), item("?", None, speaker_label="spk_1")]
    )
    assert said(session) == [("spk_0", "Why?")]


def test_words_without_times_have_no_voice_by_time() -> None:
    segments: list[Json] = [{"speaker_label": "spk_0", "items": [{"speaker_label": "spk_0"}]}]
    bare: Json = {"type": "pronunciation", "alternatives": [{"content": "Why"}]}
    assert said(read([bare], speaker_labels={"segments": segments})) == [("Speaker", "Why")]


def test_audio_segments_tell_the_voice_by_number() -> None:
    rows: list[Json] = [{"id": 0, "speaker_label": "spk_1", "items": [0]}]
    session = read([item("Why", "1.0", id=0)], audio_segments=rows)
    assert said(session) == [("spk_1", "Why")]


def test_audio_segments_are_read_where_there_are_no_items() -> None:
    rows: list[Json] = [{"transcript": "Why?", "start_time": "1.0", "end_time": "2"}]
    assert said(read([], audio_segments=rows)) == [("Speaker", "Why?")]


def test_the_items_of_channels_are_read_once_though_they_stand_twice() -> None:
    first, second = item("Why", "1.0"), item("Because", "2.0")
    channels: list[Json] = [
        {"channel_label": "ch_0", "items": [first]},
        {"channel_label": "ch_1", "items": [second]},
    ]
    session = read([first, second], channel_labels={"channels": channels})
    assert said(session) == [("ch_0", "Why"), ("ch_1", "Because")]


def test_a_transcript_alone_is_one_voice() -> None:
    session = read([], transcripts=[{"transcript": "I left."}])
    assert said(session) == [("Speaker", "I left.")]


def test_a_silent_recording_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="heard no words"):
        read([])
