from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.records import Analysis

ADDER = Path(__file__).with_name("adder.py")
WATCHER = ADDER.with_name("watcher.py")
Content = Callable[[Path], dict[str, list[tuple[object, ...]]]]


def start(path: Path, first: int, end: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(ADDER), str(path), str(first), str(end)])


def check_whole(path: Path, numbered: Callable[..., Analysis]) -> int:
    """How many sessions there are, each of them equal to one of its two analyses."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.execute("INSERT INTO turn_words (turn_words, rank) VALUES ('integrity-check', 1)")
    connection.close()
    with Archive.open(path) as archive:
        analyses = list(archive.analyses())
    for analysis in analyses:
        number = int((analysis.session.title or "").removeprefix("Call "))
        assert analysis == numbered(number, models=analysis.made_with.models)
    return len(analyses)


def test_a_process_killed_while_adding_leaves_every_session_whole(
    path: Path, numbered: Callable[..., Analysis]
) -> None:
    first = 0
    for pause in (0.0, 0.011, 0.037):
        process = start(path, first, -1)
        try:
            # Wait until it is in the middle of its work, then a little longer, each time another.
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline and count(path) < first + 5:
                time.sleep(0.005)
            time.sleep(pause)
        finally:
            process.kill()
            process.wait()
        first = check_whole(path, numbered)
        assert first >= 5


def count(path: Path) -> int:
    """How many sessions another process has added so far."""
    if not path.exists():
        return 0
    connection = sqlite3.connect(path, timeout=5)
    try:
        return int(connection.execute("SELECT count(*) FROM sessions").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


@pytest.mark.parametrize("second", [0, 20], ids=["the-same-sessions", "other-sessions"])
def test_two_processes_that_add_at_once_lose_nothing(
    tmp_path: Path, second: int, numbered: Callable[..., Analysis], content: Content
) -> None:
    path, alone = tmp_path / "both.db", tmp_path / "alone.db"
    processes = [start(path, 0, 30), start(path, second, 50)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    assert check_whole(path, numbered) == 50
    with Archive.open(alone, create=True) as archive:
        for number in range(50):
            models = "sentences 2" if number % 3 == 0 else "sentences 1"
            archive.add(numbered(number, models=models))
    assert content(path) == content(alone)


def test_many_readers_see_whole_sessions_while_two_write(
    path: Path, tmp_path: Path, numbered: Callable[..., Analysis]
) -> None:
    Archive.open(path, create=True).close()
    done = tmp_path / "done"
    readers = [
        subprocess.Popen([sys.executable, str(WATCHER), str(path), str(done)]) for _ in range(4)
    ]
    writers = [start(path, 0, 25), start(path, 15, 40)]
    try:
        assert [process.wait(timeout=240) for process in writers] == [0, 0]
    finally:
        done.touch()
    assert [process.wait(timeout=240) for process in readers] == [0, 0, 0, 0]
    assert check_whole(path, numbered) == 40
