"""What tables are made of, as columns; quotes are cut out of their turns by SQLite.

All text of the queries behind tables stands here, and nothing else knows it. Findings are asked for
of many sessions at once, what was said of one session after another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from analyzer.errors import ArchiveError

Row = tuple[Any, ...]
# So many rows are held as Python objects before they become columns.
ROWS_AT_ONCE = 20_000

# "chosen" holds the sessions asked for by their place. It stands on the left of CROSS JOIN, so that
# SQLite goes from one session to the next and finds the rows of each by their key, without sorting.
_CHOOSE = "CREATE TEMP TABLE chosen (place INTEGER PRIMARY KEY, id TEXT NOT NULL)"
_FINDINGS = {
    "sessions": """
        SELECT place, title, held_on, n_turns, n_sentences, n_words, n_exchanges, n_advice,
               duration_ms, path, format, analyzer, pack, models, seal
        FROM chosen CROSS JOIN sessions USING (id) ORDER BY place""",
    "speakers": """
        SELECT place, speaker, name, role, n_turns, n_words, n_open, n_closed, longest_turn_words,
               talk_ms
        FROM chosen CROSS JOIN speakers ON session_id = id ORDER BY place, speaker""",
    # Where no sentence shows a problem, its place is where the matter begins.
    "exchanges": """
        SELECT place, exchange, first_sentence, end_sentence, asker,
               problem, problem_score, problem_source, problem_sure, problem_because,
               coalesce(quote_turn, (SELECT s.turn FROM sentences AS s
                   WHERE s.session_id = e.session_id AND s.sentence = e.first_sentence)),
               quote_start, quote_end,
               (SELECT substr(text, e.quote_start + 1, e.quote_end - e.quote_start) FROM turns AS t
                   WHERE t.session_id = e.session_id AND t.turn = e.quote_turn)
        FROM chosen CROSS JOIN exchanges AS e ON e.session_id = id ORDER BY place, exchange""",
    "advice": """
        SELECT place, a.advice, a.first_sentence, a.end_sentence, a.exchange, a.script,
               t.speaker, t.start_ms, a.quote_turn, a.quote_start, a.quote_end,
               substr(t.text, a.quote_start + 1, a.quote_end - a.quote_start),
               a.uptake, u.speaker, a.uptake_turn, a.uptake_start, a.uptake_end,
               substr(u.text, a.uptake_start + 1, a.uptake_end - a.uptake_start)
        FROM chosen CROSS JOIN advice AS a ON a.session_id = id
        LEFT JOIN turns AS t ON t.session_id = a.session_id AND t.turn = a.quote_turn
        LEFT JOIN turns AS u ON u.session_id = a.session_id AND u.turn = a.uptake_turn
        ORDER BY place, a.advice""",
    "labels": """
        SELECT place, advice, label, category, score, source, sure, because
        FROM chosen CROSS JOIN advice_labels ON session_id = id ORDER BY place, advice, label""",
    "warnings": """
        SELECT place, warning, message, source_line
        FROM chosen CROSS JOIN warnings ON session_id = id ORDER BY place, warning""",
}
_SAID = {
    "speakers": "SELECT name, role FROM speakers WHERE session_id = ? ORDER BY speaker",
    "turns": """
        SELECT speaker, start_ms, end_ms, text FROM turns WHERE session_id = ? ORDER BY turn""",
    "sentences": """
        SELECT turn, start_char, end_char, move, score
        FROM sentences WHERE session_id = ? ORDER BY sentence""",
    "exchanges": """
        SELECT first_sentence, end_sentence
        FROM exchanges WHERE session_id = ? ORDER BY exchange""",
    "segments": """
        SELECT first_sentence, end_sentence, kind, exchange, n_words
        FROM segments WHERE session_id = ? ORDER BY segment""",
    "labels": """
        SELECT advice, label, category, source, sure, because
        FROM advice_labels WHERE session_id = ? ORDER BY advice, label""",
}


def ids_in_order(
    connection: sqlite3.Connection, session_ids: Iterable[str] | None = None
) -> list[str]:
    """The ids that are in the archive, by date and then id, those without a date last.

    Of ``session_ids`` those that are there, each once; None stands for all that are there.
    """
    rows = connection.execute("SELECT id FROM sessions ORDER BY held_on IS NULL, held_on, id")
    wanted = None if session_ids is None else set(session_ids)
    return [row[0] for row in rows if wanted is None or row[0] in wanted]


def choose(connection: sqlite3.Connection, session_ids: Sequence[str]) -> None:
    """Says once for a transaction of whose findings the rows are asked for, and in which order."""
    connection.execute("DROP TABLE IF EXISTS temp.chosen")
    connection.execute(_CHOOSE)
    connection.executemany("INSERT INTO chosen VALUES (?, ?)", enumerate(session_ids))


def finding_rows(connection: sqlite3.Connection, table: str) -> Iterator[list[Row]]:
    """The findings of the chosen sessions in one table, some at a time, in order."""
    cursor = connection.execute(_FINDINGS[table])
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield rows


def said_rows(connection: sqlite3.Connection, table: str, session_id: str) -> list[Row]:
    """The rows of one session in one table, in order; none where there is no such session."""
    return connection.execute(_SAID[table], (session_id,)).fetchall()


def session_seal(connection: sqlite3.Connection, session_id: str) -> str | None:
    """The seal of a session as it stands now, None where there is no such session."""
    row = connection.execute("SELECT seal FROM sessions WHERE id = ?", (session_id,)).fetchone()
    return None if row is None else row[0]


def whole_quote(
    connection: sqlite3.Connection, session_id: str, turn: int, start: int, end: int
) -> str:
    """The words of a quote, cut out of its turn here.

    SQLite ends a text at a zero character, so that not every quote can be cut by it. Raises
    ArchiveError where the turn does not hold the quote.
    """
    row = connection.execute(
        "SELECT text FROM turns WHERE session_id = ? AND turn = ?", (session_id, turn)
    ).fetchone()
    if row is None or not 0 <= start < end <= len(row[0]):
        raise unfit(session_id, f"characters {start} to {end} of turn {turn} are not there")
    text: str = row[0]
    return text[start:end]


def unfit(session_id: str, why: object) -> ArchiveError:
    """The error for rows that somebody changed so that they make no session any more."""
    return ArchiveError(
        f"the archive's rows of session {session_id} do not fit together ({why}).",
        hint="Remove the session and add its transcript again.",
    )
