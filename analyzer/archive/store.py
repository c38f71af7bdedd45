"""The archive: many analysed sessions in one SQLite file, safe under a crash and two processes."""

from __future__ import annotations

import datetime as dt
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from analyzer.archive.adding import (
    EncodeAgain,
    put_in,
    put_in_beside,
    put_in_place,
    remember_file,
    take_out,
)
from analyzer.archive.carrying import is_labelled
from analyzer.archive.correcting import Made, all_corrections, live_corrections
from analyzer.archive.lookup import find_session, not_found, sessions_with
from analyzer.archive.opening import WAIT_S, OpenFile, connect, connect_memory, is_writable, telling
from analyzer.archive.passages import read_passages, write_passages
from analyzer.archive.remains import WholeSession
from analyzer.archive.results import AddResult, KeptFile, LeftLabel, SessionSummary
from analyzer.archive.reviewing import make, take_back
from analyzer.archive.rows import read_analysis, write_analysis
from analyzer.archive.summaries import ids_since, read_summaries
from analyzer.archive.upkeep import ArchiveInfo, compact, read_info
from analyzer.corrections.records import Correction
from analyzer.errors import ArchiveError
from analyzer.records import Analysis, MadeWith, Role
from analyzer.records.passages import EncodedPassages


class Archive(OpenFile):
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

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        create: bool = False,
        write: bool = False,
        wait_s: float = WAIT_S,
    ) -> Self:
        """Opens an archive; ``write`` asks for the right to write, ``create`` makes a missing one.

        One of an earlier version is brought up to date. ``wait_s`` is how long each step waits for
        another process that is writing, in seconds. Raises ArchiveError when the file is missing,
        no archive, of a later version, locked or, with ``create`` or ``write``, cannot be written
        to.
        """
        place = Path(path)
        return cls(place, connect(place, create=create, write=write, wait_s=wait_s))

    @classmethod
    def in_memory(cls) -> Self:
        """An archive that is gone when nobody holds it any more, and not searched by words."""
        connection = connect_memory()
        archive = cls(Path(":memory:"), connection)
        weakref.finalize(archive, connection.close)
        return archive

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees the archive as it stands now, until the block ends.

        Not to be nested, and nothing may be written. What SQLite says is told as ArchiveError.
        """
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept together when the block ends, or not at all."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @property
    def is_writable(self) -> bool:
        """Whether this process may change the archive."""
        return str(self.path) == ":memory:" or is_writable(self.path)

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

    def add(self, analysis: Analysis, *, passages: EncodedPassages | None = None) -> AddResult:
        """Puts an analysis into the archive, all of it or nothing, and says what that changed.

        A talk that is new is ``added``. From the same path again it is ``unchanged`` when equal,
        else ``updated``; so is an analysis made with another version, pack or model. From another
        path it is a ``duplicate``. Labels that a person gave to the analysis that was there stay,
        and so does the session's part in themes.

        ``passages`` are those of this analysis. Without them a session that is new or changed is
        found by its words only; one that is unchanged keeps those it has.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            return put_in(connection, analysis, passages=passages)

    def take(self, session: WholeSession) -> None:
        """Puts a session in as another archive held it, in the place of what is there."""
        key = session.analysis.session.id
        with self._transaction("BEGIN IMMEDIATE") as connection:
            take_out(connection, key)
            write_analysis(connection, session.analysis)
            if session.passages is not None:
                write_passages(connection, session.analysis, session.passages)
            for source, made_with in session.files:
                remember_file(connection, key, source=source, made_with=made_with)

    def take_beside(self, rows: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        """Puts in rows about themes and reports as another archive held them, each by table.

        Members whose session is not here are left out.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            put_in_beside(connection, rows)

    def info(self) -> ArchiveInfo:
        """What the archive holds, in numbers; reads the whole file."""
        with self.reading() as connection:
            return read_info(connection)

    def compact(self) -> None:
        """Gives back room that is not used, and makes the search by words quicker.

        Needs as much room as the archive takes, beside it and where temporary files go, and that
        nobody else is writing. Stopped half way it leaves the archive as it was.
        """
        with telling(self.path):
            compact(self._connection)

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

    def files(self, session_id: str) -> tuple[KeptFile, ...]:
        """The files that the session was found in, by path."""
        with telling(self.path):
            rows = self._connection.execute(
                "SELECT path, sha256 FROM files WHERE session_id = ? ORDER BY path", (session_id,)
            ).fetchall()
        return tuple(KeptFile(*row) for row in rows)

    def is_labelled(self, session_id: str) -> bool:
        """Whether a person gave a label in the session."""
        with telling(self.path):
            return is_labelled(self._connection, session_id)

    def crowded_paths(self) -> frozenset[str]:
        """The paths that several sessions came from: all but one were there before a change."""
        with telling(self.path):
            rows = self._connection.execute(
                "SELECT path FROM files GROUP BY path HAVING count(*) > 1"
            ).fetchall()
        return frozenset(row[0] for row in rows)

    def remove(self, session_id: str) -> None:
        """Takes a session out with all its findings. Raises ArchiveError where it is not in."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            if not take_out(connection, session_id):
                raise self._no_session(session_id)

    def replace(
        self,
        earlier: str,
        *,
        by: str,
        encode: Callable[[Analysis], EncodedPassages] | None = None,
    ) -> tuple[LeftLabel, ...]:
        """Takes out a session whose file holds another talk now, and carries over what stays.

        Labels that people gave, and parts in themes, go over to the session ``by`` where its words
        are the same: all words of an advice, half of those of an exchange. Labels that have no
        place there are given back, in order. ``encode`` makes the passages anew where a label
        stands for a finding that was not there; without it the session is then found by its words
        only until it is refreshed. Raises ArchiveError where one of the two is not in.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            for session_id in (earlier, by):
                if not connection.execute(_IS_THERE, (session_id,)).fetchone():
                    raise self._no_session(session_id)
            return put_in_place(connection, earlier, by=by, encode=encode)

    def correct(
        self,
        session_id: str,
        correction: Correction,
        *,
        by: str,
        at: dt.datetime | None = None,
        again: EncodeAgain | None = None,
    ) -> Analysis:
        """Puts a person's correction into the archive, and gives the session's analysis with it.

        It stays when the session is analysed anew, and stands above what models and rules find.
        ``at`` is now unless told; ``again`` makes passages anew where findings stand elsewhere.
        Raises CorrectionError where it has no place, ArchiveError where the session is not in.
        """
        with self.writing() as connection:
            when = _stamp(at)
            made = make(connection, session_id, correction, by=by, at=when, again=again)
        if made is None:
            raise self._no_session(session_id)
        return made

    def undo(
        self,
        session_id: str,
        *,
        by: str,
        at: dt.datetime | None = None,
        again: EncodeAgain | None = None,
    ) -> tuple[Analysis, Made] | None:
        """Takes back the last correction that this person made in a session, and gives it.

        The analysis is as it would be without. None where there is nothing to take back.
        """
        with self.writing() as connection:
            return take_back(connection, session_id, by=by, at=_stamp(at), again=again)

    def corrections(self, session_id: str | None = None) -> tuple[Made, ...]:
        """What people corrected, in order: all that ever was, or what stands in one session."""
        with self.reading() as connection:
            if session_id is None:
                return all_corrections(connection)
            return live_corrections(connection, session_id)

    def sessions(self) -> tuple[SessionSummary, ...]:
        """One line a session, by date and then id; sessions without a date come last."""
        with self.reading() as connection:
            return read_summaries(connection)

    def analysis(self, session_id: str) -> Analysis:
        """The analysis of the session with this id, equal to the one added.

        Raises ArchiveError where the archive has no such session.
        """
        with self.reading() as connection:
            analysis = read_analysis(connection, session_id)
        if analysis is None:
            raise self._no_session(session_id)
        return analysis

    def passages(self, session_id: str) -> EncodedPassages | None:
        """The passages of a session as they were added; None where it has none, or is not there."""
        with self.reading() as connection:
            return read_passages(connection, session_id)

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
        ids = self.chosen(session=session, client=client, since=since, join_names=join_names)
        return (self.analysis(session_id) for session_id in ids)

    def chosen(
        self,
        *,
        session: str | None = None,
        client: str | None = None,
        since: dt.date | None = None,
        join_names: bool = True,
    ) -> tuple[str, ...]:
        """The ids of the sessions that ``analyses`` gives, in its order."""
        wanted = None if session is None else {self.find(session)}
        if client is not None:
            of_client = self._sessions_of(client, join_names=join_names)
            wanted = of_client if wanted is None else wanted & of_client
        with telling(self.path):
            ids = ids_since(self._connection, since)
        return tuple(it for it in ids if wanted is None or it in wanted)

    def find(self, text: str) -> str:
        """The id of the session meant by an id, the beginning of one, or a file's name or path.

        Raises ArchiveError when none is meant, naming the nearest, or several, naming them.
        """
        with telling(self.path):
            return find_session(self._connection, text, archive=str(self.path))

    def _sessions_of(self, client: str, *, join_names: bool) -> set[str]:
        with telling(self.path):
            return sessions_with(
                self._connection,
                client,
                role=Role.CLIENT,
                archive=str(self.path),
                join_names=join_names,
            )

    def _no_session(self, session_id: str) -> ArchiveError:
        archive = str(self.path)
        what = f"no session with the id {session_id!r}"
        return not_found(what, session_id, [], archive=archive, lister="list")


def _stamp(at: dt.datetime | None) -> str:
    return (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).isoformat(timespec="seconds")


_IS_THERE = "SELECT 1 FROM sessions WHERE id = ?"
