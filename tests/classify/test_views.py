from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from analyzer.classify.views import view_sentences, words_of
from analyzer.records import Role
from analyzer.segment.sentences import split_sentences
from tests.builders import a_call, a_session, whole_turns


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("***", ()),
        ("Don’t ask.", ("don't", "ask", ".")),
        ("3 of 40 came!", ("#", "of", "#", "came", "!")),
        ("The i’s are dotted…", ("the", "i's", "are", "dotted", "…")),
        ("Žofie asks: “Ça va?”", ("žofie", "asks", ":", "“", "ça", "va", "?", "”")),
        ("snake_case", ("snake", "case")),
    ],
)
def test_words_are_lower_case_with_marks_apart_and_numbers_as_a_sign(
    text: str, words: tuple[str, ...]
) -> None:
    assert words_of(text) == words


@given(text=st.text())
def test_no_word_is_empty_holds_white_space_or_names_a_number(text: str) -> None:
    for word in words_of(text):
        assert word
        assert not any(letter.isspace() or letter.isdecimal() for letter in word if word != "#")


def test_a_view_knows_the_role_of_its_speaker_and_its_place_in_the_turn(nlp: Language) -> None:
    session = a_call("Ana: I asked. He left. I am stuck.", "Mike: Why?", "Jo: Hm.")
    views = view_sentences(session, split_sentences(session, nlp=nlp))
    assert [view.role for view in views] == [*[Role.CLIENT] * 3, Role.COACH, Role.UNKNOWN]
    assert [view.turn for view in views] == [0, 0, 0, 1, 2]
    assert [view.starts_turn for view in views] == [True, False, False, True, True]
    assert [view.ends_turn for view in views] == [False, False, True, True, True]


def test_a_quotation_stays_open_until_it_is_closed_or_the_turn_ends(nlp: Language) -> None:
    session = a_call(
        "Mike: Say, “I called. He was out. I wait.” Then wait. He says: “Never. Not now.",
        'Mike: So. "Who signs? Is it you?" Wait.',
    )
    views = view_sentences(session, split_sentences(session, nlp=nlp))
    assert [view.text for view in views if view.in_quote] == [
        "He was out.",
        "I wait.”",
        "Not now.",
        'Is it you?"',
    ]


@pytest.mark.parametrize(
    ("text", "asks"),
    [("Who?", True), ("Who?”", True), ('"Who?" ', True), ("(Who?)", True), ("Who? Me.", False)],
)
def test_a_question_ends_with_its_mark_closing_quotes_aside(text: str, *, asks: bool) -> None:
    session = a_session(talk=[(0, text)])
    assert view_sentences(session, whole_turns(session))[0].is_question is asks


def test_no_sentences_no_views() -> None:
    assert view_sentences(a_session(talk=[]), []) == ()
