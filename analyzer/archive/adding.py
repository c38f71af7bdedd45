"""Putting one analysis into an archive: what it replaces, and what of that is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from analyzer.archive.carrying import carry_themes, is_labelled
from analyzer.archive.correcting import (
    Made,
    live_corrections,
    note_again,
    settle,
    settle_beside,
)
from analyzer.archive.moving import Beside
from analyzer.archive.passages import has_passages, read_passages, write_passages
from analyzer.archive.results import AddResult, LeftLabel, Status
from analyzer.archive.rows import read_analysis, write_analysis
from analyzer.errors import ArchiveError
from analyzer.records import Advice, Analysis, Exchange, MadeWith, Session, Source
from analyzer.records.passages import EncodedPassages

Rank = tuple[bool, bool, int, str, str]
EncodeAgain = Callable[[Analysis, EncodedPassages], EncodedPassages | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What must be known of a session in the archive to say what an analysis changes."""

    path: str
    sha256: str
    made_with: MadeWith
    rank: Rank


def put_in(
    connection: sqlite3.Connection, analysis: Analysis, *, passages: EncodedPassages | None
) -> AddResult:
    """Puts an analysis in the place of the one that is there, if it is to; inside a transaction.

    Raises ArchiveError for what no row can hold, and SessionError for passages that do not belong
    to the analysis.
    """
    session, source = analysis.session, analysis.session.source
    kept = _kept(connection, session.id)
    members = connection.execute(_MEMBERS, (session.id,)).fetchall()
    # To read an analysis takes as long as to write one, and is seldom asked for.
    is_asked_for = kept is not None and (members or is_labelled(connection, session.id))
    before = _readable(connection, session.id) if is_asked_for else None
    again: tuple[Made, ...] = ()
    if before is not None:
        made = live_corrections(connection, session.id)
        settled, again = settle(analysis, kept=before, made=made)
        # There is a passage for each exchange and advice: with one more they do not fit.
        if places_of(settled) != places_of(analysis):
            passages = None
        analysis = settled
    status = _status(connection, analysis, kept)
    if status in {Status.ADDED, Status.UPDATED} or (
        kept is not None and status is Status.DUPLICATE and _rank(session) < kept.rank
    ):
        connection.execute("DELETE FROM sessions WHERE id = ?", (session.id,))
        write_analysis(connection, analysis)
        note_again(connection, again)
        if passages is not None:
            write_passages(connection, analysis, passages)
        if before is not None:
            carry_themes(connection, members, kept=before, analysis=analysis)
    elif (
        status is Status.UNCHANGED
        and passages is not None
        and not has_passages(connection, session.id, passages)
    ):
        write_passages(connection, analysis, passages)
        status = Status.UPDATED
    remember_file(connection, session.id, source=source, made_with=analysis.made_with)
    earlier = connection.execute(
        "SELECT session_id FROM files WHERE path = ? AND session_id <> ? ORDER BY 1",
        (source.path, session.id),
    ).fetchall()
    return AddResult(
        session_id=session.id,
        status=status,
        path=source.path,
        other_path=kept.path if kept is not None and status is Status.DUPLICATE else None,
        earlier=tuple(row[0] for row in earlier),
    )


def put_in_place(
    connection: sqlite3.Connection,
    earlier: str,
    *,
    by: str,
    encode: Callable[[Analysis], EncodedPassages] | None,
) -> tuple[LeftLabel, ...]:
    """Takes out a session whose talk another one holds now; inside a transaction.

    What people decided goes over to the other; the labels whose words are gone are given back.
    """
    kept, analysis = _readable(connection, earlier), _readable(connection, by)
    left: tuple[LeftLabel, ...] = ()
    if kept is not None and analysis is not None:
        beside = Beside(kept.session, analysis.session)
        settled, again, left = settle_beside(connection, kept, by=analysis, beside=beside)
        if settled != analysis:
            write_over(
                connection, settled, kept=analysis, again=lambda it, _: encode and encode(it)
            )
        note_again(connection, again)
        members = connection.execute(_MEMBERS, (earlier,)).fetchall()
        carry_themes(connection, members, kept=kept, analysis=settled, beside=beside)
    take_out(connection, earlier)
    return left


def take_out(connection: sqlite3.Connection, session_id: str) -> bool:
    """Takes a session out with all its findings, and says whether it was there."""
    for table in ("files", "corrections"):
        connection.execute(f"DELETE FROM {table} WHERE session_id = ?", (session_id,))  # noqa: S608 - one of two names
    return bool(connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,)).rowcount)


