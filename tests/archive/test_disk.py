"""A disk that is full, read-only or failing: a clear error, and an archive that stays whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from analyzer.archive import Archive, Status
from analyzer.archive.remains import Remains
from analyzer.errors import ArchiveError
from analyzer.records import Analysis
from analyzer.records.passages import EncodedPassages
from tests.archive.searching import turns_with

Make = Callable[..., Analysis]
Encode = Callable[..., EncodedPassages]

FULL = "the disk is full. Make room and run it again."


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; skips where none may be had."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        made = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        made = False
    if not made:
        pytest.skip("no disk may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def check_sound(path: Path, *, n_sessions: int, numbered: Make) -> None:
    with Remains(path) as remains:
        assert remains.damage() == ()
        assert [remains.session(key)[1] for key in remains.session_ids()] == [None] * n_sessions
    with Archive.open(path) as archive:
        analyses = {it.session.id: it for it in archive.analyses()}
    assert analyses == {numbered(n).session.id: numbered(n) for n in range(n_sessions)}


def fill_with_junk(folder: Path) -> Path:
    """A file that takes all the room there is."""
    junk = folder / "junk"
    file = os.open(junk, os.O_CREAT | os.O_WRONLY)
    with suppress(OSError):
        while True:
            os.write(file, bytes(4096))
    os.close(file)
    return junk


def fill_up(archive: Archive, numbered: Make, encoded: Encode) -> int:
    """Adds sessions until there is no room; gives how many had room."""
    told = ""
    number = 0
    while not told:
        try:
            archive.add(numbered(number), passages=encoded(numbered(number)))
            number += 1
        except ArchiveError as error:
            told = str(error)
    assert told == f"{archive.path}: {FULL}"
    return number


def test_where_the_file_may_not_grow_what_is_in_it_stays(
    path: Path, archive: Archive, numbered: Make, encoded: Encode
) -> None:
    archive._connection.execute("PRAGMA max_page_count = 120")
    n_sessions = fill_up(archive, numbered, encoded)
    assert n_sessions > 3
    assert len(archive.sessions()) == n_sessions
    check_sound(path, n_sessions=n_sessions, numbered=numbered)
    with pytest.raises(ArchiveError, match="disk is full"):
        archive.add(numbered(n_sessions), passages=encoded(numbered(n_sessions)))
    archive._connection.execute("PRAGMA max_page_count = 1000000")
    assert archive.add(numbered(n_sessions)).status is Status.ADDED
    check_sound(path, n_sessions=n_sessions + 1, numbered=numbered)


def test_a_full_disk_is_told_and_costs_nothing(
    small_disk: Path, numbered: Make, encoded: Encode
) -> None:
    path = small_disk / "calls.db"
    with Archive.open(path, create=True) as archive:
        n_sessions = fill_up(archive, numbered, encoded)
    assert n_sessions > 3
    junk = fill_with_junk(small_disk)
    check_sound(path, n_sessions=n_sessions, numbered=numbered)
    with Archive.open(path) as archive, pytest.raises(ArchiveError, match="disk is full"):
        archive.compact()
    junk.unlink()
    check_sound(path, n_sessions=n_sessions, numbered=numbered)


def test_a_full_disk_leaves_no_half_made_archive(small_disk: Path) -> None:
    junk = fill_with_junk(small_disk)
    path = small_disk / "calls.db"
    with pytest.raises(ArchiveError):
        Archive.open(path, create=True)
    junk.unlink()
    with Archive.open(path, create=True) as archive:
        assert archive.sessions() == ()


def test_a_disk_that_may_only_be_read_is_read(
    small_disk: Path, path: Path, numbered: Make, encoded: Encode
) -> None:
    with Archive.open(path, create=True) as archive:
        for number in range(3):
            archive.add(numbered(number), passages=encoded(numbered(number)))
    place = small_disk / "calls.db"
    shutil.copyfile(path, place)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with Archive.open(place) as archive:
        assert [it.session for it in archive.analyses()]
        assert turns_with(archive, "empty seat")
        assert archive.info().n_sessions == 3
        with pytest.raises(ArchiveError, match="cannot be written to"):
            archive.add(numbered(4))
    with pytest.raises(ArchiveError, match="cannot be written to"):
        Archive.open(place, write=True)
    check_sound(place, n_sessions=3, numbered=numbered)


LIMITED = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of Unix only")
def test_a_disk_that_fails_is_told_and_costs_nothing(path: Path, numbered: Make) -> None:
    adder = str(Path(__file__).with_name("adder.py"))
    code = f"import sys\nsys.argv = {[adder, str(path), '0', '-1']}\n{LIMITED}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "ArchiveError" in ran.stderr
    assert "the disk cannot be read or written (disk I/O error). See to the disk" in ran.stderr
    with Archive.open(path) as archive:
        kept = list(archive.analyses())
    for analysis in kept:
        number = int((analysis.session.title or "").removeprefix("Call "))
        assert analysis == numbered(number, models=analysis.made_with.models)
    assert kept
