from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analyzer.classify.baselines import baseline_units
from analyzer.classify.evaluate import cross_validate, split_folds
from analyzer.classify.labelled import LabelledSession, read_labelled
from analyzer.records import Analysis, HeadScore, Pack
from analyzer.settings import Settings

Oracle = Callable[[LabelledSession], Analysis]
Write = Callable[..., Path]

SETTINGS = Settings()


def by_head(heads: tuple[HeadScore, ...]) -> dict[str, HeadScore]:
    return {head.head: head for head in heads}


def test_baselines_are_those_counted_by_hand(
    many: tuple[LabelledSession, ...], oracle: Oracle, pack: Pack
) -> None:
    def run() -> tuple[HeadScore, ...]:
        return cross_validate(
            many,
            pack=pack,
            folds=split_folds(many, folds=3, seed=1),
            settings=SETTINGS,
            train=len,
            analyze=lambda labelled, _: oracle(labelled),
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
    heads = cross_validate(
        many[:2],
        pack=pack,
        folds=[many[:2]],
        settings=SETTINGS,
        train=len,
        analyze=lambda labelled, _: oracle(labelled),
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
