from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import UnreadableTranscript
from analyzer.read import detect, read_bytes
from analyzer.read.base import Fragment, RawFile, Reading, TimedPiece
from analyzer.read.captions.srt import Srt
from analyzer.read.decode import decode
from analyzer.read.rttm import Rttm, Voice, assign_voices, read_rttm
from analyzer.read.services.whisper import Whisper
from analyzer.read.trees import Json
from analyzer.read.turns import build_session
from analyzer.read.words import Word, join_words
from analyzer.records import ReadWarning, SegmentKind
from tests.effort import IN_PROPORTION, effort_of, growth

FORMATS = Path(__file__).resolve().parents[3] / "shared" / "formats"

LIST = """\
;; made by a program
SPKR-INFO call 1 <NA> <NA> <NA> unknown Ana <NA> <NA>
SPEAKER call 1 4.000 2.500 <NA> <NA> Ben <NA> <NA>
SPEAKER call 1 0.000 4.000 <NA> <NA> Ana <NA> <NA>
"""


def said(reading: Reading) -> list[tuple[str | None, str]]:
    return [(part.speaker, part.text) for part in reading.fragments if part.outside is None]


def voices(*stretches: tuple[int, int, str]) -> tuple[Voice, ...]:
    return tuple(Voice(start_ms=a, end_ms=b, name=name) for a, b, name in stretches)


def one(text: str, start_ms: int | None = None, end_ms: int | None = None) -> Reading:
    return Reading(fragments=(Fragment(text=text, start_ms=start_ms, end_ms=end_ms),))


def test_voices_come_in_order_of_time_and_other_lines_do_not_count() -> None:
    assert read_rttm(LIST) == voices((0, 4_000, "Ana"), (4_000, 6_500, "Ben"))


def test_numbers_are_named_and_names_and_recordings_may_hold_blanks() -> None:
    text = (
        "SPEAKER my call 1 0.5 1 <NA> <NA> 2 <NA> <NA>\n"
        "SPEAKER my call 1 1.5 1 <NA> <NA> Jen Ortiz <NA> <NA>\n"
        "SPEAKER my call 1 2.5 1 <NA> <NA> SPEAKER_01 0.93 <NA>\n"
        "SPEAKER my call 1 3.5 1 <NA> <NA> Ben <NA>\n"
    )
    assert [voice.name for voice in read_rttm(text)] == [
        "Speaker 2",
        "Jen Ortiz",
        "SPEAKER_01",
        "Ben",
    ]


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("", "no line of a voice", None),
        ("SPEAKER call 1 soon 2 <NA> <NA> Ana <NA> <NA>", "broken", 1),
        ("SPEAKER call 1 0 1 <NA> <NA> <NA> <NA> <NA>", "broken", 1),
        (LIST + "SPEAKER other 1 9 1 <NA> <NA> Ana <NA> <NA>", "several recordings", 5),
        (
            "".join(f"SPEAKER c 1 {n} 1 <NA> <NA> P{n} <NA> <NA>\n" for n in range(501)),
            "more than 500",
            None,
        ),
    ],
)
def test_a_broken_list_is_refused_with_its_line(text: str, what: str, line: int | None) -> None:
    with pytest.raises(UnreadableTranscript, match=what) as caught:
        read_rttm(text, path="call.rttm")
    assert caught.value.line == line


def test_a_list_alone_is_known_and_refused_with_a_hint() -> None:
    with pytest.raises(UnreadableTranscript, match="without the talk") as caught:
        read_bytes(LIST.encode(), path="list.txt")
    assert "call.rttm" in str(caught.value.hint)


@pytest.mark.parametrize(
    "text", ["SPEAKER: hello\nCOACH: hi\n" * 3, "SPEAKER one two three\n", "Ana: hi", ";; none"]
)
def test_talk_is_no_list_of_voices(text: str) -> None:
    assert Rttm().claims(RawFile(path="x.rttm", content=b"", text=text)) == 0.0


def test_captions_without_names_get_the_voice_of_each_cue() -> None:
    text = """\
1
00:00:00,000 --> 00:00:02,000
What do you want

2
00:00:02,000 --> 00:00:04,500
from today?

3
00:00:04,500 --> 00:00:06,000
A raise.
"""
    reading = Srt().parse(RawFile(path="call.srt", content=b"", text=text))
    named = assign_voices(reading, read_rttm(LIST))
    assert said(named) == [("Ana", "What do you want from today?"), ("Ben", "A raise.")]
    assert [part.line for part in named.fragments] == [3, 11]
    assert (named.fragments[0].start_ms, named.fragments[1].end_ms) == (0, 6_000)
    assert named.warnings == ()
    session = build_session(named, raw=RawFile(path="x", content=b"", text=text), format_name="srt")
    assert [speaker.name for speaker in session.speakers] == ["Ana", "Ben"]


