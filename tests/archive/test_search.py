from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.archive.search import Coverage, Searcher
from analyzer.archive.search_filters import SearchFilters
from analyzer.archive.search_hits import Hit, Said
from analyzer.encoder import Vectors
from analyzer.errors import ArchiveError
from analyzer.records import Analysis, Move, Quote, Role
from analyzer.records.passages import PassageKind
from tests.archive.searching import (
    FEE,
    QUIET,
    WordEncoder,
    a_talk,
    passages_of,
    put,
    searching,
)


@pytest.fixture
def searcher(archive: Archive) -> Searcher:
    put(archive, QUIET, FEE)
    return searching(archive)


def told(hits: Sequence[Hit]) -> list[str]:
    return [hit.said.text for hit in hits]


def is_verbatim(said: Said | None, analysis: Analysis) -> bool:
    return said is None or analysis.text_of(said.quote) == said.text


def test_what_means_the_same_is_found_without_its_words(searcher: Searcher) -> None:
    hit = searcher.search("boss silent")[0]
    assert hit.said.text == "The manager went quiet after the second interview last week."
    assert (hit.session.id, hit.words, hit.said.speaker) == (QUIET.session.id, (), "Ana")
    assert hit.likeness is not None
    assert hit.likeness > 0.3


def test_words_and_meaning_together_put_first_what_has_both(searcher: Searcher) -> None:
    hit = searcher.search("lower fee")[0]
    assert hit.said.text == "They want a lower fee and more money back."
    assert set(hit.words) == {"lower", "fee"}


def test_a_hit_says_who_when_and_where_and_what_stands_around_it(searcher: Searcher) -> None:
    hit = searcher.search("leave out part of the work")[0]
    assert hit.said.quote == Quote(turn=1, start=0, end=53)
    assert (hit.said.speaker, hit.said.role) == ("Nora", Role.COACH)
    assert hit.before is not None
    assert hit.before.text == "They want a lower fee and more money back."
    assert hit.after is not None
    assert hit.after.text == "That is a good question to ask."
    assert [label.category for label in hit.advice] == ["fee-terms"]
    assert hit.problem is not None
    assert hit.problem.category == "fee-pressure"
    assert hit.session.held_on == dt.date(2024, 5, 14)
    assert not hit.is_script


def test_talk_in_an_advice_and_the_advice_itself_are_one_hit(searcher: Searcher) -> None:
    hits = searcher.search("call him tonight", limit=50)
    spans = [(hit.session.id, hit.said.quote.turn) for hit in hits]
    assert len(spans) == len(set(spans))
    assert {hit.kind for hit in hits} == {PassageKind.TALK}


def test_words_that_recur_are_shown_once_with_the_other_sessions(archive: Archive) -> None:
    talks = [
        a_talk(number, "Ana: Welcome to the weekly clinic everybody.", "Mike: Good to be here all.")
        for number in range(150)
    ]
    put(archive, *talks)
    put(archive, a_talk(900, "Ana: The clinic was full of people who had no badge.", "Mike: Oh?"))
    hits = searching(archive).search("welcome to the clinic", limit=2)
    assert told(hits) == [
        "Welcome to the weekly clinic everybody.",
        "The clinic was full of people who had no badge.",
    ]
    assert len(hits[0].also_in) >= 99


@pytest.mark.parametrize(
    ("filters", "sessions"),
    [
        (SearchFilters(coach="nora"), {2}),
        (SearchFilters(client="Ana"), {1}),
        (SearchFilters(session=QUIET.session.id[:12]), {1}),
        (SearchFilters(advice="fee-terms"), {2}),
        (SearchFilters(advice="Fee terms"), {2}),
        (SearchFilters(problem="client-ghosting"), {1}),
        (SearchFilters(move=Move.SCRIPT), {1}),
        (SearchFilters(since=dt.date(2024, 5, 14), until=dt.date(2024, 5, 14)), {1, 2}),
        (SearchFilters(since=dt.date(2024, 5, 15)), set()),
        (SearchFilters(until=dt.date(2024, 5, 13)), set()),
        (SearchFilters(coach="Nora", problem="client-ghosting"), set()),
    ],
)
def test_filters_leave_only_what_they_name(
    searcher: Searcher, filters: SearchFilters, sessions: set[int]
) -> None:
    for question in ("what to ask or call", "zebra", "boss silent"):
        hits = searcher.search(question, filters=filters)
        assert {int(hit.session.id, 16) for hit in hits} == sessions or not told(hits)
        assert {int(hit.session.id, 16) for hit in hits} <= sessions
    found = searcher.search("the ask call", filters=filters)
    assert {int(hit.session.id, 16) for hit in found} == sessions


