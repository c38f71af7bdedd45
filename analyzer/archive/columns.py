"""What tables are made of: for each of them the rows of one session, quotes cut out of their turns.

All text of the queries behind tables stands here, and nothing else knows it. Rows come in the order
of the session; their columns are those of the query.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from analyzer.errors import ArchiveError

Row = tuple[Any, ...]

_SELECTS = {
    "sessions": """
        SELECT title, held_on, n_turns, n_sentences, n_words, n_exchanges, n_advice, duration_ms,
               path, format, analyzer, pack, models
        FROM sessions WHERE id = ?""",
    "speakers": """
        SELECT name, role, n_turns, n_words, n_open, n_closed, longest_turn_words, talk_ms
        FROM speakers WHERE session_id = ? ORDER BY speaker""",
    # Where no sentence shows a problem, its place is where the matter begins.
    "exchanges": """
        SELECT e.first_sentence, e.end_sentence, e.asker, e.problem, e.problem_score,
               e.problem_source, e.problem_sure, e.problem_because,
               coalesce(e.quote_turn, s.turn), e.quote_start, e.quote_end,
               substr(t.text, e.quote_start + 1, e.quote_end - e.quote_start)
        FROM exchanges AS e
        LEFT JOIN turns AS t ON t.session_id = e.session_id AND t.turn = e.quote_turn
        LEFT JOIN sentences AS s ON s.session_id = e.session_id AND s.sentence = e.first_sentence
        WHERE e.session_id = ? ORDER BY e.exchange""",
    "segments": """
        SELECT first_sentence, end_sentence, kind, exchange, n_words
        FROM segments WHERE session_id = ? ORDER BY segment""",
    "advice": """
        SELECT a.first_sentence, a.end_sentence, a.exchange, a.script, t.speaker, t.start_ms,
               a.quote_turn, a.quote_start, a.quote_end,
               substr(t.text, a.quote_start + 1, a.quote_end - a.quote_start),
               a.uptake, u.speaker, a.uptake_turn, a.uptake_start, a.uptake_end,
               substr(u.text, a.uptake_start + 1, a.uptake_end - a.uptake_start)
        FROM advice AS a
        LEFT JOIN turns AS t ON t.session_id = a.session_id AND t.turn = a.quote_turn
        LEFT JOIN turns AS u ON u.session_id = a.session_id AND u.turn = a.uptake_turn
        WHERE a.session_id = ? ORDER BY a.advice""",
    "labels": """
        SELECT advice, label, category, score, source, sure, because
        FROM advice_labels WHERE session_id = ? ORDER BY advice, label""",
    "turns": """
        SELECT speaker, start_ms, end_ms, text
        FROM turns WHERE session_id = ? ORDER BY turn""",
    "sentences": """
        SELECT turn, start_char, end_char, move, score
        FROM sentences WHERE session_id = ? ORDER BY sentence""",
    "warnings": """
        SELECT message, source_line FROM warnings WHERE session_id = ? ORDER BY warning""",
}


def read_rows(connection: sqlite3.Connection, table: str, session_id: str) -> list[Row]:
    """The rows of a session in one table, in order; none where there is no such session."""
    return connection.execute(_SELECTS[table], (session_id,)).fetchall()


def whole_quote(
    connection: sqlite3.Connection, session_id: str, place: tuple[int, int, int], words: str | None
) -> str:
    """The words of a quote at (turn, start, end), of which a query gave ``words``.

    SQLite ends a text at a zero character; then the turn is read whole and cut here. Raises
    ValueError where the turn does not hold the quote.
    """
    turn, start, end = place
    if words is not None and start >= 0 and len(words) == end - start > 0:
        return words
    row = connection.execute(
        "SELECT text FROM turns WHERE session_id = ? AND turn = ?", (session_id, turn)
    ).fetchone()
    if row is None or not 0 <= start < end <= len(row[0]):
        raise ValueError(f"characters {start} to {end} of turn {turn} are not there")
    text: str = row[0]
    return text[start:end]


def unfit(session_id: str, error: Exception) -> ArchiveError:
    """The error for rows that somebody changed so that they make no session any more."""
    return ArchiveError(
        f"the archive's rows of session {session_id} do not fit together ({error}).",
        hint="Remove the session and add its transcript again.",
    )
