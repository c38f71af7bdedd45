from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzer.classify.baselines import baseline_units
from analyzer.classify.boundaries import places_of
from analyzer.classify.evaluate import cross_validate
from analyzer.classify.labelled import LabelledSession, read_labelled
from analyzer.classify.splits import split_folds
from analyzer.records import Analysis, HeadScore, Pack
from analyzer.settings import Settings

Oracle = Callable[[LabelledSession], Analysis]
Write = Callable[..., Path]

SETTINGS = Settings()


def by_head(heads: tuple[HeadScore, ...]) -> dict[str, HeadScore]:
    return {head.head: head for head in heads}


def heads_of(*args: Any, **kwargs: Any) -> tuple[HeadScore, ...]:
    measured = cross_validate(*args, **kwargs)
    return tuple(one.score for group in measured.values() for one in group)


def test_baselines_are_those_counted_by_hand(
    many: tuple[LabelledSession, ...], oracle: Oracle, pack: Pack
) -> None:
    def run() -> tuple[HeadScore, ...]:
        return heads_of(
            many,
            packs=[pack],
            folds=split_folds(many, folds=3, seed=1),
            settings=SETTINGS,
            find=lambda _, fold: [oracle(one) for one in fold],
        )

    heads = by_head(run())
    found = {
        (h.head, b.name): (b.macro_f1, b.micro_f1) for h in heads.values() for b in h.baselines
    }
    n_moves = len({s.move for s in many[0].sentences})
    f1 = 2 * 3 / (2 * 3 + 14)
    assert found["moves", "majority"] == (round(f1 / n_moves, 4), round(3 / 17, 4))
    # All sessions say the same, so words alone are enough to know each sentence.
    assert found["moves", "TF-IDF"] == (1.0, 1.0)
    assert found["problems", "majority"] == (round(1 / 3, 4), 0.5)
    assert found["coach", "says most"] == (1.0, 1.0)
    # Four speakers are heard for the first time, two of them where an exchange begins.
    assert found["exchange-starts", "new speaker"] == (round(2 / 3, 4), round(2 / 3, 4))
    assert run() == tuple(heads.values())


def test_a_fold_without_anything_to_learn_from_is_no_error(
    many: tuple[LabelledSession, ...], oracle: Oracle, pack: Pack
) -> None:
    heads = heads_of(
        many[:2],
        packs=[pack],
        folds=[many[:2]],
        settings=SETTINGS,
        find=lambda _, fold: [oracle(one) for one in fold],
    )
    assert {b.name for b in by_head(heads)["moves"].baselines} == {"majority"}


def test_words_that_tell_nothing_apart_are_no_error(write: Write) -> None:
    rows = "advice\t1\tAda\tdirective\tsay-no\t…\nadvice\t1\tAda\tother\t-\t—\n"
    one = read_labelled(write(rows))
    for head in ("moves", "advice", "problems", "advice-sentences", "roles"):
        found = baseline_units(head, [one], [one], seed=1)
        assert [len(units) for units in found["TF-IDF"]] == [len(u) for u in found["majority"]]


def test_the_majority_is_a_tie_settled_by_name(many: tuple[LabelledSession, ...]) -> None:
    found = baseline_units("problems", many[:1], many[1:2], seed=1)["majority"]
    assert found == [[frozenset({"conflict"})] * 2]


def test_even_boundaries_are_as_many_as_in_training_and_none_are_none(
    many: tuple[LabelledSession, ...],
) -> None:
    groups = [one for one in many if one.form == "group"]
    found = baseline_units("exchange-starts", groups[:2], groups[2:], seed=1)
    assert list(found) == ["new speaker", "evenly spaced", "no boundary"]
    assert [places_of(units) for units in found["evenly spaced"]] == [[0, 8], [0, 8]]
    assert [places_of(units) for units in found["no boundary"]] == [[], []]
    cuts = baseline_units("segment-starts", groups[:2], groups[2:3], seed=1)
    assert [places_of(units) for units in cuts["evenly spaced"]] == [[2, 4, 6, 8, 10, 12, 14]]
    assert list(cuts) == ["evenly spaced", "no boundary"]
    nothing = baseline_units("exchange-starts", [], groups[:1], seed=1)
    assert [places_of(units) for units in nothing["evenly spaced"]] == [[]]


def test_boundaries_stand_beside_their_baselines(
    many: tuple[LabelledSession, ...], oracle: Oracle, pack: Pack
) -> None:
    heads = by_head(
        heads_of(
            many,
            packs=[pack],
            folds=split_folds(many, folds=2, seed=1),
            settings=SETTINGS,
            find=lambda _, fold: [oracle(one) for one in fold],
        )
    )
    found = heads["segment-starts"].boundaries
    assert found is not None
    assert (found.tolerance, found.n_true) == (3, 12 * 7)
    assert [way.way for way in found.ways] == ["model", "evenly spaced", "no boundary"]
    model, even, none = found.ways
    assert (model.n_found, model.f1, model.window_diff) == (84, 1.0, 0.0)
    assert even.n_found == 84
    assert 0 < even.window_diff <= 1
    assert (none.n_found, none.f1) == (0, 0.0)
