from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import LabelError
from analyzer.records import ModelCard, Pack
from tests.builders import a_card
from tests.cli.running import Runner


class Learning:
    """Stands in for training, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def train(
        self, data: Path, out: Path, *, packs: Sequence[Pack], progress: Callable[[str], None]
    ) -> tuple[ModelCard, ...]:
        self.asked = {"data": data, "out": out, "packs": [pack.name for pack in packs]}
        progress("training")
        return (a_card(),)

    def evaluate(
        self, data: Path, *, packs: Sequence[Pack], folds: int, progress: Callable[[str], None]
    ) -> tuple[ModelCard, ...]:
        self.asked = {"data": data, "folds": folds, "packs": [pack.name for pack in packs]}
        progress("fold 1")
        return (a_card(), a_card(name="leadership"))


@pytest.fixture
def learning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Learning:
    monkeypatch.chdir(tmp_path)
    stand_in = Learning()
    monkeypatch.setattr("analyzer.learning.train_models", stand_in.train)
    monkeypatch.setattr("analyzer.learning.evaluate_models", stand_in.evaluate)
    return stand_in


def test_train_says_how_well_each_label_is_found(run: Runner, learning: Learning) -> None:
    ran = run("train", "--data", ".", "--out", "made", "--pack", "leadership")
    assert (ran.code, ran.err) == (0, "training\n")
    assert learning.asked == {"data": Path(), "out": Path("made"), "packs": ["leadership"]}
    assert ran.lines[0] == "recruiting 1: 159 sessions, 20,000 sentences; 5 folds by session"
    assert ran.lines[-1] == "models written to made"
    assert any(line.startswith("urgency") and "62.0" in line for line in ran.lines)
    assert any(line.startswith("follow-up") and "do not rely on" in line for line in ran.lines)


def test_all_shipped_packs_are_trained_unless_told_otherwise(
    run: Runner, learning: Learning
) -> None:
    run("train", "--data", ".")
    assert learning.asked["packs"] == ["leadership", "recruiting"]
    assert learning.asked["out"] == Path("models")


def test_evaluate_prints_a_table_for_each_model(run: Runner, learning: Learning) -> None:
    ran = run("evaluate", "--data", ".", "--folds", "3")
    assert (ran.code, ran.err) == (0, "fold 1\n")
    assert learning.asked["folds"] == 3
    heads = [line for line in ran.lines if "159 sessions" in line]
    assert [head.split()[0] for head in heads] == ["recruiting", "leadership"]


@pytest.mark.usefixtures("learning")
def test_evaluate_json_is_a_card_a_line(run: Runner) -> None:
    cards = [json.loads(line) for line in run("evaluate", "--data", ".", "--json").lines]
    assert [card["name"] for card in cards] == ["recruiting", "leadership"]
    assert cards[0]["heads"][0]["labels"][0]["f1"] == 0.62


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
