from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import Session


def read(*monologues: Json, **more: Json) -> Session:
    return read_bytes(json.dumps({"monologues": monologues, **more}).encode(), path="call.json")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def element(value: str, kind: str = "text", **times: Json) -> Json:
    return {"type": kind, "value": value, **times}


def test_values_are_joined_as_they_are() -> None:
    values = ["Well", ", ", "the", " ", "co", "-", "op", "... ", '"', "no", '"?']
    session = read({"speaker": 0, "elements": [element(one) for one in values]})
    assert said(session) == [("Speaker 0", 'Well, the co-op... "no"?')]


@pytest.mark.parametrize(
    "tag",
    [element("inaudible", "tag"), element("<inaudible>", "unknown"), element("[inaudible]", "tag")],
)
def test_a_tag_is_kept_in_brackets_and_parted_from_words(tag: Json) -> None:
    session = read(
        {
            "speaker": 0,
            "elements": [element("So"), tag, element("he left"), tag, element(".", "punct")],
        }
    )
    assert said(session) == [("Speaker 0", "So [inaudible] he left [inaudible].")]


def test_names_come_from_the_list_of_speakers_also_for_number_nought() -> None:
    session = read(
        {"speaker": 0, "spans": [element("Why?")]},
        {"speaker": 1, "spans": [element("Because.")]},
        speakers=[{"id": 0, "name": "Ana"}, {"id": 1, "name": " "}],
    )
    assert said(session) == [("Ana", "Why?"), ("Speaker 1", "Because.")]


@pytest.mark.parametrize(
    ("times", "start_ms", "end_ms"),
    [
        ({"ts": 65.25, "end_ts": 66}, 65_250, 66_000),
        ({"ts": 65.25, "endTs": 66}, 65_250, 66_000),
        ({"timestamp": "00:01:05,250", "end_timestamp": "00:01:06,000"}, 65_250, 66_000),
        ({"ts": 65.25}, 65_250, 65_250),
    ],
)
def test_times_are_seconds_or_clocks(times: dict[str, Json], start_ms: int, end_ms: int) -> None:
    session = read({"speaker": 0, "elements": [element("Hm", "text", **times), element(".")]})
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (start_ms, end_ms)


def test_two_monologues_of_one_voice_are_paragraphs_of_a_turn() -> None:
    rows: list[Json] = [{"speaker": 0, "spans": [element(one)]} for one in ("One.", "Two.")]
    assert said(read(*rows)) == [("Speaker 0", "One.\n\nTwo.")]


def test_comments_of_the_editor_are_told() -> None:
    session = read({"speaker": 0, "spans": [element("Hm.")]}, comments={"a": {}, "b": {}})
    assert "2 comments" in session.warnings[0].message


def test_monologues_without_words_are_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="has words"):
        read({"speaker": 0, "spans": [element(" ")]})
