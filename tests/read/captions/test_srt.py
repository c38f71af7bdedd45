from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.captions.srt import Srt
from analyzer.read.captions.webvtt import WebVtt
from analyzer.read.decode import decode
from tests.effort import IN_PROPORTION, effort_of, growth

FILES = Path(__file__).parents[1] / "files" / "srt"
FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"


def read(text: str) -> Reading:
    return Srt().parse(RawFile(path="call.srt", content=text.encode(), text=text))


def read_file(name: str) -> Reading:
    return Srt().parse(decode((FILES / name).read_bytes(), path=name))


def turns(reading: Reading) -> list[tuple[str | None, str]]:
    return [(part.speaker, part.text) for part in reading.fragments if part.outside is None]


def cues(*texts: str) -> str:
    """A file of one cue a text, two seconds each."""
    return "\n".join(
        f"{n + 1}\n{clock(2 * n)},000 --> {clock(2 * n + 1)},900\n{text}\n"
        for n, text in enumerate(texts)
    )


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def test_a_name_holds_over_the_cues_below_it() -> None:
    assert [speaker for speaker, _ in turns(read_file("podcast.srt"))] == [
        "Rosa Lindqvist Amer",
        "Theo Brandt",
        "Rosa Lindqvist Amer",
        "Theo Brandt",
        "Rosa Lindqvist Amer",
        "Theo Brandt",
        "Rosa Lindqvist Amer",
        "Theo Brandt",
    ]


def test_words_before_a_colon_that_are_no_names_stay_text() -> None:
    said = " ".join(text for _, text in turns(read_file("podcast.srt")))
    for words in (
        "Chaser.io: it",
        "Subtitle says it all:",
        "Here is the problem:",
        "question: who",
    ):
        assert words in said


def test_a_product_before_a_colon_is_no_speaker_in_a_long_labelled_file() -> None:
    talk = ["Ana: So we use", "Tensorflow.js: the small one.", "Ben: Right.", "And more."] * 60
    talk[1] = "Facebook: a big one."
    assert {speaker for speaker, _ in turns(read(cues(*talk)))} == {"Ana", "Ben"}


def test_two_voices_in_one_cue_are_two_turns() -> None:
    reading = read(cues("Ana: Ready? Ben: Ready.", "Ana: Go.", "Ben: Now?", "Ana: Now.\nBen: OK."))
    assert turns(reading) == [
        ("Ana", "Ready?"),
        ("Ben", "Ready."),
        ("Ana", "Go."),
        ("Ben", "Now?"),
        ("Ana", "Now."),
        ("Ben", "OK."),
    ]


def test_dashes_of_dialogue_begin_turns_and_other_dashes_do_not() -> None:
    assert turns(read_file("dashes.srt")) == [
        ("Speaker", "Did you ask him?"),
        ("Speaker", "I did not. I thought it was rude."),
        ("Speaker", "It is not -- ask."),
    ]
    assert turns(read(cues("we went", "- slowly - home"))) == [
        ("Speaker", "we went - slowly - home")
    ]


def test_words_before_the_first_name_belong_to_nobody_known() -> None:
    reading = read(
        cues("[Music]", "Welcome to the call.", "Coach: Hi.", "Client: Hi.", "Coach: So?")
    )
    assert turns(reading)[0] == ("Speaker", "Welcome to the call.")
    assert reading.fragments[0].outside == "front"
    assert reading.roles == (("Coach", "coach"), ("Client", "client"))
    assert reading.warnings[0].source_line == 7


def test_names_in_capitals_brackets_and_with_numbers_are_labels() -> None:
    for one, two in (("ANA", "BEN"), ("SPEAKER_00", "SPEAKER_01"), ("Speaker 1", "Speaker 2")):
        talk = cues(f"{one}: HELLO.", f"{two}: HI.", "HOW ARE YOU?", f"{one}: FINE.")
        assert {speaker for speaker, _ in turns(read(talk))} == {one, two}
    talk = cues("[SPEAKER_00]: a.", "[SPEAKER_01]: b.", "c.", "[SPEAKER_00]: d.")
    assert {speaker for speaker, _ in turns(read(talk))} == {"SPEAKER_00", "SPEAKER_01"}
    talk = cues("[Ana] a.", "[Ben] b.", "[Ana] c.", "[Ben] d.")
    assert {speaker for speaker, _ in turns(read(talk))} == {"Ana", "Ben"}


