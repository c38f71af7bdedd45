"""Looking after an archive: what is in it and how large that is, and giving back unused room."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.archive.opening import SCHEMA

# Tables with a row for each finding; how many there are is known without counting them.
_KNOWN = {
    "turns": "SELECT coalesce(sum(n_turns), 0) FROM sessions",
    "sentences": "SELECT coalesce(sum(n_sentences), 0) FROM sessions",
    "exchanges": "SELECT coalesce(sum(n_exchanges), 0) FROM sessions",
    "advice": "SELECT coalesce(sum(n_advice), 0) FROM sessions",
    "passages": "SELECT coalesce(sum(n_passages), 0) FROM passage_codes",
    "turn_words": "SELECT coalesce(sum(n_turns), 0) FROM sessions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSize:
    """Rows of a table, and its bytes with those of its indexes; None where SQLite cannot tell."""

    name: str
    n_rows: int
    n_bytes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveInfo:
    """What an archive holds, in numbers.

    ``n_copies`` are files that hold a talk which another file holds, too. ``packs``, ``models``,
    ``analyzers`` and ``encoders`` give the number of sessions each had a part in, the most first.
    ``n_unsought`` sessions are found by their words only, for nothing told the meaning of their
    passages. Tables come in order of size.
    """

    schema_version: int
    sqlite_version: str
    n_bytes: int
    n_unused_bytes: int
    n_sessions: int
    n_files: int
    n_copies: int
    first_day: dt.date | None
    last_day: dt.date | None
    n_undated: int
    packs: Mapping[str, int]
    models: Mapping[str, int]
    analyzers: Mapping[str, int]
    encoders: Mapping[str, int]
    n_unsought: int
    tables: tuple[TableSize, ...]


def read_info(connection: sqlite3.Connection) -> ArchiveInfo:
    """What the archive holds; reads the whole file once."""

    def one(select: str) -> int:
        number: int = connection.execute(select).fetchone()[0]
        return number

    def by(column: str, table: str = "sessions") -> dict[str, int]:
        # Both names are of this module.
        select = f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1"  # noqa: S608
        return dict(connection.execute(select).fetchall())

    n_sessions, first, last, n_undated = connection.execute(
        "SELECT count(*), min(held_on), max(held_on), count(*) - count(held_on) FROM sessions"
    ).fetchone()
    encoders = by("encoder", "passage_codes")
    page_size = one("PRAGMA page_size")
    return ArchiveInfo(
        schema_version=SCHEMA,
        sqlite_version=sqlite3.sqlite_version,
        n_bytes=one("PRAGMA page_count") * page_size,
        n_unused_bytes=one("PRAGMA freelist_count") * page_size,
        n_sessions=n_sessions,
        n_files=one("SELECT count(DISTINCT path) FROM files"),
        n_copies=one("SELECT count(*) - count(DISTINCT session_id) FROM files"),
        first_day=None if first is None else dt.date.fromisoformat(first),
        last_day=None if last is None else dt.date.fromisoformat(last),
        n_undated=n_undated,
        packs=by("pack"),
        models=by("models"),
        analyzers=by("analyzer"),
        encoders=encoders,
        n_unsought=n_sessions - sum(encoders.values()),
        tables=_tables(connection),
    )


def _tables(connection: sqlite3.Connection) -> tuple[TableSize, ...]:
    names = [
        name
        for name, kind in connection.execute("SELECT name, type FROM sqlite_master")
        if kind == "table" and not name.startswith(("sqlite_", "turn_words_"))
    ]
    sizes = _sizes(connection)
    found = []
    for name in names:
        select = _KNOWN.get(name, f"SELECT count(*) FROM {name}")  # noqa: S608 - a table of ours
        n_rows = connection.execute(select).fetchone()[0]
        n_bytes = None if sizes is None else sizes.get(name, 0)
        found.append(TableSize(name=name, n_rows=n_rows, n_bytes=n_bytes))
    return tuple(sorted(found, key=lambda it: (-(it.n_bytes or 0), it.name)))


def _sizes(connection: sqlite3.Connection) -> dict[str, int] | None:
    try:
        rows = connection.execute(_SIZES).fetchall()
    except sqlite3.OperationalError:  # SQLite was built without "dbstat"
        return None
    sizes: dict[str, int] = {}
    for name, n_bytes in rows:
        # The index of words is kept in tables of its own.
        table = "turn_words" if name.startswith("turn_words_") else name
        sizes[table] = sizes.get(table, 0) + n_bytes
    return sizes


def compact(connection: sqlite3.Connection) -> None:
    """Writes the file anew without the room that is not used, and the index of words as one."""
    connection.execute("INSERT INTO turn_words (turn_words) VALUES ('optimize')")
    connection.execute("VACUUM")
    # The new file stands in the log until then.
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_SIZES = """
SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize)
FROM (SELECT name, sum(pgsize) AS pgsize FROM dbstat GROUP BY name) AS s
LEFT JOIN sqlite_master AS m ON m.name = s.name GROUP BY 1
"""
