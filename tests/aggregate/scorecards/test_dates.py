"""Words that name a day or a time, and words that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.aggregate.scorecards.dates import names_a_time


@pytest.mark.parametrize(
    "words",
    [
        "I'll call her Friday.",
        "Tomorrow, first thing.",
        "By the end of next week.",
        "this afternoon",
        "in two weeks",
        "within a month",
        "On the 12th.",
        "at four",
        "At 9 a.m.",
        "by 16:30",
        "before May",
        "May 5",
        "By the end of March.",
        "Before the 5th of May.",
        "the third of June",
        "2025-03-01",
        "next month",
        "every morning",
        "End of day.",
        "in a few days",
    ],
)
def test_a_time_is_named(words: str) -> None:
    assert names_a_time(words)


@pytest.mark.parametrize(
    "words",
    [
        "I may call her.",
        "They march in step.",
        "Someday, maybe.",
        "He said it at length.",
        "One of the two roles.",
        "I'll do that.",
        "The second candidate.",
        "Sunny, Monica and Marcia.",
        "",
    ],
)
def test_no_time_is_named(words: str) -> None:
    assert not names_a_time(words)


@given(words=st.text())
def test_any_text_can_be_asked(words: str) -> None:
    assert names_a_time(words) in {True, False}
