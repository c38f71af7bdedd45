"""Saving what is whole in a damaged archive into a new one."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from analyzer.archive.remains import Fault, Remains
from analyzer.archive.store import Archive
from analyzer.errors import ArchiveError

PAGE = 4096
# The header of an SQLite file, and where in it the number of pages stands.
HEADER = 100
N_PAGES = slice(28, 32)

# How many sessions are tried to see whether a list of tables fits.
FEW = 20

Watch = Callable[[tuple[str, ...]], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescued:
    """How many sessions were saved, and what is wrong with those that were not, or not wholly.

    ``damage`` is what SQLite finds wrong with the file.
    """

    n_sessions: int
    damage: tuple[str, ...]
    faults: tuple[Fault, ...]


def rescue_archive(path: str | Path, *, new: str | Path, watch: Watch = iter) -> Rescued:
    """Copies every session that is whole into a new archive, with its files and its part in themes.

    The new archive appears when it is complete. ``watch`` is given the ids and hands them on one
    by one, to show progress. The damaged file stays as it is. Raises ArchiveError when it is
    missing or no archive, when nothing of it can be read, and when the new place is taken.
    """
    place = Path(new)
    if place.exists():
        hint = "Name a new file; nothing is written over."
        raise ArchiveError("there is a file already.", path=str(place), hint=hint)
    part = place.with_name(f"{place.name}.part")
    _remove(part)
    n_sessions, faults = 0, []
    with (
        read_remains(path, scratch=place.parent) as remains,
        Archive.open(part, create=True) as archive,
    ):
        for session_id in watch(remains.session_ids()):
            session, fault = remains.session(session_id)
            if session is not None:
                archive.take(session)
                n_sessions += 1
            if fault is not None:
                faults.append(fault)
        archive.take_beside(remains.beside())
        damage = remains.damage()
    part.replace(place)
    return Rescued(n_sessions=n_sessions, damage=damage, faults=tuple(faults))


@contextmanager
def read_remains(path: str | Path, *, scratch: Path | None = None) -> Iterator[Remains]:
    """The remains of an archive; where its list of tables is lost, those of a copy with a new one.

    ``scratch`` is a folder with room for the copy, that of temporary files otherwise. Raises
    ArchiveError when nothing can be made of it.
    """
    try:
        remains = Remains(path)
    except ArchiveError as error:
        if not _may_be_mended(Path(path)):
            raise
        with tempfile.TemporaryDirectory(prefix="analyzer-", dir=scratch) as folder:
            mended = _mended(Path(path), Path(folder))
            if mended is None:
                hint = "Bring back a copy, or add the transcripts to a new archive."
                raise ArchiveError(error.what, path=str(path), hint=hint) from error
            with mended:
                yield mended
    else:
        with remains:
            yield remains


def _may_be_mended(path: Path) -> bool:
    """Whether a file can have been an archive, by its size."""
    n_bytes = path.stat().st_size if path.is_file() else 0
    return n_bytes > PAGE and n_bytes % PAGE == 0


def _mended(path: Path, folder: Path) -> Remains | None:
    copy = folder / "calls.db"
    shutil.copyfile(path, copy)
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        shutil.copyfile(log, folder / "calls.db-wal")
    for parts in _beginnings(path, folder):
        were = _exchange(copy, parts)
        try:
            remains = Remains(copy, is_mended=True)
        except ArchiveError:
            _exchange(copy, were)
            continue
        ids = remains.session_ids()
        if any(remains.session(session_id)[0] for session_id in ids[:FEW]):
            return remains
        remains.close()
        _exchange(copy, were)
    return None


def _exchange(path: Path, parts: dict[int, bytes]) -> dict[int, bytes]:
    """Writes parts of a file in their places; gives those that were there."""
    were = {}
    with path.open("r+b") as file:
        for place, part in parts.items():
            file.seek(place)
            were[place] = file.read(len(part))
            file.seek(place)
            file.write(part)
    return were


def _beginnings(path: Path, folder: Path) -> Iterator[dict[int, bytes]]:
    """Parts that may fit, by their place in the file: a header, or a whole list of tables.

    Tables lie in the same places in every archive that was made, or compacted, by this version.
    """
    n_pages = (path.stat().st_size // PAGE).to_bytes(4, "big")
    for number, is_compacted in enumerate((False, True)):
        place = folder / f"empty{number}.db"
        with Archive.open(place, create=True) as archive:
            if is_compacted:
                archive.compact()
        content = place.read_bytes()
        parts = {it * PAGE: content[it * PAGE : (it + 1) * PAGE] for it in _pages_of_list(place)}
        first = bytearray(parts[0])
        first[N_PAGES] = n_pages
        if number == 0:
            yield {0: bytes(first[:HEADER])}
        yield {**parts, 0: bytes(first)}


def _pages_of_list(path: Path) -> list[int]:
    """The pages that hold the list of tables, counted from 0."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            rows = connection.execute(_LIST).fetchall()
        except sqlite3.OperationalError:  # SQLite was built without "dbstat"
            return [0]
    return [row[0] - 1 for row in rows]


_LIST = "SELECT pageno FROM dbstat WHERE name IN ('sqlite_schema', 'sqlite_master')"


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)
