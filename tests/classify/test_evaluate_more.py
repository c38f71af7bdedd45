"""What is measured beside F1: by group, confusions, reliability, boundaries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from analyzer.classify.evaluate import measure, score_analyses
from analyzer.classify.labelled import LabelledSession
from analyzer.records import Analysis, HeadScore, Label, Move, Pack
from analyzer.settings import Settings

Oracle = Callable[[LabelledSession], Analysis]

SETTINGS = Settings()


def by_head(heads: tuple[HeadScore, ...]) -> dict[str, HeadScore]:
    return {head.head: head for head in heads}


def score(
    labelled: LabelledSession, analysis: Analysis, pack: Pack | None = None
) -> dict[str, HeadScore]:
    return by_head(score_analyses([(labelled, analysis)], pack=pack, settings=SETTINGS))


def test_results_are_given_by_form_and_by_channel(
    many: tuple[LabelledSession, ...], oracle: Oracle, pack: Pack
) -> None:
    wrong = {"own-b01", "own-b02"}
    pairs = []
    for one in many:
        found = oracle(one)
        if one.id in wrong:
            bare = tuple(replace(s, move=Move.OTHER) for s in found.sentences)
            found = replace(found, sentences=bare)
        silent = replace(one, channel=None) if one.form == "qa" else one
        pairs.append((silent, found))
    heads = by_head(score_analyses(pairs, pack=pack, settings=SETTINGS))
    groups = {(it.by, it.group): it for it in heads["moves"].groups}
    assert list(groups) == [
        ("form", "dialogue"),
        ("form", "qa"),
        ("form", "group"),
        ("channel", "recorded"),
    ]
    dialogue = groups["form", "dialogue"]
    assert (dialogue.n_sessions, dialogue.n_units, dialogue.micro_f1) == (4, 4 * 17, 0.5)
    assert groups["form", "group"].macro_f1 == groups["form", "qa"].macro_f1 == 1.0
    assert groups["channel", "recorded"].n_sessions == 8
    assert groups["channel", "recorded"].micro_f1 == 0.75
    assert {it.group for it in heads["exchange-starts"].groups} == {"group", "recorded"}


def test_what_is_taken_for_what_is_counted(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    perfect = oracle(labelled)
    sentences = [
        replace(s, move=Move.STORY if s.move is Move.SITUATION else s.move)
        for s in perfect.sentences
    ]
    sentences[0] = replace(sentences[0], move=None)
    exchanges = (perfect.exchanges[0], replace(perfect.exchanges[1], problem=None))
    heads = score(labelled, replace(perfect, sentences=tuple(sentences), exchanges=exchanges), pack)
    moves = {(it.gold, it.found): it.n for it in heads["moves"].confusions}
    assert moves["situation", "story"] == 3
    assert moves["social", None] == 1
    assert moves["social", "social"] == 2
    assert sum(moves.values()) == 17
    numbers = [it.n for it in heads["moves"].confusions]
    assert numbers == sorted(numbers, reverse=True)
    problems = [(it.gold, it.found, it.n) for it in heads["problems"].confusions]
    assert problems == [("conflict", None, 1), ("overload", "overload", 1)]
    assert heads["roles"].confusions == ()


def test_scores_are_held_against_what_is_true(
    labelled: LabelledSession, oracle: Oracle, pack: Pack
) -> None:
    perfect = oracle(labelled)
    sentences = tuple(
        replace(s, score=0.65, move=Move.STORY if i < 6 else s.move)
        for i, s in enumerate(perfect.sentences)
    )
    first, second = perfect.exchanges
    unsure = Label(category="new-role", score=0.35, source="model:x")
    found = replace(
        perfect, sentences=sentences, exchanges=(first, replace(second, problem=unsure))
    )
    heads = score(labelled, found, pack)
    moves = heads["moves"]
    assert len(moves.reliability) == 10
    (band,) = [it for it in moves.reliability if it.n]
    assert (band.low, band.high, band.n, band.score) == (0.6, 0.7, 17, 0.65)
    assert band.right == round(11 / 17, 4)
    assert moves.ece == round(abs(11 / 17 - 0.65), 4)
    assert heads["problems"].ece == round((0.0 + 0.35) / 2, 4)
    # An exchange and a category said in it are one finding, however often it is said.
    assert sum(it.n for it in heads["advice"].reliability) == 3
    assert heads["advice"].ece == heads["roles"].ece == 0.0
    assert heads["segments"].ece is None
    assert heads["segments"].reliability == ()


def test_boundaries_are_counted_true_and_found(labelled: LabelledSession, oracle: Oracle) -> None:
    perfect = oracle(labelled)
    one = replace(perfect, segments=(replace(perfect.segments[0], end=17),))
    (measured,) = measure([(labelled, one)], heads=["segment-starts"], pack=None, settings=SETTINGS)
    assert measured.score.boundaries is not None
    assert measured.score.boundaries.n_true == 7
    (model,) = measured.score.boundaries.ways
    assert (model.way, model.n_found, model.f1) == ("model", 0, 0.0)
    assert model.window_diff > 0.3
    assert score(labelled, perfect)["segment-starts"].boundaries is not None
