from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.research.tei import Tei
from tests.effort import IN_PROPORTION, effort_of, growth
from tests.read.research import readings
from tests.read.research.readings import read_or_refused, said

FILES = Path(__file__).resolve().parents[1] / "files" / "tei"


read = partial(readings.read, Tei())


def body(inside: str) -> str:
    return f"<TEI><text><timeline><when xml:id='T0'/></timeline><body>{inside}</body></text></TEI>"


def beside(reading: Reading) -> list[str]:
    return [part.text for part in reading.fragments if part.outside is not None]


def test_words_cut_by_anchors_stay_whole_and_marks_follow_them() -> None:
    text = body("<u who='#A'>Thurs<anchor synch='#T0'/>day <w>at</w><w>ten</w> <pc>.</pc></u>")
    assert said(read(text)) == [("A", "Thursday at ten.")]


def test_sounds_stand_in_brackets_and_notes_in_the_talk_too() -> None:
    text = body(
        "<u who='#A'>Well <vocal><desc>laughs</desc></vocal> <gap reason='noise'/> yes"
        " <pause dur='PT2S'/> <note>she means no</note></u>"
    )
    assert said(read(text)) == [("A", "Well [laughs] [noise] yes [she means no]")]


def test_of_two_spellings_the_one_said_counts() -> None:
    text = body("<u who='#A'>I <choice><orig>wanna</orig><reg>want to</reg></choice> go</u>")
    reading = read(text)
    assert said(reading) == [("A", "I wanna go")]
    assert "(1)" in reading.warnings[0].message


def test_speeches_with_labels_are_talk_and_directions_in_them_stand_in_brackets() -> None:
    text = body(
        "<sp who='#a'><speaker>Ana:</speaker><p>Go on.</p><stage>waits</stage><p>Please.</p></sp>"
        "<sp><speaker>Ben</speaker><p>No.</p></sp>"
    )
    assert said(read(text)) == [("Ana", "Go on. [waits] Please."), ("Ben", "No.")]


def test_all_text_beside_the_talk_stands_outside_it() -> None:
    text = body(
        "lost <div><head>One</head> stray <u who='#A #B'>Yes.</u> tail <p>Later.</p></div>"
        "<incident><desc>rings</desc></incident>"
    )
    reading = read(text)
    assert said(reading) == [("A + B", "Yes.")]
    assert beside(reading) == ["lost", "One", "stray", "tail", "Later.", "[rings]"]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (body("<u>x</u>"), 0.98),
        ("<TEI.2><text><sp>x</sp></text></TEI.2>", 0.98),
        ("<TEI><text><p>A book.</p></text></TEI>", 0.0),
        ("<html><u>x</u></html>", 0.0),
        ("Ana: <u>x</u>", 0.0),
    ],
)
def test_only_documents_in_which_somebody_speaks_are_claimed(text: str, claim: float) -> None:
    assert Tei().claims(RawFile(path="a.xml", content=b"", text=text)) == claim


def test_a_document_in_which_nobody_speaks_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="nobody speaks"):
        read(body("<u who='#A'> <pause/> </u><p>Only a note.</p>"))


@settings(max_examples=60)
@given(st.data())
def test_a_spoilt_document_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["spoken.xml", "iso-24624.xml"]))
    read_or_refused(Tei(), (FILES / name).read_text("utf-8"), data)


@pytest.mark.parametrize("part", ["<u>a</u>", "<head>a</head>", "<div>a</div>"])
def test_many_parts_take_effort_in_proportion(part: str) -> None:
    def effort(times: int) -> int:
        text = body("<u>a</u>" + part * times + f"<u>{'<w>a</w><pc>.</pc>' * times}</u>")
        return effort_of(lambda: read(text))

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION
