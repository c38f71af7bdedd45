from __future__ import annotations

import pytest

from analyzer.errors import UnreadableTranscript
from analyzer.read import read_bytes
from analyzer.read.base import BlockKind, RawFile
from analyzer.read.pages.text import PlainText, is_wrapped, looks_like_another_format, text_blocks


def test_lines_are_paragraphs_where_nothing_is_wrapped() -> None:
    blocks = text_blocks("Ana: One.\nTwo.\n\nBo: Three.")
    assert [(block.text, block.line) for block in blocks] == [
        ("Ana: One.", 1),
        ("Two.", 2),
        ("Bo: Three.", 4),
    ]


def test_lines_broken_by_width_are_joined() -> None:
    text = "This is a long line that has been broken at some width\nand goes on in the next one."
    assert is_wrapped(text.split("\n"))
    assert len(text_blocks(text)) == 1


def test_lists_and_rules_are_told_from_paragraphs() -> None:
    kinds = [block.kind for block in text_blocks("1. One\n\n- Two\n\n---\n\n* * *\n\nThree.")]
    assert kinds == [
        BlockKind.LIST_ITEM,
        BlockKind.LIST_ITEM,
        BlockKind.RULE,
        BlockKind.RULE,
        BlockKind.PARAGRAPH,
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"segments": []}',
        '[{"speaker": 0}]',
        "<?xml version='1.0'?>",
        "<!DOCTYPE html><html>",
        r"{\rtf1 hello}",
        "WEBVTT\n\n00:00.000 --> 00:01.000\nhi",
        "@UTF8\n@Begin\n",
        'File type = "ooTextFile"\n',
        "SPEAKER file 1 0.10 3.20 <NA> <NA> a <NA> <NA>\n",
        "speaker,start,text\nAna,0,hi\nBo,1,ho\n",
        "token|speaker|ts|endTs\nhi|1|0|1\nho|1|1|2\n",
        "start\tend\ttext\n0\t10\thi\n10\t20\tho\n",
        "me011|okay.|F|fg\nfe016|mm.|B|b\nme011|so.|S|s\nme018|no.|S|s\n",
    ],
)
def test_other_formats_are_not_claimed(text: str) -> None:
    assert looks_like_another_format(text)
    assert PlainText().claims(RawFile(path="x", content=b"", text=text)) == 0.0


@pytest.mark.parametrize(
    "text", ["Coach\tHello.\nClient\tHi.\n", "[laughs] Yes.\n", "(So) what?\n"]
)
def test_text_with_signs_is_still_text(text: str) -> None:
    assert not looks_like_another_format(text)


def test_one_line_is_enough() -> None:
    session = read_bytes(b"He said no and I called him back", path="x.txt")
    assert [turn.text for turn in session.turns] == ["He said no and I called him back"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\ufeff"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(UnreadableTranscript) as caught:
        read_bytes(text.encode(), path="empty.txt")
    assert caught.value.path == "empty.txt"
    assert caught.value.hint


def test_a_page_of_marks_only_is_refused() -> None:
    with pytest.raises(UnreadableTranscript, match="nobody says anything"):
        read_bytes(b"---\n\n***\n\n00:05:00\n", path="x.txt")


def test_five_megabytes_are_read() -> None:
    exchange = (
        "Coach: So tell me what happened with the manager on Tuesday, and who decides?\n\n"
        "Client: Well, HR said that there is no role. I said, “There is.” It was odd: really.\n\n"
        "And then he called me back at 10:30 in the morning.\n\n"
    )
    times = 5_000_000 // len(exchange.encode())
    session = read_bytes((exchange * times).encode(), path="long.txt")
    assert len(session.turns) == 2 * times


@pytest.mark.parametrize(
    "line",
    [
        "x " * 200_000,
        "a: b - c [d] (e) " * 20_000,
        "(" * 50_000,
        "Ana" + " " * 100_000 + ":",
        "-" * 100_000,
        "“" * 50_000,
        "1:2:3:4:" * 20_000,
        "[" * 20_000 + "]" * 20_000,
        "A. " * 50_000,
        "\t" * 50_000 + "x",
    ],
    ids=lambda line: line[:6].strip() or "blanks",
)
def test_no_line_makes_it_hang(line: str) -> None:
    session = read_bytes(f"Coach: Hi.\n\n{line}\n\nClient: Ho.\n".encode(), path="x.txt")
    assert session.turns[-1].text == "Ho."


def test_a_talk_in_another_language_is_read_with_a_warning() -> None:
    session = read_bytes(
        "Ana: Hola, ¿cómo estás hoy? Me gustaría hablar de tu trabajo y de lo que pasó ayer.\n\n"
        "Bo: Muy bien, gracias. El cliente no quiere pagar y yo no sé qué hacer.\n".encode(),
        path="x.txt",
    )
    assert len(session.turns) == 2
    assert "English" in session.warnings[-1].message


def test_a_short_talk_is_not_judged_by_its_language() -> None:
    assert read_bytes(b"Coach: Ja?\nClient: Nein.\n", path="x.txt").warnings == ()


def test_dashes_show_two_who_take_turns() -> None:
    text = "– How did you do it?\n\n– I asked.\n\n– Whom?\n\n– The one who locks up.\n"
    session = read_bytes(text.encode(), path="x.txt")
    assert [turn.speaker for turn in session.turns] == [0, 1, 0, 1]
    assert session.turns[0].text == "How did you do it?"
    assert "dashes" in session.warnings[0].message


def test_who_answers_unlabelled_questions_is_another_voice() -> None:
    text = (
        "Q: How did you start?\n\nWith nothing.\n\nIt was hard.\n\nQ: And then?\n\nBetter.\n\n"
        "Q: So?\n\nSo.\n"
    )
    session = read_bytes(text.encode(), path="x.txt")
    assert [(session.speakers[turn.speaker].name, turn.text) for turn in session.turns[:2]] == [
        ("Q", "How did you start?"),
        ("Speaker", "With nothing.\n\nIt was hard."),
    ]
    assert session.warnings


def test_labels_without_words_are_counted() -> None:
    session = read_bytes(b"Coach: Hi.\nClient: Ho.\nCoach:\n", path="x.txt")
    assert len(session.turns) == 2
    assert "1 of 3 labels" in session.warnings[0].message
    assert session.warnings[0].source_line == 3
