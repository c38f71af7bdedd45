from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Archive
from analyzer.settings import resource_folder
from tests.builders import an_analysis
from tests.cli.running import Runner

SAMPLES = sorted(
    file.name for file in resource_folder("samples").iterdir() if not file.name.startswith(".")
)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, quick: None) -> None:
    """Reports that only say how many sessions they are about."""
    del quick

    def write(archive: Archive, path: Path, **_: Any) -> Path:
        path.write_text(f"{len(archive.sessions())} sessions", encoding="utf-8")
        return path

    monkeypatch.setattr("analyzer.cli.parts.demonstration.write_report", write)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("drawn")
def test_the_demo_makes_an_archive_and_two_reports_of_all_samples(run: Runner) -> None:
    ran = run("demo")
    assert ran.code == 0
    assert ran.lines[0].startswith(f"{len(SAMPLES)} sessions, ")
    assert "Problems brought most often, by exchanges" in ran.lines
    assert "Advice given most often, by stretches" in ran.lines
    place = ran.lines.index("Look at")
    shown = [Path(line.strip()) for line in ran.lines[place + 1 : place + 5]]
    assert shown == [
        Path("out", name) for name in ("calls", "archive.db", "themes.pdf", "themes.html")
    ]
    assert all(path.exists() for path in shown)
    assert sorted(file.name for file in Path("out/calls").iterdir()) == SAMPLES
    assert Path("out/themes.pdf").read_text(encoding="utf-8") == f"{len(SAMPLES)} sessions"


@pytest.mark.usefixtures("drawn")
def test_the_demo_again_gives_the_same_archive(run: Runner) -> None:
    first = run("demo", "--out", "here")
    before = Path("here/archive.db").read_bytes()
    again = run("demo", "--out", "here")
    assert (again.code, again.out) == (0, first.out)
    assert Path("here/archive.db").read_bytes() == before


@pytest.mark.usefixtures("drawn")
def test_two_demos_have_the_same_archive(run: Runner) -> None:
    run("demo")
    first = Path("out/archive.db").read_bytes()
    shutil.rmtree("out")
    run("demo")
    assert Path("out/archive.db").read_bytes() == first


@pytest.mark.usefixtures("drawn")
def test_an_archive_of_ones_own_is_left_alone(run: Runner) -> None:
    with Archive.open("archive.db", create=True) as store:
        store.add(an_analysis())
    before = Path("archive.db").read_bytes()
    ran = run("demo", "--out", ".")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: archive.db: this archive holds sessions of your own (calls/ana.txt). Choose "
        "another folder with --out.\n"
    )
    assert Path("archive.db").read_bytes() == before
    assert not Path("calls").exists()


@pytest.mark.usefixtures("drawn")
def test_a_report_of_ones_own_is_left_alone(run: Runner) -> None:
    Path("themes.pdf").write_bytes(b"mine")
    ran = run("demo", "--out", ".")
    assert ran.code == 1
    assert ran.err == (
        "error: themes.pdf: this report is not the demo's. Choose another folder with --out.\n"
    )
    assert Path("themes.pdf").read_bytes() == b"mine"


def test_a_file_in_place_of_the_folder_is_wrong_use(run: Runner) -> None:
    Path("out").touch()
    ran = run("demo")
    assert ran.code == 2
    assert ran.err == (
        "error: Invalid value for '--out': Directory 'out' is a file.\n"
        "See 'analyzer demo --help'.\n"
    )


@pytest.mark.skipif(
    not (resource_folder("models") / "recruiting").is_dir(), reason="the models are not made yet"
)
def test_the_demo_as_a_user_runs_it_gives_the_same_bytes_twice(run: Runner) -> None:
    first = run("demo")
    assert first.code == 0
    names = ("archive.db", "themes.pdf", "themes.html")
    before = [Path("out", name).read_bytes() for name in names]
    shutil.rmtree("out")
    assert run("demo").out == first.out
    assert [Path("out", name).read_bytes() for name in names] == before
    assert before[1].startswith(b"%PDF-")
    assert before[2].lstrip().lower().startswith(b"<!doctype html>")
