from __future__ import annotations

import dataclasses
import unicodedata
from typing import Any

import page
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import ReportError
from analyzer.records import Move, Pack
from analyzer.report import letters, pdf
from analyzer.report.summary.content import build_summary
from analyzer.report.summary.figures import summary_pdf
from analyzer.report.summary.records import Summary
from tests.report.sessions import a_pack, build_analysis
from tests.report.test_pdf import flat, text_of

JAPANESE = "日本語 is what I speak at work."
# Every code point there is, and more often those that have broken typesetting before.
ODD = st.sampled_from([*map(chr, range(0x20)), *"\u202e\u2066\u2069\ufeff\ufffe\uffff\ue000\u200d"])
ANYTHING = st.characters(exclude_categories=["Cs"])
HALVES = st.characters(categories=["Cs"])


def said(words: str) -> Summary:
    """A report of one session in which client and coach say these words."""
    analysis = build_analysis(
        [
            ("Ana", Move.SITUATION, "", words),
            ("Mara", Move.DIRECTIVE, "manager-first", f"{words} Ask them first."),
        ]
    )
    return build_summary([analysis], pack=a_pack())


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no fonts."""
    monkeypatch.setattr(letters, "_regular_faces", dict)


@settings(max_examples=12)
@given(
    words=st.text(ODD | ANYTHING, min_size=1, max_size=120),
    # A pack is a file in UTF-8, so the name of a category holds no half of a letter.
    name=st.text(ODD | ANYTHING),
    title=st.text(ODD | ANYTHING | HALVES),
)
def test_whatever_is_said_or_named_makes_a_file_that_says_it(
    words: str, name: str, title: str
) -> None:
    pack = a_pack()
    named = dataclasses.replace(pack.advice[1], name=f"N{name}", definition=name)
    spoken = f"{words} ok."
    analysis = build_analysis(
        [
            (f"C {words[:30]}", Move.SITUATION, "", spoken),
            ("Mara", Move.DIRECTIVE, "manager-first", spoken),
        ],
        title=f"T {words}",
        warnings=[words],
    )
    report = build_summary([analysis], pack=dataclasses.replace(pack, advice=(named,)), title=title)
    document = summary_pdf(report)
    assert document.startswith(b"%PDF")
    # Letters may be joined or turned round; plain words are there as they were said.
    text = text_of(document)
    assert all(part in text for part in words.split() if part.isascii() and part.isalnum())


@given(st.text(ODD | ANYTHING | HALVES))
def test_what_is_settable_stays_as_it_is(text: str) -> None:
    once = letters.settable(text)
    assert letters.settable(once) == once
    assert not any(unicodedata.category(one) == "Cs" for one in once)
    plain = "".join(one for one in text if letters.is_plain(one))
    assert letters.settable(plain) == plain


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("\u202ename", "\u202ename\u202c"),
        ("\u202ename\u202c", "\u202ename\u202c"),
        ("\u2067a\u202bb", "\u2067a\u202bb\u202c\u2069"),
        ("\u2067a\u202bb\u2069", "\u2067a\u202bb\u2069"),
        ("\u202c\u2069", "\u202c\u2069"),
    ],
)
def test_a_turn_of_direction_does_not_reach_beyond_its_string(text: str, closed: str) -> None:
    assert letters.settable(text) == closed


@pytest.mark.usefixtures("bare")
def test_letters_no_machine_has_are_given_a_box_and_told_of() -> None:
    text = text_of(summary_pdf(said(JAPANESE)))
    assert JAPANESE in text
    assert (
        "3 letters could not be shown, as no font here has them: U+65E5, U+672C, U+8A9E. "
        "A box stands in their place."
    ) in text


@pytest.mark.usefixtures("bare")
def test_letters_of_nobodys_script_are_boxed_even_where_a_face_uses_their_number() -> None:
    text = text_of(summary_pdf(said("We sell \ue000 to people.")))
    assert "1 letter could not be shown, as no font here has it: U+E000." in text


@pytest.mark.usefixtures("bare")
def test_a_shipped_face_that_alone_has_a_letter_shows_it() -> None:
    assert "could not be shown" not in text_of(summary_pdf(said("Step ⑪ comes after ⑩.")))


@pytest.mark.usefixtures("bare")
def test_a_file_with_boxes_is_as_accessible_as_any(pack: Pack) -> None:
    named = dataclasses.replace(pack.advice[1], name="日本 first")
    analysis = build_analysis(
        [
            ("日本", Move.SITUATION, "", JAPANESE),
            ("Mara", Move.DIRECTIVE, "manager-first", f"{JAPANESE} \x00 Ask."),
            ("Mara", Move.DIRECTIVE, "own-words", "Ask in their own words."),
        ]
    )
    other = dataclasses.replace(pack, advice=(pack.advice[0], named, *pack.advice[2:]))
    checked = page.validate_pdf_bytes(
        summary_pdf(build_summary([analysis], pack=other)), profile="ua1"
    )
    assert [failure.message for failure in checked.failures] == []


def test_controls_are_marked_and_told_of() -> None:
    text = text_of(summary_pdf(said("It \x07 rang.")))
    assert "It \ufffd rang." in text
    assert "“\ufffd” stands for a character that is no letter and has no form" in text


def test_a_report_that_shows_all_says_nothing_of_letters(document: bytes) -> None:
    text = flat(text_of(document))
    assert "could not be shown" not in text
    assert "has no form" not in text


def test_faces_of_the_machine_are_asked_for_only_the_letters_that_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    has = {"a": {"日", "本"}, "b": {"日"}, "Noto Sans X": {"ไ"}, "c": {"z"}}
    monkeypatch.setattr(letters, "_regular_faces", lambda: {name: (name, 0) for name in has})
    monkeypatch.setattr(letters, "_letters_of", lambda path, _: {ord(one) for one in has[path]})
    assert list(letters._system_faces({"日", "本", "ไ", "\ue000"})) == ["Noto Sans X", "a"]


def test_a_file_that_is_no_font_has_no_letters(tmp_path: object) -> None:
    assert letters._letters_of(f"{tmp_path}/missing.ttf", 0) == set()


def test_words_that_typst_refuses_for_a_reason_nobody_foresaw_are_set_plainly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: Any = typst.compile

    def refusing(files: dict[str, bytes], **how: object) -> bytes:
        if b"\\u65e5" in files.get("content.json", b""):
            raise typst.TypstError("no", "")
        document: bytes = compiled(files, **how)
        return document

    monkeypatch.setattr(typst, "compile", refusing)
    text = text_of(summary_pdf(said("Say 日本 to them.")))
    assert "Say \ufffd\ufffd to them." in text


def test_a_template_that_cannot_be_set_is_named(
    report: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_template", lambda _: b"#panic()")
    with pytest.raises(ReportError, match="template 'summary' cannot be set"):
        summary_pdf(report)
