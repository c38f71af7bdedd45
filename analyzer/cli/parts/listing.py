"""The sessions of an archive as a table or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from analyzer.archive import SessionSummary
from analyzer.cli.parts.text import shortened, table

HEADS = ("id", "held on", "coach", "clients", "exchanges", "advice", "title or file")
NUMBERS = (4, 5)
LONGEST_NAME = 24
LONGEST_TITLE = 40


def sessions_table(sessions: Sequence[SessionSummary]) -> list[str]:
    """A line with heads and a line for each session; nothing where there is no session."""
    rows = [
        [
            session.id,
            session.held_on.isoformat() if session.held_on else "no date",
            shortened(", ".join(session.coaches) or "unknown", LONGEST_NAME),
            shortened(", ".join(session.clients) or "none", LONGEST_NAME),
            str(session.n_exchanges),
            str(session.n_advice),
            shortened(session.title or PurePath(session.path).name, LONGEST_TITLE),
        ]
        for session in sessions
    ]
    return table(rows, heads=HEADS, right=NUMBERS) if rows else []


def sessions_json(sessions: Sequence[SessionSummary]) -> Iterator[str]:
    """One line of JSON for each session."""
    from pydantic import TypeAdapter

    adapter = TypeAdapter(SessionSummary)
    return (adapter.dump_json(session).decode("utf-8") for session in sessions)
