from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.captions.webvtt import WebVtt
from analyzer.read.decode import decode

FILES = Path(__file__).parents[1] / "files" / "webvtt"
FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"

ID = re.compile(r"\s*(?:[0-9]+|[0-9a-f-]{36}/[0-9-]+)\s*")


def read(text: str) -> Reading:
    return WebVtt().parse(RawFile(path="call.vtt", content=text.encode(), text=text))


def turns(reading: Reading) -> list[tuple[str | None, str]]:
    return [(part.speaker, part.text) for part in reading.fragments if part.outside is None]


def test_zoom_names_are_kept_as_the_tool_shows_them() -> None:
    reading = WebVtt().parse(decode((FILES / "zoom.vtt").read_bytes(), path="zoom.vtt"))
    assert [speaker for speaker, _ in turns(reading)] == [
        "Felix (North Desk)",
        "Mara’s iPhone",
        "Felix (North Desk)",
        "Mara’s iPhone",
        "Greg K | Hiring",
        "@lin / Lin Oda (EU-4)",
        "kingy_w",
        "Mara’s iPhone",
    ]
    assert reading.fragments[2].text == "That’s fine. Tell me what happened with the director."
    assert (reading.fragments[2].start_ms, reading.fragments[2].end_ms) == (8_000, 15_000)


def test_a_paste_without_blank_lines_loses_no_line() -> None:
    raw = decode((FILES / "zoom-pasted.vtt").read_bytes(), path="zoom.txt")
    reading = WebVtt().parse(raw)
    assert reading.roles == (("Coach", "coach"), ("Coachee", "client"))
    assert reading.title == "Session 3 with Nadia"
    assert str(reading.held_on) == "2024-03-05"
    assert [text for _, text in turns(reading)] == [
        "What would you like to have by the end of this hour?",
        "A plan. I have been putting off the talk with my boss, and 42",
        "Mm-hm.",
        "is the number of days so far.",
        "Forty-two days. What did they cost you?",
    ]


def test_teams_segments_of_one_utterance_become_one_turn() -> None:
    reading = WebVtt().parse(decode((FILES / "teams.vtt").read_bytes(), path="teams.vtt"))
    assert turns(reading) == [
        (
            "Smith, Jane (CA - Toronto)",
            "Let's look at what you did since our last call. And at what you did not.",
        ),
        ("Rubén Muñoz", "Sure. I asked her for Q&A time --> she said no. That was it."),
    ]


def test_a_voice_holds_until_another_is_named() -> None:
    raw = decode((FILES / "podcast-voices.vtt").read_bytes(), path="podcast.vtt")
    assert turns(WebVtt().parse(raw)) == [
        ("Ana", "Welcome back, everybody. This is the hour of questions."),
        ("Ben O'Dea", "Can I go first?"),
        ("Ana", "Go."),
        ("Ben O'Dea", "My client wrote: no budget --> no search."),
    ]


def test_rolling_captions_show_each_word_once() -> None:
    raw = decode((FILES / "youtube-rolling.vtt").read_bytes(), path="youtube.vtt")
    said = " ".join(text for _, text in turns(WebVtt().parse(raw)))
    assert said == "so what did you say to him no no no no I said nothing right"


def test_words_repeated_by_people_stay_where_captions_do_not_roll() -> None:
    cues = "".join(f"\n00:0{n}.000 --> 00:0{n + 1}.000\nYeah.\n" for n in range(5))
    assert turns(read("WEBVTT\n" + cues)) == [("Speaker", "Yeah. Yeah. Yeah. Yeah. Yeah.")]


def test_notes_are_no_speech_and_technical_ones_are_counted() -> None:
    raw = decode((FILES / "stream-notes.vtt").read_bytes(), path="stream.vtt")
    reading = WebVtt().parse(raw)
    said = " ".join(text for _, text in turns(reading))
    assert (
        said
        == "Good morning. Before we start, note that the call is recorded. What is on your mind?"
    )
    outside = [part.text for part in reading.fragments if part.outside is not None]
    assert outside == ["the client asked to leave out\nthe name of her firm here"]
    assert any("4 lines of settings" in warning.message for warning in reading.warnings)


def test_a_change_of_speaker_without_a_name_begins_a_turn_of_nobody_known() -> None:
    raw = decode((FILES / "changes.vtt").read_bytes(), path="changes.vtt")
    reading = WebVtt().parse(raw)
    assert turns(reading) == [
        ("Speaker", "[Music] Hey, Lou."),
        ("Speaker", "Hey. How did the call go?"),
        ("Speaker", "Badly. He hung up -- twice. Then he wrote to me."),
        ("Speaker", "Oh no."),
    ]
    assert [part.break_before for part in reading.fragments] == [False, True, True, True]


def test_title_and_date_in_a_note_stand_outside() -> None:
    raw = decode((FILES / "coach-note.vtt").read_bytes(), path="note.vtt")
    reading = WebVtt().parse(raw)
    assert reading.title == "Getting past the gatekeeper"
    assert str(reading.held_on) == "2023-11-14"
    assert [text for _, text in turns(reading)] == ["Who decides?", "HR, I think.", "You think."]


