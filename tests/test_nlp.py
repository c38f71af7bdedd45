from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from analyzer.nlp import PhraseMatcher, tokenize

RULES = {
    "keep-quiet": ("off the record", "between * and me"),
    "budget": ("whose budget",),
}


@pytest.fixture(scope="module")
def matcher(nlp: Language) -> PhraseMatcher:
    return PhraseMatcher(RULES, nlp=nlp)


@given(text=st.text())
def test_tokens_are_words_of_the_text_in_order_and_leave_out_white_space_only(
    nlp: Language, text: str
) -> None:
    tokens = tokenize(text, nlp=nlp)
    ends = [0, *(token.end for token in tokens)]
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(token.start >= end for token, end in zip(tokens, ends, strict=False))
    assert [letter for token in tokens for letter in token.text if not letter.isspace()] == [
        letter for letter in text if not letter.isspace()
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Let us talk off the record.", [("keep-quiet", "off the record")]),
        ("OFF THE RECORD, please", [("keep-quiet", "off the record")]),
        ("off  the\u00a0record", [("keep-quiet", "off the record")]),
        ("Off the recorder.", []),
        ("This is between you and me.", [("keep-quiet", "between * and me")]),
        ("This is between you, Jo, and me.", []),
        ("This is between and me.", [("keep-quiet", "between * and me")]),
        ("between the two old friends and me", []),
        ("Whose budget?", [("budget", "whose budget")]),
        (
            "Whose budget? Whose budget? Off the record.",
            [("keep-quiet", "off the record"), ("budget", "whose budget")],
        ),
        ("", []),
        ("   ", []),
    ],
)
def test_phrases_are_found_as_whole_words_once_and_in_the_order_of_the_rules(
    matcher: PhraseMatcher, text: str, found: Sequence[tuple[str, str]]
) -> None:
    assert list(matcher.find(text)) == list(found)


def test_an_apostrophe_is_an_apostrophe_however_it_is_set(nlp: Language) -> None:
    matcher = PhraseMatcher({"a": ("don’t write",), "b": ("it's over",)}, nlp=nlp)
    assert [key for key, _ in matcher.find("Don't write that it’s over.")] == ["a", "b"]


def test_without_rules_nothing_is_found(nlp: Language) -> None:
    assert list(PhraseMatcher({"a": ()}, nlp=nlp).find("Off the record.")) == []


@given(text=st.text())
def test_no_text_stops_the_matcher_and_white_space_changes_nothing(
    matcher: PhraseMatcher, text: str
) -> None:
    found = list(matcher.find(text))
    assert found == list(matcher.find("\n".join(text.split(" "))))


def test_a_turn_of_more_than_a_million_characters_is_read(nlp: Language) -> None:
    long = ("so " + "long" * 5_000 + " ") * 60
    assert len(long) > 1_000_000
    assert len(tokenize(long, nlp=nlp)) == 120
    assert list(PhraseMatcher(RULES, nlp=nlp).find(f"{long} off the record")) == [
        ("keep-quiet", "off the record")
    ]
