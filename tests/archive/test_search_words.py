from __future__ import annotations

import string
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.archive import search_words as words_module
from analyzer.archive.search_merge import fuse_ranks
from analyzer.archive.search_words import (
    Term,
    fit_of_words,
    fold_words,
    question_phrases,
    weigh_terms,
)
from analyzer.records import Analysis
from tests.archive.searching import a_talk, put, saying, turns_with

Make = Callable[..., Analysis]


def weighed(archive: Archive, question: str) -> tuple[Term, ...]:
    with archive.reading() as connection:
        return weigh_terms(connection, question_phrases(question), n_turns=60)


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
    assert "giraffe" in turns_with(animals, "dog giraffe")[0]


def test_words_nobody_said_are_left_out(animals: Archive) -> None:
    assert weighed(animals, "zebra") == ()
    assert turns_with(animals, "zebra") == []


def test_common_words_count_where_two_meet(
    animals: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_module, "MOST_TURNS", 20)
    monkeypatch.setattr(words_module, "MOST_TAKEN", 40)
    bird, dog = weighed(animals, "dog bird")
    assert dog.n_turns >= bird.n_turns >= 20
    assert len(turns_with(animals, "dog bird")) == 30
    assert len(turns_with(animals, "dog")) == 20
    assert "giraffe" in turns_with(animals, "dog giraffe")[0]


def test_words_in_quotes_stand_side_by_side(animals: Archive) -> None:
    assert len(turns_with(animals, '"off the record"')) == 30
    assert turns_with(animals, '"record the off"') == []


def test_words_find_their_turns_whatever_the_capitals_and_accents(
    archive: Archive, numbered: Make
) -> None:
    archive.add(saying(numbered(1), "A retainer comes first.", "The Café is open.", "No."))
    assert turns_with(archive, "RETAINER") == ["A retainer comes first."]
    assert turns_with(archive, "cafe") == ["The Café is open."]
    assert turns_with(archive, "voicemail") == []


def test_words_that_were_replaced_or_removed_are_not_found(
    archive: Archive, numbered: Make
) -> None:
    session_id = archive.add(saying(numbered(1), "zebra")).session_id
    archive.add(saying(numbered(1, models="sentences 2"), "giraffe"))
    assert turns_with(archive, "zebra") == []
    archive.remove(session_id)
    assert turns_with(archive, "giraffe") == []
    # SQLite's own check that the index of words agrees with the turns.
    archive._connection.execute(
        "INSERT INTO turn_words (turn_words, rank) VALUES ('integrity-check', 1)"
    )


def test_words_are_still_found_after_sqlite_has_tidied_the_file(
    archive: Archive, numbered: Make
) -> None:
    for number in range(6):
        archive.add(saying(numbered(number), f"animal{number}"))
    archive.remove(numbered(0).session.id)
    archive._connection.execute("VACUUM")
    assert turns_with(archive, "animal5") == ["animal5"]


@settings(max_examples=80, deadline=None)
@example(question='"')
@example(question="a NOT b OR (c* NEAR text:d) ^e {f}")
@example(question="'; DROP TABLE turns; --")
@example(question="\0 \ud800 a\0b")
@example(question="off-the-record? - * ( )")
@example(question="x " * 5000)
@given(question=st.text(string.punctuation + "ab \0\t") | st.text(st.characters()))
def test_no_question_breaks_the_search(
    question: str, tmp_path_factory: pytest.TempPathFactory, numbered: Make
) -> None:
    path = tmp_path_factory.getbasetemp() / "hostile.db"
    text = "a b c off the record text"
    with Archive.open(Path(path), create=True) as archive:
        archive.add(saying(numbered(1), text))
        assert turns_with(archive, question) in ([], [text])
        assert len(archive.sessions()) == 1


def test_accents_and_capitals_do_not_matter() -> None:
    assert fold_words("CAFÉ Über naïve") == ["cafe", "uber", "naive"]
    term = Term(words=("cafe",), n_turns=1, weight=2.0)
    assert fit_of_words(fold_words("Ein Café"), [term])[1] == ("cafe",)


@given(text=st.text(max_size=80), question=st.text(max_size=40))
def test_a_text_fits_its_own_words_and_never_less_than_not_at_all(text: str, question: str) -> None:
    terms = [Term(words=it, n_turns=1, weight=1.0) for it in question_phrases(question)]
    score, found = fit_of_words(fold_words(text), terms)
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
