from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from analyzer.archive import Archive
from tests.builders import a_session, an_analysis
from tests.cli.running import Runner


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An archive ``calls.db`` of two sessions, one without title and date."""
    monkeypatch.chdir(tmp_path)
    undated = a_session(id="0123ffffffff", title=None, held_on=None, path="calls/bo.vtt")
    with Archive.open("calls.db", create=True) as store:
        store.add(an_analysis())
        store.add(an_analysis(undated))
    return "calls.db"


def spoil(archive: str) -> None:
    """Changes a number behind the archive's back."""
    connection = sqlite3.connect(archive)
    connection.execute("UPDATE sentences SET score = 0.1 WHERE session_id = '0123ffffffff'")
    connection.commit()
    connection.close()


def test_info_says_what_is_in_it(run: Runner, archive: str) -> None:
    ran = run("archive", "info", "-a", archive)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[:6] == [
        "sessions    2 (2024-05-14 to 2024-05-14, 1 without a date)",
        "files       2",
        "pack        recruiting 1",
        "models      sentences 1",
        "analyzer    0.1.0",
        "no meaning  2 (found by words only; see 'refresh')",
    ]
    assert ran.lines[6].startswith("size ")
    assert ran.lines[7].startswith("schema      version 2, SQLite ")
    assert ran.lines[9].split() == ["table", "rows", "size"]
    assert any(line.split()[:2] == ["sentences", "10"] for line in ran.lines)


def test_info_is_json_too(run: Runner, archive: str) -> None:
    (line,) = run("archive", "info", "-a", archive, "--json").lines
    info = json.loads(line)
    assert (info["n_sessions"], info["n_undated"]) == (2, 1)
    assert info["packs"] == {"recruiting 1": 2}
    assert {it["name"] for it in info["tables"]} >= {"sessions", "turns", "turn_words"}


def test_check_of_a_sound_archive(run: Runner, archive: str) -> None:
    ran = run("archive", "check", "-a", archive)
    assert (ran.code, ran.out, ran.err) == (0, "calls.db: 2 sessions, all sound\n", "")


def test_check_names_the_session_that_is_damaged_and_ends_with_one(
    run: Runner, archive: str
) -> None:
    spoil(archive)
    ran = run("archive", "check", "-a", archive)
    assert ran.code == 1
    assert ran.lines == [
        "calls.db: damaged; 1 of 2 sessions whole",
        "session       file          what is wrong",
        "0123ffffffff  calls/bo.vtt  its rows are not what was written",
        "Save what is whole: analyzer archive check -a calls.db --rescue NEW.db",
        "Add the files of the others anew: analyzer add FILE… -a NEW.db",
    ]


def test_check_is_json_too(run: Runner, archive: str) -> None:
    spoil(archive)
    (line,) = run("archive", "check", "-a", archive, "--json").lines
    assert json.loads(line) == {
        "archive": "calls.db",
        "sessions": 2,
        "damage": [],
        "faults": [
            {
                "session": "0123ffffffff",
                "file": "calls/bo.vtt",
                "what": "its rows are not what was written",
                "is_whole": False,
            }
        ],
        "rescued": None,
    }


def test_what_is_whole_is_saved(run: Runner, archive: str) -> None:
    spoil(archive)
    before = Path(archive).read_bytes()
    ran = run("archive", "check", "-a", archive, "--rescue", "saved.db")
    assert ran.code == 1
    assert ran.lines[-2:] == [
        "saved.db: 1 session saved",
        "Add the files of the others anew: analyzer add FILE… -a saved.db",
    ]
    assert run("archive", "check", "-a", "saved.db").out == "saved.db: 1 session, all sound\n"
    with Archive.open("saved.db") as store:
        assert list(store.analyses()) == [an_analysis()]
    assert Path(archive).read_bytes() == before
    ran = run("archive", "check", "-a", archive, "--rescue", "saved.db")
    assert ran.code == 2
    assert ran.err == (
        "error: saved.db: there is a file already. Name a new file; nothing is written over.\n"
    )


def test_compact_says_the_size_before_and_after(run: Runner, archive: str) -> None:
    ran = run("archive", "compact", "-a", archive)
    assert ran.code == 0
    assert ran.out.startswith("calls.db: ")
    assert ran.out.endswith(" now\n")
    assert run("archive", "check", "-a", archive).code == 0


@pytest.mark.parametrize("command", ["info", "check", "compact"])
def test_a_missing_archive_is_wrong_use(
    command: str, run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("archive", command, "-a", "gone.db")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: gone.db: there is no archive here.")
    assert not Path("gone.db").exists()


def test_a_file_that_is_no_archive_is_wrong_use(run: Runner, tmp_path: Path) -> None:
    place = tmp_path / "notes.txt"
    place.write_text("Ana: Hello.\n" * 200, encoding="utf-8")
    ran = run("archive", "check", "-a", place)
    assert ran.code == 2
    assert ran.err.startswith(f"error: {place}: this is not an archive")


def test_the_group_alone_shows_its_commands(run: Runner) -> None:
    ran = run("archive")
    assert ran.code == 0
    assert "analyzer archive check -a calls.db" in ran.out
