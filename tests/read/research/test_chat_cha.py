from __future__ import annotations

import datetime as dt
import re
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile
from analyzer.read.decode import decode
from analyzer.read.research.chat_cha import Chat
from analyzer.read.research.chat_words import clean_line
from tests.effort import IN_PROPORTION, effort_of, growth
from tests.read.research import readings
from tests.read.research.readings import said

FILES = Path(__file__).resolve().parents[1] / "files" / "chat"
FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"


read = partial(readings.read, Chat())


def clean(text: str) -> str:
    return " | ".join(part.text for part in clean_line(text).parts)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("if we have <some time> [>1] we can .", "if we have some time we can."),
        ("my foo [>] [<] bar .", "my foo bar."),
        ("⌈hello⌉2 , ⌊2 bye ⌋ .", "hello, bye."),
        ("I [/] I want [//] <need to> [///] go [/-] stay .", "I I want need to go stay."),
        ("rocking+house [: rocking+horse] [*] ?", "rocking-house?"),
        ("male [: female] [* s:r] [/] male [!!] [?] [e] .", "male male."),
        ("[- spa] hola qué es eso@s:eng [+ bch] .", "hola qué es eso."),
        ("&- um and .", "um and."),
        ("&-um &~ga &+fr &uh I see .", "um ga fr- uh I see."),
        (
            "the &=laughs dog &=points:picture_book ran .",
            "the [laughs] dog [points picture book] ran.",
        ),
        (
            "well [=! whispers] this [= the small dog] [% slowly] .",
            "well [whispers] this [the small dog] [slowly].",
        ),
        ("no [x 3] .", "no [x 3]."),
        ("I (.) want (3.) a (1:30.5) cookie (..) please (0.5) # .", "I want a cookie please."),
        ("no:: I do:n't wa:nt to .", "no I don't want to."),
        ("(be)cause goin(g) New_York .", "because going New York."),
        ("gumma@c b@l Hund@s:deu walk$v .", "gumma b Hund walk."),
        ("+< mhm +...", "mhm..."),
        ('he said +"/.', "he said."),
        ('+" come here !', "come here!"),
        ("but I +/.", "but I—"),
        ("but why +//?", "but why—?"),
        ("but — well +…", "but — well…"),
        ("(laughs) goin(g) (home) .", "(laughs) going (home)."),
        ("right ‡ you know „ no ?", "right, you know, no?"),
        ("↫w-w↫want ˈto ↑go° .", "w-w-want to go."),
        ("&{l=SINGING la la &}l=SINGING .", "[SINGING] la la."),
        ("0 [=! crying] .", "[crying]."),
        ("xxx I www yyy .", "xxx I www yyy."),
        ("we need \x02\x01to do\x02\x02 it .", "we need to do it."),
        ("“plant” [//] plant .", "“plant” plant."),
        ("I said [maybe later] .", "I said [maybe later]."),
    ],
)
def test_codes_go_and_words_stay(line: str, words: str) -> None:
    assert clean(line) == words


def test_what_was_not_said_is_left_out_and_counted() -> None:
    line = clean_line("he 0is gonna [: going to] see [=? sea] it .")
    assert line.parts[0].text == "he gonna see it."
    assert dict(line.left_out) == {"replaced": 2, "unsaid": 1}


def test_a_word_put_in_by_another_is_that_speakers() -> None:
    line = clean_line("easy &*INV:oh_hm you know &*INV:ah: +...")
    assert [(part.voice, part.text) for part in line.parts] == [
        (None, "easy"),
        ("INV", "oh hm"),
        (None, "you know..."),
        ("INV", "ah"),
    ]


def test_times_run_from_the_first_bullet_to_the_last() -> None:
    line = clean_line('one \x15100_200\x15 two \x15%pic:"a.jpg"\x15 \x15300_450\x15')
    assert (line.parts[0].text, line.start_ms, line.end_ms) == ("one two", 100, 450)
    old = clean_line('hi . \x15%snd:"call"_50_700\x15')
    assert (old.parts[0].text, old.start_ms, old.end_ms) == ("hi.", 50, 700)
    copied = clean_line("hello . 0_1000")  # the marks are lost where text is copied
    assert (copied.parts[0].text, copied.end_ms) == ("hello.", 1000)
    assert clean_line("hi . \x15700_50\x15").end_ms is None


def test_names_come_from_the_participants_else_the_code_stays() -> None:
    text = (
        "@Begin\n@Participants:\tCOA Ana_Ruiz Coach, CLI Client, PAR,\n"
        "\tTWO Li Other,THR Li Other\n"
        "*COA:\thi .\n*CLI:\tho .\n*PAR:\thm .\n*TWO:\ta .\n*THR:\tb .\n*NEW:\tc .\n@End\n"
    )
    reading = read(text)
    assert [speaker for speaker, _ in said(reading)] == [
        "Ana Ruiz", "CLI", "PAR", "TWO", "THR", "NEW",
    ]  # fmt: skip
    assert reading.roles == (("Ana Ruiz", "coach"), ("CLI", "client"))


