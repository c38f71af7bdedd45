from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analyzer.read import read_bytes
from analyzer.read.duplicates import Likeness, find_duplicates, likeness, sketch
from analyzer.records import Session

WORDS = [f"word{number}" for number in range(900)]


def talk(seed: int, path: str, *, n_turns: int = 40) -> Session:
    """A call of chance words; the same seed says the same."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    lines = [
        f"{'Coach' if turn % 2 else 'Client'}: {' '.join(chance.choices(WORDS, k=9))}."
        for turn in range(n_turns)
    ]
    return read_bytes("\n\n".join(lines).encode(), path=path)


def misheard(session: Session, share: float) -> Session:
    """Another recogniser's export: some words mistaken, other names, so another session."""
    chance = random.Random(1)  # noqa: S311 - no secret
    turns = tuple(
        replace(
            turn,
            text=" ".join(
                word if chance.random() > share else "something" for word in turn.text.split()
            ),
        )
        for turn in session.turns
    )
    source = replace(session.source, path="again.vtt", sha256="other")
    return replace(session, id="another", turns=turns, source=source)


def test_the_same_bytes_are_the_same_file_wherever_they_lie() -> None:
    (found,) = find_duplicates([sketch(talk(1, "a.txt")), sketch(talk(1, "copy of a.txt"))])
    assert (found.path, found.of, found.likeness) == ("copy of a.txt", "a.txt", Likeness.BYTES)


def test_the_same_words_in_another_form_are_the_same_talk() -> None:
    session = talk(1, "a.txt")
    other = replace(session, source=replace(session.source, path="a.md", sha256="other"))
    (found,) = find_duplicates([sketch(session), sketch(other)])
    assert (found.of, found.likeness, found.share) == ("a.txt", Likeness.WORDS, 1.0)


def test_another_export_of_a_call_is_found_although_words_and_names_differ() -> None:
    session = talk(1, "a.txt")
    (found,) = find_duplicates(
        [sketch(talk(2, "b.txt")), sketch(session), sketch(misheard(session, 0.15))]
    )
    assert (found.path, found.of, found.likeness) == ("again.vtt", "a.txt", Likeness.EXPORT)
    assert 0.2 <= found.share < 1


def test_different_calls_are_none_and_a_few_words_say_nothing() -> None:
    assert not list(find_duplicates(sketch(talk(n, f"{n}.txt")) for n in range(8)))
    short = talk(1, "a.txt", n_turns=2)
    again = misheard(short, 0.01)
    assert not list(find_duplicates([sketch(short), sketch(again)]))


@given(st.lists(st.integers(0, 6), max_size=12))
def test_of_every_talk_one_file_is_no_duplicate(seeds: list[int]) -> None:
    sessions = [talk(seed, f"{number}.txt") for number, seed in enumerate(seeds)]
    found = list(find_duplicates(map(sketch, sessions)))
    assert len(sessions) - len(found) == len(set(seeds))
    assert not {one.of for one in found} & {one.path for one in found}


def test_a_session_is_wholly_like_itself() -> None:
    one = sketch(talk(3, "a.txt"))
    assert likeness(one, one) == 1.0