def test_names_in_brackets_behind_dashes_hold_until_the_next() -> None:
    reading = read(
        cues("- [Ana] Hello.", "[Applause]", "Thanks.", "- [Ben] Hi.", "- [laughs] Yes.")
    )
    assert turns(reading) == [
        ("Ana", "Hello. [Applause] Thanks."),
        ("Ben", "Hi."),
        ("Speaker", "[laughs] Yes."),
    ]


def test_youtube_sbv_and_whisper_desktop_are_read_too() -> None:
    reading = read_file("captions.sbv")
    assert turns(reading) == [
        ("Speaker", "what did the director say he said that HR has the budget")
    ]
    assert (reading.fragments[0].start_ms, reading.fragments[0].end_ms) == (1_420, 7_060)
    assert turns(read_file("whisper-desktop.txt")) == [
        ("Speaker", "Tell me what you want from today. I want to stop chasing him.")
    ]


def test_a_minute_of_one_digit_and_a_cue_that_ends_early_are_read() -> None:
    reading = read_file("no-names.srt")
    assert (reading.fragments[0].start_ms, reading.fragments[0].end_ms) == (0, 185_100)
    assert [warning.source_line for warning in reading.warnings] == [10, 3]


def test_text_that_looks_like_cues_within_prose_stays_text() -> None:
    text = cues("We meet 10:00 --> 11:00.\n10:00 --> 11:00 is fine.\na --> b")
    assert turns(read(text))[0][1] == "We meet 10:00 --> 11:00. 10:00 --> 11:00 is fine. a --> b"


def test_text_above_the_first_cue_is_outside() -> None:
    reading = read("My call\n\n" + cues("Hi."))
    assert (reading.fragments[0].text, reading.fragments[0].outside) == ("My call", "front")


@given(
    st.lists(st.sampled_from(["Hi.", "12", "", "Ana: yes", "-", ">>", "a\n\nb", "<i>x", "NOTE x"]))
)
def test_no_word_is_lost_whatever_the_cues_hold(texts: list[str]) -> None:
    content = cues(*texts)
    try:
        reading = read(content)
    except UnreadableTranscript:
        assert not re.search(r"\w", "".join(texts))
        return
    said = Counter(
        word for part in reading.fragments for word in re.findall(r"\w+", f"{part.text}")
    )
    expected = Counter(re.findall(r"\w+", " ".join(texts).replace("<i>", "")))
    names = {"Ana"} if any(part.speaker == "Ana" for part in reading.fragments) else set()
    assert all(said[word] >= count for word, count in expected.items() if word not in names)


@given(st.text(alphabet="0123456789:,.-> \nAnB<v/>[]&;", max_size=300))
def test_any_text_reads_or_is_refused(text: str) -> None:
    for reader in (Srt(), WebVtt()):
        raw = RawFile(path="x", content=b"", text=text)
        assert 0.0 <= reader.claims(raw) <= 1.0
        try:
            reading = reader.parse(raw)
        except UnreadableTranscript:
            continue
        for part in reading.fragments:
            assert part.text.strip()
            if part.start_ms is not None and part.end_ms is not None:
                assert part.start_ms <= part.end_ms


def test_many_cues_take_effort_in_proportion() -> None:
    said = ("Ana: What did he say to that?", "And then?\nBen: Nothing at all, Ana.")

    def effort(times: int) -> int:
        talk = cues(*said * times)

        def work() -> None:
            assert len(turns(read(talk))) == 2 * times

        return effort_of(work)

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION


