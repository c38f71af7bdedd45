from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.base import Block
from analyzer.read.documents.document import Table
from analyzer.read.documents.rtf_walk import RtfWalk
from tests.effort import IN_PROPORTION, effort_of, growth

FILES = Path(__file__).parents[1] / "files" / "rtf"
FORMATS = Path(__file__).resolve().parents[4] / "shared" / "formats"


def walk(body: str, *, head: str = r"\ansi\ansicpg1252") -> RtfWalk:
    found = RtfWalk()
    found.read(rf"{{\rtf1{head} {body}}}".encode("latin-1"))
    return found


def texts(body: str, *, head: str = r"\ansi\ansicpg1252") -> list[str]:
    return [item.text for item in walk(body, head=head).items if isinstance(item, Block)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"na\u239?ve", "naïve"),
        (r"\uc2 na\u239\'c3\'afve", "naïve"),
        (r"\uc0 na\u239 ve", "naïve"),
        (r"\u8220\'93so\u8221\'94", "“so”"),
        (r"\u-10179?\u-8694?", "😊"),
        (r"\ldblquote so\rdblquote\emdash  it\rquote s", "“so”— it’s"),
        (r"a\~b\_c\-d", "a b-cd"),
        (r"a\{b\}\\c", "a{b}\\c"),
        ("two\r\n words", "two words"),
        (r"caf\'e9 {\f1 \'cf\'f0\'e8}", "café При"),
        (r"{\*\unknown words}so", "so"),
        (r"{\pict\bin7 }}}}}}}}so", "so"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt page}}", "page"),
        (r"{\upr{no}{\*\ud{y\u233?s}}}", "yés"),
        ("tab\\\there", "tab\there"),
    ],
)
def test_signs_of_every_kind_are_read(body: str, text: str) -> None:
    fonts = r"\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}"
    assert texts(body, head=fonts) == [text]


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (r"\ansi\ansicpg1251", r"\'cf\'f0\'e8", "При"),
        (r"\mac", r"caf\'8e", "café"),
        (r"\pc", r"caf\'82", "café"),
        (r"\ansi\ansicpg932", r"\'82\'b1\'83A", "こア"),
        (r"\ansi\ansicpg65001", r"caf\'c3\'a9", "café"),
        (r"\ansi\ansicpg99999", r"caf\'e9", "café"),
    ],
)
def test_code_pages_are_those_the_file_names(head: str, body: str, text: str) -> None:
    assert texts(body, head=head) == [text]


def test_deleted_and_hidden_text_is_no_talk_and_inserted_text_is() -> None:
    found = walk(r"Coach: {\revised Now }{\deleted then }{\v aside }go.\par")
    assert [item.text for item in found.items if isinstance(item, Block)] == ["Coach: Now go."]
    assert (found.deleted, found.hidden) == ([(1, "then ")], [(1, "aside ")])


def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next() -> None:
    assert texts(r"One{\deleted\par }, two.\par Three.\par") == ["One, two.", "Three."]


def test_bold_runs_are_told_whether_a_group_or_a_zero_ends_them() -> None:
    items = walk(r"{\b Coach} Hi.\par \b Client\b0  Ho.\par 3 [00:12] {\b Coach} So?\par").items
    assert [item.strong for item in items if isinstance(item, Block)] == [
        "Coach",
        "Client",
        "Coach",
    ]


def test_tables_keep_their_rows_and_cells_and_the_order_on_the_page() -> None:
    row = r"\trowd\cellx1\cellx2\pard\intbl {}\cell {}\par {}\cell\row"
    before, after = r"Before\par ", r"\pard After\par"
    rows = row.format("a", "b", "c") + row.format("d", "", "f")
    first, table, last = walk(before + rows + after).items
    assert isinstance(first, Block)
    assert isinstance(table, Table)
    assert isinstance(last, Block)
    assert (first.text, last.text) == ("Before", "After")
    assert [[[block.text for block in cell] for cell in line] for line in table.rows] == [
        [["a"], ["b", "c"]],
        [["d"], ["f"]],
    ]


def test_headers_footers_notes_and_text_boxes_stand_apart() -> None:
    found = walk(
        r"{\header Mentor file\par}{\footer Page {\field{\fldrslt 3}}\par}"
        r"Coach: Hi{\footnote\pard A note.} there"
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt In a box.\par}}{\shprslt{\*\do{\dptxbxtext"
        r" In a box.}}}}.{\*\atnid MK}{\*\annotation{\*\atnref 1}A remark.}\par"
    )
    assert [item.text for item in found.items if isinstance(item, Block)] == [
        "Coach: Hi there.",
        "In a box.",
    ]
    assert (found.heads, found.feet) == (["Mentor file"], ["Page 3"])
    assert [(note.author, note.text, note.is_comment) for note in found.notes] == [
        ("", "A note.", False),
        ("MK", "A remark.", True),
    ]


def test_an_old_word_name_is_no_matter_where_the_file_is_rich_text() -> None:
    content = (FILES / "descript.doc").read_bytes()
    assert read_bytes(content, path="call.doc").source.format == "rtf"


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes_and_says_so() -> None:
    session = read_bytes(rb"{\rtf1 Coach: Hi.\par Client: Ho.\par Coach: An", path="call.rtf")
    assert [turn.text for turn in session.turns] == ["Hi.", "Ho.", "An"]
    assert [warning.message for warning in session.warnings] == [
        "the file breaks off before its end."
    ]


@pytest.mark.parametrize(
    "content",
    [rb"{\rtf1}", rb"{\rtf1{\pict ffd8ffe0}}", rb"{\rtf", rb"{\rtf1" + b"{" * 200_000],
)
def test_rich_text_without_text_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(UnreadableTranscript) as caught:
        read_bytes(content, path="call.rtf")
    assert caught.value.hint


@settings(max_examples=60)
@given(data=st.data())
def test_any_wrong_bytes_read_or_are_refused(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(FILES.glob("*.[rd]*[ftc]"))))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(5, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 40))] = data.draw(
            st.sampled_from([b"", b"{", b"}", b"\\", b"\\u-9999999 ", b"\\'", b"\\bin99 ", b"\xff"])
        )
    try:
        read_bytes(bytes(content), path="call.rtf")
    except AnalyzerError:
        return


def test_a_long_document_takes_effort_in_proportion() -> None:
    def effort(count: int) -> int:
        rows = (rf"{{\b {('Client:', 'Coach:')[n % 2]}}} What then?\par" for n in range(count))
        content = rf"{{\rtf1\ansi {''.join(rows)}}}".encode()
        return effort_of(lambda: read_bytes(content, path="call.rtf"))

    assert growth(effort, few=100, many=1_000) < IN_PROPORTION


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the collected sample files are not at hand")
def test_a_real_doc_that_is_rich_text_gives_both_speakers() -> None:
    (path,) = (FORMATS / "html_doc_interview").glob("*cherry.doc")
    session = read_bytes(path.read_bytes(), path=path.name)
    assert [speaker.name for speaker in session.speakers] == ["MSM", "Cherry"]
    assert len(session.turns) == 134
    assert sum(len(turn.text.split()) for turn in session.turns) == 8_484
    assert len(session.warnings) == 0
