from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.language import Language

from analyzer.segment.sentences import sentence_spans, split_sentences
from tests.builders import a_session
from tests.effort import IN_PROPORTION, effort_of, growth

MARKS = (
    *(".", "!", "?", "…", "...", ". . .", ",", "-", "–", "*", "_", "(", ")", "[", "]"),
    *('"', "'", "“", "”", "‘", "’", "«", "»", "\n", "\n\n", "\t", " ", "\u00a0", "\u2028"),
    *("Mr.", "e.g.", "J.", "1.", "2)", "a", "B", "so", "And", "9 a.m.", "😀", "[crosstalk]"),
)
marked = st.lists(st.sampled_from(MARKS), max_size=60).map("".join)


def cut(text: str, nlp: Language) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, nlp=nlp)]


@given(text=st.text() | marked)
@example("\x1c\x85\u2028a")
@example("\u200b.\u200bB")
def test_every_character_that_is_not_white_space_is_in_exactly_one_sentence(
    nlp: Language, text: str
) -> None:
    spans = list(sentence_spans(text, nlp=nlp))
    inside = [place for start, end in spans for place in range(start, end)]
    assert len(inside) == len(set(inside))
    assert {place for place, letter in enumerate(text) if not letter.isspace()} <= set(inside)


@given(text=st.text() | marked)
def test_sentences_stand_in_order_hold_words_and_begin_and_end_with_them(
    nlp: Language, text: str
) -> None:
    spans = list(sentence_spans(text, nlp=nlp))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    assert not any("\n" in text[start:end] for start, end in spans)


@given(text=marked)
def test_sentences_of_a_text_do_not_depend_on_what_was_split_before(
    nlp: Language, text: str
) -> None:
    first = cut(text, nlp)
    cut("Other. Talk.", nlp)
    assert cut(text, nlp) == first


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        (" \n\t ", []),
        ("Yes", ["Yes"]),
        ("Call him. Then wait.", ["Call him.", "Then wait."]),
        ("Call him.\n\nThen wait.", ["Call him.", "Then wait."]),
        ("no stop here\nbut a new paragraph", ["no stop here", "but a new paragraph"]),
        ("No. I never asked.", ["No.", "I never asked."]),
        ("Ask Mr. Hale and Dr. Ortiz.", ["Ask Mr. Hale and Dr. Ortiz."]),
        ("J. R. Marsh owns it.", ["J. R. Marsh owns it."]),
        ("Be there at 9 a.m. tomorrow.", ["Be there at 9 a.m. tomorrow."]),
        ("It costs 4.5 percent. Always.", ["It costs 4.5 percent.", "Always."]),
        ("Wait... then call. Or… Not.", ["Wait... then call.", "Or…", "Not."]),
        ("I was like . . . never mind.", ["I was like . . . never mind."]),
        ("Really?! You did?", ["Really?!", "You did?"]),
        ("He said, “No role. None at all.” So?", ["He said, “No role.", "None at all.”", "So?"]),
        ("“Is it open?” he asked.", ["“Is it open?” he asked."]),
        ('Say "who signs?" and wait.', ['Say "who signs?" and wait.']),
        ("He left.“Who?” she said.", ["He left.", "“Who?” she said."]),
        ("(I did.) Then (he did too.)", ["(I did.)", "Then (he did too.)"]),
        ("1. Write it down. 2. Send it.", ["1. Write it down.", "2. Send it."]),
        ("(2) Call her.", ["(2) Call her."]),
        ("www.hale.com is down. I know.", ["www.hale.com is down.", "I know."]),
        ("Fine.So he says.", ["Fine.So he says."]),
    ],
)
def test_borders_fall_where_a_reader_puts_them(
    nlp: Language, text: str, sentences: list[str]
) -> None:
    assert cut(text, nlp) == sentences


def test_talk_without_full_stops_is_cut_at_a_pause_word_once_it_is_long(nlp: Language) -> None:
    talk = " ".join(["we keep talking about the role"] * 12) + " and nobody ever decides it"
    first, second = cut(talk, nlp)
    assert len(first.split()) == 72
    assert second == "and nobody ever decides it"


def test_a_long_sentence_with_commas_is_one_sentence(nlp: Language) -> None:
    talk = ", ".join(["we keep talking about the role and the fee"] * 12)
    assert cut(talk, nlp) == [talk]


def test_each_sentence_names_its_turn_and_carries_no_move_yet(nlp: Language) -> None:
    session = a_session(talk=[(0, "One. Two."), (1, "Three?")])
    found = split_sentences(session, nlp=nlp)
    assert [(it.turn, it.start, it.end, it.move, it.score) for it in found] == [
        (0, 0, 4, None, None),
        (0, 5, 9, None, None),
        (1, 0, 6, None, None),
    ]


def test_a_session_without_turns_has_no_sentences(nlp: Language) -> None:
    assert split_sentences(a_session(talk=[]), nlp=nlp) == ()


@pytest.mark.parametrize(
    ("first", "marks", "last"),
    [("Go. ", "* ", ""), ("", "“ ", "a"), ("", "a. ", ""), ("", "x* _ ", ""), ("", "1 ", "")],
    ids=["stars", "quotes", "small letters", "mixed", "numbers"],
)
def test_a_line_of_odd_marks_takes_effort_in_proportion_to_its_length(
    nlp: Language, first: str, marks: str, last: str
) -> None:
    def effort(times: int) -> int:
        text = first + marks * times + last

        def work() -> None:
            assert "".join("".join(cut(text, nlp)).split()) == "".join(text.split())

        return effort_of(work)

    assert growth(effort, few=500, many=5_000) < IN_PROPORTION
