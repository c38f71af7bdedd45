from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.errors import ArchiveError
from analyzer.records import Analysis
from analyzer.records.passages import EncodedPassages
from tests.archive.searching import turns_with

Make = Callable[..., Analysis]
Encode = Callable[..., EncodedPassages]
Content = Callable[[Path], dict[str, list[tuple[object, ...]]]]


def test_the_numbers_are_those_of_the_rows(
    path: Path, archive: Archive, numbered: Make, encoded: Encode, content: Content
) -> None:
    for number in range(4):
        archive.add(numbered(number), passages=encoded(numbered(number)) if number else None)
    archive.add(numbered(0, models="sentences 2"))
    source = dataclasses.replace(numbered(1).session.source, path="copy.vtt")
    copy = dataclasses.replace(numbered(1).session, source=source)
    archive.add(dataclasses.replace(numbered(1), session=copy))
    info = archive.info()
    assert (info.n_sessions, info.n_files, info.n_copies) == (4, 5, 1)
    assert (info.first_day, info.last_day) == (dt.date(2024, 1, 1), dt.date(2024, 1, 4))
    assert info.n_undated == 0
    assert info.models == {"sentences 1": 3, "sentences 2": 1}
    assert info.packs == {"recruiting 1": 4}
    assert (info.encoders, info.n_unsought) == ({"small 1": 3}, 1)
    rows = content(path)
    assert {it.name: it.n_rows for it in info.tables} == {
        name: len(held) for name, held in rows.items()
    }
    sizes = [it.n_bytes or 0 for it in info.tables]
    assert all(sizes)
    assert info.n_bytes / 2 < sum(sizes) < info.n_bytes


def test_an_empty_archive_has_numbers_too(archive: Archive) -> None:
    info = archive.info()
    assert (info.n_sessions, info.n_files, info.first_day) == (0, 0, None)
    assert (info.models, info.n_unsought) == ({}, 0)


def test_where_sqlite_can_not_tell_sizes_there_are_none(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.archive.upkeep._SIZES", "SELECT * FROM no_such_table")
    assert {it.n_bytes for it in archive.info().tables} == {None}


def test_compacting_gives_back_room_and_changes_nothing(
    path: Path, archive: Archive, numbered: Make, encoded: Encode, content: Content
) -> None:
    for number in range(40):
        archive.add(numbered(number), passages=encoded(numbered(number)))
    for number in range(5, 40):
        archive.remove(numbered(number).session.id)
    archive._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before, size = content(path), path.stat().st_size
    archive.compact()
    assert path.stat().st_size < size / 2
    assert content(path) == before
    assert archive.info().n_unused_bytes == 0
    assert turns_with(archive, "session 3")
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_compacting_a_locked_archive_is_told(path: Path, archive: Archive) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        Archive.open(path, wait_s=0.05) as waiting,
        pytest.raises(ArchiveError, match="locked by another process"),
    ):
        waiting.compact()
    other.close()
    archive.compact()
