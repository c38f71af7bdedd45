"""Opening an archive file: what it must be, and what to say when it is something else."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from analyzer.archive.upgrades import can_upgrade, upgrade
from analyzer.errors import ArchiveError
from analyzer.files import make_private_file

APPLICATION_ID = 0x43434141
SCHEMA = 2
WAIT_S = 30.0


class OpenFile:
    """A file that SQLite has open, until it is closed or its block ends."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def close(self) -> None:
        """Closes the file; closing twice does nothing."""
        with telling(self.path):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def connect(path: Path, *, create: bool, write: bool, wait_s: float) -> sqlite3.Connection:
    """A connection to an archive that is known to be one, in the version this package writes.

    An archive of an earlier version is brought up to date on the way, in one transaction. Raises
    ArchiveError when it is missing, something else, of a later version, or locked, and for an
    earlier one that cannot be written to.
    """
    _check_place(path, create=create)
    if (create or write) and not is_writable(path):
        raise _read_only(path)
    if create:
        # SQLite gives the files it makes beside an archive the rights of the archive.
        with suppress(OSError):
            make_private_file(path)
    with telling(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{_mode(path, create=create)}",
            uri=True,
            timeout=wait_s,
            isolation_level=None,
        )
        try:
            if create:
                _lay_out(connection, wait_s=wait_s)
            _check_kind(connection, path)
            _bring_up_to_date(connection, path)
            connection.execute("PRAGMA foreign_keys = ON")
            # With WAL this survives any crash of the process; a power cut may cost the last
            # sessions added, never the file, and adding again puts them back.
            connection.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            connection.close()
            raise
    return connection


def connect_as_is(path: Path) -> sqlite3.Connection:
    """A connection for reading alone to an archive of any version, damaged or not.

    Raises ArchiveError when it is missing, something else, or SQLite can make nothing of it.
    """
    _check_place(path, create=False)
    with telling(path):
        mode = "mode=ro" if is_writable(path) else _mode(path, create=False)
        uri = f"{path.absolute().as_uri()}?{mode}"
        connection = sqlite3.connect(uri, uri=True, timeout=WAIT_S, isolation_level=None)
        try:
            _check_application(connection, path)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    return connection


def _check_place(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise ArchiveError("this is a folder, not an archive.", path=str(path), hint="Name a file.")
    if not path.exists():
        if not create:
            raise ArchiveError(
                "there is no archive here.",
                path=str(path),
                hint=f"Make one with 'analyzer add FILE… -a {path}'.",
            )
        if not path.parent.is_dir():
            raise ArchiveError(
                f"the folder {str(path.parent)!r} is not there.",
                path=str(path),
                hint="Make it first, or name another place.",
            )


def is_writable(path: Path) -> bool:
    """Whether an archive may be written here: the file if it is there, and its folder."""
    # SQLite writes files of its own beside the archive.
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _mode(path: Path, *, create: bool) -> str:
    if create:
        return "mode=rwc"
    if is_writable(path):
        return "mode=rw"
    # Without a place for SQLite's own files an archive can only be read as a file that stands
    # still, unless its owner has it open and those files are there already.
    wal = path.with_name(f"{path.name}-wal")
    return "mode=ro" if wal.exists() else "mode=ro&immutable=1"


def _lay_out(connection: sqlite3.Connection, *, wait_s: float) -> None:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables:
        return
    _write_ahead(connection, wait_s=wait_s)
    connection.executescript(
        f"BEGIN IMMEDIATE;\n{_schema()}\n"
        f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {SCHEMA};\nCOMMIT;"
    )


def _schema() -> str:
    return files("analyzer.archive").joinpath("schema.sql").read_text(encoding="utf-8")


def connect_memory() -> sqlite3.Connection:
    """A connection to an archive in memory, without the index of words, which takes most time."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(
        f"{_schema()}\nDROP TRIGGER turns_added; DROP TRIGGER turns_removed;"
        " DROP TRIGGER turns_changed; DROP TABLE turn_words;"
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _write_ahead(connection: sqlite3.Connection, *, wait_s: float) -> None:
    # SQLite does not wait by itself while it changes this mode. Some network drives cannot do it
    # and keep their mode, which is slower and as safe.
    deadline = time.monotonic() + wait_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _check_application(connection: sqlite3.Connection, path: Path) -> None:
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    if application_id != APPLICATION_ID:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        what = "this is an SQLite file of another program" if tables else "this file is empty"
        raise ArchiveError(
            f"{what}, not an archive.",
            path=str(path),
            hint="Name an archive, or make one with 'analyzer add FILE… -a NEW'.",
        )


def _check_kind(connection: sqlite3.Connection, path: Path) -> None:
    _check_application(connection, path)
    version = _version(connection)
    if version != SCHEMA and not can_upgrade(version, to=SCHEMA):
        newer = (
            "Install a newer analyzer" if version > SCHEMA else "Install the analyzer that made it"
        )
        raise ArchiveError(
            f"this archive has schema version {version}, this analyzer works with {SCHEMA}.",
            path=str(path),
            hint=f"{newer}, or add the transcripts to a new archive.",
        )


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    if version == SCHEMA:
        return
    if not is_writable(path):
        raise ArchiveError(
            f"this archive has schema version {version} and cannot be written to, so it cannot be"
            f" brought up to version {SCHEMA}.",
            path=str(path),
            hint="Copy it to a folder you may write to; all that is in it stays.",
        )
    upgrade(connection, to=SCHEMA)


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turns what SQLite says into an ArchiveError that says what to do next."""
    try:
        yield
    except sqlite3.Error as error:
        raise _told(error, path) from error
    except UnicodeDecodeError as error:  # SQLite quotes a name that is damaged itself
        raise _damaged("a name in it is no text", path) from error


def _code(error: sqlite3.Error) -> int:
    # The low byte is the kind, the rest its variants; errors of Python's own module carry no code.
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF


def _told(error: sqlite3.Error, path: Path) -> ArchiveError:
    code = _code(error)
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return _read_only(path)
    what, hint = f"SQLite cannot go on: {error}.", None
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        what = "the archive is locked by another process."
        hint = "Wait until that is done, or close the program that has it open."
    elif code == sqlite3.SQLITE_NOTADB:
        what = "this is not an archive (no SQLite file)."
        hint = "Transcripts go into an archive with 'analyzer add FILE… -a NEW'."
    elif code == sqlite3.SQLITE_CORRUPT:
        return _damaged(str(error), path)
    elif code == sqlite3.SQLITE_FULL:
        what, hint = "the disk is full.", "Make room and run it again."
    elif code == sqlite3.SQLITE_IOERR:
        what = f"the disk cannot be read or written ({error})."
        hint = "See to the disk or network drive, then run 'analyzer archive check'."
    elif "no such module" in str(error):
        what = "this Python's SQLite has no full-text search (FTS5)."
        hint = "Use a Python from python.org or conda."
    return ArchiveError(what, path=str(path), hint=hint)


def _damaged(why: str, path: Path) -> ArchiveError:
    return ArchiveError(
        f"the archive is damaged ({why}).",
        path=str(path),
        hint=f"'analyzer archive check -a {path} --rescue NEW' saves what is whole.",
    )


def _read_only(path: Path) -> ArchiveError:
    return ArchiveError(
        "the archive cannot be written to.",
        path=str(path),
        hint="Copy it to a folder you may write to, or change the rights of file and folder.",
    )
