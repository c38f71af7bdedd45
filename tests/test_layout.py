"""What holds for the whole tree: size of files, what no file does, what may lie at the top."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(
    path for folder in ("analyzer", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")
)
TOP = {
    "analyzer",
    "notebooks",
    "data",
    "models",
    "tests",
    "benchmarks",
    "pyproject.toml",
    "README.md",
    "Makefile",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
}
LONGEST = 400


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in SOURCES
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_the_package_sets_no_spacy_extension_and_never_prints() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.is_relative_to(ROOT / "analyzer")
        and re.search(
            r"set_extension\(|^\s*print\(", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert guilty == []


def test_only_nlp_loads_spacy() -> None:
    loading = {
        path.name
        for path in SOURCES
        if path.is_relative_to(ROOT / "analyzer")
        and re.search(r"spacy\.(blank|load)\(", path.read_text(encoding="utf-8"))
    }
    assert loading == {"nlp.py"}


def test_nothing_but_the_agreed_names_lies_at_the_top() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so what belongs to the tree cannot be told")
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP


@pytest.mark.parametrize("module", ["analyzer", "analyzer.cli", "analyzer.records"])
def test_importing_the_doors_of_the_package_loads_no_heavy_library(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "heavy = {'pandas', 'spacy', 'sklearn', 'matplotlib', 'scipy', 'typst'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_every_public_name_can_be_had_from_the_package() -> None:
    import analyzer

    assert {name for name in analyzer.__all__ if getattr(analyzer, name) is None} == set()
