"""What themes are found from, and themes as rows: nothing else knows both."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

Found = dict[str, Any]


class ThemeItem(NamedTuple):
    """An exchange or an advice that themes are found among.

    ``number`` counts within the session and kind; the words are those of sentences ``[first,
    end)``. ``asker`` is the number of the speaker who asks and ``client`` their name, None where
    nobody is known to; ``category`` is the pack's, None where none is sure. ``vector`` is what it
    means, one byte a component.
    """

    session_id: str
    number: int
    first: int
    end: int
    asker: int | None
    client: str | None
    category: str | None
    vector: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """A theme as kept: ``found`` is whatever else was told about it, ``members`` are its items."""

    theme: str
    kind: str
    name: str
    phrases: tuple[str, ...]
    stability: float | None
    tentative: bool
    found: Found
    members: tuple[tuple[str, int], ...]


class ThemeEdit(NamedTuple):
    """One thing that a person decided about themes, in the order in which it was decided."""

    edit: int
    action: str
    theme: str
    argument: str | None
    made_on: str | None


def theme_items(connection: sqlite3.Connection, kind: str) -> list[ThemeItem]:
    """Every exchange (``problem``) or advice of the archive that has a meaning, by session."""
    return [ThemeItem(*row) for row in connection.execute(_ITEMS[kind])]


def theme_keys(connection: sqlite3.Connection, kind: str) -> list[tuple[str, int]]:
    """Session and number of each of these, in the same order; much quicker without meanings."""
    return connection.execute(_KEYS[kind]).fetchall()


def meaningless(
    connection: sqlite3.Connection, kind: str, keys: Iterable[tuple[str, int]]
) -> set[tuple[str, int]]:
    """Those of the keys whose meaning says nothing."""
    vector = _VECTOR[kind]
    return {key for key in keys if connection.execute(vector, key).fetchone() != (1,)}


def contents_stamp(connection: sqlite3.Connection) -> str:
    """Tells whether anything has changed in what sessions and their passages hold."""
    digest = hashlib.sha256()
    for row in connection.execute(_SEALS):
        digest.update(repr(row).encode())
    return digest.hexdigest()


_SEALS = """
SELECT s.id, s.seal, p.seal FROM sessions AS s
LEFT JOIN passage_codes AS p ON p.session_id = s.id ORDER BY s.id
"""
# Passages stand in the order problems, advice, exchanges, so that their places are known and
# the talk between them need not be read.
_ITEMS = {
    "problem": """
        SELECT s.id, e.exchange, e.first_sentence, e.end_sentence, e.asker, v.name,
               CASE WHEN e.problem_sure THEN e.problem END, p.vector
        FROM sessions AS s
        JOIN exchanges AS e ON e.session_id = s.id
        JOIN passages AS p
          ON p.session_id = s.id AND p.passage = s.n_exchanges + s.n_advice + e.exchange
         AND p.kind = 'exchange'
        LEFT JOIN speakers AS v ON v.session_id = s.id AND v.speaker = e.asker
        ORDER BY s.id, e.exchange""",
    "advice": """
        SELECT s.id, a.advice, a.first_sentence, a.end_sentence, e.asker, v.name,
               CASE WHEN l.sure THEN l.category END, p.vector
        FROM sessions AS s
        JOIN advice AS a ON a.session_id = s.id
        JOIN passages AS p
          ON p.session_id = s.id AND p.passage = s.n_exchanges + a.advice AND p.kind = 'advice'
        LEFT JOIN exchanges AS e ON e.session_id = s.id AND e.exchange = a.exchange
        LEFT JOIN speakers AS v ON v.session_id = s.id AND v.speaker = e.asker
        LEFT JOIN advice_labels AS l
          ON l.session_id = s.id AND l.advice = a.advice AND l.label = 0
        ORDER BY s.id, a.advice""",
}
# A session has the meaning of all its passages or of none.
_KEYS = {
    "problem": """
        SELECT e.session_id, e.exchange FROM passage_codes AS c CROSS JOIN exchanges AS e
        WHERE e.session_id = c.session_id ORDER BY c.session_id, e.exchange""",
    "advice": """
        SELECT a.session_id, a.advice FROM passage_codes AS c CROSS JOIN advice AS a
        WHERE a.session_id = c.session_id ORDER BY c.session_id, a.advice""",
}
_VECTOR = {
    "problem": """
        SELECT p.vector <> zeroblob(length(p.vector)) FROM sessions AS s JOIN passages AS p
          ON p.session_id = s.id AND p.passage = s.n_exchanges + s.n_advice + ?2
        WHERE s.id = ?1""",
    "advice": """
        SELECT p.vector <> zeroblob(length(p.vector)) FROM sessions AS s JOIN passages AS p
          ON p.session_id = s.id AND p.passage = s.n_exchanges + ?2
        WHERE s.id = ?1""",
}


class SpokenSentence(NamedTuple):
    """A sentence with its place, its words and its speaker's number."""

    turn: int
    start: int
    end: int
    speaker: int
    text: str


