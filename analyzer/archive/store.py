"""The archive: many analysed sessions in one SQLite file, safe under a crash and two processes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from analyzer.archive.lookup import (
    find_session,
    not_found,
    search_turns,
    sessions_of_client,
)
from analyzer.archive.opening import connect, telling
from analyzer.archive.results import AddResult, SessionSummary, Status, WordHit
from analyzer.archive.rows import read_analysis, write_analysis
from analyzer.errors import ArchiveError
from analyzer.records import Analysis, MadeWith, Role, Session

WAIT_S = 30.0


class Archive:
    """Analyses of many sessions, one to a talk, each kept whole or not at all.

    What it holds depends on what was added and not on the order: where several files hold the same
    talk, the analysis of the one that says most is kept (a date, then a title, then times; among
    equals the path that sorts first) and the other files are remembered. Every method may raise
    ArchiveError: the file is locked, damaged or cannot be written to.

        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     with Archive.open(f"{folder}/calls.db", create=True) as archive:
        ...         archive.sessions()
        ()
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False, wait_s: float = WAIT_S) -> Self:
        """Opens an archive; ``create`` makes a missing one and asks for the right to write.

        ``wait_s`` is how long each step waits for another process that is writing, in seconds.
        Raises ArchiveError when the file is missing, no archive, of another version, locked or,
        with ``create``, cannot be written to.
        """
        place = Path(path)
        return cls(place, connect(place, create=create, wait_s=wait_s))

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

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with telling(self.path):
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # SQLite itself may have rolled back already, after a full disk for one.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def add(self, analysis: Analysis) -> AddResult:
        """Puts an analysis into the archive, all of it or nothing, and says what that changed.

        A talk that is new is ``added``. From the same path again it is ``unchanged`` when equal,
        else ``updated``; so is an analysis made with another version, pack or model. From another
        path it is a ``duplicate``.
        """
        session, source = analysis.session, analysis.session.source
        other_path = None
        with self._transaction("BEGIN IMMEDIATE") as connection:
            kept = read_analysis(connection, session.id)
            if kept is None:
                status = Status.ADDED
            elif kept.made_with != analysis.made_with:
                status = Status.UPDATED
            elif kept.session.source.path == source.path:
                status = Status.UNCHANGED if kept == analysis else Status.UPDATED
            else:
                status = Status.DUPLICATE
                other_path = kept.session.source.path
            says_more = kept is None or _rank(session) < _rank(kept.session)
            if status in {Status.ADDED, Status.UPDATED} or (
                status is Status.DUPLICATE and says_more
            ):
                connection.execute("DELETE FROM sessions WHERE id = ?", (session.id,))
                write_analysis(connection, analysis)
            _remember_file(connection, analysis)
            earlier = connection.execute(
                "SELECT session_id FROM files WHERE path = ? AND session_id <> ? ORDER BY 1",
                (source.path, session.id),
            ).fetchall()
        return AddResult(
            session_id=session.id,
            status=status,
            path=source.path,
            other_path=other_path,
            earlier=tuple(row[0] for row in earlier),
        )

    def known_file(
        self, sha256: str, *, made_with: MadeWith, path: str | None = None
    ) -> str | None:
        """The session that a file of this digest holds, None where it is to be analysed (again).

        ``path`` asks for the file under this path only, so that a copy under another name, which
        may carry a date or title of its own, is looked at once.
        """
        with telling(self.path):
            row = self._connection.execute(
                "SELECT min(session_id) FROM files WHERE sha256 = ? AND analyzer = ? AND pack = ?"
                " AND models = ? AND coalesce(path = ?, 1)",
                (sha256, made_with.analyzer, made_with.pack, made_with.models, path),
            ).fetchone()
        session_id: str | None = row[0]
        return session_id

    def remove(self, session_id: str) -> None:
        """Takes a session out with all its findings. Raises ArchiveError where it is not in."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            connection.execute("DELETE FROM files WHERE session_id = ?", (session_id,))
            if not connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,)).rowcount:
                raise self._no_session(session_id)

    def sessions(self) -> tuple[SessionSummary, ...]:
        """One line a session, by date and then id; sessions without a date come last."""
        with self._transaction("BEGIN") as connection:
            speakers = connection.execute(
                "SELECT session_id, role, name FROM speakers WHERE role IN ('coach', 'client')"
                " ORDER BY session_id, speaker"
            ).fetchall()
            paths = connection.execute(
                "SELECT session_id, path FROM files ORDER BY 1, 2"
            ).fetchall()
            rows = connection.execute(_SUMMARIES).fetchall()
        by_role: dict[tuple[str, str], list[str]] = {}
        for key, role, name in speakers:
            by_role.setdefault((key, role), []).append(name)
        by_session: dict[str, list[str]] = {}
        for key, path in paths:
            by_session.setdefault(key, []).append(path)
        return tuple(
            _summary(
                row,
                paths=by_session.get(row[0], []),
                coaches=tuple(by_role.get((row[0], Role.COACH), ())),
                clients=tuple(by_role.get((row[0], Role.CLIENT), ())),
            )
            for row in rows
        )

    def analysis(self, session_id: str) -> Analysis:
        """The analysis of the session with this id, equal to the one added.

        Raises ArchiveError where the archive has no such session.
        """
        with self._transaction("BEGIN") as connection:
            analysis = read_analysis(connection, session_id)
        if analysis is None:
            raise self._no_session(session_id)
        return analysis

    def analyses(
        self,
        *,
        session: str | None = None,
        client: str | None = None,
        since: dt.date | None = None,
        join_names: bool = True,
    ) -> Iterator[Analysis]:
        """The analyses one after another, by date and then id; sessions without a date come last.

        ``session`` is what ``find`` takes, ``client`` a client's name whatever its capitals,
        ``since`` the first day: sessions without a date are left out then. With ``join_names``
        "Imani" and "Imani Clarke" both find the sessions under either name, where only one client
        of the archive can be meant. Raises ArchiveError at once when the session or client is not
        there.
        """
        wanted = None if session is None else {self.find(session)}
        if client is not None:
            of_client = self._sessions_of(client, join_names=join_names)
            wanted = of_client if wanted is None else wanted & of_client
        first_day = None if since is None else since.isoformat()
        with telling(self.path):
            rows = self._connection.execute(
                "SELECT id FROM sessions WHERE coalesce(held_on >= ?, ? IS NULL)"
                " ORDER BY held_on IS NULL, held_on, id",
                (first_day, first_day),
            ).fetchall()
        ids = [row[0] for row in rows if wanted is None or row[0] in wanted]
        return (self.analysis(session_id) for session_id in ids)

    def find(self, text: str) -> str:
        """The id of the session meant by an id, the beginning of one, or a file's name or path.

        Raises ArchiveError when none is meant, naming the nearest, or several, naming them.
        """
        with telling(self.path):
            return find_session(self._connection, text, archive=str(self.path))

    def search_words(self, query: str, *, limit: int = 100) -> tuple[WordHit, ...]:
        """Turns in which all words of the query stand, else any of them; the best first.

        Capitals and accents do not matter, words in double quotes must stand side by side, and
        nothing else in a query has a meaning of its own. No word, no turns.
        """
        with telling(self.path):
            return search_turns(self._connection, query, limit=limit)

    def _sessions_of(self, client: str, *, join_names: bool) -> set[str]:
        with telling(self.path):
            return sessions_of_client(
                self._connection, client, archive=str(self.path), join_names=join_names
            )

    def _no_session(self, session_id: str) -> ArchiveError:
        archive = str(self.path)
        what = f"no session with the id {session_id!r}"
        return not_found(what, session_id, [], archive=archive, lister="list")


# Numbers run from 0 without a gap, so the last one says how many there are without counting them.
_SUMMARIES = """
SELECT id, title, held_on, path, format, analyzer, pack, models,
       coalesce((SELECT max(turn) + 1 FROM turns WHERE session_id = id), 0),
       coalesce((SELECT max(sentence) + 1 FROM sentences WHERE session_id = id), 0),
       coalesce((SELECT max(exchange) + 1 FROM exchanges WHERE session_id = id), 0),
       coalesce((SELECT max(advice) + 1 FROM advice WHERE session_id = id), 0)