@pytest.mark.parametrize("filling", ["a", "1", "-", " ", "<v ", "a: ", ">> "])
def test_one_very_long_line_is_read_to_its_end_with_effort_in_proportion(filling: str) -> None:
    def line(times: int) -> str:
        return f"1\n00:00:01,000 --> 00:00:02,000\nx {filling * times}\n"

    def effort(times: int) -> int:
        talk = line(times)
        return effort_of(lambda: read(talk))

    signs = "" if filling == ">> " else filling * 300_000
    assert [text for _, text in turns(read(line(300_000)))] == [f"x {signs}".strip()]
    assert growth(effort, few=1_000, many=10_000) < IN_PROPORTION


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (cues("Hi.", "Ho."), 0.95, 1.0),
        ("00:00 --> 00:02\nHi.\n", 0.95, 1.0),
        ("Coach: Hi.\nClient: Ho.\n" * 9, 0.0, 0.0),
        ("A talk about a --> b.\n" * 9, 0.0, 0.0),
        ("Prose line.\n" * 50 + cues("Hi."), 0.0, 0.3),
    ],
)
def test_the_claim_follows_the_share_of_time_lines(text: str, least: float, most: float) -> None:
    raw = RawFile(path="x", content=b"", text=text)
    assert least <= Srt().claims(raw) <= most


def test_a_file_without_cues_is_refused_with_a_hint() -> None:
    with pytest.raises(UnreadableTranscript, match="no cue"):
        read("Coach: hi")


def test_a_name_within_a_sentence_is_no_label_where_capitals_follow_labels() -> None:
    talk = [
        f"{name}: Well, that was\nnumber {n}." if name else "So it was."
        for n in range(30)
        for name in ("Ana", "", "Ben", "")
    ]
    said = [*talk, "Ana: Here is what we do,", "Ben: from today on you ask.", "Ben: Do I?"]
    assert turns(read(cues(*said)))[-2:] == [
        ("Ana", "Here is what we do, Ben: from today on you ask."),
        ("Ben", "Do I?"),
    ]
    small = [line.lower() for line in said]
    assert turns(read(cues(*small)))[-1] == ("ben", "from today on you ask. do i?")


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
@pytest.mark.parametrize(
    ("name", "n_turns", "speakers"),
    [
        (
            "srt_speaker_labels/Virtual-Coffee__episodes__1_4.srt",
            165,
            {"Bekah Hawrot Weigel", "Dan Ott", "Vic Vijayakumar"},
        ),
        (
            "srt_speaker_labels/Virtual-Coffee__episodes__5_6.srt",
            150,
            {"Bekah Hawrot Weigel", "Dan Ott", "Andrew Bush"},
        ),
        (
            "podcast_namespace/Podcastindex-org__docs__examples__transcripts__example.srt",
            10,
            {"Travis", "Gilon", "Sarah"},
        ),
        ("youtube_srt/patrickschu__tests__resources__sample_files__srts__downsub.srt", 1, None),
        ("youtube_srt/patrickschu__tests__resources__sample_files__srts__issue_44.srt", 1, None),
        ("youtube_sbv/patrickschu__tests__resources__sample_files__sbvs__captions.sbv", 1, None),
    ],
)
def test_real_files_give_all_words_and_speakers(
    name: str, n_turns: int, speakers: set[str] | None
) -> None:
    raw = decode((FORMATS / name).read_bytes(), path=name)
    assert Srt().claims(raw) >= 0.95
    parts = turns(Srt().parse(raw))
    assert len(parts) == n_turns
    found = {speaker for speaker, _ in parts}
    assert found == (speakers or {"Speaker"})
    assert raw.text is not None
    lines = [
        line for line in raw.text.split("\n") if not re.match(r"\d+$|[\d:]+[.,][\d:, .>-]+$", line)
    ]
    words = Counter(re.findall(r"\w+", "\n".join(lines)))
    said = Counter(re.findall(r"\w+", "\n".join(text for _, text in parts)))
    names = {word for speaker in found for word in str(speaker).split()}
    assert {word for word in words - said if word not in names} == set()
