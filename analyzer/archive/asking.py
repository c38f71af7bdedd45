"""What askers tell as vectors, and whether a coach asks before he advises: as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from analyzer.archive.columns import choose


class ToldProblem(NamedTuple):
    """An exchange, and what its asker tells until the first advice, one byte a component."""

    session_id: str
    exchange: int
    vector: bytes


class FirstAsked(NamedTuple):
    """Of a session the first sentence of advice and the coach's first question, None without one.

    ``n_before`` counts the stretches of advice that begin before that question.
    """

    session_id: str
    advice: int | None
    question: int | None
    n_before: int


def told_problems(connection: sqlite3.Connection, session_ids: Sequence[str]) -> list[ToldProblem]:
    """Every exchange of these sessions that has a meaning, in the order of the sessions."""
    choose(connection, session_ids)
    return [ToldProblem(*row) for row in connection.execute(_TOLD)]


def first_asked(connection: sqlite3.Connection, session_ids: Sequence[str]) -> list[FirstAsked]:
    """Advice and first question of each of these sessions, in their order."""
    choose(connection, session_ids)
    return [FirstAsked(*row) for row in connection.execute(_FIRST)]


# The passages of a session begin with one for each exchange.
_TOLD = """
    SELECT c.id, p.passage, p.vector
    FROM chosen AS c
    CROSS JOIN sessions AS s ON s.id = c.id
    CROSS JOIN passages AS p ON p.session_id = c.id AND p.passage < s.n_exchanges
    WHERE p.kind = 'problem'
    ORDER BY c.place, p.passage"""
_FIRST = """
    SELECT id, first_advice, question,
           (SELECT count(*) FROM advice AS a
            WHERE a.session_id = id AND a.first_sentence < question)
    FROM (
        SELECT c.id, c.place,
               (SELECT min(a.first_sentence) FROM advice AS a WHERE a.session_id = c.id)
                   AS first_advice,
               (SELECT s.sentence FROM sentences AS s
                CROSS JOIN turns AS t ON t.session_id = s.session_id AND t.turn = s.turn
                CROSS JOIN speakers AS v
                   ON v.session_id = s.session_id AND v.speaker = t.speaker
                WHERE s.session_id = c.id AND v.role = 'coach'
                  AND s.move IN ('question-open', 'question-closed')
                ORDER BY s.sentence LIMIT 1) AS question
        FROM chosen AS c
    )
    ORDER BY place"""