FROM sessions ORDER BY held_on IS NULL, held_on, id
"""


def _summary(
    row: Any,  # noqa: ANN401 - a row
    *,
    paths: list[str],
    coaches: tuple[str, ...],
    clients: tuple[str, ...],
) -> SessionSummary:
    key, title, held_on, path, reader, analyzer, pack, models, *numbers = row
    return SessionSummary(
        id=key,
        title=title,
        held_on=None if held_on is None else dt.date.fromisoformat(held_on),
        path=path,
        format=reader,
        other_paths=tuple(it for it in paths if it != path),
        coaches=coaches,
        clients=clients,
        n_turns=numbers[0],
        n_sentences=numbers[1],
        n_exchanges=numbers[2],
        n_advice=numbers[3],
        made_with=MadeWith(analyzer=analyzer, pack=pack, models=models),
    )


def _rank(session: Session) -> tuple[bool, bool, int, str, str]:
    """Sorts files that hold the same talk: the one that says most about it first."""
    timed = sum(turn.start_ms is not None for turn in session.turns)
    source = session.source
    return (session.held_on is None, session.title is None, -timed, source.path, source.sha256)


def _remember_file(connection: sqlite3.Connection, analysis: Analysis) -> None:
    source, made_with = analysis.session.source, analysis.made_with
    connection.execute(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            analysis.session.id,
            source.path,
            source.format,
            source.sha256,
            made_with.analyzer,
            made_with.pack,
            made_with.models,
        ),
    )
