"""Saving what is whole in a damaged archive into a new one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analyzer.archive.remains import Fault, Remains
from analyzer.archive.store import Archive
from analyzer.errors import ArchiveError

PAGE = 4096
# The header of an SQLite file, and where in it the number of pages stands.
HEADER = 100
N_PAGES = slice(28, 32)

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
        archive.take_themes(remains.themes())
        damage = remains.damage()
    part.replace(place)
    return Rescued(n_sessions=n_sessions, damage=damage, faults=tuple(faults))


@contextmanager
def read_remains(path: str | Path, *, scratch: Path | None = None) -> Iterator[Remains]:
    """The remains of an archive; where its first page is lost, those of a copy with a new one.

    ``scratch`` is a folder with room for the copy, that of temporary files otherwise.
    """
    try:
        remains = Remains(path)
    except ArchiveError as error:
        if not _may_be_mended(Path(path)):
            raise
        with tempfile.TemporaryDirectory(prefix="analyzer-", dir=scratch) as folder:
            mended = _mended(Path(path), Path(folder))
            if mended is None:
                raise error from None
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
    for page in _first_pages(path, folder):
        with copy.open("r+b") as file:
            file.write(page)
        try:
            remains = Remains(copy, is_mended=True)
        except ArchiveError:
            continue
        ids = remains.session_ids()
        if any(remains.session(session_id)[0] for session_id in ids[:20]):
            return remains
        remains.close()
    return None


def _first_pages(path: Path, folder: Path) -> Iterator[bytes]:
    """First pages that may fit: its own with a new header, and those of archives that are empty.

    Tables lie in the same places in every archive that was made, or compacted, by this version.
    """
    n_pages = (path.stat().st_size // PAGE).to_bytes(4, "big")
    with path.open("rb") as file:
        own = file.read(PAGE)
    pages = []
    for name in ("made.db", "compacted.db"):
        with Archive.open(folder / name, create=True) as archive:
            if name == "compacted.db":
                archive.compact()
        with (folder / name).open("rb") as file:
            page = bytearray(file.read(PAGE))
        page[N_PAGES] = n_pages
        pages.append(bytes(page))
    yield pages[0][:HEADER] + own[HEADER:]
    yield from pages


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)
