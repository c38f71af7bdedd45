"""One session of an archive as rows of the tables of findings, cells in the order of ``SCHEMA``."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.aggregate.heads import Head, Person, at, fitting, words_of
from analyzer.archive.columns import Row, read_rows, whole_quote
from analyzer.records import Role
from analyzer.records.names import Voice, is_unnamed

Rows = list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What counts for the rows of all sessions.

    ``names`` are those under which voices count; who is not in it counts under the name written.
    ``rely`` says for the tables "advice" and "problems" which categories may be relied on.
    ``check`` is told each category with its session and raises where the pack has none such.
    """

    names: Mapping[Voice, str]
    rely: Mapping[str, Mapping[str, bool]]
    check: Callable[[Head, str], None]

    def called(self, person: Person) -> str:
        """The name under which somebody counts."""
        return self.names.get((person.role, person.name), person.name)


def finding_rows(connection: sqlite3.Connection, head: Head, *, known: Known) -> dict[str, Rows]:
    """The rows of one session in the tables of findings, by name of table.

    Raises ArchiveError where somebody changed rows so that they make no session any more.
    """
    with fitting(head.id):
        return _Findings(connection, head, known).rows()


class _Findings:
    """The findings of one session as the archive holds them, looked up once for several tables."""

    def __init__(self, connection: sqlite3.Connection, head: Head, known: Known) -> None:
        self.connection, self.head, self.known = connection, head, known
        self.exchanges = self._read("exchanges")
        self.advice = self._read("advice")
        self.labels = self._read("labels")

    def rows(self) -> dict[str, Rows]:
        head, known = self.head, self.known
        return {
            "sessions": [_session(head, known)],
            "exchanges": self._exchanges(),
            "advice": self._labels(),
            "problems": self._problems(),
            "uptake": self._uptake(),
            "talk": [_talk(head, person, known) for person in head.people],
            "warnings": [(head.id, n, *row) for n, row in enumerate(self._read("warnings"))],
        }

    def _read(self, table: str) -> Rows:
        return read_rows(self.connection, table, self.head.id)

    def _asker(self, number: int | None) -> str | None:
        return None if number is None else self.known.called(at(self.head.people, number))

    def _name(self, number: int | None) -> str | None:
        return None if number is None else at(self.head.people, number).name

    def _quoted(self, *cells: Any) -> str | None:  # noqa: ANN401 - turn, start, end, words
        turn, start, end, words = cells
        if start is None or end is None:
            return None
        return whole_quote(self.connection, self.head.id, (turn, start, end), words)

    def _certain(self, table: str, labels: Sequence[Row]) -> Rows:
        """For labels (category, score, source, sure, because) the cells of a table about them."""
        rely = self.known.rely[table]
        for category in sorted({label[0] for label in labels}):
            self.known.check(self.head, category)
        return [
            (score, source, bool(sure), ", ".join(words) or None, rely.get(category))
            for (category, score, source, sure, _), words in zip(
                labels, words_of([label[4] for label in labels]), strict=True
            )
        ]

    def _exchanges(self) -> Rows:
        n_advice = Counter(exchange for _, _, exchange, *_ in self.advice)
        return [
            (
                self.head.id,
                number,
                first,
                end,
                self._asker(asker),
                problem,
                score,
                None if sure is None else bool(sure),
                end - first,
                n_advice[number],
                self.head.held_on,
            )
            for number, (first, end, asker, problem, score, _, sure, *_) in enumerate(
                self.exchanges
            )
        ]

    def _labels(self) -> Rows:
        given: dict[int, Rows] = {}
        certain = self._certain("advice", [label[2:] for label in self.labels])
        for (number, rank, category, *_), cells in zip(self.labels, certain, strict=True):
            given.setdefault(number, []).append((category, rank, cells))
        rows: Rows = []
        for number, cells in enumerate(self.advice):
            first, end, exchange, script, speaker, start_ms, *quote = cells[:10]
            problem, problem_sure = self._problem(exchange)
            words = self._quoted(*quote)
            rows += [
                (
                    self.head.id,
                    number,
                    category,
                    rank,
                    exchange,
                    first,
                    end,
                    *certainty,
                    bool(script),
                    self._name(speaker),
                    words,
                    *quote[:3],
                    start_ms,
                    self.head.held_on,
                    problem,
                    problem_sure,
                    cells[10],
                )
                for category, rank, certainty in given.get(number, ())
            ]
        return rows

    def _problem(self, exchange: int | None) -> tuple[str | None, bool | None]:
        cells = None if exchange is None else at(self.exchanges, exchange)
        if cells is None or cells[3] is None:
            return None, None
        return cells[3], bool(cells[6])

    def _problems(self) -> Rows:
        labelled = [(number, it) for number, it in enumerate(self.exchanges) if it[3] is not None]
        certain = self._certain("problems", [cells[3:8] for _, cells in labelled])
        return [
            (
                self.head.id,
                number,
                cells[3],
                *certainty,
                self._asker(cells[2]),
                self._quoted(*cells[8:]),
                cells[8],
                self.head.held_on,
            )
            for (number, cells), certainty in zip(labelled, certain, strict=True)
        ]

    def _uptake(self) -> Rows:
        return [
            (
                self.head.id,
                number,
                cells[2],
                cells[10],
                self._name(cells[11]),
                self._quoted(*cells[12:]),
                cells[12],
                bool(cells[3]),
                self.head.held_on,
            )
            for number, cells in enumerate(self.advice)
        ]


def _session(head: Head, known: Known) -> Row:
    def named(role: Role) -> str | None:
        called = [known.called(person) for person in head.people if person.role is role]
        return ", ".join(dict.fromkeys(called)) or None

    return (
        head.id,
        head.title,
        head.held_on,
        named(Role.COACH),
        named(Role.CLIENT),
        *head.numbers,
        head.path,
        head.format,
        *head.made_with,
    )


def _talk(head: Head, person: Person, known: Known) -> Row:
    n_turns, words, n_open, n_closed, longest, talk_ms = person.counted
    return (
        head.id,
        person.name,
        None if is_unnamed(person.name) else known.called(person),
        person.role,
        n_turns,
        words,
        words / head.n_words if head.n_words else None,
        n_open + n_closed,
        n_open,
        n_closed,
        longest,
        talk_ms,
    )
