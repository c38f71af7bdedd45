from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.records import Advice, Exchange, Move, Quote, Session, Uptake, UptakeKind
from analyzer.tag.uptake import REACH, tag_uptake
from tests.builders import a_call, an_advice, an_exchange, whole_turns
from tests.effort import IN_PROPORTION, effort_of, growth

SAID, ACK, GAP = Move.DIRECTIVE, Move.ACKNOWLEDGEMENT, Move.GAP
WHY, WILL, OTHER = Move.RATIONALE, Move.COMMITMENT, Move.OTHER


def advice_at(first: int, end: int, *, exchange: int | None = 0) -> Advice:
    quote = Quote(turn=first, start=0, end=4)
    return an_advice(first=first, end=end, exchange=exchange, quote=quote)


def uptakes(
    session: Session,
    moves: list[Move],
    *advice: Advice,
    exchanges: tuple[Exchange, ...] | None = None,
) -> list[Uptake | None]:
    whole = (an_exchange(first=0, end=len(moves)),) if exchanges is None else exchanges
    sentences = whole_turns(session, *moves)
    found = tag_uptake(advice, sentences, session=session, exchanges=whole)
    return [it.uptake for it in found]


def answered(*answers: tuple[str, Move]) -> tuple[UptakeKind, str | None]:
    session = a_call("Mike: Call the manager.", *[f"Ana: {words}" for words, _ in answers])
    (found,) = uptakes(session, [SAID, *[move for _, move in answers]], advice_at(0, 1))
    assert found is not None
    words = None
    if found.quote is not None:
        words = session.turns[found.quote.turn].text[found.quote.start : found.quote.end]
    return found.kind, words


@pytest.mark.parametrize(
    ("move", "kind"),
    [
        (Move.COMMITMENT, UptakeKind.COMMITMENT),
        (Move.RATIONALE, UptakeKind.OBJECTION),
        (Move.GAP, UptakeKind.GAP),
        (Move.ACKNOWLEDGEMENT, UptakeKind.ACKNOWLEDGEMENT),
        (Move.AFFIRMATION, UptakeKind.ACKNOWLEDGEMENT),
    ],
)
def test_what_the_client_answers_is_the_uptake_and_is_quoted(move: Move, kind: UptakeKind) -> None:
    assert answered(("That is how I see it.", move)) == (kind, "That is how I see it.")


@pytest.mark.parametrize("move", [Move.SITUATION, Move.SOCIAL, Move.QUESTION_OPEN, Move.OTHER])
def test_what_is_no_answer_is_no_uptake(move: Move) -> None:
    assert answered(("That is how I see it.", move)) == (UptakeKind.NONE, None)


def test_the_strongest_answer_counts_and_of_answers_alike_the_first() -> None:
    answers = (("Right.", ACK), ("Never did.", GAP), ("He would say no.", WHY))
    assert answered(*answers) == (UptakeKind.OBJECTION, "He would say no.")
    assert answered(*answers, ("I will.", WILL), ("I promise.", WILL)) == (
        UptakeKind.COMMITMENT,
        "I will.",
    )


def test_a_word_or_two_are_no_objection() -> None:
    assert answered(("Well, no.", WHY)) == (UptakeKind.NONE, None)


@pytest.mark.parametrize(
    ("words", "move", "kind"),
    [
        ("But he never picks up.", Move.SITUATION, UptakeKind.OBJECTION),
        ("Yeah, but she'd never agree to that.", Move.ACKNOWLEDGEMENT, UptakeKind.OBJECTION),
        ("Okay, okay, um, but they are my oldest client.", Move.OTHER, UptakeKind.OBJECTION),
        ("I know, but I did that in May.", Move.STORY, UptakeKind.OBJECTION),
        ("I hear you. But it costs me the fee.", Move.AFFIRMATION, UptakeKind.OBJECTION),
        ("But what if he hangs up on me?", Move.QUESTION_OPEN, UptakeKind.OBJECTION),
        ("But who is that other one?", Move.QUESTION_OPEN, UptakeKind.NONE),
        ("But I haven't asked him yet.", Move.GAP, UptakeKind.GAP),
        ("Okay, but I'll call him first.", Move.COMMITMENT, UptakeKind.COMMITMENT),
        ("But hello, Jo, come in.", Move.SOCIAL, UptakeKind.NONE),
        ("Yeah, but.", Move.ACKNOWLEDGEMENT, UptakeKind.ACKNOWLEDGEMENT),
        ("That is cold but okay.", Move.ACKNOWLEDGEMENT, UptakeKind.ACKNOWLEDGEMENT),
        ("Butter would not melt in his mouth.", Move.SITUATION, UptakeKind.NONE),
    ],
)
def test_what_begins_with_but_objects_unless_it_accepts_owns_up_or_only_asks(
    words: str, move: Move, kind: UptakeKind
) -> None:
    assert answered((words, move))[0] is kind


@pytest.mark.parametrize(
    "words",
    [
        "I'll do the hours tonight, but I can't do the door.",
        "I could try it on Friday, I guess.",
        "I won't walk in with the role all drawn up.",
    ],
)
def test_a_commitment_in_part_is_one_and_its_reservation_is_quoted_with_it(words: str) -> None:
    answers = (("He would say no to that.", WHY), (words, WILL), ("But I do not like it.", OTHER))
    assert answered(*answers) == (UptakeKind.COMMITMENT, words)