@pytest.mark.parametrize(
    "time", ["00:01,500", "0:00:01.500", "00:00:01,5", "00:00:01:500", "0:1.5"]
)
def test_times_are_read_however_they_are_written(time: str) -> None:
    reading = read(f"WEBVTT\n\n{time} --> 00:00:02.000\nHi.\n")
    assert reading.fragments[0].start_ms == 1_500


@pytest.mark.parametrize(
    "line",
    [
        "-00:00:01.000 --> 00:00:02.000",
        "99999999999999999999:00:00.000 --> 00:00:02.000",
        "00:99:99.000 --> 00:00:02.000",
        "00:00:0x.000 --> 00:00:02.000",
        "00:00:09.000 --> 00:00:02.000",
    ],
)
def test_impossible_times_are_dropped_with_a_warning_and_the_words_kept(line: str) -> None:
    reading = read(f"WEBVTT\n\n1\n{line}\nAna: Hi.\n\n2\n00:00:03.000 --> 00:00:04.000\nBen: Ho.\n")
    assert turns(reading) == [("Ana", "Hi."), ("Ben", "Ho.")]
    assert reading.fragments[0].start_ms is None or reading.fragments[0].end_ms is None
    assert reading.warnings[0].source_line == 4


def test_times_running_backwards_keep_the_order_of_the_file() -> None:
    reading = read(
        "WEBVTT\n\n00:50.000 --> 00:52.000\n<v Ana>One.\n\n00:10.000 --> 00:12.000\n<v Ana>Two.\n"
    )
    assert turns(reading) == [("Ana", "One. Two.")]
    assert (reading.fragments[0].start_ms, reading.fragments[0].end_ms) == (50_000, 52_000)
    assert reading.warnings[0].source_line == 6


@pytest.mark.parametrize(
    "text", ["WEBVTT\n", "WEBVTT\n\nNOTE nothing here\n", "WEBVTT\n\nHello.\n"]
)
def test_a_file_without_cues_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(UnreadableTranscript) as caught:
        read(text)
    assert caught.value.line == 1
    assert caught.value.hint


def test_ten_thousand_empty_cues_are_refused_in_short() -> None:
    cues = "".join(f"{n}\n00:00:01.000 --> 00:00:02.000\n\n" for n in range(10_000))
    with pytest.raises(UnreadableTranscript, match="none of the 10000 cues"):
        read("WEBVTT\n\n" + cues)


@pytest.mark.parametrize(
    "end", ["", "\n\n3", "\n\n3\n00:00:0", "\n\n3\n00:00:05.000 --", "\n\n<v An"]
)
def test_a_file_cut_off_anywhere_keeps_what_came_before(end: str) -> None:
    text = (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ana>Hi.</v>\n\n"
        "2\n00:00:03.000 --> 00:00:04.000\n<v Ben>Ho, ho.</v>"
    )
    assert turns(read(text + end))[:2] == [("Ana", "Hi."), ("Ben", "Ho, ho.")]
    assert len(turns(read(text + end))) == 2


def test_other_files_are_not_claimed() -> None:
    for text in (
        "Coach: hi\n",
        "1\n00:00:01,000 --> 00:00:02,000\nhi\n",
        "WEBVTT is a format.\n" * 9,
    ):
        raw = RawFile(path="x", content=b"", text=text)
        assert WebVtt().claims(raw) == 0.0
    assert WebVtt().claims(RawFile(path="x", content=b"PK", text=None)) == 0.0


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
@pytest.mark.parametrize(
    ("name", "n_turns", "n_speakers"),
    [
        ("zoom_vtt/ethereum__public__artifacts__acdc__2025-10-02_166__transcript.vtt", 88, 22),
        ("zoom_vtt/ethereum__public__artifacts__acdt__2025-12-08_063__transcript.vtt", 55, 16),
        ("teams_vtt/excerpt_lecture_tail.vtt", 1, 1),
        ("podcast_voice_tags/talkpython__youtube_transcripts__332-robust-python.vtt", 131, 1),
    ],
)
def test_real_files_give_all_words_and_speakers(name: str, n_turns: int, n_speakers: int) -> None:
    path = FORMATS / name
    raw = decode(path.read_bytes(), path=path.name)
    reading = WebVtt().parse(raw)
    parts = turns(reading)
    assert (len(parts), len({speaker for speaker, _ in parts})) == (n_turns, n_speakers)
    assert raw.text is not None
    lines = [line for line in raw.text.split("\n") if "-->" not in line and not ID.fullmatch(line)]
    words = Counter(re.findall(r"\w+", re.sub(r"<[^<>]*>", "", "\n".join(lines[1:]))))
    said = Counter(re.findall(r"\w+", "\n".join(text for _, text in parts)))
    names = set(re.findall(r"\w+", " ".join(str(speaker) for speaker, _ in parts)))
    assert {word for word in words - said if word not in names} == set()
