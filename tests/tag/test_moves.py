from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.records import Move, Sentence
from analyzer.records.scores import Matrix
from analyzer.tag.moves import MOVES, tag_moves
from tests.builders import a_call, a_session, whole_turns


def rows(*best: dict[Move, float]) -> Matrix:
    return np.array([[row.get(move, 0.0) for move in MOVES] for row in best])


def moves_of(*lines: str, scores: Matrix | None = None) -> list[tuple[Move | None, float | None]]:
    session = a_call(*lines)
    likely = rows(*[{Move.SITUATION: 0.7}] * len(lines)) if scores is None else scores
    tagged = tag_moves(session, whole_turns(session), scores=likely)
    return [(it.move, it.score) for it in tagged]


def test_a_sentence_does_what_is_likeliest_with_the_score_rounded_to_four_digits() -> None:
    scores = rows({Move.SITUATION: 1 / 3, Move.STORY: 2 / 3})
    assert moves_of("Ana: They froze it.", scores=scores) == [(Move.STORY, 0.6667)]


@pytest.mark.parametrize(
    ("share", "move"), [(0.5, Move.OTHER), (0.51, Move.PROMOTION), (1.0, Move.PROMOTION)]
)
def test_promotion_is_said_only_where_it_is_likelier_than_all_else(
    share: float, move: Move
) -> None:
    scores = rows({Move.PROMOTION: share, Move.OTHER: (1 - share) / 2})
    assert [found for found, _ in moves_of("Mike: Join us.", scores=scores)] == [move]


@pytest.mark.parametrize(
    "blank",
    [
        "You told me ____ would happen.",
        "Because you told me _(fill in the blank)_.",
        "Say it like this: [fill-in] is why I call.",
    ],
)
def test_words_with_a_blank_to_fill_in_are_words_to_say(blank: str) -> None:
    assert moves_of(f"Mike: {blank}") == [(Move.SCRIPT, 0.95)]


@pytest.mark.parametrize("said", ["I put it in [brackets].", "snake_case_name", "He _did_ call."])
def test_other_marks_are_no_blanks(said: str) -> None:
    assert moves_of(f"Mike: {said}") == [(Move.SITUATION, 0.7)]


@pytest.mark.parametrize(
    "no", ["No.", "no", "Nope.", "Not yet.", "Uh, no.", "No, I didn’t.", "No I have not."]
)
def test_a_bare_no_to_whether_something_was_done_admits_a_gap(no: str) -> None:
    assert moves_of("Mike: Did you ask him?", f"Ana: {no}")[1] == (Move.GAP, 0.95)


@pytest.mark.parametrize(
    "lines",
    [
        ("Mike: Is she the boss?", "Ana: No."),
        ("Mike: You asked him.", "Ana: No."),
        ("Ana: Did you ask me?", "Ana: No."),
        ("Mike: Did you ask him?", "Mike: And her?", "Ana: No."),
        ("Mike: Did you ask him?", "Ana: No, he was away the whole week."),
        ("Mike: Did you?", "Ana: Well.", "Ana: Um.", "Ana: So.", "Ana: No."),
    ],
    ids=["no deed", "no question", "own question", "another question", "more words", "too late"],
)
def test_any_other_no_is_what_the_scores_say(lines: tuple[str, ...]) -> None:
    assert moves_of(*lines)[-1] == (Move.SITUATION, 0.7)


@pytest.mark.parametrize(
    "said",
    [
        "In the next post I'll tell you how I get past the front desk.",
        "We will talk about fees in the next instalment.",
        "Part III will follow on Thursday.",
    ],
)
def test_what_points_to_the_next_part_arranges(said: str) -> None:
    assert moves_of(f"Mike: {said}") == [(Move.LOGISTICS, 0.95)]


@pytest.mark.parametrize("said", ["Write the next part today.", "I will post it next week."])
def test_other_words_about_parts_and_posts_do_not(said: str) -> None:
    assert moves_of(f"Mike: {said}") == [(Move.SITUATION, 0.7)]


def test_no_sentences_no_moves() -> None:
    assert tag_moves(a_session(talk=[]), [], scores=np.zeros((0, len(MOVES)))) == ()


@given(text=st.text().filter(str.strip), seed=st.integers(0, 99))
def test_tagging_moves_no_border_and_every_sentence_gets_a_move_and_a_score(
    text: str, seed: int
) -> None:
    session = a_session(talk=[(0, text), (1, "Did you?"), (0, text)])
    scores = np.random.default_rng(seed).dirichlet(np.ones(len(MOVES)), 3)
    sentences = whole_turns(session)
    tagged = tag_moves(session, sentences, scores=scores)
    assert tuple(Sentence(turn=it.turn, start=it.start, end=it.end) for it in tagged) == sentences
    assert all(it.move in MOVES and 0 <= (it.score or 0) <= 1 for it in tagged)
