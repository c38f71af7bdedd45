from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from analyzer.classify.curve import CurvePoint, CurveScore
from analyzer.classify.tally import Evaluation, SessionTally, tally_to_json
from analyzer.errors import LabelError
from analyzer.records import ModelCard, Pack
from analyzer.records.pack_file import shipped_packs
from analyzer.records.store import card_to_json
from tests.builders import a_card
from tests.cli.running import Runner


class Learning:
    """Stands in for training, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def train(
        self,
        data: Path,
        out: Path,
        *,
        packs: Sequence[Pack],
        networks: Path | None,
        jobs: int,
        progress: Callable[[str], None],
    ) -> tuple[ModelCard, ...]:
        named = [pack.name for pack in packs]
        self.asked = {"data": data, "out": out, "packs": named, "networks": networks, "jobs": jobs}
        progress("training")
        return (a_card(),)

    def evaluate(
        self, data: Path, *, progress: Callable[[str], None], **asked: Any
    ) -> tuple[Evaluation, ...]:
        asked["packs"] = [pack.name for pack in asked["packs"]]
        self.asked = {"data": data, **asked}
        progress("fold 1")
        cards = (a_card(), a_card(name="leadership"))
        return tuple(Evaluation(card=card, tally=None) for card in cards)

    def curve(
        self, data: Path, *, progress: Callable[[str], None], **asked: Any
    ) -> tuple[CurvePoint, ...]:
        del asked["packs"]
        self.asked = {"data": data, **asked}
        progress("learning")
        score = CurveScore(pack=None, head="moves", macro_f1=0.5, micro_f1=0.625, ece=None)
        advice = CurveScore(pack="own", head="advice", macro_f1=0.25, micro_f1=0.5, ece=0.1)
        return (
            CurvePoint(n_sessions=9, scores=(score,)),
            CurvePoint(n_sessions=18, scores=(score, advice)),
        )


@pytest.fixture
def learning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Learning:
    monkeypatch.chdir(tmp_path)
    stand_in = Learning()
    monkeypatch.setattr("analyzer.learning.train_models", stand_in.train)
    monkeypatch.setattr("analyzer.learning.evaluate_models", stand_in.evaluate)
    monkeypatch.setattr("analyzer.learning.learning_curve", stand_in.curve)
    return stand_in


def test_train_says_how_well_each_label_is_found(run: Runner, learning: Learning) -> None:
    ran = run("train", "--data", ".", "--out", "made", "--pack", "leadership")
    assert (ran.code, ran.err) == (0, "training\n")
    assert learning.asked == {
        "data": Path(),
        "out": Path("made"),
        "packs": ["leadership"],
        "networks": None,
        "jobs": 1,
    }
    assert ran.lines[0] == "recruiting 1: 159 sessions, 20,000 sentences; 5 folds by session"
    assert ran.lines[-1] == "models written to made"
    assert any(line.startswith("urgency") and "62.0" in line for line in ran.lines)
    assert any(line.startswith("follow-up") and "do not rely on" in line for line in ran.lines)


def test_all_shipped_packs_are_trained_unless_told_otherwise(
    run: Runner, learning: Learning
) -> None:
    run("train", "--data", ".")
    assert learning.asked["packs"] == list(shipped_packs())
    assert learning.asked["out"] == Path("models")


def test_evaluate_prints_a_table_for_each_model(run: Runner, learning: Learning) -> None:
    ran = run("evaluate", "--data", ".", "--folds", "3")
    assert (ran.code, ran.err) == (0, "fold 1\n")
    assert learning.asked == {
        "data": Path(),
        "folds": 3,
        "by": "session",
        "writers": (),
        "networks": None,
        "jobs": 1,
        "packs": list(shipped_packs()),
    }
    heads = [line for line in ran.lines if "159 sessions" in line]
    assert [head.split()[0] for head in heads] == ["recruiting", "leadership"]


@pytest.mark.usefixtures("learning")
def test_evaluate_json_is_a_card_a_line(run: Runner) -> None:
    cards = [json.loads(line) for line in run("evaluate", "--data", ".", "--json").lines]
    assert [card["name"] for card in cards] == ["recruiting", "leadership"]
    assert cards[0]["heads"][0]["labels"][0]["f1"] == 0.62


def test_networks_that_have_not_seen_a_session_may_be_named(
    run: Runner, learning: Learning, tmp_path: Path
) -> None:
    for command in ("train", "evaluate"):
        run(command, "--data", ".", "--networks", str(tmp_path))
        assert learning.asked["networks"] == tmp_path


def test_what_is_left_out_may_be_writers(run: Runner, learning: Learning) -> None:
    run("evaluate", "--data", ".", "--by", "writer")
    assert (learning.asked["by"], learning.asked["writers"]) == ("writer", ())
    run("evaluate", "--data", ".", "--leave-out", "b, h,b")
    assert learning.asked["writers"] == ("b", "h")


def test_a_learning_curve_is_a_table_or_a_line_a_point(run: Runner, learning: Learning) -> None:
    ran = run("evaluate", "--data", ".", "--learning-curve")
    assert (ran.code, ran.err) == (0, "learning\n")
    assert learning.asked == {"data": Path(), "writers": ("b", "h")}
    assert ran.lines == [
        "macro / micro F1   9 sessions  18 sessions",
        "moves             50.0 / 62.5  50.0 / 62.5",
        "advice (own)                –  25.0 / 50.0",
    ]
    ran = run("evaluate", "--data", ".", "--learning-curve", "--leave-out", "c", "--json")
    assert learning.asked["writers"] == ("c",)
    points = [json.loads(line) for line in ran.lines]
    assert [point["n_sessions"] for point in points] == [9, 18]
    assert points[1]["scores"][1]["ece"] == 0.1


@pytest.mark.usefixtures("learning")
def test_a_curve_is_compared_with_nothing(run: Runner) -> None:
    ran = run("evaluate", "--data", ".", "--learning-curve", "--against", ".")
    assert (ran.code, ran.out) == (2, "")
    assert "--learning-curve goes with neither" in ran.err


def lay(folder: Path, *cards: ModelCard, right: int | None = None) -> Path:
    """Cards as training leaves them, with counts of ten sessions where a number is given."""
    for card in cards:
        place = folder / card.name
        place.mkdir(parents=True)
        (place / "card.json").write_text(card_to_json(card), encoding="utf-8")
        if right is not None:
            heads = {"advice": {"urgency": (right, 0, 10 - right)}}
            tally = {f"rec-a{n:02}": SessionTally(digest="d", heads=heads) for n in range(10)}
            (place / "sessions.json").write_text(tally_to_json(tally), encoding="utf-8")
    return folder


def test_a_label_that_became_worse_fails_the_comparison(run: Runner, tmp_path: Path) -> None:
    old = lay(tmp_path / "old", a_card(), right=9)
    new = lay(tmp_path / "new", a_card(), right=4)
    ran = run("evaluate", "--measured", new, "--against", old)
    assert ran.code == 1
    worse = f"worse than {old}: advice (recruiting), urgency: F1 57.1 instead of 94.7"
    assert ran.lines[-1] == f"{worse} on the same 10 sessions"
    ran = run("evaluate", "--measured", old, "--against", new)
    assert ran.code == 0
    assert ran.lines[-1] == f"none of 1 labels is significantly worse than {new}"
    assert run("evaluate", "--measured", old).code == 0
    ran = run("evaluate", "--measured", new, "--against", old, "--json")
    assert ran.code == 1
    assert json.loads(ran.lines[0])["name"] == "recruiting"
    (loss,) = json.loads(ran.lines[-1])["losses"]
    assert (loss["label"], loss["n_sessions"]) == ("urgency", 10)


@pytest.mark.usefixtures("learning")
def test_models_that_are_not_there_cannot_be_compared_with(run: Runner, tmp_path: Path) -> None:
    ran = run("evaluate", "--data", ".", "--against", lay(tmp_path / "old", a_card()))
    assert ran.code == 1
    assert ran.err.endswith("error: no model 'leadership' to compare with. There are recruiting.\n")


@pytest.mark.usefixtures("learning")
def test_one_fold_is_wrong_use(run: Runner) -> None:
    ran = run("evaluate", "--data", ".", "--folds", "1")
    assert ran.code == 2
    assert ran.err.startswith("error: Invalid value for '--folds': 1 is not in the range x>=2.")


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_a_missing_folder_of_data_is_wrong_use(command: str, run: Runner) -> None:
    ran = run(command, "--data", "gone")
    assert ran.code == 2
    assert ran.err == (
        "error: Invalid value for '--data': Directory 'gone' does not exist.\n"
        f"See 'analyzer {command} --help'.\n"
    )


@pytest.mark.usefixtures("learning")
def test_an_installed_package_asks_for_the_data(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.cli.parts.models.PACKAGE", tmp_path / "analyzer")
    ran = run("train")
    assert ran.code == 2
    assert ran.err == (
        "error: Invalid value for '--data': name the folder of labelled sessions; an installed "
        "package has none of its own.\nSee 'analyzer train --help'.\n"
    )


def test_labels_that_are_wrong_are_one_line(
    run: Runner, learning: Learning, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> tuple[ModelCard, ...]:
        raise LabelError("unknown move 'storry'.", path="a.tsv", line=12)

    assert learning.asked == {}
    monkeypatch.setattr("analyzer.learning.train_models", fail)
    ran = run("train", "--data", ".")
    assert (ran.code, ran.out, ran.err) == (1, "", "error: a.tsv:12: unknown move 'storry'.\n")
