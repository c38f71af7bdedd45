from __future__ import annotations

import json

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import Session


def result(text: str, start: float | None = 0.0, tag: int | None = None, **more: Json) -> Json:
    words: list[Json] = []
    for number, token in enumerate(text.split()):
        row: dict[str, Json] = {"word": token}
        if start is not None:
            row["startTime"] = f"{start + number / 2}s"
            row["endTime"] = f"{start + number / 2 + 0.4}s"
        if tag is not None:
            row["speakerTag"] = tag
        words.append(row)
    return {"alternatives": [{"transcript": text, "words": words}], **more}


def joined(*results: Json) -> Json:
    """One result with the words of all, its transcript being the last one's."""
    rows = [one["alternatives"][0] for one in results]  # type: ignore[index, call-overload]
    words = [word for row in rows for word in row["words"]]  # type: ignore[index, union-attr, call-overload]
    return {"alternatives": [{"transcript": rows[-1]["transcript"], "words": words}]}  # type: ignore[index, call-overload]


def read(*results: Json) -> Session:
    return read_bytes(json.dumps({"results": results}).encode(), path="call.json")


def said(session: Session) -> list[tuple[str, str]]:
    return [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns]


def test_words_repeated_with_voices_at_the_end_are_read_once() -> None:
    last = joined(result("How so?", 1, 1), result("He left.", 3, 2), result("When?", 5, 1))
    session = read(result("How so?", 1), result("He left.", 3), last)
    assert said(session) == [
        ("Speaker 1", "How so?"),
        ("Speaker 2", "He left."),
        ("Speaker 1", "When?"),
    ]
    assert session.warnings == ()


def test_results_that_each_repeat_all_before_them_are_read_once() -> None:
    first, second = result("How so?", 1, 1), result("He left.", 3, 2)
    session = read(first, joined(first, second), joined(first, second, result("When?", 5, 1)))
    assert [text for _, text in said(session)] == ["How so?", "He left.", "When?"]


def test_transcripts_without_words_are_repeated_too() -> None:
    bare: Json = {"alternatives": [{"transcript": "How so?"}]}
    session = read(bare, result("How so?", 1, 1))
    assert said(session) == [("Speaker 1", "How so?")]


def test_the_same_words_said_again_later_are_said_twice() -> None:
    session = read(result("Yes.", 1, 1), result("Yes.", 9, 1))
    assert said(session) == [("Speaker 1", "Yes. Yes.")]


def test_a_word_missing_from_the_repetition_is_told() -> None:
    text = "one two three four five six seven eight nine ten"
    session = read(result(text + " eleven", 0), result(text, 0, 1))
    assert said(session) == [("Speaker 1", text)]
    assert "eleven" in session.warnings[0].message


def test_a_tag_of_nought_is_nobody() -> None:
    assert said(read(result("So what?", 1, 0))) == [("Speaker", "So what?")]


@pytest.mark.parametrize(
    ("time", "expected"),
    [("12.900s", 12_900), ({"seconds": "12", "nanos": 900000000}, 12_900), ({"seconds": 3}, 3_000)],
)
def test_both_forms_of_a_time_are_read(time: Json, expected: int) -> None:
    word: Json = {"word": "So.", "startTime": time}
    session = read({"alternatives": [{"transcript": "So.", "words": [word]}]})
    assert session.turns[0].start_ms == expected


def test_channels_are_voices() -> None:
    session = read(result("So?", 1, channelTag=1), result("No.", 2, channelTag=2))
    assert said(session) == [("Channel 1", "So?"), ("Channel 2", "No.")]


def test_what_streaming_guessed_on_the_way_is_left_out() -> None:
    session = read(result("Ha", isFinal=False), result("Happy?", isFinal=True))
    assert said(session) == [("Speaker", "Happy?")]


def test_several_recordings_in_one_file_are_told() -> None:
    tree = {
        "results": {
            name: {"inlineResult": {"transcript": {"results": [result(text, 0)]}}}
            for name, text in (("gs://a.wav", "One."), ("gs://b.wav", "Two."))
        }
    }
    session = read_bytes(json.dumps(tree).encode(), path="call.json")
    assert said(session) == [("Speaker", "One. Two.")]
    assert "2 recordings" in session.warnings[0].message


def test_a_silent_recording_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="heard no words"):
        read({"alternatives": [{"transcript": " "}]})
