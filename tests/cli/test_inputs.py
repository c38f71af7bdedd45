from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.cli.parts.inputs import runs
from analyzer.read.folders import find_files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    names = ("b.txt", "a.TXT", ".hidden.txt", "~$b.docx", "c.mp4", "deep/d.vtt", ".git/e.txt")
    for name in names:
        place = tmp_path / "calls" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("Ana: Hello.", encoding="utf-8")
    return tmp_path / "calls"


def test_a_folder_stands_for_its_transcripts_sorted(folder: Path) -> None:
    found = find_files([str(folder)], endings=["txt", ".vtt", "docx"])
    here = [os.path.relpath(file, folder) for file in found.files]
    assert here == ["a.TXT", "b.txt", os.path.join("deep", "d.vtt")]  # noqa: PTH118
    assert [Path(file).name for file in found.passed_over] == ["c.mp4"]
    assert found.problems == ()


def test_a_file_by_name_is_taken_whatever_its_ending(folder: Path) -> None:
    names = [str(folder / "c.mp4"), str(folder / ".hidden.txt"), str(folder / "gone.txt")]
    assert find_files(names, endings=["txt"]).files == tuple(names)


def test_a_file_named_twice_is_taken_once(folder: Path) -> None:
    found = find_files([str(folder / "b.txt"), str(folder), str(folder)], endings=["txt"])
    assert [Path(file).name for file in found.files] == ["b.txt", "a.TXT"]


@pytest.mark.usefixtures("folder")
def test_ways_to_write_a_path_are_one_file() -> None:
    found = find_files(["./calls/b.txt", "calls//b.txt", "calls/"], endings=["txt"])
    assert found.files == (str(Path("calls/b.txt")), str(Path("calls/a.TXT")))


def test_a_folder_without_transcripts_is_a_problem(folder: Path) -> None:
    found = find_files([str(folder / "deep")], endings=["txt"])
    assert found.files == ()
    assert found.problems == (f"{folder / 'deep'}: this folder holds no transcripts.",)


def test_standard_input_stays_a_dash() -> None:
    assert find_files(["-"], endings=[]).files == ("-",)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may open every folder"
)
def test_a_closed_folder_is_a_problem_and_the_rest_is_found(folder: Path) -> None:
    (folder / "deep").chmod(0)
    found = find_files([str(folder)], endings=["txt"])
    (folder / "deep").chmod(0o755)
    assert len(found.files) == 2
    assert found.problems == (
        f"{folder / 'deep'}: this folder cannot be opened: Permission denied.",
    )


@given(st.lists(st.sampled_from(["a", "b", "-"])))
def test_runs_keep_every_file_in_order(files: list[str]) -> None:
    assert [file for run in runs(files) for file in run] == files
    assert all(run == ("-",) or "-" not in run for run in runs(files))
