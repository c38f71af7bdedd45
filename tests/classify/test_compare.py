from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analyzer.classify.compare import (
    ALL_LABELS,
    compare_cards,
    compare_tallies,
    compare_with,
    significant,
)
from analyzer.classify.evaluate import measure
from analyzer.classify.labelled import LabelledSession
from analyzer.classify.tally import (
    TALLY,
    Evaluation,
    SessionTally,
    Tally,
    load_evaluations,
    load_tally,
    tally_of,
    tally_to_json,
)
from analyzer.errors import ModelError
from analyzer.records import Analysis, LabelScore, ModelCard, Pack
from analyzer.records.store import card_to_json
from analyzer.settings import Settings

Oracle = Callable[[LabelledSession], Analysis]


def tally(hits: Sequence[int], *, of: int = 10, head: str = "moves", label: str = "gap") -> Tally:
    """A session for each number of right findings; what is not right is missed."""
    return {
        f"own-a{i:02}": SessionTally(
            digest="d", heads={head: {label: (n, 0, of - n), "story": (5, 0, 5)}}
        )
        for i, n in enumerate(hits)
    }


def with_labels(card: ModelCard, *labels: LabelScore) -> ModelCard:
    (head,) = card.heads
    return replace(card, heads=(replace(head, labels=labels),))


def test_cards_alone_show_a_loss_far_beyond_both_intervals(card: ModelCard) -> None:
    good, never = card.heads[0].labels
    assert significant(compare_cards(card, card)) == ()
    worse = replace(good, f1=0.6, f1_low=0.56, f1_high=0.64)
    (loss,) = significant(compare_cards(card, with_labels(card, worse, never)))
    assert (loss.head, loss.label, loss.n_sessions) == ("moves", good.label, 0)
    assert (loss.old_f1, loss.new_f1) == (good.f1, 0.6)
    assert loss.low < 0.6 - good.f1 < loss.high < 0
    unsure = replace(worse, f1_low=0.3, f1_high=0.8)
    assert significant(compare_cards(card, with_labels(card, unsure, never))) == ()
    better = replace(good, f1=0.9, f1_low=0.88, f1_high=0.92)
    assert significant(compare_cards(card, with_labels(card, better, never))) == ()


def test_a_label_that_a_card_has_no_more_is_lost_but_not_one_that_never_occurred(
    card: ModelCard,
) -> None:
    good, never = card.heads[0].labels
    (gone,) = compare_cards(card, with_labels(card, never))
    assert (gone.label, gone.new_f1) == (good.label, 0.0)
    assert significant([gone]) == (gone,)
    assert compare_cards(with_labels(card, never), card) == ()
    rare = replace(good, support=9)
    assert compare_cards(card, with_labels(card, rare)) == ()
    assert compare_cards(card, replace(card, heads=())) == ()


def test_a_label_whose_results_never_vary_is_no_error(card: ModelCard) -> None:
    sure = replace(card.heads[0].labels[0], f1=1.0, f1_low=1.0, f1_high=1.0)
    lost = replace(sure, f1=0.5, f1_low=0.5, f1_high=0.5)
    old, new = with_labels(card, sure), with_labels(card, lost)
    assert significant(compare_cards(old, old)) == ()
    assert [it.label for it in significant(compare_cards(old, new))] == ["script"]


def test_a_loss_in_every_session_is_significant_and_named() -> None:
    old, new = tally([9] * 12), tally([4] * 12)
    differences = compare_tallies("sentences", old, new, seed=1)
    assert [it.label for it in differences] == ["gap", "story", ALL_LABELS]
    found = significant(differences)
    assert [it.label for it in found] == ["gap", ALL_LABELS]
    gap = found[0]
    assert (gap.model, gap.head, gap.n_sessions) == ("sentences", "moves", 12)
    assert gap.high < 0
    assert gap.low <= gap.new_f1 - gap.old_f1 <= gap.high + 1e-9


def test_a_gain_and_no_change_are_no_loss() -> None:
    same = tally([5] * 12)
    assert significant(compare_tallies("m", same, same, seed=1)) == ()
    assert significant(compare_tallies("m", same, tally([9] * 12), seed=1)) == ()


def test_one_bad_session_among_many_is_no_significant_loss() -> None:
    old, new = tally([8] * 12), tally([8] * 11 + [2])
    assert significant(compare_tallies("m", old, new, seed=1)) == ()