@pytest.mark.parametrize(
    "text",
    [
        "[00:00] What do you want\n[00:02] from today?\n[00:05] A raise.\n",
        "0:00\nwhat do you want\n0:02\nfrom today\n0:05\na raise\n" * 2,
        "1\n00:00:00,000 --> 00:00:02,000\n>> What?\n\n2\n00:00:05,000 --> 00:00:06,000\n>> So.\n",
    ],
)
def test_that_nobody_is_named_is_not_said_once_all_are(text: str) -> None:
    raw = decode(text.encode(), path="call")
    reader = detect(raw)[0][0]
    before = reader.parse(raw)
    assert before.warnings
    after = assign_voices(before, read_rttm(LIST))
    assert {part.speaker for part in after.fragments if part.outside is None} == {"Ana", "Ben"}
    assert after.warnings == ()


def test_words_without_voices_are_parted_where_the_voice_changes() -> None:
    words = [
        Word(text="What", start_ms=0, end_ms=1_000),
        Word(text="else", start_ms=1_000, end_ms=3_900),
        Word(text="?", glued=True),
        Word(text="Nothing", start_ms=3_900, end_ms=5_000),
        Word(text=".", glued=True),
    ]
    named = assign_voices(Reading(fragments=join_words(words)), read_rttm(LIST))
    assert said(named) == [("Ana", "What else?"), ("Ben", "Nothing.")]


def test_a_segment_whose_words_have_times_is_parted_at_a_word() -> None:
    inner = (
        TimedPiece(text="Ready?", start_ms=3_000, end_ms=3_800),
        TimedPiece(text="Yes.", start_ms=4_100, end_ms=4_600),
    )
    segment = Word(text="Ready? Yes.", start_ms=3_000, end_ms=4_600, pieces=inner)
    named = assign_voices(Reading(fragments=join_words([segment])), read_rttm(LIST))
    assert said(named) == [("Ana", "Ready?"), ("Ben", "Yes.")]


def test_a_whisper_segment_is_parted_by_the_times_of_its_words() -> None:
    words: list[Json] = [
        {"word": " Ready?", "start": 3.0, "end": 3.8},
        {"word": " Yes.", "start": 4.1, "end": 4.6},
    ]
    segment: Json = {"start": 3.0, "end": 4.6, "text": " Ready? Yes.", "words": words}
    tree: Json = {"text": " Ready? Yes.", "segments": [segment], "language": "en"}
    reading = Whisper().parse(RawFile(path="call.json", content=b"", text="", tree=tree))
    assert said(reading) == [(None, "Ready? Yes.")]
    assert said(assign_voices(reading, read_rttm(LIST))) == [("Ana", "Ready?"), ("Ben", "Yes.")]


def test_a_fragment_with_times_as_a_whole_goes_to_the_voice_heard_longest() -> None:
    heard = voices((0, 4_000, "Ana"), (4_000, 6_500, "Ben"))
    assert said(assign_voices(one("x", 3_000, 4_900), heard)) == [("Ana", "x")]
    assert said(assign_voices(one("x", 3_000, 5_100), heard)) == [("Ben", "x")]
    assert said(assign_voices(one("x", 3_000, 5_000), heard)) == [("Ana", "x")]
    twice = voices((0, 1_000, "Ben"), (1_000, 2_500, "Ana"), (2_500, 3_500, "Ben"))
    assert said(assign_voices(one("x", 0, 3_500), twice)) == [("Ben", "x")]


def test_equal_overlap_goes_to_the_voice_heard_earlier_whatever_its_name() -> None:
    heard = voices((0, 2_000, "Zoe"), (2_000, 4_000, "Ana"))
    assert said(assign_voices(one("x", 1_000, 3_000), heard)) == [("Zoe", "x")]


def test_talk_in_silence_goes_to_the_nearest_voice_with_a_warning() -> None:
    heard = voices((0, 1_000, "Ana"), (9_000, 9_500, "Ben"))
    near = assign_voices(one("x", 7_000, 8_000), heard)
    assert said(near) == [("Ben", "x")]
    assert [warning.message for warning in near.warnings] == [
        "1 stretch of talk lies where the list has no voice; the nearest voice was taken."
    ]
    assert said(assign_voices(one("x", 1_500, 1_600), heard)) == [("Ana", "x")]