@pytest.mark.parametrize(
    ("asked", "kind"), [(Move.QUESTION_OPEN, UptakeKind.NONE), (SAID, UptakeKind.OBJECTION)]
)
def test_a_reason_that_answers_the_coachs_question_is_no_objection(
    asked: Move, kind: UptakeKind
) -> None:
    session = a_call("Mike: Call him.", "Mike: What is he afraid of?", "Ana: That it costs money.")
    (found,) = uptakes(session, [SAID, asked, WHY], advice_at(0, 1))
    assert found is not None
    assert found.kind is kind


def test_a_coach_does_not_answer_himself() -> None:
    session = a_call("Mike: Call him.", "Mike: I will wait.", "Jo: I will.", others=("Jo",))
    (found,) = uptakes(session, [SAID, WILL, WILL], advice_at(0, 1))
    assert found == Uptake(kind=UptakeKind.NONE)


def test_an_answer_inside_the_stretch_counts() -> None:
    session = a_call("Mike: Call him.", "Ana: I will.", "Mike: Then wait.")
    (found,) = uptakes(session, [SAID, WILL, SAID], advice_at(0, 3))
    assert found is not None
    assert found.kind is UptakeKind.COMMITMENT


@pytest.mark.parametrize(("gap", "kind"), [(7, UptakeKind.COMMITMENT), (8, UptakeKind.NONE)])
def test_an_answer_is_sought_up_to_eight_sentences_later(gap: int, kind: UptakeKind) -> None:
    talk = ["Mike: Call him.", *["Mike: So."] * gap, "Ana: I will."]
    (found,) = uptakes(a_call(*talk), [SAID, *[OTHER] * gap, WILL], advice_at(0, 1))
    assert found is not None
    assert found.kind is kind


def test_an_answer_to_the_next_advice_is_none_to_this() -> None:
    session = a_call("Mike: Call him.", "Mike: Write it down.", "Ana: I will.")
    found = uptakes(session, [SAID, SAID, WILL], advice_at(0, 1), advice_at(1, 2))
    assert [it and it.kind for it in found] == [UptakeKind.NONE, UptakeKind.COMMITMENT]


def test_the_next_asker_does_not_answer_for_the_last() -> None:
    session = a_call("Ana: My case.", "Mike: Call him.", "Bo: I will start.", clients=("Ana", "Bo"))
    two = (an_exchange(first=0, end=2), an_exchange(first=2, end=3))
    (found,) = uptakes(session, [OTHER, SAID, WILL], advice_at(1, 2), exchanges=two)
    assert found == Uptake(kind=UptakeKind.NONE)


def test_advice_to_nobody_is_answered_by_no_asker() -> None:
    session = a_call("Mike: Always call.", "Ana: I will.")
    later = (an_exchange(first=1, end=2),)
    (found,) = uptakes(session, [SAID, WILL], advice_at(0, 1, exchange=None), exchanges=later)
    assert found == Uptake(kind=UptakeKind.NONE)


def test_sentences_without_moves_answer_nothing() -> None:
    session = a_call("Mike: Call him.", "Ana: I will.")
    exchanges = (an_exchange(first=0, end=2),)
    found = tag_uptake(
        [advice_at(0, 1)], whole_turns(session), session=session, exchanges=exchanges
    )
    assert [it.uptake for it in found] == [Uptake(kind=UptakeKind.NONE)]


@given(seed=st.integers(0, 9_999))
def test_a_quote_is_a_clients_sentence_within_reach_that_does_what_is_said(seed: int) -> None:
    random = np.random.default_rng(seed)
    count = int(random.integers(1, 40))
    moves = [tuple(Move)[n] for n in random.integers(0, len(Move), count)]
    session = a_call(*[f"{('Mike', 'Ana')[n]}: It is so." for n in random.integers(0, 2, count)])
    first = int(random.integers(0, count))
    end = int(random.integers(first + 1, count + 1))
    cut = int(random.integers(end, count + 1))
    exchanges = (an_exchange(first=0, end=cut),)
    (found,) = uptakes(session, moves, advice_at(first, end), exchanges=exchanges)
    assert found is not None
    if found.quote is None:
        assert found.kind is UptakeKind.NONE
    else:
        assert first <= found.quote.turn < min(end + REACH, cut)
        assert session.speakers[session.turns[found.quote.turn].speaker].name == "Ana"
        assert session.turns[found.quote.turn].text[found.quote.start : found.quote.end]


def test_many_stretches_in_many_matters_take_effort_in_proportion() -> None:
    session = a_call("Mike: Call him.", "Ana: I will.")
    quote = Quote(turn=0, start=0, end=4)

    def effort(n_matters: int) -> int:
        firsts = range(0, 30 * n_matters, 2)
        sentences = whole_turns(session, SAID, WILL) * len(firsts)
        exchanges = [an_exchange(first=30 * n, end=30 * n + 30) for n in range(n_matters)]
        advice = [an_advice(first=n, end=n + 1, exchange=n // 30, quote=quote) for n in firsts]

        def work() -> None:
            found = tag_uptake(advice, sentences, session=session, exchanges=exchanges)
            assert {it.uptake and it.uptake.kind for it in found} == {UptakeKind.COMMITMENT}

        return effort_of(work)

    assert growth(effort, few=10, many=100) < IN_PROPORTION
