from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.read import read_bytes
from analyzer.read.base import BlockKind
from analyzer.read.pages.frontmatter import split_front_matter
from analyzer.read.pages.markdown import has_marks, markdown_blocks
from analyzer.records import Session


def texts(page: str) -> list[str]:
    return [block.text for block in markdown_blocks(page)[0]]


def call(page: str) -> Session:
    return read_bytes(page.encode(), path="call.md")


def test_escapes_entities_and_emphasis_are_read() -> None:
    assert texts(r"\[laughs\] It&#39;s *so* **good** &amp; true \- yes") == [
        "[laughs] It's so good & true - yes"
    ]


def test_links_keep_their_text_and_images_their_description() -> None:
    assert texts("See [the page](https://example.org) ![a dog](dog.png)") == ["See the page a dog"]


def test_tags_are_no_words_and_breaks_are_lines() -> None:
    assert texts("<p>Ana: one<br>Bo: <b>two</b></p><!-- not seen -->") == ["Ana: one", "Bo: two"]


def test_what_looks_like_code_or_a_reference_is_talk() -> None:
    assert texts("    Ana: indented\n\n[Ana]: Yes.\n\nBo: hm\n---\n") == [
        "Ana: indented",
        "[Ana]: Yes.",
        "Bo: hm",
        "---",
    ]


def test_kinds_and_lines_of_blocks() -> None:
    blocks, _ = markdown_blocks("# Title\n\n1. One\n- Two\n\n> Three\n\n---\n\nFour\n")
    assert [(block.kind, block.text, block.line) for block in blocks] == [
        (BlockKind.HEADING, "Title", 1),
        (BlockKind.LIST_ITEM, "1. One", 3),
        (BlockKind.LIST_ITEM, "Two", 4),
        (BlockKind.QUOTE, "Three", 6),
        (BlockKind.RULE, "---", 8),
        (BlockKind.PARAGRAPH, "Four", 10),
    ]


def test_a_number_alone_is_what_somebody_says() -> None:
    session = call("Ana: How many?\n\n**Ben:**\n\n64.\n\n**Ana:**\n\n64, yeah.\n\n**Ben:** So.\n")
    assert [turn.text for turn in session.turns] == ["How many?", "64.", "64, yeah.", "So."]
    assert texts("1. - a\n2. 3) > b\n\n``` of two words\nx\n```") == [
        "1. a",
        "2. 3) b",
        "of two words",
        "x",
    ]


_PIECES = [
    "one",
    "two",
    "7",
    "64.",
    "3)",
    "-",
    "*",
    ">",
    "#",
    "```",
    "**",
    "__",
    "|",
    "---",
    "  ",
    ":",
]


def test_the_number_of_a_heading_in_a_list_is_kept() -> None:
    assert texts("Begin\n\n64. # Title\n\n65. #\n") == ["Begin", "64. Title", "65. "]


@given(st.lists(st.lists(st.sampled_from(_PIECES), max_size=6).map(" ".join), max_size=8))
def test_no_word_is_lost_whatever_the_marks_are(lines: list[str]) -> None:
    page = "\n".join(["Begin", *lines])
    found = Counter(re.findall(r"[^\W_]+", " ".join(texts(page))))
    assert not Counter(re.findall(r"[^\W_]+", page)) - found


def test_bold_heads_are_evidence_of_labels() -> None:
    blocks, _ = markdown_blocks("**Ana** [0:00] Hi.\n**Bo** ho\n\nnot **bold** first\n")
    assert [block.strong for block in blocks] == ["Ana", "Bo", None]


def test_one_bold_run_over_a_heading_and_the_first_label() -> None:
    blocks, _ = markdown_blocks("**TRANSCRIPT BELOW:\nFemke Osei:** Yes.\n")
    assert [(block.text, block.strong) for block in blocks] == [
        ("TRANSCRIPT BELOW:", "TRANSCRIPT BELOW:"),
        ("Femke Osei: Yes.", "Femke Osei:"),
    ]


def test_rows_of_a_table_are_turns() -> None:
    rows = "".join(f"| Coach | What {n}? |\n| Client | That {n}. |\n" for n in range(3))
    session = call(f"| Who | Words |\n|---|---|\n{rows}")
    assert [speaker.name for speaker in session.speakers] == ["Coach", "Client"]
    assert session.turns[-1].text == "That 2."


