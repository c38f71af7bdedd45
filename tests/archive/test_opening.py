from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.archive import Archive, Status
from analyzer.errors import ArchiveError
from analyzer.records import Analysis

Make = Callable[..., Analysis]
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)


def test_a_missing_archive_is_not_made_by_looking(path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive here") as told:
        Archive.open(path)
    assert f"analyzer add FILE… -a {path}" in str(told.value)
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "this file is empty", id="empty"),
        pytest.param(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n" * 9, "no SQLite file", id="text"),
        pytest.param(b"SQLite format 3\0" + b"\xff" * 4096, "not an archive", id="broken-header"),
    ],
)
def test_a_file_of_another_kind_is_told(path: Path, content: bytes, message: str) -> None:
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=message):
        Archive.open(path)
    assert path.read_bytes() == content


def test_an_empty_file_may_become_an_archive(path: Path) -> None:
    path.touch()
    with Archive.open(path, create=True) as archive:
        assert archive.sessions() == ()
    Archive.open(path).close()


@pytest.mark.parametrize("create", [False, True])
def test_the_database_of_another_program_is_left_alone(path: Path, *, create: bool) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="another program"):
        Archive.open(path, create=create)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("version", "advice"), [(0, "the analyzer that made it"), (99, "newer analyzer")]
)
def test_another_schema_version_names_both(path: Path, version: int, advice: str) -> None:
    Archive.open(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with pytest.raises(ArchiveError, match=f"version {version}, .* works with 2") as told:
        Archive.open(path, create=True)
    assert advice in str(told.value)


def test_a_folder_and_a_missing_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="this is a folder"):
        Archive.open(tmp_path, create=True)
    with pytest.raises(ArchiveError, match="is not there"):
        Archive.open(tmp_path / "gone" / "calls.db", create=True)


@pytest.mark.parametrize("name", ["what?.db", "a#b.db", "50%.db", "sp ace.db", "naïve ☎.db"])
def test_a_file_name_with_odd_signs_is_that_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    Archive.open(path, create=True).close()
    assert path.exists()
    with Archive.open(path) as archive:
        assert archive.sessions() == ()


def test_a_locked_archive_is_told_after_a_while_and_reading_goes_on(
    path: Path, archive: Archive, numbered: Make
) -> None:
    archive.add(numbered(1))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Archive.open(path, create=True, wait_s=0.05) as waiting:
        with pytest.raises(ArchiveError, match="locked by another process"):
            waiting.add(numbered(2))
        assert len(waiting.sessions()) == 1
        other.execute("ROLLBACK")
        assert waiting.add(numbered(2)).status is Status.ADDED
    other.close()


def test_a_damaged_archive_is_told(path: Path, numbered: Make) -> None:
    with Archive.open(path, create=True) as archive:
        for number in range(30):
            archive.add(numbered(number))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="damaged"), Archive.open(path) as archive:
        list(archive.analyses())


@as_root
def test_an_archive_in_a_read_only_place_can_be_read_and_not_added_to(
    tmp_path: Path, numbered: Make
) -> None:
    folder = tmp_path / "disc"
    folder.mkdir()
    path = folder / "calls.db"
    with Archive.open(path, create=True) as archive:
        archive.add(numbered(1))
    folder.chmod(0o555)
    try:
        with Archive.open(path) as archive:
            assert list(archive.analyses()) == [numbered(1)]
            with pytest.raises(ArchiveError, match="cannot be written to"):
                archive.add(numbered(2))
        with pytest.raises(ArchiveError, match="cannot be written to"):
            Archive.open(path, create=True)
        with pytest.raises(ArchiveError, match="cannot be written to"):
            Archive.open(folder / "new.db", create=True)
    finally:
        folder.chmod(0o755)


def test_a_read_only_file_is_read_and_not_added_to(
    path: Path, numbered: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(path, create=True) as archive:
        archive.add(numbered(1))
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Archive.open(path) as archive:
        assert list(archive.analyses()) == [numbered(1)]
        with pytest.raises(ArchiveError, match="cannot be written to"):
            archive.add(numbered(2))
    for create in (False, True):
        with pytest.raises(ArchiveError, match="cannot be written to"):
            Archive.open(path, create=create, write=True)
    with pytest.raises(ArchiveError, match="cannot be written to"):
        Archive.open(path, create=True)


def test_a_closed_archive_is_one_file(path: Path, numbered: Make) -> None:
    with Archive.open(path, create=True) as archive:
        archive.add(numbered(1))
    archive.close()
    assert [it.name for it in path.parent.iterdir()] == [path.name]
