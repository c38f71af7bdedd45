from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.terms import FACT, advice_terms, move_terms, role_terms, topic_terms
from analyzer.classify.views import SentenceView, view_sentences
from analyzer.records import Role
from tests.builders import a_call, a_session, whole_turns

MAKERS = (role_terms, move_terms, advice_terms)


def views_of(*lines: str) -> tuple[SentenceView, ...]:
    session = a_call(*lines)
    return view_sentences(session, whole_turns(session))


def test_a_topic_is_words_pairs_and_beginnings_of_long_words() -> None:
    assert topic_terms(("the", "retainer")) == {
        "w:the": 1.0,
        "w:retainer": 1.0,
        "stem:retai": 1.0,
        "b:the retainer": 1.0,
    }


def test_terms_that_tell_a_role_do_not_know_the_role() -> None:
    lines = ("Mike: Who signs?", "Ana: The boss.")
    session = a_call(*lines)
    swapped = a_call(*lines, coach="Ana", clients=("Mike",))
    assert role_terms(view_sentences(session, whole_turns(session))) == role_terms(
        view_sentences(swapped, whole_turns(swapped))
    )


def test_terms_of_a_move_say_who_speaks_and_which_words_stand_near() -> None:
    first, second, third = move_terms(views_of("Mike: Who signs?", "Ana: Nobody.", "Ana: So far."))
    assert first["coach:who"] == first["first:coach:who"] == 1.0
    assert first["next-other:nobody"] == 0.5
    assert "before-other:who" in second
    assert "next-other:far" in second
    assert third["last:."] == 1.0
    assert not any(term.startswith("next") for term in third)
    assert {f"{FACT}role=client", f"{FACT}answers=client,True,True"} <= second.keys()


def test_terms_of_advice_fade_with_distance_and_end_three_sentences_away() -> None:
    bags = advice_terms(views_of(*["Mike: So."] * 4, "Ana: Retainer."))
    assert [bag.get("near-client:retainer") for bag in bags] == [
        None,
        pytest.approx(0.6 / 3**0.5),
        pytest.approx(0.6 / 2**0.5),
        pytest.approx(0.6),
        None,
    ]
    assert bags[4]["w:retainer"] == 1.0


@pytest.mark.parametrize("make", MAKERS)
def test_no_views_no_terms(make: type) -> None:
    assert make(()) == []


@given(
    talk=st.lists(st.tuples(st.integers(0, 1), st.text().filter(str.strip)), max_size=6),
    which=st.integers(0, 2),
)
def test_every_sentence_has_terms_that_count_whatever_it_holds(
    talk: list[tuple[int, str]], which: int
) -> None:
    session = a_session(talk=talk)
    bags = MAKERS[which](view_sentences(session, whole_turns(session)))
    assert len(bags) == len(talk)
    assert all(
        term and "\n" not in term and count > 0 for bag in bags for term, count in bag.items()
    )


def test_a_role_is_named_by_its_value() -> None:
    (bag,) = advice_terms(views_of("Mike: Call."))
    assert f"{FACT}role={Role.COACH.value}" in bag


SAY_TERMS = """
from tests.builders import a_call, whole_turns
from analyzer.classify.views import view_sentences
from analyzer.classify.terms import advice_terms, move_terms, role_terms

session = a_call("Mike: Ask whose budget it is, today.", "Ana: I never asked him that.")
views = view_sentences(session, whole_turns(session))
print([list(bag) for make in (role_terms, move_terms, advice_terms) for bag in make(views)])
"""


def test_terms_stand_in_the_same_order_in_every_process() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", SAY_TERMS],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
