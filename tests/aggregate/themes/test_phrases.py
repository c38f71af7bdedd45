from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analyzer.aggregate.themes.phrases import N_PHRASES, key_phrases, name_of

FEES = (
    "They asked for a lower placement fee.",
    "The placement fee is too high, Dana says.",
    "I cut the placement fee and HR was glad.",
)
OFFERS = (
    "She took the counter offer from her boss.",
    "A counter offer came on Friday, Dana says.",
    "I never saw that counter offer coming, nor did HR.",
)


def test_what_tells_a_theme_from_the_others_stands_first() -> None:
    fees, offers = key_phrases([FEES, OFFERS])
    assert fees[0] == "placement fee"
    assert offers[0] == "counter offer"


def test_names_stand_in_no_phrase_whether_known_or_only_written_so() -> None:
    both = [[f"Okay, {text} Ask Karim about it, and karim again." for text in FEES], OFFERS]
    words = {word for phrases in key_phrases(both, names=["Karim Haddad"]) for word in phrases}
    assert not any("karim" in phrase.casefold() or "Dana" in phrase for phrase in words)


def test_a_word_is_written_as_it_mostly_is() -> None:
    texts = ["The man from HR said no.", "But HR said yes.", "and the HR lady left"]
    ((phrase, *_),) = key_phrases([texts])
    assert phrase == "HR"


def test_no_phrase_repeats_a_word_of_another() -> None:
    for phrases in key_phrases([FEES, OFFERS]):
        words = [word for phrase in phrases for word in phrase.casefold().split()]
        assert len(words) == len(set(words))


def test_what_the_theme_means_decides_among_the_most_telling() -> None:
    texts = ["the vacancy and the refund and the invoice"] * 3

    def nearest(_: int, phrases: Sequence[str]) -> np.ndarray:
        return np.array([float(phrase == "vacancy") for phrase in phrases])

    (plain,) = key_phrases([texts])
    (led,) = key_phrases([texts], likeness=nearest)
    assert plain == ("invoice", "refund", "vacancy")
    assert led == ("invoice", "vacancy", "refund")


def test_texts_without_a_word_in_common_have_no_phrases() -> None:
    assert key_phrases([["alpha"], []]) == ((), ())
    assert name_of(()) == ""


@given(st.lists(st.lists(st.text(max_size=40), max_size=4), max_size=4))
def test_any_texts_have_a_few_phrases_each(themes: list[list[str]]) -> None:
    found = key_phrases(themes)
    assert len(found) == len(themes)
    assert all(len(phrases) <= N_PHRASES and all(phrases) for phrases in found)
