from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.base import RawFile
from analyzer.read.decode import decode
from analyzer.read.research.textgrid import TextGrid
from tests.effort import IN_PROPORTION, effort_of, growth
from tests.read.research import readings
from tests.read.research.readings import said

FILES = Path(__file__).resolve().parents[1] / "files" / "textgrid"
FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"
LONG = (FILES / "long.TextGrid").read_text("utf-8")


read = partial(readings.read, TextGrid())


def short(*tiers: tuple[str, tuple[tuple[float, float, str], ...]]) -> str:
    parts = ['File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n99\n<exists>\n2']
    for name, rows in tiers:
        parts.append(f'"IntervalTier"\n"{name}"\n0\n99\n{len(rows)}')
        parts += [f'{start}\n{end}\n"{text}"' for start, end, text in rows]
    return "\n".join(parts) + "\n"


def test_the_long_and_the_short_form_are_read_alike() -> None:
    rows = (
        (0.0, 2.1, 'He said ""not yet"" 3 times ! And you?'),
        (6.0, 8.25, "So what\nwould you ask him?"),
    )
    brief = read(short(("Coach", rows), ("Client", ((2.1, 6.4, "I said nothing. I never do."),))))
    assert said(brief) == said(read(LONG))
    assert brief.roles == (("Coach", "coach"), ("Client", "client"))


def test_a_blank_before_the_header_does_no_harm() -> None:
    text = " " + short(("Ana", ((0, 1, "Hi."),)))
    assert TextGrid().claims(RawFile(path="x", content=b"", text=text)) == 0.98
    assert said(read(text)) == [("Ana", "Hi.")]


def test_a_text_that_is_the_name_of_a_class_is_text() -> None:
    text = short(("Ana", ((0, 1, "IntervalTier"), (1, 2, "TextTier"))), ("Ben", ((3, 4, "Hi."),)))
    assert said(read(text)) == [("Ana", "IntervalTier"), ("Ana", "TextTier"), ("Ben", "Hi.")]


def test_times_in_any_spelling_of_numbers_are_read() -> None:
    reading = read(short(("Ana", ((1e-05, 1.5, "a"), (1.5, 2.25049, "b")))))
    assert [(one.start_ms, one.end_ms) for one in reading.fragments] == [(0, 1500), (1500, 2250)]


def test_comments_of_praat_do_not_count_and_marks_in_text_do() -> None:
    text = short(("Ana", ((0, 1, "No ! never"),))).replace('"Ana"', '! "who" 1 2\n"Ana"')
    assert said(read(text)) == [("Ana", "No ! never")]


def test_sounds_and_points_are_left_out_with_a_warning() -> None:
    reading = read(LONG)
    (warning,) = reading.warnings
    assert "left out" in warning.message
    assert warning.message.endswith("'bell' (1), 'phones' (1).")


@pytest.mark.parametrize("name", ["silences", "Ana - phones", "MAU", "Tones"])
def test_tiers_named_as_sounds_are_no_talk(name: str) -> None:
    reading = read(short(("Ana", ((0, 1, "Hi."),)), (name, ((0, 1, "sounding"),))))
    assert said(reading) == [("Ana", "Hi.")]
    assert repr(name) in reading.warnings[0].message


def test_words_by_two_aligned_speakers_keep_their_sentences() -> None:
    reading = TextGrid().parse(decode((FILES / "aligned-utf16.TextGrid").read_bytes(), path="x"))
    speakers = [speaker for speaker, _ in said(reading)]
    changes = [one for one, two in pairwise(speakers) if one != two]
    assert changes == ["Ana", "Ben"]


def test_words_and_their_utterances_come_once() -> None:
    words = ["what", "did", "he", "say", "to", "that", "then", "Ana"]
    rows = tuple((n / 10, n / 10 + 0.1, word) for n, word in enumerate(words))
    reading = read(short(("words", rows), ("ORT-MAU", rows)))
    assert [text for _, text in said(reading)] == words


def test_a_number_of_parts_that_is_wrong_is_named() -> None:
    reading = read(short(("Ana", ((0, 1, "Hi."),))).replace("99\n1\n", "99\n7\n"))
    assert reading.warnings[0].message == "Tier 'Ana' should have 7 parts, but has 1."
    assert reading.warnings[0].source_line == 12


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('"ooTextFile" "TextGrid" 0 1 <exists> 0', "no tiers"),
        (short(("Ana", ((0, 1, " "),))), "none of the 1 tiers"),
        (LONG[: LONG.index('"I said nothing') - 20], "breaks off"),
    ],
)
def test_a_grid_without_words_or_an_end_is_refused(text: str, what: str) -> None:
    with pytest.raises(UnreadableTranscript, match=what):
        read(text)


def test_the_binary_form_is_refused_with_a_hint() -> None:
    content = b"ooBinaryFile\x08TextGrid" + bytes(range(256)) * 4
    with pytest.raises(UnreadableTranscript, match="binary form"):
        read_bytes(content, path="a.TextGrid")


@pytest.mark.parametrize("text", ["0\n1\nAna: hi", 'File type = "ooTextFile"\n"PitchTier"', "0 1"])
def test_other_files_are_no_grids(text: str) -> None:
    assert TextGrid().claims(RawFile(path="a.TextGrid", content=b"", text=text)) == 0.0


@settings(max_examples=60)
@given(st.data())
def test_a_spoilt_grid_is_read_or_refused(data: st.DataObject) -> None:
    lines = LONG.split("\n")
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(lines) - 1))
        lines[place] = data.draw(
            st.sampled_from(["", '"', "1", "-1e300", '"TextTier"', "<exists>"])
        )
    try:
        reading = read("\n".join(lines))
    except UnreadableTranscript:
        return
    for part in reading.fragments:
        assert part.text
        assert part.start_ms is None or part.start_ms >= 0


@pytest.mark.parametrize("filling", ['"', '""', "1 ", "! ", '"" ', "<exists> "])
def test_long_files_take_effort_in_proportion(filling: str) -> None:
    def effort(times: int) -> int:
        rows = tuple((n, n + 1, "Hi.") for n in range(times))
        text = short(("Ana", rows)) + filling * times

        def work() -> None:
            try:
                read(text)
            except UnreadableTranscript:
                return

        return effort_of(work)

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
def test_a_real_grid_without_words_says_so() -> None:
    (path,) = (FORMATS / "praat_textgrid").glob("*.TextGrid")
    raw = decode(path.read_bytes(), path=path.name)
    assert TextGrid().claims(raw) == 0.98
    with pytest.raises(UnreadableTranscript, match="none of the 3 tiers holds words"):
        TextGrid().parse(raw)
