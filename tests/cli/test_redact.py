from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.privacy.transcripts import transcript
from analyzer.read import read_session
from tests.cli.running import Runner


def test_names_go_and_come_back_with_the_key(run: Runner, calls: Path, tmp_path: Path) -> None:
    ran = run("redact", calls, "-o", "shared", "--key", "calls.key")
    assert ran.code == 0, ran.err
    written = sorted((tmp_path / "shared").iterdir())
    assert [it.name for it in written] == [
        "2024-05-01-Speaker 1.txt",
        "2024-05-02-Speaker 3.txt",
        "2024-05-03-Speaker 4.txt",
    ]
    assert all("Ana" not in it.read_text() and "Mike" not in it.read_text() for it in written)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "calls.key").stat().st_mode) == 0o600
    back = run("redact", "--restore", "shared", "-o", "back", "--key", "calls.key")
    assert back.code == 0
    assert all(line.endswith("every word") for line in back.lines)
    for file in sorted(calls.iterdir()):
        session = read_session(file)
        restored = [it.read_text(encoding="utf-8") for it in (tmp_path / "back").iterdir()]
        assert transcript(session) in restored


def test_the_check_ends_with_one_where_a_name_is_left(
    run: Runner, calls: Path, tmp_path: Path
) -> None:
    run("redact", calls, "-o", "shared", "--key", "calls.key")
    clean = run("redact", "--check", "shared", "--key", "calls.key")
    assert (clean.code, clean.lines[-1]) == (0, "3 files looked through: no name or number is left")
    (tmp_path / "note.txt").write_text("It was Ana.")
    found = run("redact", "--check", "note.txt", "--key", "calls.key")
    assert found.code == 1
    assert found.lines[0] == "note.txt, line 1: 'Ana' (Speaker 1) in “It was Ana.”"


@pytest.mark.usefixtures("quick")
def test_an_archive_without_names_holds_the_same_findings(
    run: Runner, calls: Path, tmp_path: Path
) -> None:
    run("add", calls, "-a", "calls.db")
    ran = run("redact", "-a", "calls.db", "-o", "new.db", "--key", "calls.key")
    assert ran.code == 0, ran.err
    with Archive.open("calls.db") as old, Archive.open("new.db") as new:
        assert len(new.sessions()) == len(old.sessions())
        for one, other in zip(old.analyses(), new.analyses(), strict=True):
            assert len(one.sentences) == len(other.sentences)
            assert "Mike" not in {it.name for it in other.session.speakers}
    assert b"Mike" not in (tmp_path / "new.db").read_bytes()
    assert run("redact", "--check", "new.db", "-a", "calls.db").code == 0
    assert run("archive", "check", "-a", "new.db").code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["calls", "-o", "new"], "--no-key"),
        (["calls", "-o", "new", "--key", "k", "--no-key"], "--no-key"),
        (["calls", "--key", "k"], "-o PLACE"),
        (["-o", "new", "--no-key"], "name transcripts, or an archive"),
        (["calls", "-o", "new", "--key", "new/k"], "the folder 'new' is not there"),
        (["calls", "-o", "calls", "--key", "calls/k"], "--key-inside"),
        (["calls", "-o", "new", "--key", "taken"], "never written over"),
        (["--restore", "calls", "-o", "new"], "--key FILE"),
        (["--check", "calls"], "whom to look for"),
        (["--check", "--key", "k"], "name the files"),
        (["--check", "--restore", "calls", "--key", "k"], "name one"),
    ],
)
def test_what_cannot_be_meant_is_said(
    run: Runner, calls: Path, tmp_path: Path, args: list[str], said: str
) -> None:
    (tmp_path / "taken").write_text("mine")
    ran = run("redact", *args)
    assert ran.code == 2
    assert said in " ".join(ran.err.split())
    assert sorted(it.name for it in tmp_path.iterdir()) == ["calls", "taken"]
    assert len(list(calls.iterdir())) == 3


@pytest.mark.usefixtures("quick", "calls")
def test_a_client_is_forgotten_when_asked_twice(run: Runner, tmp_path: Path) -> None:
    run("add", "calls", "-a", "calls.db")
    kept = run("forget", "Bo", "-a", "calls.db", stdin=b"n\n")
    assert kept.code == 130
    with Archive.open("calls.db") as archive:
        assert len(archive.sessions()) == 3
    ran = run("forget", "Cy", "-a", "calls.db", "--yes")
    assert ran.code == 0, ran.err
    assert "nothing is left" in ran.lines
    with Archive.open("calls.db") as archive:
        assert len(archive.sessions()) == 2
    assert b"afternoon at 3" not in (tmp_path / "calls.db").read_bytes()
    assert run("archive", "check", "-a", "calls.db").code == 0


@pytest.mark.usefixtures("quick", "calls")
def test_a_report_can_be_anonymous(run: Runner, tmp_path: Path) -> None:
    run("add", "calls", "-a", "calls.db")
    ran = run("report", "-a", "calls.db", "-o", "a.html", "--anonymous")
    assert ran.code == 0, ran.err
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "Mike" not in page
    assert run("redact", "--check", "a.html", "-a", "calls.db").code == 0


@pytest.mark.usefixtures("calls")
def test_transcripts_can_be_read_without_names(run: Runner) -> None:
    ran = run("read", "calls", "--anonymous")
    assert ran.code == 0, ran.err
    assert not {"Mike", "Ana", "Bo", "Cy"} & set(ran.out.replace("(", " ").split())
    assert "Speaker 1" in ran.out
