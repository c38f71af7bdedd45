from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.records import Category
from analyzer.report import wording


@pytest.mark.parametrize(
    ("n", "noun", "said"),
    [
        pytest.param(0, "session", "0 sessions", id="none"),
        pytest.param(1, "stretch of advice", "1 stretch of advice", id="one"),
        pytest.param(2, "stretch of advice", "2 stretches of advice", id="several"),
        pytest.param(2, "client by name", "2 clients by name", id="the words behind stay"),
        pytest.param(3, "dated session", "3 dated sessions", id="the words before stay"),
        pytest.param(12345, "word", "12,345 words", id="thousands"),
    ],
)
def test_a_count_has_its_noun_in_the_right_form(n: int, noun: str, said: str) -> None:
    assert wording.counted(n, noun) == said


@pytest.mark.parametrize(
    ("n", "total", "said"),
    [
        pytest.param(3, 20, "3 of 20 sessions", id="a part"),
        pytest.param(20, 20, "all 20 sessions", id="all"),
        pytest.param(1, 1, "the one session", id="the only one"),
        pytest.param(0, 4, "0 of 4 sessions", id="none"),
    ],
)
def test_a_part_of_a_whole_is_said_in_counts(n: int, total: int, said: str) -> None:
    assert wording.out_of(n, total, "session") == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        pytest.param(dt.date(2024, 3, 5), dt.date(2024, 3, 5), "5 Mar 2024", id="one day"),
        pytest.param(dt.date(2024, 3, 5), dt.date(2024, 3, 9), "5 to 9 March 2024", id="a month"),
        pytest.param(
            dt.date(2023, 12, 5), dt.date(2024, 3, 9), "December 2023 to March 2024", id="more"
        ),
    ],
)
def test_a_period_is_as_short_as_it_can_be(first: dt.date, last: dt.date, said: str) -> None:
    assert wording.period(first, last) == said


@pytest.mark.parametrize(
    ("duration_ms", "n_words", "said"),
    [
        pytest.param(2_520_000, 10, "42 min", id="minutes"),
        pytest.param(1_000, 10, "1 min", id="never nought minutes"),
        pytest.param(0, 10, "10 words", id="a length of nought is none"),
        pytest.param(None, 4102, "4,102 words", id="words without times"),
    ],
)
def test_a_length_is_minutes_or_words(duration_ms: int | None, n_words: int, said: str) -> None:
    assert wording.length(duration_ms, n_words) == said


@given(st.text(), st.integers(min_value=8, max_value=60))
def test_a_shortened_name_fits_and_begins_like_the_whole(name: str, limit: int) -> None:
    short = wording.shortened(name, limit)
    assert len(short) <= limit
    flat = " ".join(wording.printable(name).split())
    assert short.removesuffix(" …")[: limit // 4] in wording.shortened(flat, 10_000)


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn"])))
def test_what_a_page_can_hold_is_left_as_it_is(text: str) -> None:
    assert wording.printable(text) == text


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\x85", "\ud800", "\uffff", "\ufdd0"])
def test_what_no_page_can_hold_is_shown_as_a_replacement(letter: str) -> None:
    assert wording.printable(f"a{letter}b\n") == "a\N{REPLACEMENT CHARACTER}b\n"


def test_a_name_cannot_turn_the_direction_of_a_sentence() -> None:
    assert wording.shortened("Ana \u202egnirts", 40) == "Ana gnirts"


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        pytest.param("“שלום” he said", True, id="Hebrew"),
        pytest.param("12 مرحبا", True, id="Arabic after figures"),
        pytest.param("Hello שלום", False, id="Latin first"),
        pytest.param("… 12", False, id="no letter"),
    ],
)
def test_direction_is_that_of_the_first_letter(text: str, *, is_so: bool) -> None:
    assert wording.is_right_to_left(text) is is_so


def test_a_type_the_pack_does_not_know_is_called_by_its_id() -> None:
    names = wording.Names([], {})
    assert names.shown("old-type") == "old-type"
    assert names.definition("old-type") == ""


def test_the_mark_stands_behind_a_name_that_is_not_to_be_relied_on() -> None:
    urgency = Category(id="urgency", name="Urgency", definition="Time.")
    names = wording.Names([urgency], {"urgency": False})
    assert names.shown("urgency") == "Urgency †"
    assert names.plain("urgency") == "Urgency"
    assert names.is_doubtful("urgency")
    assert not names.is_doubtful("never-measured")
