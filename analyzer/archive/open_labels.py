"""Labels that nobody has looked at yet, each with its score and what its words mean."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Any

from analyzer.records.passages import PassageKind

ADVICE, PROBLEM = PassageKind.ADVICE, PassageKind.PROBLEM


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLabel:
    """The surest label of an advice or of an exchange's problem.

    ``number`` counts within the session; ``first`` and ``end`` are sentences. ``second`` is the
    score of the next best label, 0 where there is none; ``is_settled`` says that a person gave it.
    ``vector`` is that of its passage, None where the session has none.
    """

    kind: PassageKind
    session_id: str
    number: int
    first: int
    end: int
    category: str | None
    score: float
    second: float
    is_settled: bool
    vector: bytes | None


def read_labels(connection: sqlite3.Connection) -> list[OpenLabel]:
    """All labels, those of people too, by session and place."""
    return [
        _label(kind, row)
        for kind, select in ((ADVICE, _ADVICE), (PROBLEM, _PROBLEMS))
        for row in connection.execute(select)
    ]


def labels_by_people(connection: sqlite3.Connection) -> Counter[str]:
    """How many findings people gave each category to."""
    return Counter(dict(connection.execute(_BY_PEOPLE).fetchall()))


def _label(kind: PassageKind, row: Any) -> OpenLabel:  # noqa: ANN401 - a row
    session_id, number, first, end, category, score, second, source, vector = row
    return OpenLabel(
        kind=kind,
        session_id=session_id,
        number=number,
        first=first,
        end=end,
        category=category,
        score=score or 0.0,
        second=second or 0.0,
        is_settled=bool(source and source.startswith("person:")),
        vector=vector,
    )


_ADVICE = """
SELECT a.session_id, a.advice, a.first_sentence, a.end_sentence, l.category, l.score, m.score,
       coalesce(iif(m.source LIKE 'person:%', m.source, NULL), l.source), p.vector
FROM sessions AS s JOIN advice AS a ON a.session_id = s.id
LEFT JOIN advice_labels AS l ON l.session_id = s.id AND l.advice = a.advice AND l.label = 0
LEFT JOIN advice_labels AS m ON m.session_id = s.id AND m.advice = a.advice AND m.label = 1
LEFT JOIN passages AS p
    ON p.session_id = s.id AND p.passage = s.n_exchanges + a.advice AND p.kind = 'advice'
ORDER BY 1, 2
"""
_PROBLEMS = """
SELECT e.session_id, e.exchange, e.first_sentence, e.end_sentence, e.problem, e.problem_score, 0,
       e.problem_source, p.vector
FROM exchanges AS e
LEFT JOIN passages AS p
    ON p.session_id = e.session_id AND p.passage = e.exchange AND p.kind = 'problem'
WHERE e.problem IS NOT NULL ORDER BY 1, 2
"""
_BY_PEOPLE = """
SELECT category, count(*) FROM (
    SELECT category FROM advice_labels WHERE source LIKE 'person:%'
    UNION ALL SELECT problem FROM exchanges WHERE problem_source LIKE 'person:%'
) GROUP BY category
"""