def spoken(
    connection: sqlite3.Connection, session_id: str, *, first: int, end: int
) -> list[SpokenSentence]:
    """The sentences ``[first, end)`` of a session, in order."""
    rows = connection.execute(
        "SELECT s.turn, s.start_char, s.end_char, t.speaker,"
        " substr(t.text, s.start_char + 1, s.end_char - s.start_char)"
        " FROM sentences AS s JOIN turns AS t ON t.session_id = s.session_id AND t.turn = s.turn"
        " WHERE s.session_id = ? AND s.sentence >= ? AND s.sentence < ? ORDER BY s.sentence",
        (session_id, first, end),
    )
    return [SpokenSentence(*row) for row in rows]


def speaker_names(connection: sqlite3.Connection) -> list[str]:
    """Every name and label of a speaker, each once, in order of the alphabet."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT name FROM speakers UNION SELECT label FROM speakers WHERE label IS NOT NULL"
            " ORDER BY 1"
        )
    ]


def read_themes(connection: sqlite3.Connection, kind: str) -> list[ThemeRow]:
    """The themes of a kind as they were last found or edited, by id."""
    members: dict[str, list[tuple[str, int]]] = {}
    for session_id, number, theme in connection.execute(
        "SELECT session_id, passage, theme FROM theme_members WHERE kind = ? ORDER BY 1, 2",
        (kind,),
    ):
        members.setdefault(theme, []).append((session_id, number))
    rows = connection.execute(
        "SELECT theme, name, phrases, stability, tentative, found FROM themes WHERE kind = ?"
        " ORDER BY theme",
        (kind,),
    )
    return [
        ThemeRow(
            theme=theme,
            kind=kind,
            name=name,
            phrases=tuple(json.loads(phrases)),
            stability=stability,
            tentative=bool(tentative),
            found=json.loads(found),
            members=tuple(members.get(theme, ())),
        )
        for theme, name, phrases, stability, tentative, found in rows
    ]


def write_themes(
    connection: sqlite3.Connection, kind: str, themes: Sequence[ThemeRow], *, stamp: str
) -> None:
    """Puts these themes in the place of all of their kind; inside a transaction.

    ``stamp`` says what they were found from.
    """
    connection.execute("DELETE FROM themes WHERE kind = ?", (kind,))
    connection.execute("DELETE FROM theme_members WHERE kind = ?", (kind,))
    connection.executemany(
        "INSERT INTO themes VALUES (?, ?, ?, ?, ?, ?, ?)", (_cells(it) for it in themes)
    )
    connection.executemany(
        "INSERT INTO theme_members VALUES (?, ?, ?, ?)",
        ((kind, key, number, it.theme) for it in themes for key, number in it.members),
    )
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"themes {kind}", stamp))


def _cells(row: ThemeRow) -> tuple[str | float | int | None, ...]:
    phrases = json.dumps(row.phrases, ensure_ascii=False)
    found = json.dumps(row.found, ensure_ascii=False, sort_keys=True)
    tentative = int(row.tentative)
    return (row.theme, row.kind, row.name, phrases, row.stability, tentative, found)


def themes_stamp(connection: sqlite3.Connection, kind: str) -> str | None:
    """What the kept themes of a kind were found from, None where none were looked for yet."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"themes {kind}",)).fetchone()
    return None if row is None else row[0]


def note_edits(
    connection: sqlite3.Connection,
    edits: Iterable[tuple[str, str, str | None]],
    *,
    made_on: str | None,
) -> None:
    """Writes down what a person decided: action, theme and argument of each; in a transaction."""
    connection.executemany(
        "INSERT INTO theme_edits (action, theme, argument, made_on) VALUES (?, ?, ?, ?)",
        ((*edit, made_on) for edit in edits),
    )


def theme_edits(connection: sqlite3.Connection) -> list[ThemeEdit]:
    """What people decided about themes, in order."""
    rows = connection.execute(
        "SELECT edit, action, theme, argument, made_on FROM theme_edits ORDER BY edit"
    )
    return [ThemeEdit(*row) for row in rows]