def write_over(
    connection: sqlite3.Connection,
    analysis: Analysis,
    *,
    kept: Analysis,
    again: EncodeAgain | None,
) -> None:
    """Writes an analysis in the place of the one that is kept; inside a transaction.

    Passages and the part in themes stay. Where findings stand elsewhere now, ``again`` makes the
    passages anew out of those that were; without it the session is found by its words only.
    """
    key = analysis.session.id
    members = connection.execute(_MEMBERS, (key,)).fetchall()
    passages = read_passages(connection, key)
    if passages is not None and places_of(analysis) != places_of(kept):
        passages = None if again is None else again(analysis, passages)
    connection.execute("DELETE FROM sessions WHERE id = ?", (key,))
    write_analysis(connection, analysis)
    if passages is not None:
        write_passages(connection, analysis, passages)
    carry_themes(connection, members, kept=kept, analysis=analysis)


def places_of(analysis: Analysis) -> tuple[tuple[int, int], ...]:
    """Where the findings stand that passages are made of."""
    found: tuple[Exchange | Advice, ...] = (*analysis.exchanges, *analysis.advice)
    return (len(analysis.exchanges), 0), *((it.first, it.end) for it in found)


def _status(connection: sqlite3.Connection, analysis: Analysis, kept: _Kept | None) -> Status:
    if kept is None:
        return Status.ADDED
    if kept.made_with != analysis.made_with:
        return Status.UPDATED
    if kept.path != analysis.session.source.path:
        return Status.DUPLICATE
    # Rows that somebody changed so that they make no analysis any more are written anew.
    is_same = _readable(connection, analysis.session.id) == analysis
    return Status.UNCHANGED if is_same else Status.UPDATED


def _readable(connection: sqlite3.Connection, session_id: str) -> Analysis | None:
    try:
        return read_analysis(connection, session_id)
    except ArchiveError:
        return None


def _kept(connection: sqlite3.Connection, session_id: str) -> _Kept | None:
    row = connection.execute(_KEPT, (session_id,)).fetchone()
    if row is None:
        return None
    path, sha256, analyzer, pack, models, held_on, title, n_timed = row
    return _Kept(
        path=path,
        sha256=sha256,
        made_with=MadeWith(analyzer=analyzer, pack=pack, models=models),
        rank=rank_of(held_on, title, n_timed, path=path, sha256=sha256),
    )


def rank_of(held_on: object, title: str | None, n_timed: int, *, path: str, sha256: str) -> Rank:
    """Sorts files that hold the same talk: the one that says most about it first."""
    return (held_on is None, title is None, -n_timed, path, sha256)


def _rank(session: Session) -> Rank:
    timed = sum(turn.start_ms is not None for turn in session.turns)
    source = session.source
    return rank_of(session.held_on, session.title, timed, path=source.path, sha256=source.sha256)


def remember_file(
    connection: sqlite3.Connection, session_id: str, *, source: Source, made_with: MadeWith
) -> None:
    """Notes that a session was found in a file, and what analysed it then."""
    connection.execute(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            session_id,
            source.path,
            source.format,
            source.sha256,
            made_with.analyzer,
            made_with.pack,
            made_with.models,
        ),
    )


def put_in_beside(
    connection: sqlite3.Connection, rows: Iterable[tuple[str, tuple[Any, ...]]]
) -> None:
    """Puts in rows about themes, reports and corrections, but none of sessions not there."""
    here = {row[0] for row in connection.execute("SELECT id FROM sessions")}
    for table, row in rows:
        if table not in _OF_SESSIONS or row[1] in here:
            connection.execute(_BESIDE[table], row)


_OF_SESSIONS = frozenset({"theme_members", "corrections"})
_BESIDE = {
    "themes": "INSERT OR REPLACE INTO themes VALUES (?, ?, ?, ?, ?, ?, ?)",
    "theme_members": "INSERT OR REPLACE INTO theme_members VALUES (?, ?, ?, ?)",
    "theme_edits": "INSERT OR REPLACE INTO theme_edits VALUES (?, ?, ?, ?, ?)",
    "reports": "INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?)",
    "corrections": "INSERT OR REPLACE INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
}
_KEPT = (
    "SELECT path, sha256, analyzer, pack, models, held_on, title,"
    " (SELECT count(start_ms) FROM turns WHERE session_id = id) FROM sessions WHERE id = ?"
)
_MEMBERS = "SELECT kind, passage, theme FROM theme_members WHERE session_id = ? ORDER BY 1, 2"
