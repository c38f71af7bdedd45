"""The README is held to the code: each command and format stands in it, its scores are made."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from click import Context

from analyzer.classify.card import load_cards
from analyzer.cli import main
from analyzer.read import FORMATS
from analyzer.records.pack_file import shipped_packs

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_stands_in_the_readme() -> None:
    missing = [name for name in main.list_commands(Context(main)) if f"`{name}`" not in README]

    assert missing == []


def test_every_format_stands_in_the_readme() -> None:
    table = [line for line in README.splitlines() if line.startswith("| `")]
    assert [one.name for one in FORMATS if not any(f"`{one.name}`" in row for row in table)] == []


def test_every_shipped_pack_stands_in_the_readme() -> None:
    assert [name for name in shipped_packs() if f"`{name}`" not in README] == []


def test_the_scores_are_those_of_the_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    place = ROOT / "benchmarks" / "readme_scores.py"
    spec = importlib.util.spec_from_file_location("readme_scores", place)
    assert spec is not None
    assert spec.loader is not None
    scores = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scores)

    assert scores.with_scores(README, load_cards(ROOT / "models")) == README


def test_files_the_readme_points_at_are_there() -> None:
    for name in ("notebooks/01_first_look.ipynb", "data/README.md", ".github/report.png"):
        assert name in README
        assert (ROOT / name).is_file()