def test_pairing_shows_what_two_intervals_would_hide() -> None:
    # Sessions differ widely; in each the new model loses two.
    hits = [2, 4, 20, 18, 3, 16, 19, 5, 12, 10] * 3
    old, new = tally(hits, of=20), tally([n - 2 for n in hits], of=20)
    assert "gap" in {it.label for it in significant(compare_tallies("m", old, new, seed=1))}


def test_equal_models_seldom_raise_an_alarm() -> None:
    rng = np.random.default_rng(3)
    alarms = 0
    for _ in range(20):
        old, new = (
            {
                f"s{i}": SessionTally(
                    digest="d",
                    heads={"moves": {f"l{k}": (int(n), 0, 9 - int(n)) for k, n in enumerate(row)}},
                )
                for i, row in enumerate(rng.binomial(9, 0.7, size=(20, 15)))
            }
            for _ in range(2)
        )
        alarms += bool(significant(compare_tallies("m", old, new, seed=1)))
    assert alarms <= 3


def test_sessions_whose_labels_changed_and_rare_labels_are_passed_over() -> None:
    old, new = tally([9] * 12), tally([1] * 12)
    moved = {name: replace(one, digest="other") for name, one in new.items()}
    assert compare_tallies("m", old, moved, seed=1) == ()
    few = {name: old[name] for name in list(old)[:2]}
    assert compare_tallies("m", few, new, seed=1) == ()
    assert compare_tallies("m", tally([9] * 12, head="roles"), new, seed=1) == ()


def test_a_label_that_is_found_no_more_counts_as_nothing() -> None:
    old = tally([9] * 12)
    new = {name: SessionTally(digest="d", heads={"moves": {"story": (5, 0, 5)}}) for name in old}
    (gap,) = [it for it in compare_tallies("m", old, new, seed=1) if it.label == "gap"]
    assert gap.new_f1 == 0.0
    assert gap in significant([gap])


def test_tallies_are_preferred_to_cards(card: ModelCard) -> None:
    old = Evaluation(card=card, tally=tally([9] * 12))
    new = Evaluation(card=replace(card, folds="writers b, h left out"), tally=tally([4] * 12))
    found = compare_with([old], [new], seed=1)
    assert {loss.label for loss in found.losses} == {"gap", ALL_LABELS}
    assert found.n_labels == 3
    assert found.notes == ("sentences: measured otherwise before (5 folds by session).",)


def test_without_tallies_cards_are_compared_and_that_is_said(card: ModelCard) -> None:
    (head,) = card.heads
    bad: LabelScore = replace(head.labels[0], f1=0.2, f1_low=0.1, f1_high=0.3)
    worse = replace(card, heads=(replace(head, labels=(bad,)),))
    old, new = Evaluation(card=card, tally=None), Evaluation(card=worse, tally=tally([4]))
    found = compare_with([old], [new], seed=1)
    assert [(loss.label, loss.n_sessions) for loss in found.losses] == [("script", 0)]
    assert "compared by the cards" in found.notes[0]
    with pytest.raises(ModelError, match="no model 'sentences' to compare with"):
        compare_with([], [new], seed=1)


def test_what_is_kept_beside_a_card_comes_back(
    many: tuple[LabelledSession, ...], oracle: Oracle, pack: Pack, card: ModelCard, tmp_path: Path
) -> None:
    measured = measure(
        [(one, oracle(one)) for one in many],
        heads=["moves", "problems", "exchange-starts"],
        pack=pack,
        settings=Settings(),
    )
    kept = tally_of(many, measured)
    assert list(kept) == [one.id for one in many]
    assert kept["own-a01"].heads["problems"] == {"overload": (1, 0, 0), "conflict": (1, 0, 0)}
    assert "exchange-starts" in kept["own-a01"].heads
    assert "exchange-starts" not in kept["own-b01"].heads
    text = tally_to_json(kept)
    assert len(text.splitlines()) == len(many) + 2
    folder = tmp_path / card.name
    folder.mkdir()
    (folder / "card.json").write_text(card_to_json(card), encoding="utf-8")
    assert load_tally(folder) is None
    (folder / TALLY).write_text(text, encoding="utf-8")
    assert load_tally(folder) == kept
    (evaluation,) = load_evaluations(tmp_path)
    assert evaluation == Evaluation(card=card, tally=kept)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"own-a01": {"heads": {}}}',
        b'{"a": {"digest": "", "heads": {"m": {"x": [1, -1, 0]}}}}',
    ],
)
def test_damaged_counts_are_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / TALLY).write_bytes(content)
    with pytest.raises(ModelError) as caught:
        load_tally(tmp_path)
    assert caught.value.path == str(tmp_path / TALLY)
    assert caught.value.hint
