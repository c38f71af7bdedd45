"""The tutorial on packs of one's own: every command is run, and prints what stands there.

Where it fails after a change that was meant, ``python benchmarks/readme_tutorial.py`` writes anew
what the commands print.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_the_tutorial_prints_what_its_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    tutorial = importlib.import_module("readme_tutorial")
    home = importlib.import_module("readme_block").home_of(tutorial.BEGIN)
    page = home.read_text(encoding="utf-8")

    made = tutorial.with_outputs(page)
    assert tutorial.without_scores(made) == tutorial.without_scores(page)
    assert made.count("    $ analyzer ") == page.count("    $ analyzer ") >= 6
