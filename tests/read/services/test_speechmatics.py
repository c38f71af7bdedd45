from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import SegmentKind, Session


def old(name: str, time: str) -> Json:
    return {"name": name, "time": time, "duration": "0.20", "confidence": "0.9"}


def word(text: str, start: float, speaker: str | None = None, **more: Json) -> Json:
    best: Json = {"content": text, **({} if speaker is None else {"speaker": speaker})}
    times: dict[str, Json] = {"start_time": start, "end_time": start + 0.2}
    return {"type": "word", "alternatives": [best], **times, **more}


def mark(text: str, start: float, **more: Json) -> Json:
    return {**word(text, start, "S9"), "type": "punctuation", **more}  # type: ignore[dict-item]


def read(**tree: Json) -> Session:
    return read_bytes(json.dumps(tree).encode(), path="call.json")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def test_old_words_and_speakers_are_joined_by_time() -> None:
    session = read(
        words=[old("Why", "0.90"), old("?", "1.10"), old("Because", "4.00"), old(".", "9.00")],
        speakers=[
            {"name": "M2", "time": "3.90", "duration": "1.00"},
            {"name": "F1", "time": "1.00", "duration": "1.50"},
        ],
    )
    assert said(session) == [("F1", "Why?"), ("M2", "Because.")]
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (900, 1_300)


def test_an_untold_voice_of_the_old_service_is_unknown_beside_others() -> None:
    speakers: list[Json] = [{"name": "UU", "time": "0"}, {"name": "F1", "time": "2"}]
    session = read(words=[old("Hm", "1"), old("Why", "2")], speakers=speakers)
    assert said(session) == [("Unknown", "Hm"), ("F1", "Why")]


def test_a_mark_is_its_neighbour_s_whatever_voice_it_is_given() -> None:
    session = read(results=[word("Why", 1, "S1"), mark("?", 1.2, attaches_to="previous")])
    assert said(session) == [("S1", "Why?")]


def test_a_mark_may_attach_to_the_word_behind_it() -> None:
    rows = [word("Say", 1, "S1"), mark("¿", 1.2, attaches_to="next"), word("que", 1.3, "S9")]
    assert said(read(results=rows)) == [("S1", "Say"), ("S9", "¿que")]


def test_an_untold_voice_is_unknown_beside_others_and_nobody_alone() -> None:
    both = read(results=[word("Why", 1, "S1"), word("Hm", 2, "UU")])
    assert said(both) == [("S1", "Why"), ("Unknown", "Hm")]
    assert said(read(results=[word("Hm", 2, "UU")])) == [("Speaker", "Hm")]


def test_a_change_of_voice_without_names_begins_a_turn() -> None:
    rows: list[Json] = [
        word("Why?", 1),
        {"type": "speaker_change", "score": 0.8},
        word("Because.", 2),
    ]
    assert said(read(results=rows)) == [("Speaker", "Why?"), ("Speaker", "Because.")]


def test_channels_are_voices_and_are_put_in_order_of_time() -> None:
    rows = [word("Why?", 1, channel="Coach"), word("So?", 5, channel="Coach")]
    rows.append(word("Because.", 3, channel="Ben"))
    assert said(read(results=rows)) == [("Coach", "Why?"), ("Ben", "Because."), ("Coach", "So?")]


def test_words_of_scripts_without_blanks_stay_together() -> None:
    metadata: Json = {"language_pack_info": {"word_delimiter": ""}}
    rows = [word("今日", 1, "S1"), word("は", 2, "S1"), mark("。", 3)]
    assert said(read(results=rows, metadata=metadata)) == [("S1", "今日は。")]


def test_summary_and_title_stand_outside_and_translations_are_told() -> None:
    session = read(
        results=[word("Why?", 1)],
        job={"data_name": "calls/2024-05-06 Ana.mp3"},
        summary={"content": "A question."},
        translations={"de": [], "fr": []},
    )
    assert (session.title, str(session.held_on)) == ("2024-05-06 Ana", "2024-05-06")
    assert [(one.kind, one.text) for one in session.outside] == [(SegmentKind.FRONT, "A question.")]
    assert "de, fr" in session.warnings[0].message


def test_a_silent_recording_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="heard no words"):
        read(results=[word(" ", 1)])
