"""Figures of the scripts over real sets: how they are printed, recorded and put into the README."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
PLACES = st.lists(st.sets(st.integers(0, 200), min_size=1).map(sorted), min_size=1, max_size=4)


@pytest.fixture
def figures(script: Callable[[str], Any]) -> list[Any]:
    """One figure with all that may be known, one with nothing that need not be."""
    figure = script("real_sets").Figure
    return [
        figure(
            task="panel: headings",
            measure="F1 within 2 turns",
            ours=0.34567,
            floors={"TextTiling": 0.2, "evenly spread": 0.1},
            counts="4 documents",
            wanted=0.4,
            people=0.9,
        ),
        figure(task="show: stage", measure="count, less is better", ours=3, floors={}, counts="9"),
    ]


def test_a_table_shows_counts_whole_and_a_dash_for_what_is_not_known(
    script: Callable[[str], Any], figures: list[Any]
) -> None:
    head, first, second = script("real_sets").table(figures).split("\n")
    assert re.split(r"  +", head) == [
        "task",
        "measure",
        "ours",
        "wanted",
        "people",
        "beside it",
        "counts",
    ]
    assert "0.346" in first
    assert "TextTiling 0.200, evenly spread 0.100" in first
    assert second.split("better")[1].split() == ["3", "–", "–", "–", "9"]
    assert first.index("0.346") == second.index("3", second.index("better")) == head.index("ours")


def test_a_record_holds_rounded_figures_and_no_path(
    script: Callable[[str], Any], figures: list[Any], tmp_path: Path
) -> None:
    def measure(folder: Path, _: Path) -> list[Any]:
        assert folder == tmp_path
        return figures

    script("real_sets").run("", "none", measure, argv=["--data", str(tmp_path), "--record"])
    path = tmp_path / "results" / "test_figures.json"
    text = path.read_text(encoding="utf-8")
    kept = json.loads(text)
    assert text == json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert sorted(kept) == ["figures", "options", "script"]
    assert (kept["script"], kept["options"]) == ("test_figures", {})
    assert kept["figures"][0]["ours"] == 0.3457
    assert str(tmp_path) not in text
    assert script("real_sets").recorded(path)[1] == figures[1]


def test_nothing_is_recorded_unless_told_to(
    script: Callable[[str], Any], figures: list[Any], tmp_path: Path
) -> None:
    script("real_sets").run("", "none", lambda *_: figures, argv=["--data", str(tmp_path)])
    assert not (tmp_path / "results").exists()


def test_epochs_are_recorded_only_where_a_network_learnt(
    script: Callable[[str], Any], figures: list[Any], tmp_path: Path
) -> None:
    given = ["--data", str(tmp_path), "--record", "--epochs", "9"]
    script("real_sets").run("", "none", lambda *_: figures, argv=given, epochs=4)
    kept = json.loads((tmp_path / "results" / "test_figures.json").read_text(encoding="utf-8"))
    assert kept["options"] == {"finetune": False}


@given(PLACES, st.integers(0, 5))
def test_boundaries_set_where_they_are_are_all_found(true: list[list[int]], within: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        real_sets = importlib.import_module("real_sets")
    count = sum(map(len, true))
    assert real_sets.boundary_scores(true, true=true, tolerance=within) == (1.0, 1.0, 1.0, count)
    nothing: list[list[int]] = [[] for _ in true]
    assert real_sets.boundary_scores(nothing, true=true, tolerance=within) == (0.0, 0.0, 0.0, 0)


def test_each_boundary_serves_one_that_is_there(script: Callable[[str], Any]) -> None:
    scores = script("real_sets").boundary_scores([[10, 12, 50]], true=[[11]], tolerance=2)
    assert scores == (1 / 3, 1.0, 0.5, 3)


def test_the_readme_has_a_row_for_each_figure_but_what_f1_stands_for(
    script: Callable[[str], Any], figures: list[Any], tmp_path: Path
) -> None:
    sets, readme = script("real_sets"), script("readme_real_sets")
    given = ["--data", str(tmp_path), "--record"]
    also = sets.Figure(task="panel", measure="recall", ours=0.5, floors={}, counts="9")
    sets.run("", "none", lambda *_: [*figures, also], argv=given)
    table = readme.figure_table(readme.recorded_figures(tmp_path / "results"))
    assert [line.split(" | ")[2:] for line in table.split("\n")[2:-1]] == [
        ["F1 within 2 turns", "TextTiling 0.20, evenly spread 0.10", "0.35", "0.90 |"],
        ["count, less is better", "–", "3", "– |"],
    ]


def test_what_was_never_recorded_has_no_rows(script: Callable[[str], Any], tmp_path: Path) -> None:
    readme = script("readme_real_sets")
    assert readme.recorded_figures(tmp_path / "results") == []
    assert readme.figure_table([]).count("\n") == 2


def test_the_readme_is_changed_between_its_marks_only(
    script: Callable[[str], Any], figures: list[Any]
) -> None:
    readme = script("readme_real_sets")
    text = f"before\n{readme.BEGIN}\nold\n{readme.END}\nafter\n"
    once = readme.with_figures(text, figures)
    assert once.startswith(f"before\n{readme.BEGIN}\n| what |")
    assert once.endswith(f"\n\n{readme.END}\nafter\n")
    assert "old" not in once
    assert readme.with_figures(once, figures) == once


def test_the_readme_shows_what_was_recorded(script: Callable[[str], Any]) -> None:
    readme = script("readme_real_sets")
    text = script("readme_block").home_of(readme.BEGIN).read_text(encoding="utf-8")
    assert readme.BEGIN in text
    kept = readme.recorded_figures(ROOT / "benchmarks" / "results")
    assert readme.with_figures(text, kept) == text
