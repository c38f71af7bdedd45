"""The tables of what was said sentence by sentence, made from the rows of one session at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from pandas import DataFrame

from analyzer.aggregate.findings import words_of
from analyzer.aggregate.frames import FrameMaker
from analyzer.aggregate.schema import SCHEMA
from analyzer.archive import Archive
from analyzer.archive.columns import ROWS_AT_ONCE, Row, said_rows, session_seal, unfit
from analyzer.archive.facts import n_words
from analyzer.errors import ArchiveError

Rows = list[Row]
Opened = Callable[[], AbstractContextManager[Archive]]


class Transcripts:
    """Makes tables of what was said, from an archive that is opened anew each time."""

    def __init__(self, seals: Mapping[str, str], *, opened: Opened) -> None:
        self._seals = seals
        self._opened = opened

    def __call__(self, table: str, session_id: str | None = None) -> DataFrame:
        """A table of all sessions, or of one.

        Raises ArchiveError where a session is gone or has changed since its findings were read.
        """
        maker = FrameMaker(SCHEMA[table])
        waiting: Rows = []
        with self._opened() as archive, archive.reading() as connection:
            for key in self._seals if session_id is None else [session_id]:
                if session_seal(connection, key) != self._seals[key]:
                    raise ArchiveError(
                        f"session {key} has changed since these tables were made.",
                        path=str(archive.path),
                        hint="Read the tables again.",
                    )
                waiting += _rows(connection, table, key)
                if len(waiting) >= ROWS_AT_ONCE:
                    maker.add(waiting)
                    waiting = []
        if waiting:
            maker.add(waiting)
        return maker.frame()


def _rows(connection: sqlite3.Connection, table: str, session_id: str) -> Rows:
    try:
        return [(session_id, *row) for row in _SAID[table](connection, session_id)]
    except (LookupError, ValueError, TypeError) as error:
        raise unfit(session_id, error) from error


def _turns(connection: sqlite3.Connection, session_id: str) -> Iterable[Row]:
    voices = said_rows(connection, "speakers", session_id)
    for number, (speaker, start_ms, end_ms, text) in enumerate(
        said_rows(connection, "turns", session_id)
    ):
        yield (number, *_at(voices, speaker), start_ms, end_ms, n_words(text), len(text), text)


def _sentences(connection: sqlite3.Connection, session_id: str) -> Iterable[Row]:
    sentences = said_rows(connection, "sentences", session_id)
    segments = said_rows(connection, "segments", session_id)
    voices = said_rows(connection, "speakers", session_id)
    turns = [
        (*_at(voices, speaker), text)
        for speaker, _, _, text in said_rows(connection, "turns", session_id)
    ]
    exchange_of = _cover(len(sentences), said_rows(connection, "exchanges", session_id))
    kinds = [
        None if segment is None else segments[segment][2]
        for segment in _cover(len(sentences), segments)
    ]
    for number, (turn, start, end, move, score) in enumerate(sentences):
        name, role, text = _at(turns, turn)
        yield (
            number,
            turn,
            start,
            end,
            name,
            role,
            move,
            score,
            kinds[number],
            exchange_of[number],
            text[start:end],
        )


def _at(found: Sequence[Any], number: int) -> Any:  # noqa: ANN401 - a row
    if number < 0:
        raise ValueError(f"{number} is no number of a row")
    return found[number]


def _cover(n_sentences: int, findings: Rows) -> list[int | None]:
    """For each sentence the number of the finding it lies in."""
    covered: list[int | None] = [None] * n_sentences
    for number, (first, end, *_) in enumerate(findings):
        covered[first:end] = [number] * (end - first)
    return covered


def _segments(connection: sqlite3.Connection, session_id: str) -> Iterable[Row]:
    for number, row in enumerate(said_rows(connection, "segments", session_id)):
        yield (number, *row)


def _reasons(connection: sqlite3.Connection, session_id: str) -> Iterable[Row]:
    labels = said_rows(connection, "labels", session_id)
    reasons = words_of([label[5] for label in labels])
    for (advice, rank, category, source, sure, _), words in zip(labels, reasons, strict=True):
        yield from ((advice, category, rank, source, bool(sure), word) for word in words)


_SAID: Mapping[str, Callable[[sqlite3.Connection, str], Iterable[Row]]] = {
    "turns": _turns,
    "sentences": _sentences,
    "segments": _segments,
    "reasons": _reasons,
}
