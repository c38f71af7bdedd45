"""One line about each session of an archive, and which sessions are asked for."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from analyzer.archive.results import SessionSummary
from analyzer.records import MadeWith, Role


def read_summaries(connection: sqlite3.Connection) -> tuple[SessionSummary, ...]:
    """One line a session, by date and then id; sessions without a date come last."""
    by_role: dict[tuple[str, str], list[str]] = {}
    for key, role, name in connection.execute(_SPEAKERS):
        by_role.setdefault((key, role), []).append(name)
    by_session: dict[str, list[str]] = {}
    for key, path in connection.execute("SELECT session_id, path FROM files ORDER BY 1, 2"):
        by_session.setdefault(key, []).append(path)
    return tuple(
        _summary(
            row,
            paths=by_session.get(row[0], []),
            coaches=tuple(by_role.get((row[0], Role.COACH), ())),
            clients=tuple(by_role.get((row[0], Role.CLIENT), ())),
        )
        for row in connection.execute(_SUMMARIES)
    )


def ids_since(connection: sqlite3.Connection, day: dt.date | None) -> list[str]:
    """The ids by date and then id; without those before the day, or those without a date."""
    first_day = None if day is None else day.isoformat()
    rows = connection.execute(
        "SELECT id FROM sessions WHERE coalesce(held_on >= ?, ? IS NULL)"
        " ORDER BY held_on IS NULL, held_on, id",
        (first_day, first_day),
    )
    return [row[0] for row in rows]


def _summary(
    row: Any,  # noqa: ANN401 - a row
    *,
    paths: list[str],
    coaches: tuple[str, ...],
    clients: tuple[str, ...],
) -> SessionSummary:
    key, title, held_on, path, reader, analyzer, pack, models, encoder, *numbers = row
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
        encoder=encoder,
    )


_SPEAKERS = (
    "SELECT session_id, role, name FROM speakers WHERE role IN ('coach', 'client')"
    " ORDER BY session_id, speaker"
)
_SUMMARIES = (
    "SELECT id, title, held_on, path, format, analyzer, pack, models, encoder,"
    " n_turns, n_sentences, n_exchanges, n_advice"
    " FROM sessions LEFT JOIN passage_codes ON session_id = id"
    " ORDER BY held_on IS NULL, held_on, id"
)
