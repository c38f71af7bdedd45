"""What can still be read of an archive's file, whatever happened to it."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.archive.opening import OpenFile, connect_as_is, telling
from analyzer.archive.passages import read_passages
from analyzer.archive.rows import read_analysis
from analyzer.archive.seals import kept_seals, seals_now
from analyzer.errors import AnalyzerError
from analyzer.records import Analysis, MadeWith, Source
from analyzer.records.passages import EncodedPassages

MOST_MESSAGES = 100
SEALED_FROM = 2
# What reading a damaged row may raise: SQLite's own, and ours about values that no row can hold.
_BROKEN = (sqlite3.Error, AnalyzerError, TypeError, ValueError, OverflowError)
_PAGE = re.compile(r"page ([0-9]+)")
_BESIDE = ("themes", "theme_edits", "theme_members", "reports", "corrections")

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSession:
    """All that an archive holds of a session, its part in themes aside.

    ``files`` are those it was found in, each with what analysed it then.
    """

    analysis: Analysis
    passages: EncodedPassages | None
    files: tuple[tuple[Source, MadeWith], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a session; ``path`` is its file, None where that is lost too.

    With ``is_whole`` all that was said and found is there, and only what can be made anew is not.
    """

    session_id: str
    path: str | None
    what: str
    is_whole: bool


