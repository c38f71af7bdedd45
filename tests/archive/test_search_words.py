from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.archive import search_words as words_module
from analyzer.archive.search_merge import fuse_ranks
from analyzer.archive.search_words import (
    Term,
    fit_of_words,
    fold_words,
    matching_turns,
    question_phrases,
    weigh_terms,
)
from tests.archive.searching import a_talk, put

EVERYWHERE = (0, 2**62)


def weighed(archive: Archive, question: str) -> tuple[Term, ...]:
    with archive.reading() as connection:
        return weigh_terms(connection, question_phrases(question), n_turns=60)


def turns(archive: Archive, question: str) -> list[str]:
    with archive.reading() as connection:
        terms = weigh_terms(connection, question_phrases(question), n_turns=60)
        keys, weights = matching_turns(connection, terms, within=EVERYWHERE)
        best = sorted(zip(weights.tolist(), keys.tolist(), strict=True), reverse=True)
        read = "SELECT text FROM turns WHERE key = ?"
        return [connection.execute(read, (key,)).fetchone()[0] for _, key in best]


@pytest.fixture
def animals(archive: Archive) -> Archive:
    put(
        archive,
        *(
            a_talk(
                number,
                f"Ana: The dog number {number} saw a bird over there.",
                f"Mike: A dog {'and a giraffe ' if number == 11 else ''}came off the record.",
            )
            for number in range(30)
        ),
    )
    return archive


def test_rare_words_weigh_more_and_come_first(animals: Archive) -> None:
    giraffe, bird, dog = weighed(animals, "dog giraffe bird")
    assert [giraffe.n_turns, bird.n_turns, dog.n_turns] == [1, 30, 60]
    assert giraffe.weight > bird.weight > dog.weight >= 0
    assert "giraffe" in turns(animals, "dog giraffe")[0]


def test_words_nobody_said_are_left_out(animals: Archive) -> None:
    assert weighed(animals, "zebra") == ()
    assert turns(animals, "zebra") == []


def test_common_words_count_where_two_meet(
    animals: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_module, "MOST_TURNS", 20)
    monkeypatch.setattr(words_module, "MOST_TAKEN", 40)
    bird, dog = weighed(animals, "dog bird")
    assert dog.n_turns >= bird.n_turns >= 20
    assert len(turns(animals, "dog bird")) == 30
    assert len(turns(animals, "dog")) == 20
    assert "giraffe" in turns(animals, "dog giraffe")[0]


def test_words_in_quotes_stand_side_by_side(animals: Archive) -> None:
    assert len(turns(animals, '"off the record"')) == 30
    assert turns(animals, '"record the off"') == []


def test_accents_and_capitals_do_not_matter() -> None:
    assert fold_words("CAFÉ Über naïve") == ["cafe", "uber", "naive"]
    term = Term(words=("cafe",), n_turns=1, weight=2.0)
    assert fit_of_words("Ein Café", [term])[1] == ("cafe",)


@given(text=st.text(max_size=80), question=st.text(max_size=40))
def test_a_text_fits_its_own_words_and_never_less_than_not_at_all(text: str, question: str) -> None:
    terms = [Term(words=it, n_turns=1, weight=1.0) for it in question_phrases(question)]
    score, found = fit_of_words(text, terms)
    assert score >= 0
    assert (score > 0) == bool(found)
    assert len(found) <= len(terms)


@given(st.lists(st.lists(st.integers(0, 9), unique=True), max_size=4))
def test_a_fused_ranking_holds_each_thing_once_and_the_first_of_all_first(
    rankings: list[list[int]],
) -> None:
    fused = fuse_ranks(*rankings)
    assert sorted(fused) == sorted({thing for ranking in rankings for thing in ranking})
    firsts = {ranking[0] for ranking in rankings if ranking}
    if len(firsts) == 1 and all(rankings):
        assert fused[0] == firsts.pop()
