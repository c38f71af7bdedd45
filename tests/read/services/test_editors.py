"""Amberscript, Trint and Rev's token tables."""

from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import SegmentKind, Session


def read(**tree: Json) -> Session:
    return read_bytes(json.dumps(tree).encode(), path="call.json")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def spoken(text: str, start: float) -> Json:
    return {"text": text, "start": start, "end": start + 0.5, "pristine": True}


def test_amberscript_s_people_are_named_by_their_spkid() -> None:
    session = read(
        filename="Ana 3.m4a",
        speakers=[{"spkid": "spk1", "name": "Coach"}],
        segments=[
            {"speaker": "spk1", "words": [spoken("How", 1), spoken("so?", 2)]},
            {"speaker": "spk2", "words": [spoken("So.", 3.25)]},
        ],
    )
    assert said(session) == [("Coach", "How so?"), ("spk2", "So.")]
    assert (session.turns[1].start_ms, session.turns[1].end_ms) == (3_250, 3_750)
    assert session.title == "Ana 3"


def test_an_amberscript_file_without_words_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="has words"):
        read(speakers=[{"spkid": "1", "name": "A"}], segments=[{"speaker": "1", "words": []}])


def value(text: str, time: int, **more: Json) -> Json:
    return {"value": text, "time": time, "duration": 200, "paragraphId": "p0", **more}


@pytest.mark.parametrize(
    "speakers",
    [{"s1": {"name": "Ana"}}, {"s1": "Ana"}, [{"id": "s1", "name": "Ana"}]],
)
def test_trint_s_people_may_be_listed_in_several_ways(speakers: Json) -> None:
    words = [value("Why?", 1_500, speaker="s1"), value("So.", 3_000, speaker="Ben")]
    session = read(title="x", words=words, speakers=speakers, paragraphs={})
    assert said(session) == [("Ana", "Why?"), ("Ben", "So.")]
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (1_500, 1_700)


def test_a_trint_paragraph_is_a_paragraph() -> None:
    words = [value("One.", 0), {**value("Two.", 900), "paragraphId": "p1"}]  # type: ignore[dict-item]
    assert said(read(words=words)) == [("Speaker", "One.\n\nTwo.")]


def test_words_struck_out_in_trint_stand_outside_the_talk() -> None:
    words = [value("I", 0), value("never", 300, strikethrough=True), value("said so.", 600)]
    session = read(words=words)
    assert said(session) == [("Speaker", "I said so.")]
    assert [(one.kind, one.text) for one in session.outside] == [(SegmentKind.LOGISTICS, "never")]
    assert "1 word" in session.warnings[0].message


def test_a_trint_file_all_struck_out_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="no word"):
        read(words=[value("never", 300, strikethrough=True)])


HEADER = "token|speaker|ts|endTs|punctuation|prepunctuation|case|tags\n"


def test_tokens_keep_their_marks_and_their_lines() -> None:
    rows = 'Why|1|1.5|1.7|?"|"|UC|[]\n\nNo|2|||.||UC|[]\n'
    session = read_bytes((HEADER + rows).encode(), path="call.nlp")
    assert said(session) == [("Speaker 1", '"Why?"'), ("Speaker 2", "No.")]
    assert [turn.source_line for turn in session.turns] == [2, 4]
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (1_500, 1_700)


def test_a_line_with_other_columns_is_kept_and_told() -> None:
    session = read_bytes((HEADER + "Why|1|||?||UC|[]\nor|not\n").encode(), path="call.nlp")
    assert said(session) == [("Speaker 1", "Why? or|not")]
    assert session.warnings[0].source_line == 3


def test_a_table_of_no_tokens_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="no tokens"):
        read_bytes(HEADER.encode(), path="call.nlp")