def test_a_role_is_that_of_who_says_the_words(searcher: Searcher) -> None:
    hits = searcher.search("call him tonight", filters=SearchFilters(role=Role.CLIENT))
    assert {hit.said.role for hit in hits} == {Role.CLIENT}
    assert "I will call him tonight then." in told(hits)


def test_filters_hold_for_sessions_without_vectors_too(archive: Archive) -> None:
    put(archive, QUIET, FEE, with_vectors=False)
    searcher = searching(archive)
    (hit,) = searcher.search("ask them", filters=SearchFilters(advice="fee-terms"))
    assert hit.said.speaker == "Nora"
    assert not searcher.search("tonight", filters=SearchFilters(coach="Nora"))
    client = searcher.search("tonight", filters=SearchFilters(role=Role.CLIENT))
    assert told(client) == ["I will call him tonight then."]


def test_a_filter_that_nothing_answers_to_names_the_nearest(searcher: Searcher) -> None:
    with pytest.raises(ArchiveError, match="Did you mean 'fee-terms'"):
        searcher.search("fee", filters=SearchFilters(advice="fee-term"))
    with pytest.raises(ArchiveError, match="no problem here is labelled 'rain'"):
        searcher.search("fee", filters=SearchFilters(problem="rain"))
    with pytest.raises(ArchiveError, match="no coach 'Norra'"):
        searcher.search("fee", filters=SearchFilters(coach="Norra"))


def test_sessions_without_vectors_are_found_by_words_and_counted(archive: Archive) -> None:
    put(archive, QUIET)
    put(archive, FEE, with_vectors=False)
    searcher = searching(archive)
    hit = next(hit for hit in searcher.search("lower fee") if hit.session.id == FEE.session.id)
    assert hit.likeness is None
    assert searcher.coverage() == Coverage(n_sessions=2, n_by_meaning=1, n_encoded_otherwise=0)


def test_vectors_of_another_encoder_are_not_compared(archive: Archive) -> None:
    archive.add(QUIET, passages=passages_of(QUIET, encoder="other 7"))
    searcher = searching(archive)
    assert searcher.search("boss silent") == ()
    assert searcher.search("quiet")[0].likeness is None
    assert searcher.coverage() == Coverage(n_sessions=1, n_by_meaning=0, n_encoded_otherwise=1)


def test_what_is_added_changed_and_removed_is_noticed(archive: Archive, path: Path) -> None:
    put(archive, QUIET)
    searcher = searching(archive)
    assert not any(hit.session.id == FEE.session.id for hit in searcher.search("lower fee"))
    with Archive.open(path) as other:
        put(other, FEE)
    assert searcher.search("lower fee")[0].session.id == FEE.session.id
    archive.remove(FEE.session.id)
    assert not any(hit.session.id == FEE.session.id for hit in searcher.search("lower fee"))
    put(archive, FEE)
    assert searcher.search("lower fee")[0].session.id == FEE.session.id


def test_the_same_question_gives_the_same_hits_whatever_was_added_first(tmp_path: Path) -> None:
    answers = []
    for name, talks in (("one", (QUIET, FEE)), ("two", (FEE, QUIET))):
        with Archive.open(tmp_path / name, create=True) as archive:
            put(archive, *talks)
            searcher = searching(archive)
            answers.append(
                (searcher.search("ask the manager tonight"), searcher.advised("quiet manager"))
            )
    assert answers[0] == answers[1]


