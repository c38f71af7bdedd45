"""Marks of reports written: what the last one was about, so that the next can say what is new."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

# The last, and the one before it that a rerun is compared with.
KEPT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMark:
    """A report that was written: the ids of its sessions and of the themes known then, in order."""

    sessions: tuple[str, ...]
    themes: tuple[str, ...]


def read_marks(connection: sqlite3.Connection, *, kind: str, pack: str) -> list[ReportMark]:
    """The marks of the last reports of this kind about this pack, the newest first."""
    rows = connection.execute(
        "SELECT sessions, themes FROM reports WHERE kind = ? AND pack = ? ORDER BY report DESC",
        (kind, pack),
    )
    return [
        ReportMark(sessions=tuple(json.loads(sessions)), themes=tuple(json.loads(themes)))
        for sessions, themes in rows
    ]


def write_mark(connection: sqlite3.Connection, mark: ReportMark, *, kind: str, pack: str) -> None:
    """Keeps a mark beside the newest of the same kind and pack; inside a transaction.

    Nothing is written where the newest is about the same sessions, so that the report after a
    rerun is compared with the same one as the report before it.
    """
    marks = read_marks(connection, kind=kind, pack=pack)
    if marks and marks[0].sessions == mark.sessions:
        return
    connection.execute(
        "INSERT INTO reports (kind, pack, sessions, themes) VALUES (?, ?, ?, ?)",
        (kind, pack, json.dumps(mark.sessions), json.dumps(mark.themes)),
    )
    connection.execute(
        "DELETE FROM reports WHERE kind = ? AND pack = ? AND report NOT IN (SELECT report"
        " FROM reports WHERE kind = ? AND pack = ? ORDER BY report DESC LIMIT ?)",
        (kind, pack, kind, pack, KEPT),
    )
