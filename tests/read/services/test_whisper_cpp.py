from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import Session


def read(*pieces: dict[str, Json]) -> Session:
    return read_bytes(json.dumps({"transcription": pieces}).encode(), path="call.json")


def piece(text: str, start: int = 0, **more: Json) -> dict[str, Json]:
    return {"offsets": {"from": start, "to": start + 500}, "text": text, **more}


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def test_offsets_are_milliseconds_and_written_times_stand_in_for_them() -> None:
    written: Json = {"from": "00:01:02,250", "to": "00:01:03,000"}
    session = read(piece(" Hm.", 62_000), {"timestamps": written, "text": " So?"})
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (62_000, 63_000)


def test_a_voice_of_a_stereo_file_that_cannot_be_told_is_unknown() -> None:
    session = read(piece(" Yes.", speaker="0"), piece(" Hm.", speaker="?"))
    assert said(session) == [("Speaker 0", "Yes."), ("Unknown", "Hm.")]


def test_a_marked_change_of_voice_begins_a_turn_though_nobody_is_named() -> None:
    session = read(piece(" Ready?", speaker_turn_next=True), piece(" No."), piece(" Never."))
    assert said(session) == [("Speaker", "Ready?"), ("Speaker", "No. Never.")]


def test_the_mark_of_a_change_is_no_word() -> None:
    session = read(piece(" Ready? [SPEAKER_TURN]"), piece(" No."))
    assert [text for _, text in said(session)] == ["Ready?", "No."]


def test_pieces_of_words_grow_together_where_blanks_are_kept() -> None:
    assert said(
        read(piece(" Out"), piece("come"), piece("s,"), piece(" not"), piece(" tasks."))
    ) == [("Speaker", "Outcomes, not tasks.")]


def test_trimmed_pieces_are_parted_by_blanks() -> None:
    assert said(read(piece("What now?"), piece("Nothing."))) == [("Speaker", "What now? Nothing.")]


def test_a_file_without_words_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="has words"):
        read(piece(" "), piece(""))
