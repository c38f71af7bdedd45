from __future__ import annotations

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import FORMATS, detect, read_bytes
from analyzer.read.base import RawFile
from analyzer.read.captions.timed import TimedLines
from analyzer.records import SegmentKind

WORDS = (
    "Good evening, and welcome to the clinic.",
    "Put what you want to know",
    "into the chat. Okay, Wanda asks,",
    "how do I tell a client that I stop?",
    "You ring him. Here: one sentence is enough.",
    "Then you wait. Um, I see",
    "a question about fees. Note: this",
    "one comes up a lot.",
    "Never lower them.",
    "All right, that was it. Bye.",
)


def captions(form: str = "[{minute:02d}:{second:02d}] {words}") -> bytes:
    lines = (
        form.format(minute=number // 10, second=number % 10 * 6, words=words)
        for number, words in enumerate(WORDS, 1)
    )
    return ("\n".join(lines) + "\n").encode()


def test_lines_that_open_with_a_time_are_one_voice_and_lose_no_word() -> None:
    session = read_bytes(captions(), path="evening.txt")
    assert session.source.format == "timed-lines"
    assert [turn.text for turn in session.turns] == [" ".join(WORDS)]
    assert (session.turns[0].start_ms, session.turns[0].end_ms) == (6_000, 60_000)
    assert "name no speaker" in session.warnings[0].message


@pytest.mark.parametrize(
    "form",
    [
        "({minute:02d}:{second:02d}) {words}",
        "{minute}:{second:02d}\t{words}",
        "[00:{minute:02d}:{second:02d}.500] {words}",
        "  [{minute:02d}:{second:02d}]  {words}",
    ],
)
def test_the_time_may_be_written_in_other_ways(form: str) -> None:
    session = read_bytes(captions(form), path="evening.md")
    assert session.source.format == "timed-lines"
    assert session.turns[0].text == " ".join(WORDS)


def test_a_line_above_the_first_time_is_nobodys_speech() -> None:
    session = read_bytes(b"Downloaded by hand\n" + captions(), path="evening.txt")
    assert [(one.kind, one.text) for one in session.outside] == [
        (SegmentKind.FRONT, "Downloaded by hand")
    ]


def test_a_line_without_a_time_goes_on_the_one_before() -> None:
    content = captions() + b"and good night.\n"
    assert read_bytes(content, path="evening.txt").turns[0].text.endswith("Bye. and good night.")


@pytest.mark.parametrize(
    "content",
    [
        b"[00:01] Ana: Hi.\n[00:03] Bo: Hello.\n" * 6,
        b"Ana met him at 10:30.\n" * 12,
        b"10:30 train leaves\n09:10 breakfast\n11:00 lunch\n08:00 wake\n" * 4,
        b"[00:01] Too short.\n[00:02] To tell.\n",
        b"1\n00:00:01,000 --> 00:00:02,000\nHi.\n" * 9,
        b"no time at all\n" * 12,
    ],
)
def test_what_has_names_or_falling_times_or_few_lines_is_left_to_other_readers(
    content: bytes,
) -> None:
    raw = RawFile(path="x.txt", content=content, text=content.decode())
    assert TimedLines().claims(raw) == 0.0
    assert detect(raw)[0][0].name != "timed-lines"


def test_a_binary_file_is_not_claimed() -> None:
    assert TimedLines().claims(RawFile(path="x", content=b"\xff\x00", text=None)) == 0.0


def test_asked_for_by_name_a_file_without_times_says_so() -> None:
    with pytest.raises(UnreadableTranscript, match="no line opens with a time"):
        read_bytes(b"Ana: Hi.\n", path="x.txt", format="timed-lines")


def test_it_is_among_the_formats() -> None:
    assert "timed-lines" in [reader.name for reader in FORMATS]
