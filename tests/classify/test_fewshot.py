from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.classify.fewshot import (
    FewshotAdvice,
    FewshotProblems,
    encode_pack,
    fewshot_advice,
    fewshot_problems,
)
from analyzer.classify.own_store import BACKGROUND, load_background
from analyzer.classify.views import SentenceView, view_sentences
from analyzer.encoder import Encoder
from analyzer.records import Category, Pack
from analyzer.settings import resource_folder
from tests.builders import a_call, whole_turns

BREATHE = Category(
    id="breathe",
    name="Breathe",
    definition="Take slow breaths through the nose before the race starts.",
    examples=(
        "Breathe in through your nose and count to four.",
        "Slow your breath before you stand on the starting line.",
        "Three deep breaths, and your pulse comes down.",
        "Exhale longer than you inhale.",
        "Before the gun goes off, breathe out slowly.",
    ),
    counter_examples=("I was out of breath after the second lap.",),
)
PACE = Category(
    id="pace",
    name="Pace",
    definition="Run the first half slower than the second half.",
    examples=(
        "Hold back for the first five kilometres.",
        "Run the second half faster than the first half.",
        "Look at your watch and keep the pace that we set.",
        "Do not chase those who sprint off the line.",
        "Save your legs for the last kilometre.",
    ),
)
PACK = Pack(
    name="running",
    version="1",
    language="en",
    advice=(BREATHE, PACE),
    problem=(
        Category(
            id="nerves",
            name="Nerves",
            definition="Nervous before races.",
            examples=("I cannot sleep the night before a race.", "My hands shake at the start."),
        ),
        Category(
            id="injury",
            name="Injury",
            definition="Pain stops the training.",
            examples=("My knee hurts on every downhill.", "The doctor says to rest the tendon."),
        ),
    ),
)


def advice_of(pack: Pack, encoder: Encoder) -> FewshotAdvice:
    background = load_background(resource_folder("models") / BACKGROUND)
    return fewshot_advice(pack, encode_pack(pack, encoder=encoder), background=background)


def problems_of(pack: Pack, encoder: Encoder) -> FewshotProblems:
    background = load_background(resource_folder("models") / BACKGROUND)
    return fewshot_problems(pack, encode_pack(pack, encoder=encoder), background=background)


Score = Callable[..., list[list[float]]]


def views_of(*lines: str, encoder: Encoder | None) -> tuple[SentenceView, ...]:
    session = a_call(*lines)
    vectors = None if encoder is None else encoder.encode([it.text for it in session.turns])
    return view_sentences(session, whole_turns(session), vectors=vectors)


@pytest.fixture(scope="module")
def score(encoder: Encoder) -> Score:
    """Scores of sentences, each a line ``Name: words``, by the pack or another."""

    def score_lines(*lines: str, pack: Pack = PACK) -> list[list[float]]:
        scorer = advice_of(pack, encoder)
        rows = scorer.score_advice(views_of(*lines, encoder=encoder))
        return [[float(share) for share in row] for row in rows]

    return score_lines


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ("Breathe in through the nose and count slowly to four.", 0),
        ("Take three deep breaths before the race.", 0),
        ("Run the second half faster than you ran the first half.", 1),
        ("Hold back in the first kilometres and save your legs.", 1),
    ],
)
def test_a_sentence_like_an_example_has_its_category(score: Score, said: str, column: int) -> None:
    (row,) = score(f"Mike: {said}")
    assert row[column] > 0.5 > row[1 - column]


@pytest.mark.parametrize(
    "said", ["How was your week?", "I moved to a new house in May.", "So it is.", "***", "42"]
)
def test_a_sentence_about_something_else_has_none(score: Score, said: str) -> None:
    (row,) = score(f"Mike: {said}")
    assert sum(row) < 0.1


def test_a_sentence_nearer_to_a_counter_example_has_not_the_category(score: Score) -> None:
    said = "Mike: I was out of breath after the first lap."
    plain = replace(PACK, advice=(replace(BREATHE, counter_examples=()), PACE))
    assert score(said)[0][0] < 1e-9
    assert score(said, pack=plain)[0][0] > 1e-3


def test_what_a_client_says_is_no_advice(score: Score) -> None:
    said = "Breathe in through your nose and count to four."
    client, coach = score(f"Ana: {said}", "Ana: Yes.", "Ana: Right.", f"Mike: {said}")[::3]
    assert client == [0.0, 0.0]
    assert coach[0] > 0.5


def test_neighbours_lend_a_sentence_some_of_their_likeness(score: Score) -> None:
    said = "Mike: In, two, three, four."
    alone, beside = score(said)[0][0], score(said, "Mike: Breathe in through your nose.")[0][0]
    assert beside > alone


@given(lines=st.lists(st.text(max_size=60).filter(str.strip), max_size=6))
@settings(max_examples=30)
def test_rows_are_probabilities_and_add_up_to_at_most_one(score: Score, lines: list[str]) -> None:
    rows = np.array(score(*[f"Mike: {line}" for line in lines])).reshape(len(lines), 2)
    assert ((rows >= 0) & (rows <= 1)).all()
    assert (rows.sum(axis=1) <= 1 + 1e-9).all()


def test_without_vectors_nothing_is_scored(encoder: Encoder) -> None:
    scorer = advice_of(PACK, encoder)
    views = views_of("Mike: Breathe in through your nose and count to four.", encoder=None)
    assert scorer.score_advice(views).tolist() == [[0.0, 0.0]]
    assert scorer.score_advice(()).shape == (0, 2)


def test_problems_are_told_by_their_texts(encoder: Encoder) -> None:
    model = problems_of(PACK, encoder)
    for said, problem in (
        ("Ana: My hands shake and I cannot sleep before a race.", "nerves"),
        ("Ana: The knee hurts, and the doctor wants me to rest.", "injury"),
    ):
        chances = model.score_matter(views_of(said, encoder=encoder))
        assert model.linear.classes[int(chances.argmax())] == problem


def test_a_pack_without_problems_makes_a_model_of_none(encoder: Encoder) -> None:
    model = problems_of(replace(PACK, problem=()), encoder)
    assert model.linear.classes == ()


def test_a_pack_of_rules_alone_is_scored_by_its_definitions(score: Score) -> None:
    bare = replace(PACK, advice=(replace(BREATHE, examples=(), counter_examples=()),))
    ((share,),) = score("Mike: Take slow breaths through the nose.", pack=bare)
    assert share > 0.5


def test_a_label_of_a_pack_without_sessions_rests_on_the_text_it_is_most_like(
    encoder: Encoder,
) -> None:
    views = views_of(
        "Mike: So.",
        "Ana: Exhale longer than you inhale.",
        "Mike: Save your legs for the last kilometre, please.",
        encoder=encoder,
    )
    advice = advice_of(PACK, encoder)
    because = advice.explain(views, first=0, end=3, column=1)
    assert because == ("Save your legs for the last kilometre.",)
    assert advice.explain(views[1:2], first=0, end=1, column=0) == ()
    problems = problems_of(PACK, encoder)
    hurt = views_of("Ana: The knee hurts on downhills.", "Mike: Hm.", encoder=encoder)
    assert problems.explain(hurt, column=1) == ("My knee hurts on every downhill.",)
