"""Digests of a session's rows, by which bytes that changed on the disk are found.

They are made of what can be read back, so that they hold for whatever SQLite made of a value.
"""

from __future__ import annotations

import json
import sqlite3
from hashlib import blake2b
from typing import NamedTuple

SIZE = 8


class Seals(NamedTuple):
    """Hex digits for the rows of a session and for its passages; None where it has none."""

    findings: str
    passages: str | None


def seal_findings(connection: sqlite3.Connection, session_id: str) -> None:
    """Notes the digest of the rows that were just written; inside a transaction."""
    connection.execute(
        "UPDATE sessions SET seal = ? WHERE id = ?",
        (_of_findings(connection, session_id), session_id),
    )


def seal_passages(connection: sqlite3.Connection, session_id: str) -> None:
    """Notes the digest of the passages that were just written; inside a transaction."""
    connection.execute(
        "UPDATE passage_codes SET seal = ? WHERE session_id = ?",
        (_of_passages(connection, session_id), session_id),
    )


def seal_all(connection: sqlite3.Connection) -> None:
    """Notes the digests of all sessions as they are now; inside a transaction."""
    for (session_id,) in connection.execute("SELECT id FROM sessions").fetchall():
        seal_findings(connection, session_id)
        seal_passages(connection, session_id)


def kept_seals(connection: sqlite3.Connection, session_id: str) -> Seals:
    """The digests that were noted when the session was written."""
    findings = connection.execute(_SEAL, (session_id,)).fetchone()
    passages = connection.execute(_SEAL_OF_PASSAGES, (session_id,)).fetchone()
    return Seals(
        findings="" if findings is None else findings[0],
        passages=None if passages is None else passages[0],
    )


def seals_now(connection: sqlite3.Connection, session_id: str) -> Seals:
    """The digests of what can be read of the session now."""
    return Seals(
        findings=_of_findings(connection, session_id),
        passages=_of_passages(connection, session_id),
    )


def _of_findings(connection: sqlite3.Connection, session_id: str) -> str:
    digest = blake2b(digest_size=SIZE)
    for select in _FINDINGS:
        rows = connection.execute(select, (session_id,)).fetchall()
        digest.update(json.dumps(rows, separators=(",", ":")).encode())
    return digest.hexdigest()


def _of_passages(connection: sqlite3.Connection, session_id: str) -> str | None:
    together = connection.execute(_CODES, (session_id,)).fetchone()
    if together is None:
        return None
    encoder, n_passages, codes, facts = together
    rows = connection.execute(_PASSAGES, (session_id,)).fetchall()
    places = json.dumps([encoder, n_passages, *(row[:4] for row in rows)])
    digest = blake2b(places.encode(), digest_size=SIZE)
    digest.update(b"".join([codes, facts, *(row[4] for row in rows)]))
    return digest.hexdigest()


# Without the key, which says nothing.
_TURNS = (
    "SELECT turn, speaker, text, start_ms, end_ms, source_line FROM turns"
    " WHERE session_id = ? ORDER BY turn"
)
_SESSION = (
    "SELECT id, title, held_on, path, format, sha256, analyzer, pack, models, schema_version,"
    " n_turns, n_sentences, n_words, n_exchanges, n_advice, duration_ms"
    " FROM sessions WHERE id = ?"
)
_SEAL = "SELECT seal FROM sessions WHERE id = ?"
_SEAL_OF_PASSAGES = "SELECT seal FROM passage_codes WHERE session_id = ?"
_FINDINGS = (
    _SESSION,
    "SELECT * FROM speakers WHERE session_id = ? ORDER BY speaker",
    _TURNS,
    "SELECT * FROM outside WHERE session_id = ? ORDER BY outside",
    "SELECT * FROM chat WHERE session_id = ? ORDER BY message",
    "SELECT * FROM warnings WHERE session_id = ? ORDER BY warning",
    "SELECT * FROM sentences WHERE session_id = ? ORDER BY sentence",
    "SELECT * FROM exchanges WHERE session_id = ? ORDER BY exchange",
    "SELECT * FROM segments WHERE session_id = ? ORDER BY segment",
    "SELECT * FROM advice WHERE session_id = ? ORDER BY advice",
    "SELECT * FROM advice_labels WHERE session_id = ? ORDER BY advice, label",
)
_CODES = "SELECT encoder, n_passages, codes, facts FROM passage_codes WHERE session_id = ?"
_PASSAGES = (
    "SELECT passage, kind, first_sentence, end_sentence, vector FROM passages"
    " WHERE session_id = ? ORDER BY passage"
)