def test_front_matter_gives_title_date_people_and_roles() -> None:
    session = call(
        "---\ntitle: 'A call: one'\ndate: 2024-05-01\ncoach: Ana Ruiz\nclients: [Bo]\n---\n\n"
        "Ana: Hello.\n\nBo: Hi.\n\nAna: So?\n\nBo: No.\n"
    )
    assert session.title == "A call: one"
    assert session.held_on == dt.date(2024, 5, 1)
    assert [(speaker.name, speaker.role.value) for speaker in session.speakers] == [
        ("Ana", "coach"),
        ("Bo", "client"),
    ]
    assert session.outside[0].text.startswith("title: 'A call: one'")
    assert session.outside[0].source_line == 2
    assert session.turns[0].source_line == 8


@pytest.mark.parametrize(
    ("yaml", "title"),
    [
        ("title: plain", "plain"),
        ('title: "quoted: twice"', "quoted: twice"),
        ("title: 'it''s'", "it's"),
        ("title: 'over\n  two lines'", "over two lines"),
        ("date: 2024-05-01", None),
        ("title:\n  - list", "list"),
        ("# comment\ntitle: x", "x"),
    ],
)
def test_strings_of_front_matter(yaml: str, title: str | None) -> None:
    matter, page = split_front_matter(f"---\n{yaml}\n---\ntext\n")
    assert matter is not None
    assert matter.facts.title == title
    assert page == "text\n"


@pytest.mark.parametrize("text", ["---\n\nAna: Hi.\n\n---\n", "Ana: Hi.\n---\nBo: Ho.\n", "---\n"])
def test_rules_are_no_front_matter(text: str) -> None:
    assert split_front_matter(text) == (None, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title\n\ntext", True),
        ("**Ana:** Hi.\n\n**Bo:** Ho.\n", True),
        ("---\ntitle: x\n---\n", True),
        ("Ana: Hi.\n\nBo: Ho.\n", False),
        ("fill in the _(blank)_ and * wait", False),
    ],
)
def test_markdown_shows_by_its_marks(text: str, *, expected: bool) -> None:
    assert has_marks(text) is expected


def test_headings_inside_a_talk_are_outside() -> None:
    session = call("# A\n\nAna: One.\n\nBo: Two.\n\n## B\n\nAna: Three.\n\nBo: Four.\n")
    assert [(piece.before_turn, piece.text) for piece in session.outside] == [(0, "A"), (2, "B")]


def test_stage_marks_with_times_are_no_speech() -> None:
    session = call(
        "**Ana:** One.\n\n**Bo:** Two.\n\n**Break**: \\[29:35\\]\n\n**Ana:** Three.\n\n"
        "**Jingle**: \\[30:35\\]\n\n**Bo:** Four.\n\n**Ana:** Five.\n\n**Bo:** Six.\n"
    )
    assert [piece.text for piece in session.outside] == ["Break: [29:35]", "Jingle: [30:35]"]
    assert len(session.turns) == 6


def test_question_headings_part_a_group_call() -> None:
    session = call(
        "## Question 1\n\nHow do I say no? – Ilse\n\n**Tove:** To whom?\n\n**Ilse:** Him.\n\n"
        "## Question 2\n\nWho pays me? – Omar\n\n**Tove:** Who should?\n\n**Omar:** They.\n\n"
        "**Tove:** Ask.\n"
    )
    assert [session.speakers[turn.speaker].name for turn in session.turns] == [
        *("Ilse", "Tove", "Ilse", "Omar", "Tove", "Omar", "Tove"),
    ]
    assert [(speaker.name, speaker.role.value) for speaker in session.speakers] == [
        ("Ilse", "client"),
        ("Tove", "unknown"),
        ("Omar", "client"),
    ]


def test_broken_markdown_breaks_nothing() -> None:
    assert call("**Ana:** One **two\n\n[x](y\n\n| a |\n\n```\nBo: code\n").turns


@pytest.mark.parametrize("sign", ["[", "![", "*a ", "**a", "`a", "<", "> ", "|a", "_a_ ", "[a]("])
def test_no_marks_make_it_hang(sign: str) -> None:
    page = f"# T\n\n**Coach:** Hi.\n\n{sign * 3000}\n\n**Client:** Ho.\n"
    assert call(page).turns[-1].text.endswith("Ho.")