def test_words_without_times_stay_with_the_voice_before_them() -> None:
    pieces = (
        TimedPiece(text="Yes,", start_ms=4_100, end_ms=4_600),
        TimedPiece(text="42", start_ms=None, end_ms=None),
        TimedPiece(text="of them.", start_ms=4_700, end_ms=5_000),
    )
    part = Fragment(text="Yes, 42 of them.", pieces=pieces)
    assert said(assign_voices(Reading(fragments=(part,)), read_rttm(LIST))) == [
        ("Ben", "Yes, 42 of them.")
    ]


def test_names_of_the_transcript_are_never_changed() -> None:
    parts = (Fragment(text="Hi.", speaker="Cleo", start_ms=0, end_ms=900), Fragment(text="Ho."))
    named = assign_voices(Reading(fragments=parts), read_rttm(LIST))
    assert named.fragments == parts
    assert "names its speakers" in named.warnings[0].message


def test_a_transcript_without_times_stays_as_it_is() -> None:
    named = assign_voices(one("Hi."), read_rttm(LIST))
    assert said(named) == [(None, "Hi.")]
    assert "no times" in named.warnings[0].message


def test_outside_text_and_other_warnings_stay() -> None:
    title = Fragment(text="A call", outside=SegmentKind.FRONT)
    kept = ReadWarning(message="a line was odd.", source_line=3)
    talk = Fragment(text="Hi.", start_ms=0, end_ms=900)
    named = assign_voices(Reading(fragments=(title, talk), warnings=(kept,)), read_rttm(LIST))
    assert named.fragments[0] == title
    assert named.warnings == (kept,)


TIME = st.integers(0, 9_000)


@given(
    st.lists(st.tuples(TIME, TIME, st.sampled_from("ABC")), min_size=1),
    st.lists(st.tuples(st.none() | TIME, st.none() | TIME), min_size=1),
)
def test_no_word_is_lost_and_the_voice_is_the_one_heard_longest(
    stretches: list[tuple[int, int, str]], times: list[tuple[int | None, int | None]]
) -> None:
    heard = voices(*((a, a + b, name) for a, b, name in stretches))
    pieces = tuple(
        TimedPiece(text=f"w{n}", start_ms=start, end_ms=end) for n, (start, end) in enumerate(times)
    )
    text = " ".join(piece.text for piece in pieces)
    whole = Reading(fragments=(Fragment(text=text, pieces=pieces),))
    named = assign_voices(whole, heard)
    assert " ".join(part.text for part in named.fragments) == text
    who = {word: part.speaker for part in named.fragments for word in part.text.split()}
    for piece in pieces:
        if piece.start_ms is None or piece.end_ms is None or piece.end_ms <= piece.start_ms:
            continue
        moments = range(piece.start_ms, piece.end_ms, max(1, (piece.end_ms - piece.start_ms) // 50))
        hears = {v.name for v in heard for m in moments if v.start_ms <= m < v.end_ms}
        if len(hears) == 1:
            assert who[piece.text] in hears


@given(st.text(alphabet="SPEAKER <>NA01.;\n", max_size=200) | st.text(max_size=60))
def test_any_text_reads_or_is_refused(text: str) -> None:
    assert 0.0 <= Rttm().claims(RawFile(path="x", content=b"", text=text)) <= 1.0
    try:
        read_rttm(text)
    except UnreadableTranscript:
        return


def test_many_voices_and_words_take_effort_in_proportion() -> None:
    def effort(times: int) -> int:
        heard = voices(
            (0, 10 * times, "Z"), *((n * 10, n * 10 + 12, "AB"[n % 2]) for n in range(times))
        )
        pieces = tuple(
            TimedPiece(text="w", start_ms=n * 10, end_ms=n * 10 + 9) for n in range(times)
        )
        whole = Reading(fragments=(Fragment(text="w", pieces=pieces),))
        return effort_of(lambda: assign_voices(whole, heard))

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
def test_a_real_list_gives_all_its_voices() -> None:
    path = FORMATS / "rttm" / "revdotcom__earnings21__rttms__4384683.rttm"
    raw = decode(path.read_bytes(), path=path.name)
    assert raw.text is not None
    assert Rttm().claims(raw) == 0.98
    found = read_rttm(raw.text)
    assert len(found) == raw.text.count("SPEAKER ")
    assert found[0] == Voice(start_ms=4_092, end_ms=16_141, name="Speaker 2")
