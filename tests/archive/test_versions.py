"""An archive made by any earlier version is brought up to date in place, with all that is in it."""

from __future__ import annotations

import gzip
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.archive.opening import SCHEMA
from analyzer.archive.remains import Remains
from analyzer.archive.upgrades import upgrade
from analyzer.errors import ArchiveError
from analyzer.records import Analysis
from analyzer.records.store import analysis_from_json
from tests.archive.searching import turns_with

VERSIONS = Path(__file__).with_name("versions")
NUMBERS = sorted(int(file.name.removesuffix(".db.gz")) for file in VERSIONS.glob("*.db.gz"))
Content = Callable[[Path], dict[str, list[tuple[object, ...]]]]

every_version = pytest.mark.parametrize("version", NUMBERS)


@pytest.fixture
def old(version: int, path: Path) -> Path:
    """An archive as this version made it."""
    path.write_bytes(gzip.decompress((VERSIONS / f"{version}.db.gz").read_bytes()))
    return path


def put_in(version: int) -> list[Analysis]:
    """What was put into the archive of a version, in order."""
    text = (VERSIONS / f"{version}.jsonl").read_text(encoding="utf-8")
    return [analysis_from_json(line) for line in text.splitlines()]


def version_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def columns(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The columns of each table and index, with types and keys."""
    connection = sqlite3.connect(path)
    try:
        names = connection.execute("SELECT name FROM sqlite_master ORDER BY 1").fetchall()
        return {
            name: connection.execute(f"PRAGMA table_xinfo({name})").fetchall()
            or connection.execute(f"PRAGMA index_xinfo({name})").fetchall()
            for (name,) in names
        }
    finally:
        connection.close()


def test_every_version_before_this_one_is_here() -> None:
    assert list(range(1, SCHEMA)) == NUMBERS[: SCHEMA - 1]


@every_version
def test_what_was_in_it_is_read_back_equal(version: int, old: Path) -> None:
    kept = {analysis.session.id: analysis for analysis in put_in(version)[:4]}
    with Archive.open(old) as archive:
        read = {analysis.session.id: analysis for analysis in archive.analyses()}
        assert read.keys() == kept.keys()
        for key, analysis in read.items():
            assert analysis.made_with == kept[key].made_with
            assert analysis.session.turns == kept[key].session.turns
            assert analysis.advice == kept[key].advice
        assert turns_with(archive, "empty seat")
    assert version_of(old) == SCHEMA
    with Remains(old) as remains:
        assert remains.damage() == ()
        assert [remains.session(key)[1] for key in remains.session_ids()] == [None] * len(kept)


@every_version
def test_it_becomes_what_it_would_be_if_made_today(
    version: int, old: Path, tmp_path: Path, content: Content
) -> None:
    Archive.open(old).close()
    new = tmp_path / "new.db"
    with (
        Archive.open(new, create=True) as archive,
        Archive.open(old) as upgraded,
        Remains(old) as kept,
    ):
        for analysis in put_in(version):
            archive.add(analysis, passages=upgraded.passages(analysis.session.id))
        archive.take_beside(kept.beside())
    assert columns(old) == columns(new)
    assert content(old) == content(new)


@every_version
def test_going_on_with_it_is_as_with_any(version: int, old: Path) -> None:
    analyses = put_in(version)
    with Archive.open(old, create=True) as archive:
        assert archive.add(analyses[0]).status == "unchanged"
        archive.remove(analyses[0].session.id)
        assert archive.add(analyses[0]).status == "added"


@pytest.mark.parametrize("version", range(1, SCHEMA))
def test_one_that_cannot_be_written_to_says_what_to_do(
    version: int, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ArchiveError, match=rf"version {version} and cannot be written.*Copy it"):
        Archive.open(old)
    assert old.read_bytes() == before


@pytest.mark.parametrize("version", range(1, SCHEMA))
def test_an_upgrade_that_breaks_off_leaves_it_as_it_was(
    version: int, old: Path, monkeypatch: pytest.MonkeyPatch, content: Content
) -> None:
    before = columns(old), content(old)

    def cramped(connection: sqlite3.Connection, *, to: int) -> None:
        # As much room as there is, and no page more: the disk is full half way.
        n_pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {n_pages + 2}")
        upgrade(connection, to=to)

    monkeypatch.setattr("analyzer.archive.opening.upgrade", cramped)
    with pytest.raises(ArchiveError, match="disk is full"):
        Archive.open(old)
    assert (version_of(old), columns(old), content(old)) == (version, *before)
    monkeypatch.undo()
    Archive.open(old).close()
    assert version_of(old) == SCHEMA
