"""One session of an archive as rows of the tables of what was said sentence by sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from analyzer.aggregate.heads import Head, at, fitting, words_of
from analyzer.archive.columns import Row, read_rows
from analyzer.archive.facts import n_words

Rows = list[Row]


def transcript_rows(connection: sqlite3.Connection, head: Head, table: str) -> Rows:
    """The rows of one session in a table of what was said sentence by sentence.

    Raises ArchiveError as ``finding_rows`` does.
    """
    with fitting(head.id):
        return _TRANSCRIPTS[table](connection, head)


def _turns(connection: sqlite3.Connection, head: Head) -> Rows:
    voices = [(person.name, person.role) for person in head.people]
    return [
        (
            head.id,
            number,
            *at(voices, speaker),
            start_ms,
            end_ms,
            n_words(text),
            len(text),
            text,
        )
        for number, (speaker, start_ms, end_ms, text) in enumerate(
            read_rows(connection, "turns", head.id)
        )
    ]


def _sentences(connection: sqlite3.Connection, head: Head) -> Rows:
    sentences = read_rows(connection, "sentences", head.id)
    segments = read_rows(connection, "segments", head.id)
    turns = [
        (at(head.people, speaker), text)
        for speaker, _, _, text in read_rows(connection, "turns", head.id)
    ]
    exchange_of = _cover(len(sentences), read_rows(connection, "exchanges", head.id))
    kinds = [
        None if segment is None else segments[segment][2]
        for segment in _cover(len(sentences), segments)
    ]
    rows: Rows = []
    for number, (turn, start, end, move, score) in enumerate(sentences):
        person, text = at(turns, turn)
        rows.append(
            (
                head.id,
                number,
                turn,
                start,
                end,
                person.name,
                person.role,
                move,
                score,
                kinds[number],
                exchange_of[number],
                text[start:end],
            )
        )
    return rows


def _cover(n_sentences: int, findings: Rows) -> list[int | None]:
    """For each sentence the number of the finding it lies in."""
    covered: list[int | None] = [None] * n_sentences
    for number, (first, end, *_) in enumerate(findings):
        covered[first:end] = [number] * (end - first)
    return covered


def _segments(connection: sqlite3.Connection, head: Head) -> Rows:
    return [
        (head.id, number, *row)
        for number, row in enumerate(read_rows(connection, "segments", head.id))
    ]


def _reasons(connection: sqlite3.Connection, head: Head) -> Rows:
    labels = read_rows(connection, "labels", head.id)
    return [
        (head.id, advice, category, rank, source, bool(sure), word)
        for (advice, rank, category, _, source, sure, _), words in zip(
            labels, words_of([label[6] for label in labels]), strict=True
        )
        for word in words
    ]


_TRANSCRIPTS: Mapping[str, Callable[[sqlite3.Connection, Head], Rows]] = {
    "turns": _turns,
    "sentences": _sentences,
    "segments": _segments,
    "reasons": _reasons,
}