class Remains(OpenFile):
    """A file that is an archive, or was one before it was damaged. It is read as it is.

    ``is_mended`` says that its list of tables was lost and is a new one now. Raises ArchiveError
    when it is missing, the file of something else, or so damaged that SQLite can make nothing of
    it.
    """

    def __init__(self, path: str | Path, *, is_mended: bool = False) -> None:
        super().__init__(Path(path), connect_as_is(Path(path)))
        self._is_mended = is_mended
        with telling(self.path):
            names = self._connection.execute("SELECT name, tbl_name FROM sqlite_master").fetchall()
        # Of each table and index the table it belongs to.
        self._tables: dict[str, str] = dict(names)

    @property
    def version(self) -> int:
        """The version of its schema."""
        with telling(self.path):
            version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return version

    def damage(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file, table by table where it can be told."""
        found = ["the list of tables at its beginning is lost"] if self._is_mended else []
        try:
            check = self._connection.execute(f"PRAGMA integrity_check({MOST_MESSAGES})")
            lines = [line for row in check for line in str(row[0]).splitlines()]
            found += self._named([it for it in lines if it != "ok" and not it.startswith("***")])
            missing = Counter(row[0] for row in self._connection.execute(_LOOSE))
            found += [f"table {it}: {n} rows of no session" for it, n in sorted(missing.items())]
        except sqlite3.Error as error:
            found.append(str(error))
        if not found and (words := self._damaged_words()):
            found.append(words)
        return tuple(dict.fromkeys(found))

    def session_ids(self) -> tuple[str, ...]:
        """The ids of all sessions that are in it, or were, in order.

        Where the list of sessions is damaged, ids are told from the rows that refer to it.
        """
        listed = set(self._keys("sessions", "id"))
        seen: Counter[str] = Counter()
        for table in _REFERRING:
            if table in self._tables:
                seen.update(set(self._keys(table, "session_id")))
        return tuple(sorted(listed | {key for key, n_tables in seen.items() if n_tables > 1}))

    def session(self, session_id: str) -> tuple[WholeSession | None, Fault | None]:
        """The session if all of it is as it was written, and what is wrong with it, if anything."""
        path = self._path(session_id)

        def fault(what: object, *, is_whole: bool = False) -> Fault:
            told = " ".join(str(what).split())
            return Fault(session_id=session_id, path=path, what=told, is_whole=is_whole)

        try:
            analysis = read_analysis(self._connection, session_id)
            if analysis is None:
                return None, fault("its row in the list of sessions is lost")
            is_same, has_same_passages = self._compared(session_id)
            if is_same is False:
                return None, fault("its rows are not what was written")
        except sqlite3.Error as error:
            return None, fault(f"SQLite cannot read all of its rows ({error})")
        except _BROKEN as error:
            return None, fault(getattr(error, "what", error))
        found: Fault | None = None
        passages = None
        try:
            if has_same_passages:
                passages = read_passages(self._connection, session_id)
            elif has_same_passages is False:
                found = fault("the meaning of its passages is damaged", is_whole=True)
        except _BROKEN:
            found = fault("the meaning of its passages is damaged", is_whole=True)
        files = self._files(analysis)
        return WholeSession(analysis=analysis, passages=passages, files=files), found

    def beside(self) -> Iterator[tuple[str, Row]]:
        """The rows about themes, reports and corrections that can be read, each by its table."""
        for table in _BESIDE:
            if table in self._tables:
                for row in self._readable(f"SELECT * FROM {table}"):  # noqa: S608 - one of those
                    yield table, row

    def _compared(self, session_id: str) -> tuple[bool | None, bool | None]:
        """Whether rows and passages are what was written; None where nobody knows."""
        if self.version < SEALED_FROM:
            return None, None
        kept = kept_seals(self._connection, session_id)
        now = seals_now(self._connection, session_id)
        return kept.findings == now.findings, kept.passages == now.passages

    def _files(self, analysis: Analysis) -> tuple[tuple[Source, MadeWith], ...]:
        rows = self._readable(_FILES, analysis.session.id)
        kept = tuple(
            (
                Source(path=path, format=reader, sha256=sha256),
                MadeWith(analyzer=analyzer, pack=pack, models=models),
            )
            for path, reader, sha256, analyzer, pack, models in rows
        )
        own = analysis.session.source
        if any(source.path == own.path for source, _ in kept):
            return kept
        return (*kept, (own, analysis.made_with))

    def _path(self, session_id: str) -> str | None:
        for select in (_OWN_PATH, _ANY_PATH):
            for row in self._readable(select, session_id):
                if isinstance(row[0], str):
                    return row[0]
        return None

    def _keys(self, table: str, column: str) -> Iterator[str]:
        """The keys of a table from either end, as far as its pages hold together."""
        for way, order in ((">", "ASC"), ("<", "DESC")):
            select = f"SELECT {column} FROM {table}"  # noqa: S608 - names of this module
            last: tuple[str, ...] = ()
            while True:
                where = f" WHERE {column} {way} ?" if last else ""
                rows = self._readable(f"{select}{where} ORDER BY {column} {order} LIMIT 1", *last)
                key = rows[0][0] if rows else None
                if not isinstance(key, str) or (last and (key > last[0]) != (way == ">")):
                    break
                last = (key,)
                yield key

    def _readable(self, select: str, *values: str) -> list[Row]:
        """The rows up to the first that cannot be read."""
        rows: list[Row] = []
        # One by one, so that those before the damage are there.
        with suppress(sqlite3.Error):
            rows.extend(self._connection.execute(select, values))
        return rows

    def _damaged_words(self) -> str | None:
        """What is wrong with the index of words, which nothing but a writer may ask it."""
        try:
            with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_CHECK_WORDS)
                connection.execute("ROLLBACK")
        except sqlite3.DatabaseError as error:
            if "malformed" in str(error) or "corrupt" in str(error):
                return f"index of words: {error}"
        return None

    def _named(self, lines: list[str]) -> list[str]:
        """What SQLite says of pages, with the table that each belongs to where that is known."""
        pages = {int(page[1]) for line in lines for page in [_PAGE.search(line)] if page}
        tables: dict[int, str] = {}
        with suppress(sqlite3.Error):
            for number, name in self._connection.execute("SELECT pageno, name FROM dbstat"):
                if number in pages:
                    tables[number] = self._tables.get(name, name)
        return [
            f"table {tables[number]}: {line}" if number in tables else line
            for line in lines
            for page in [_PAGE.search(line)]
            for number in [int(page[1]) if page else 0]
        ]


_REFERRING = (
    "files",
    "speakers",
    "turns",
    "sentences",
    "exchanges",
    "segments",
    "advice",
    "passages",
    "passage_codes",
)
_FILES = (
    "SELECT path, format, sha256, analyzer, pack, models FROM files"
    " WHERE session_id = ? ORDER BY path"
)
_OWN_PATH = "SELECT path FROM sessions WHERE id = ?"
_ANY_PATH = "SELECT path FROM files WHERE session_id = ? ORDER BY path"
_LOOSE = "PRAGMA foreign_key_check"
_CHECK_WORDS = "INSERT INTO turn_words (turn_words, rank) VALUES ('integrity-check', 1)"
