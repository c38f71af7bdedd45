"""What people decided stays when a session is analysed anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive, Status
from analyzer.archive.carrying import with_decisions
from analyzer.records import Advice, Analysis, Exchange, Label, MadeWith, Sentence
from analyzer.records.passages import EncodedPassages
from tests.builders import a_label, a_session, an_advice, an_analysis, an_exchange, sentences_of

Make = Callable[..., Analysis]
BY_KD = Label(category="voicemail", score=1.0, source="person:kd")
NEW = MadeWith(analyzer="2", pack="recruiting 1", models="sentences 2")


def made_anew(analysis: Analysis) -> Analysis:
    """The analysis as newer models give it: their own labels in the same places."""
    advice = tuple(replace(it, labels=(a_label(score=0.9),)) for it in analysis.advice)
    exchanges = tuple(
        replace(it, problem=a_label("hr-blocking", score=0.9)) for it in analysis.exchanges
    )
    return replace(analysis, advice=advice, exchanges=exchanges, made_with=NEW)


def decided() -> Analysis:
    """An analysis in which a person labelled the advice and the problem."""
    analysis = an_analysis()
    return replace(
        analysis,
        advice=(replace(analysis.advice[0], labels=(BY_KD,)),),
        exchanges=(replace(analysis.exchanges[0], problem=replace(BY_KD, category="no-role")),),
    )


def test_a_persons_labels_stand_above_those_of_newer_models() -> None:
    carried = with_decisions(made_anew(decided()), kept=decided())
    assert carried.advice[0].labels == (BY_KD, a_label(score=0.9))
    assert carried.exchanges[0].problem == replace(BY_KD, category="no-role")
    assert carried.made_with == NEW


def test_a_newer_decision_stands_above_an_earlier_one() -> None:
    newer = replace(BY_KD, category="retainer")
    again = replace(decided(), advice=(replace(decided().advice[0], labels=(newer,)),))
    assert with_decisions(again, kept=decided()).advice[0].labels == (newer,)


def test_labels_find_their_place_where_sentences_are_cut_otherwise() -> None:
    session = a_session()
    kept = decided()
    whole = tuple(
        Sentence(turn=number, start=0, end=len(turn.text))
        for number, turn in enumerate(session.turns)
    )
    other = replace(
        made_anew(kept),
        sentences=whole,
        exchanges=(an_exchange(first=0, end=3),),
        segments=(),
        advice=(
            an_advice(first=0, end=1),
            an_advice(first=1, end=2, labels=()),
            an_advice(first=2, end=3),
        ),
    )
    carried = with_decisions(other, kept=kept)
    assert [it.labels[:1] for it in carried.advice] == [(a_label(),), (BY_KD,), (a_label(),)]


def test_what_is_not_found_any_more_comes_over_as_it_was() -> None:
    bare = replace(made_anew(decided()), advice=(), exchanges=(), segments=())
    carried = with_decisions(bare, kept=decided())
    assert carried.advice == decided().advice
    assert carried.exchanges == decided().exchanges


def test_an_exchange_that_comes_over_moves_the_numbers_of_the_others() -> None:
    session = a_session()
    n_sentences = len(sentences_of(session))
    kept = replace(decided(), exchanges=(an_exchange(first=0, end=2, problem=BY_KD),))
    later = an_exchange(first=2, end=n_sentences)
    found = replace(
        made_anew(kept), exchanges=(later,), advice=(an_advice(first=3, end=4, exchange=0),)
    )
    carried = with_decisions(found, kept=kept)
    assert [it.first for it in carried.exchanges] == [0, 2]
    assert carried.exchanges[0].problem == BY_KD
    assert carried.exchanges[carried.advice[-1].exchange or 0] == later
    assert carried.exchanges[carried.segments[0].exchange or 0] == later


def test_another_talk_gets_nothing() -> None:
    other = an_analysis(a_session(talk=[(0, "Quite another talk."), (1, "Indeed.")], title=None),
                        exchanges=(), advice=())  # fmt: skip
    assert with_decisions(other, kept=decided()) == other


def test_models_alone_decide_nothing() -> None:
    assert with_decisions(made_anew(an_analysis()), kept=an_analysis()) == made_anew(an_analysis())


spans = st.lists(st.integers(0, 5), min_size=2, max_size=6, unique=True).map(sorted)


@st.composite
def found(draw: st.DrawFn) -> Analysis:
    """Findings anywhere in the one session, each with labels of models and people."""
    analysis = an_analysis()
    labels = st.sampled_from([(), (a_label(),), (BY_KD,), (BY_KD, a_label())])
    problems = st.sampled_from([None, a_label("hr-blocking"), BY_KD])
    n_sentences = len(analysis.sentences)
    borders = [n for n in draw(spans) if n <= n_sentences]

    def advice() -> Iterator[Advice]:
        for first, end in pairwise(borders):
            yield an_advice(first=first, end=end, exchange=None, labels=draw(labels))

    def exchanges() -> Iterator[Exchange]:
        for first, end in zip(borders[::2], borders[1::2], strict=False):
            yield an_exchange(first=first, end=end, asker=None, problem=draw(problems))

    return replace(
        analysis, advice=tuple(advice()), exchanges=tuple(exchanges()), segments=(), made_with=NEW
    )


@settings(max_examples=200, deadline=None)
@given(analysis=found(), kept=found())
def test_every_decision_is_there_afterwards_and_once_is_enough(
    analysis: Analysis, kept: Analysis
) -> None:
    carried = with_decisions(analysis, kept=kept)

    def n_decided(one: Analysis) -> int:
        return sum(
            any(label.source.startswith("person:") for label in it.labels) for it in one.advice
        )

    assert n_decided(carried) >= bool(n_decided(kept))
    assert n_decided(carried) >= n_decided(analysis)
    assert with_decisions(carried, kept=kept) == carried
    assert with_decisions(carried, kept=carried) == carried


def test_the_archive_keeps_decisions_and_needs_passages_made_for_them(
    archive: Archive, encoded: Callable[..., EncodedPassages]
) -> None:
    archive.add(decided())
    anew = made_anew(decided())
    assert archive.add(anew, passages=encoded(anew)).status is Status.UPDATED
    kept = archive.analysis(anew.session.id)
    assert kept == with_decisions(anew, kept=decided())
    assert archive.passages(kept.session.id) is not None
    # With the same findings again there is nothing to do.
    assert archive.add(anew, passages=encoded(anew)).status is Status.UNCHANGED
    bare = replace(anew, advice=(), made_with=replace(NEW, models="sentences 3"))
    archive.add(bare, passages=encoded(bare))
    assert archive.analysis(kept.session.id).advice == decided().advice
    # There is one advice more than the passages know of.
    assert archive.passages(kept.session.id) is None


def test_a_session_keeps_its_part_in_themes(archive: Archive, numbered: Make) -> None:
    key = archive.add(numbered(1)).session_id
    connection = archive._connection
    for row in (
        ("problem", key, 0, "problem-1"),
        ("advice", key, 0, "advice-1"),
        ("advice", key, 7, "advice-1"),
    ):
        connection.execute("INSERT INTO theme_members VALUES (?, ?, ?, ?)", row)
    connection.execute("INSERT INTO theme_edits VALUES (NULL, 'rename', 'advice-1', 'Ask', NULL)")
    newer = numbered(1, models="sentences 2")
    moved = replace(newer, advice=(replace(newer.advice[0], first=0, end=1), *newer.advice))
    archive.add(moved)
    select = "SELECT kind, passage, theme FROM theme_members ORDER BY 1, 2"
    assert connection.execute(select).fetchall() == [
        ("advice", 1, "advice-1"),
        ("problem", 0, "problem-1"),
    ]
    archive.add(replace(moved, advice=(), made_with=NEW))
    assert connection.execute(select).fetchall() == [("problem", 0, "problem-1")]
    archive.remove(key)
    assert connection.execute(select).fetchall() == []
    assert len(connection.execute("SELECT * FROM theme_edits").fetchall()) == 1


@pytest.mark.parametrize("models", ["sentences 1", "sentences 2"])
def test_findings_of_models_never_come_back(models: str, archive: Archive, numbered: Make) -> None:
    archive.add(numbered(1))
    bare = replace(numbered(1, models=models), advice=(), exchanges=(), segments=())
    archive.add(bare)
    assert archive.analysis(bare.session.id) == bare
