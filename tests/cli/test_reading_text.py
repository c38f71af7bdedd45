from __future__ import annotations

import json
from dataclasses import replace

from analyzer.cli.parts.reading_text import (
    duplicates_json,
    duplicates_text,
    reading_json,
    reading_text,
)
from analyzer.read.duplicates import Duplicate, Likeness
from analyzer.records import ChatMessage, Outside, ReadWarning, Role, SegmentKind, Speaker, Turn
from tests.builders import a_session, a_speaker

UNKNOWN = (Speaker(name="Mike"), Speaker(name="Ana"))


def test_a_reading_says_who_spoke_what_stood_beside_it_and_how_sure_it_is() -> None:
    session = a_session(
        speakers=UNKNOWN,
        outside=(
            Outside(before_turn=3, kind=SegmentKind.PROMOTION, text="Get the free guide"),
            Outside(before_turn=0, kind=SegmentKind.FRONT, text="The blocked role"),
            Outside(before_turn=0, kind=SegmentKind.FRONT, text="By Mike"),
        ),
        warnings=(
            ReadWarning(message="2 of 12 lines had no speaker.", source_line=41),
            ReadWarning(message="The last turn stops in the middle."),
        ),
    )
    certainty = (("prose", 0.93), ("otter-txt", 0.4), ("zoom-vtt", 0.0))
    assert reading_text(session, certainty=certainty).splitlines() == [
        "calls/ana.txt",
        "  format    prose (sure 0.93; also possible: otter-txt 0.40)",
        "  title     The blocked role",
        "  held on   2024-05-14",
        "  talk      3 turns, 27 words",
        "  speakers  Mike  1 turn, 12 words",
        "            Ana   2 turns, 15 words",
        "  outside   front      2 pieces, 5 words",
        "            promotion  1 piece, 4 words",
        "  warnings  line 41: 2 of 12 lines had no speaker.",
        "            The last turn stops in the middle.",
        "  id        0123456789ab",
    ]


def test_what_is_missing_is_said_or_left_out() -> None:
    session = a_session(speakers=UNKNOWN, title=None, held_on=None)
    text = reading_text(session, certainty=())
    assert "  format    prose (as asked for)" in text
    assert "  outside   no text outside the talk" in text
    assert "  warnings  none" in text
    assert "title" not in text
    assert "held on" not in text


def test_a_role_that_the_page_settles_is_shown() -> None:
    session = a_session(speakers=(a_speaker(score=None), Speaker(name="Ana")))
    text = reading_text(session, certainty=())
    assert "Mike  coach         1 turn, 12 words" in text
    assert "Ana   role unknown  2 turns, 15 words" in text


def test_many_warnings_are_cut_and_counted() -> None:
    warnings = tuple(ReadWarning(message=f"Line {n} is odd.") for n in range(50))
    lines = reading_text(a_session(warnings=warnings), certainty=()).splitlines()
    assert sum(line.endswith(" is odd.") for line in lines) == 20
    assert "            and 30 warnings more; --json shows all." in lines


def test_a_session_without_speakers_or_turns_is_still_shown() -> None:
    text = reading_text(a_session(speakers=(), talk=()), certainty=())
    assert "  talk      0 turns, 0 words" in text
    assert "  speakers  none" in text


def test_json_is_one_line_with_the_session_and_the_certainty() -> None:
    session = a_session(speakers=(a_speaker(role=Role.COACH), Speaker(name="Ana")))
    line = reading_json(session, certainty=(("prose", 0.93),))
    assert "\n" not in line
    content = json.loads(line)
    first = content["session"]["speakers"][0]
    assert (first["name"], first["role"], first["score"]) == ("Mike", "coach", 0.98)
    assert content["detected"] == [{"format": "prose", "score": 0.93}]


def test_times_chat_and_what_is_odd_are_shown_with_a_next_step() -> None:
    turns = (
        Turn(speaker=0, text="Who signs?", start_ms=2_000, end_ms=4_000),
        Turn(speaker=1, text="HR.", start_ms=3_726_000, end_ms=3_727_000),
    )
    speakers = (Speaker(name="Mike"), Speaker(name="Speaker 2"))
    chat = (ChatMessage(author="Bo", text="+1"), ChatMessage(author="Bo", text="me too"))
    session = replace(a_session(speakers=speakers), turns=turns, chat=chat)
    text = reading_text(session, certainty=())
    assert "  times     0:02 to 1:02:07, longest pause 1:02:02" in text
    assert "  chat      2 messages by 1 author" in text
    assert "  odd       nobody speaks for a minute or more once, up to 3722 s (at 1:02:06)." in text
    assert '--speaker "Speaker 2=Name"' in " ".join(text.split())


def test_a_reading_as_json_holds_what_is_odd() -> None:
    found = json.loads(reading_json(a_session(speakers=UNKNOWN), certainty=()))
    assert found["checkup"] == {
        "times": {"n_timed": 0, "first_ms": None, "last_ms": None, "longest_gap_ms": None},
        "remarks": [],
    }


def test_files_with_the_same_talk_are_named_with_the_first_of_them() -> None:
    found = [
        Duplicate(path="b.vtt", of="a.txt", likeness=Likeness.WORDS, share=1.0),
        Duplicate(path="c.docx", of="a.txt", likeness=Likeness.EXPORT, share=0.61),
    ]
    assert duplicates_text(found).splitlines() == [
        "2 duplicates; keep one file of each:",
        "  b.vtt: the same talk as a.txt.",
        "  c.docx: probably another export of the same talk as a.txt, 61% of the words alike.",
    ]
    assert json.loads(duplicates_json(found))["duplicates"][1]["share"] == 0.61
