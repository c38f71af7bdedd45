"""Passages of a session as rows: what each means in full, and all together in little room."""

from __future__ import annotations

import sqlite3

import numpy as np

from analyzer.archive.seals import seal_passages
from analyzer.archive.search_codes import codes_blob, facts_blob
from analyzer.errors import ArchiveError, SessionError
from analyzer.records import Analysis
from analyzer.records.passages import EncodedPassages, MeaningVectors, Passage, PassageKind


def write_passages(
    connection: sqlite3.Connection, analysis: Analysis, encoded: EncodedPassages
) -> None:
    """Puts the passages in the place of those that were there; inside a transaction.

    Raises SessionError where passages, vectors and the analysis do not belong together.
    """
    key, n_sentences = analysis.session.id, len(analysis.sentences)
    if len(encoded.passages) != len(encoded.vectors) or encoded.vectors.dtype != np.int8:
        what = f"{len(encoded.vectors)} vectors of {encoded.vectors.dtype}"
        raise SessionError(f"session {key}: {what} for {len(encoded.passages)} passages.")
    for it in encoded.passages:
        if not 0 <= it.first < it.end <= n_sentences:
            raise SessionError(f"session {key}: {it} is outside {n_sentences} sentences.")
    for table in ("passages", "passage_codes"):
        connection.execute(f"DELETE FROM {table} WHERE session_id = ?", (key,))  # noqa: S608 - one of two names
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
        (
            (key, number, it.kind, it.first, it.end, vector.tobytes())
            for number, (it, vector) in enumerate(
                zip(encoded.passages, encoded.vectors, strict=True)
            )
        ),
    )
    codes, facts = codes_blob(encoded), facts_blob(analysis, encoded)
    connection.execute(
        "INSERT INTO passage_codes VALUES (?, ?, ?, ?, ?, '')",
        (key, encoded.encoder, len(encoded.passages), codes, facts),
    )
    seal_passages(connection, key)


def read_passages(connection: sqlite3.Connection, session_id: str) -> EncodedPassages | None:
    """The passages of a session, None where it has none.

    Raises ArchiveError where somebody changed rows so that they make no passages any more.
    """
    coded = connection.execute(
        "SELECT encoder, n_passages FROM passage_codes WHERE session_id = ?", (session_id,)
    ).fetchone()
    if coded is None:
        return None
    encoder, n_passages = coded
    rows = connection.execute(_PASSAGES, (session_id,)).fetchall()
    try:
        passages = tuple(
            Passage(kind=PassageKind(kind), first=first, end=end) for kind, first, end, _ in rows
        )
        vectors = _vectors([row[3] for row in rows], n_passages=n_passages)
    except (ValueError, TypeError) as error:
        raise ArchiveError(
            f"the archive's passages of session {session_id} do not fit together ({error}).",
            hint="Have them made anew with 'analyzer refresh'.",
        ) from error
    return EncodedPassages(encoder=encoder, passages=passages, vectors=vectors)


def has_passages(connection: sqlite3.Connection, session_id: str, encoded: EncodedPassages) -> bool:
    """Whether just these passages are kept of a session."""
    try:
        kept = read_passages(connection, session_id)
    except ArchiveError:
        return False
    return (
        kept is not None
        and (kept.encoder, kept.passages) == (encoded.encoder, encoded.passages)
        and kept.vectors.tobytes() == encoded.vectors.tobytes()
    )


def _vectors(cells: list[bytes], *, n_passages: int) -> MeaningVectors:
    if len(cells) != n_passages:
        raise ValueError(f"{len(cells)} passages instead of {n_passages}")
    vectors = np.frombuffer(b"".join(cells), dtype=np.int8)
    return vectors.reshape(len(cells), -1) if cells else vectors.reshape(0, 0)


_PASSAGES = (
    "SELECT kind, first_sentence, end_sentence, vector FROM passages"
    " WHERE session_id = ? ORDER BY passage"
)
