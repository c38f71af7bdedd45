from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.linear import LinearModel, Vocabulary
from analyzer.classify.reasons import MOST_WORDS, telling_words, term_weights
from analyzer.classify.terms import topic_terms
from analyzer.classify.views import words_of


def test_the_most_telling_word_comes_first_as_it_stands_in_the_text() -> None:
    texts = ["Don’t ask HR.", "The hiring manager feels the Pain."]
    weights = {"w:pain": 3.0, "w:hiring": 2.0, "w:hr": 1.0, "w:ask": -1.0, "w:don't": 4.0}
    assert telling_words(texts, weights) == ("Pain", "hiring", "HR")
    assert telling_words(["Don’t."], weights) == ("Don’t",)


def test_a_pair_shares_its_weight_and_a_beginning_goes_to_the_words_that_begin_so() -> None:
    words = telling_words(
        ["The manager saw the managers."], {"b:the manager": 2.0, "stem:manag": 1.0}
    )
    assert words == ("manager", "managers")


def test_words_of_other_sentences_facts_numbers_and_marks_are_no_reasons() -> None:
    weights = {"near-coach:pain": 9.0, "@role=coach": 9.0, "w:?": 9.0, "w:#": 9.0, "w:gone": 9.0}
    assert telling_words(["Is it 90 days?"], weights) == ()


def test_of_equals_the_earlier_comes_first_and_five_are_enough() -> None:
    words = [f"word{letter}" for letter in "abcdefgh"]
    text = " ".join(words)
    assert telling_words([text], {f"w:{word}": 1.0 for word in words}) == tuple(words[:MOST_WORDS])


def test_letters_that_grow_when_made_small_do_no_harm() -> None:
    assert telling_words(["İstanbul pays the fee."], {"w:fee": 1.0}) == ("fee",)


@given(text=st.text(max_size=60), seed=st.integers(0, 99))
def test_reasons_stand_in_the_text_each_once(text: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    weights = {term: float(random.normal()) for term in topic_terms(words_of(text))}
    found = telling_words([text], weights)
    assert len(set(found)) == len(found) <= MOST_WORDS
    flat = text.replace("’", "'").lower()
    assert all(word.replace("’", "'").lower() in flat for word in found)


def test_a_term_speaks_for_a_label_by_rarity_times_coefficient_against_the_mean() -> None:
    vocabulary = Vocabulary(columns={"w:fee": 0, "w:the": 1}, idf=np.array([2.0, 1.0]))
    model = LinearModel(
        classes=("a", "b"), weights=np.array([[1, 5], [0, 5]], np.float32), bias=np.zeros(2)
    )
    weights = term_weights(
        [{"w:fee": 1.0, "w:the": 1.0, "w:new": 1.0}], vocabulary=vocabulary, model=model, label=0
    )
    assert weights["w:fee"] == pytest.approx(0.5 * 2.0)
    assert weights["w:the"] == pytest.approx(0.0)
    assert "w:new" not in weights
