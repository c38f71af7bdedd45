"""What a search answers with: verbatim words, who says them when, and what stands around them."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.archive.search_spots import Spot
from analyzer.records import Label, Quote, Role
from analyzer.records.passages import PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of a turn, verbatim, and who says them; times are the turn's, None where not known."""

    quote: Quote
    text: str
    speaker: str
    role: Role
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The session that something stands in."""

    id: str
    title: str | None
    held_on: dt.date | None
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found: its words, and the sentences before and after where there are any.

    ``advice`` are the labels of advice that shares a sentence with it, the surest first;
    ``is_script`` says whether words to say are among it. ``problem`` is that of its exchange.
    ``likeness`` is the cosine of question and passage, None in a session without vectors; ``words``
    are those of the question that stand in it, the rarest first. ``also_in`` are the ids of other
    sessions in which the same words were found.
    """

    session: Origin
    said: Said
    before: Said | None
    after: Said | None
    kind: PassageKind
    advice: tuple[Label, ...]
    is_script: bool
    problem: Label | None
    likeness: float | None
    words: tuple[str, ...]
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A spot that may be shown, how alike it is to the question, and how well its words fit.

    ``said`` is the quote's words without capitals and accents, by which repeats are known.
    """

    spot: Spot
    said: str
    likeness: float | None = None
    fit: float = 0.0
    words: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()


def read_hit(connection: sqlite3.Connection, candidate: Candidate) -> Hit:
    """What is shown of a candidate."""
    spot = candidate.spot
    key = spot.session
    first, end = _sentences_quoted(connection, spot)
    advice, is_script = _advice(connection, key, first, end)
    return Hit(
        session=read_origin(connection, key),
        said=read_said(connection, key, spot.quote),
        before=_sentence(connection, key, first - 1),
        after=_sentence(connection, key, end),
        kind=spot.kind,
        advice=advice,
        is_script=is_script,
        problem=_problem(connection, key, first, end),
        likeness=candidate.likeness,
        words=candidate.words,
        also_in=candidate.also_in,
    )


def read_origin(connection: sqlite3.Connection, session: str) -> Origin:
    """The session with an id that is known to be there."""
    title, held_on, path = connection.execute(
        "SELECT title, held_on, path FROM sessions WHERE id = ?", (session,)
    ).fetchone()
    day = None if held_on is None else dt.date.fromisoformat(held_on)
    return Origin(id=session, title=title, held_on=day, path=path)


def read_said(connection: sqlite3.Connection, session: str, quote: Quote) -> Said:
    """The words of a quote and who says them."""
    text, start_ms, end_ms, name, role = connection.execute(_TURN, (session, quote.turn)).fetchone()
    return Said(
        quote=quote,
        text=text[quote.start : quote.end],
        speaker=name,
        role=Role(role),
        start_ms=start_ms,
        end_ms=end_ms,
    )


def read_text(connection: sqlite3.Connection, spot: Spot) -> str:
    """All words of a spot, also those that several turns hold."""
    rows = connection.execute(_TEXTS, (spot.session, spot.first, spot.end)).fetchall()
    return " ".join(text[start:end] for text, start, end in rows)


def read_label(cells: Sequence[Any]) -> Label:
    """A label from its columns: category, score, source, sure, because."""
    category, score, source, sure, because = cells
    return Label(
        category=category,
        score=score,
        source=source,
        sure=bool(sure),
        because=tuple(json.loads(because)),
    )


def _sentences_quoted(connection: sqlite3.Connection, spot: Spot) -> tuple[int, int]:
    """The sentences ``[first, end)`` that a spot's quote is made of."""
    quote = spot.quote
    place = (spot.session, spot.first, spot.end, quote.turn, quote.end, quote.start)
    first, last = connection.execute(_QUOTED, place).fetchone()
    return (spot.first, spot.end) if first is None else (first, last + 1)


def _sentence(connection: sqlite3.Connection, session: str, number: int) -> Said | None:
    row = connection.execute(
        "SELECT turn, start_char, end_char FROM sentences WHERE session_id = ? AND sentence = ?",
        (session, number),
    ).fetchone()
    if row is None:
        return None
    turn, start, end = row
    return read_said(connection, session, Quote(turn=turn, start=start, end=end))


def _advice(
    connection: sqlite3.Connection, session: str, first: int, end: int
) -> tuple[tuple[Label, ...], bool]:
    labels: dict[str, Label] = {}
    is_script = False
    for script, *cells in connection.execute(_ADVICE, (session, end, first)):
        is_script = is_script or bool(script)
        if cells[0] is None:
            continue
        label = read_label(cells)
        known = labels.get(label.category)
        if known is None or (known.sure, known.score) < (label.sure, label.score):
            labels[label.category] = label
    order = sorted(labels.values(), key=lambda it: (not it.sure, -it.score, it.category))
    return tuple(order), is_script


def _problem(connection: sqlite3.Connection, session: str, first: int, end: int) -> Label | None:
    row = connection.execute(_PROBLEM, (session, end, first)).fetchone()
    return None if row is None or row[0] is None else read_label(row)


_TURN = """
SELECT t.text, t.start_ms, t.end_ms, s.name, s.role
FROM turns AS t JOIN speakers AS s ON s.session_id = t.session_id AND s.speaker = t.speaker
WHERE t.session_id = ? AND t.turn = ?
"""
_TEXTS = """
SELECT t.text, s.start_char, s.end_char
FROM sentences AS s JOIN turns AS t ON t.session_id = s.session_id AND t.turn = s.turn
WHERE s.session_id = ? AND s.sentence >= ? AND s.sentence < ? ORDER BY s.sentence
"""
_QUOTED = """
SELECT min(sentence), max(sentence) FROM sentences
WHERE session_id = ? AND sentence >= ? AND sentence < ?
  AND turn = ? AND start_char < ? AND end_char > ?
"""
_ADVICE = """
SELECT a.script, l.category, l.score, l.source, l.sure, l.because
FROM advice AS a
LEFT JOIN advice_labels AS l ON l.session_id = a.session_id AND l.advice = a.advice
WHERE a.session_id = ? AND a.first_sentence < ? AND a.end_sentence > ?
ORDER BY a.advice, l.label
"""
_PROBLEM = """
SELECT problem, problem_score, problem_source, problem_sure, problem_because FROM exchanges
WHERE session_id = ? AND first_sentence < ? AND end_sentence > ? ORDER BY exchange LIMIT 1
"""
