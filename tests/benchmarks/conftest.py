"""What the tests of the scripts share: importing one."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Any]:
    """Imports a script; few rounds and folds, since what is invented is easy."""
    monkeypatch.syspath_prepend(str(BENCHMARKS.parent / "models" / "network"))
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.setattr(importlib.import_module("two_looks"), "ROUNDS", 5)
    monkeypatch.setattr(importlib.import_module("two_looks"), "FEW", 0)
    monkeypatch.setattr(importlib.import_module("annomi_behaviour"), "FOLDS", 2)
    monkeypatch.setattr(importlib.import_module("headings"), "FOLDS", 2)
    monkeypatch.setattr(importlib.import_module("real_sets"), "RESULTS", tmp_path / "results")
    return importlib.import_module
