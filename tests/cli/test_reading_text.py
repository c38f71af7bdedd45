from __future__ import annotations

import json

from analyzer.cli.parts.reading_text import reading_json, reading_text
from analyzer.records import Outside, ReadWarning, Role, SegmentKind, Speaker
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
    assert content["session"]["speakers"][0] == {"name": "Mike", "role": "coach", "score": 0.98}
    assert content["detected"] == [{"format": "prose", "score": 0.93}]