def test_an_empty_archive_and_a_session_without_talk_are_searched(archive: Archive) -> None:
    searcher = searching(archive)
    assert searcher.search("fee") == ()
    assert searcher.advised("fee").groups == ()
    empty = replace(
        QUIET,
        session=replace(QUIET.session, turns=()),
        sentences=(),
        exchanges=(),
        segments=(),
        advice=(),
    )
    put(archive, empty)
    assert searcher.search("fee") == ()


def test_damaged_codes_are_told_with_what_to_do(archive: Archive) -> None:
    put(archive, QUIET)
    with archive._transaction("BEGIN IMMEDIATE") as connection:
        connection.execute("UPDATE passage_codes SET codes = x'00'")
    with pytest.raises(ArchiveError, match="analyzer refresh"):
        searching(archive).search("fee")


@given(question=st.text(max_size=60))
@example(question="")
@example(question='"')
@example(question='"" - * ^ NEAR(a b) AND OR NOT {x}: col:')
@example(question="🙂🙂")
@example(question="\x00\ud800 fee \udfff")
@example(question="fee " * 250_000)
@settings(max_examples=60, deadline=None)
def test_any_question_is_answered_with_verbatim_words(
    tmp_path_factory: pytest.TempPathFactory, question: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "calls.db"
    with Archive.open(path, create=True) as archive:
        put(archive, QUIET, FEE)
        searcher = searching(archive)
        analyses = {it.session.id: it for it in (QUIET, FEE)}
        for hit in searcher.search(question):
            analysis = analyses[hit.session.id]
            assert all(is_verbatim(it, analysis) for it in (hit.said, hit.before, hit.after))
        for group in searcher.advised(question).groups:
            for given_one in group.advice:
                analysis = analyses[given_one.session.id]
                assert is_verbatim(given_one.said, analysis)
                assert is_verbatim(given_one.script, analysis)


def test_a_question_without_a_letter_is_not_encoded(archive: Archive) -> None:
    class Refusing(WordEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            raise AssertionError(texts)

    put(archive, QUIET)
    searcher = Searcher(archive, encoder=Refusing(), name="words 1")
    assert searcher.search("... 🙂 ?!") == ()


def test_what_was_advised_comes_by_type_from_matters_like_the_question(
    searcher: Searcher,
) -> None:
    found = searcher.advised("the boss is mute", limit=1)
    (matter,) = found.matters
    assert matter.said.text == "The manager went quiet after the second interview last week."
    assert matter.problem is not None
    assert matter.problem.category == "client-ghosting"
    (group,) = found.groups
    assert (group.category, group.n_exchanges, group.n_sessions) == ("follow-up", 1, 1)
    (given_one,) = group.advice
    assert given_one.said.text == "Call him tonight."
    assert given_one.script is not None
    assert given_one.script.text.startswith("Call him tonight. Say ")


def test_words_to_say_come_first(archive: Archive) -> None:
    plain = a_talk(
        3,
        "Ana: The manager went quiet after the first interview.",
        "Mike: Wait for two days and then call him again.",
        advice=["follow-up"],
    )
    put(archive, plain, QUIET)
    (group,) = searching(archive).advised("manager quiet after the first interview").groups
    assert [given_one.script is not None for given_one in group.advice] == [True, False]
    assert group.n_sessions == 2


def test_advice_of_another_type_can_be_left_out(searcher: Searcher) -> None:
    found = searcher.advised("quiet manager", filters=SearchFilters(advice="fee-terms"))
    assert [group.category for group in found.groups] == ["fee-terms"]
    assert [matter.session.id for matter in found.matters] == [FEE.session.id]


def test_what_was_advised_is_found_by_words_where_there_are_no_vectors(archive: Archive) -> None:
    put(archive, QUIET, FEE, with_vectors=False)
    found = searching(archive).advised("lower fee")
    assert [group.category for group in found.groups] == ["fee-terms"]
