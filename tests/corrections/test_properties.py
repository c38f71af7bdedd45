"""Whatever people correct, in whatever order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.corrections.applying import corrected
from analyzer.corrections.places import Places
from analyzer.corrections.records import Correction, LabelAdvice, RejectAdvice
from analyzer.corrections.replaying import replayed, unwound
from analyzer.corrections.store import (
    before_from_json,
    before_to_json,
    correction_from_json,
    correction_to_json,
)
from analyzer.corrections.undoing import before_of, undone
from analyzer.errors import CorrectionError
from analyzer.records import Analysis
from tests.corrections.correcting import analyses, corrections, refreshed


@st.composite
def histories(draw: st.DrawFn) -> tuple[Analysis, list[Correction]]:
    analysis = draw(analyses())
    return analysis, draw(st.lists(corrections(analysis), min_size=1, max_size=12))


def apply_all(analysis: Analysis, made: Iterable[Correction]) -> Analysis:
    return replayed(analysis, [(it, "kd") for it in made])[0]


def is_in_order(analysis: Analysis) -> bool:
    """Advice in order, no two over one sentence, each quote among its own words."""
    apart = all(one.end <= other.first for one, other in pairwise(analysis.advice))
    quoted = all(
        any(
            s.turn == it.quote.turn and s.start <= it.quote.start < s.end
            for s in analysis.sentences[it.first : it.end]
        )
        for it in analysis.advice
    )
    return apart and quoted


@given(histories())
def test_any_corrections_leave_a_valid_analysis(told: tuple[Analysis, list[Correction]]) -> None:
    analysis, made = told
    after = apply_all(analysis, made)
    assert is_in_order(after)
    assert [it.text for it in after.session.turns] == [it.text for it in analysis.session.turns]
    covered = [n for it in after.segments for n in range(it.first, it.end)]
    assert covered == list(range(len(analysis.sentences)))


@given(histories())
def test_undo_restores_exactly(told: tuple[Analysis, list[Correction]]) -> None:
    analysis, made = told
    befores = []
    now = analysis
    for correction in made:
        try:
            after = corrected(now, correction, by="kd")
        except CorrectionError:
            continue
        before = before_from_json(before_to_json(before_of(now, after)))
        assert undone(after, before) == now
        befores.append(before)
        now = after
    assert unwound(now, befores) == analysis


@given(histories())
def test_a_correction_made_twice_is_made_once(told: tuple[Analysis, list[Correction]]) -> None:
    analysis, made = told
    for correction in made:
        if isinstance(correction, LabelAdvice | RejectAdvice):
            once = corrected(analysis, correction, by="kd")
            assert corrected(once, correction, by="kd") == once


@given(histories())
def test_corrections_survive_json(told: tuple[Analysis, list[Correction]]) -> None:
    for correction in told[1]:
        assert correction_from_json(correction_to_json(correction)) == correction


@settings(max_examples=25)
@given(histories())
def test_corrections_survive_a_refresh_and_can_be_taken_back_after_it(
    told: tuple[Analysis, list[Correction]],
) -> None:
    analysis, made = told
    key = analysis.session.id
    with Archive.in_memory() as archive:
        archive.add(analysis)
        n_made = 0
        for correction in made:
            try:
                archive.correct(key, correction, by="kd")
            except CorrectionError:
                continue
            n_made += 1
        before = archive.analysis(key)
        archive.add(refreshed(analysis))
        assert archive.analysis(key) == refreshed(before)
        for _ in range(n_made):
            assert archive.undo(key, by="kd") is not None
        assert archive.undo(key, by="kd") is None
        assert archive.analysis(key) == refreshed(analysis)
        assert len(archive.corrections()) == n_made
        assert archive.corrections(key) == ()


@settings(max_examples=25)
@given(histories())
def test_what_a_person_labelled_stands_whatever_newer_models_find(
    told: tuple[Analysis, list[Correction]],
) -> None:
    analysis, _ = told
    key = analysis.session.id
    span = Places(analysis).between(0, 1)
    label = LabelAdvice(start=span[0], end=span[1], categories=("retainer",))
    for newer in (refreshed(analysis), refreshed(corrected(analysis, label, by="model"))):
        with Archive.in_memory() as archive:
            archive.add(analysis)
            archive.correct(key, label, by="kd")
            archive.add(newer)
            given_now = archive.analysis(key).advice
            assert any(
                (it.first, it.end) == (0, 1)
                and [(one.category, one.source) for one in it.labels] == [("retainer", "person:kd")]
                for it in given_now
            )
            archive.correct(key, RejectAdvice(start=span[0], end=span[1]), by="kd")
            archive.add(newer)
            assert all(it.first > 0 for it in archive.analysis(key).advice)