def test_names_that_only_repeat_the_role_leave_the_codes() -> None:
    text = (
        "@Begin\n@Participants:\tPAR0 Participant Participant, PAR1 Participant Participant\n"
        "*PAR0:\thi .\n*PAR1:\tho .\n@End\n"
    )
    assert [speaker for speaker, _ in said(read(text))] == ["PAR0", "PAR1"]


def test_lines_go_on_with_a_tab_and_by_mistake_without() -> None:
    assert said(read("@Begin\n*A:\tone\n\ttwo\nthree .\n*B:\tfour .\n@End")) == [
        ("A", "one two three."),
        ("B", "four."),
    ]


def test_what_people_wrote_beside_the_talk_stands_outside() -> None:
    reading = read((FILES / "session.cha").read_text("utf-8"))
    assert [(part.text, str(part.outside)) for part in reading.fragments if part.outside] == [
        ("Situation: Third of six calls, by telephone.", "front"),
        ("she laughs here", "logistics"),
        ("Comment: A door opens.", "logistics"),
    ]
    assert reading.held_on == dt.date(2024, 3, 7)
    assert reading.title == "third-call"
    assert "%mor (1)" in reading.warnings[0].message


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("@UTF8\n@Begin\n*A:\thi .\n", 0.98),
        ("*A:\thi .\n%act:\tx\n*B:\tho .\n", 0.9),
        ("*Ana*: hi\n*Ben*: ho\n", 0.0),
        ("* Ana: hi\n* Ben: ho\n", 0.0),
        ("@Begin\nAna: hi\n", 0.0),
        ("**Ana:** hi\n**Ben:** ho\n", 0.0),
        ("*A:\thi .\nSome prose that is no CHAT at all.\n*B:\tho .\n", 0.0),
    ],
)
def test_the_claim_follows_the_lines(text: str, claim: float) -> None:
    assert Chat().claims(RawFile(path="a.cha", content=b"", text=text)) == claim


def test_a_file_without_talk_is_refused() -> None:
    for text in ("@Begin\n@End\n", "@Begin\n*A:\t0 .\n", "*A:\n"):
        with pytest.raises(UnreadableTranscript, match="no main line"):
            read(text)


PARTS = [
    "yes",
    "<no",
    "way>",
    "[/]",
    "&-um",
    "(.)",
    "[= a b]",
    ".",
    "+...",
    "&*B:mhm",
    "⌈so⌉",
    "no::",
]


@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=8), min_size=1, max_size=5))
def test_no_word_is_lost_whatever_the_order_of_codes(lines: list[list[str]]) -> None:
    text = "@Begin\n" + "".join(f"*A:\t{' '.join(line)}\n" for line in lines)
    words = re.findall(
        "yes|no|way|um|a|b|mhm|so",
        " ".join(one for line in lines for one in line if one != "&*B:mhm"),
    )
    words += ["mhm"] * sum(line.count("&*B:mhm") for line in lines)
    try:
        reading = read(text)
    except UnreadableTranscript:
        assert not words
        return
    assert sorted(re.findall(r"\w+", " ".join(part for _, part in said(reading)))) == sorted(words)


@given(st.text(alphabet="*@%AB:\t \n[]<>&=+.0_\x15(){}", max_size=200) | st.text(max_size=60))
def test_any_text_reads_or_is_refused(text: str) -> None:
    assert 0.0 <= Chat().claims(RawFile(path="x", content=b"", text=text)) <= 1.0
    try:
        reading = read(text)
    except UnreadableTranscript:
        return
    assert all(part.text.strip() for part in reading.fragments)


@pytest.mark.parametrize("filling", ["[", "[a] ", "\x15", "(", "&*B:x ", "0_1 ", "a_", "+", "<"])
def test_long_lines_take_effort_in_proportion(filling: str) -> None:
    def effort(times: int) -> int:
        text = "@Begin\n*A:\thi " + filling * times
        return effort_of(lambda: read(text))

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
@pytest.mark.parametrize(
    ("name", "speakers", "n_words", "first_ms"),
    [
        ("annotation__overlap-markers", {"CHI", "MOT"}, 33, None),
        ("audio__spanish-child-speech", {"PAR1"}, 9, 3_990),
        ("content__media-bullets", {"CHI", "MOT"}, 5, 2_041_689),
    ],
)
def test_real_files_give_all_words(
    name: str, speakers: set[str], n_words: int, first_ms: int | None
) -> None:
    (path,) = (FORMATS / "chat_cha").glob(f"*{name}.cha")
    raw = decode(path.read_bytes(), path=path.name)
    assert Chat().claims(raw) == 0.98
    reading = Chat().parse(raw)
    talk = [part for part in reading.fragments if part.outside is None]
    assert {part.speaker for part in talk} == speakers
    words = re.findall(r"\w+", " ".join(part.text for part in talk))
    assert len(words) == n_words
    assert talk[0].start_ms == first_ms
