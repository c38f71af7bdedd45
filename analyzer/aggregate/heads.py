"""Sessions of an archive with their speakers: what the rows of all their findings refer to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from analyzer.archive.columns import Row, read_rows, unfit
from analyzer.errors import AnalyzerError
from analyzer.records import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A speaker of a session: name in the transcript, role, and what is counted of the talk."""

    name: str
    role: Role
    counted: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the rows of all findings of a session refer to; ``numbers`` begin with its turns."""

    id: str
    title: str | None
    held_on: str | None
    numbers: Row
    path: str
    format: str
    made_with: Row
    people: tuple[Person, ...]

    @property
    def n_words(self) -> int:
        """How many words its turns have."""
        words: int = self.numbers[2]
        return words

    @property
    def pack(self) -> str:
        """The pack that it was analysed with, and its version."""
        label: str = self.made_with[1]
        return label


def read_head(connection: sqlite3.Connection, session_id: str) -> Head | None:
    """A session with its speakers, None where the archive has no such session."""
    for title, held_on, *cells in read_rows(connection, "sessions", session_id):
        with fitting(session_id):
            return Head(
                id=session_id,
                title=title,
                held_on=held_on,
                numbers=tuple(cells[:6]),
                path=cells[6],
                format=cells[7],
                made_with=tuple(cells[8:]),
                people=tuple(
                    Person(name=name, role=Role(role), counted=tuple(counted))
                    for name, role, *counted in read_rows(connection, "speakers", session_id)
                ),
            )
    return None


@contextmanager
def fitting(session_id: str) -> Iterator[None]:
    """Tells what goes wrong inside as rows that somebody changed, so that they do not fit."""
    try:
        yield
    except AnalyzerError:
        raise
    except (LookupError, ValueError, TypeError) as error:
        raise unfit(session_id, error) from error


def at(found: Sequence[Any], number: int) -> Any:  # noqa: ANN401 - a row or a person
    """The row of this number; negative numbers are none."""
    if number < 0:
        raise ValueError(f"{number} is no number of a row")
    return found[number]


def words_of(becauses: Sequence[str]) -> list[list[str]]:
    """The words that labels rest on, from JSON; all are parsed at once, which is much faster."""
    lists: list[list[str]] = json.loads(f"[{','.join(becauses)}]")
    if len(lists) != len(becauses) or not all(isinstance(words, list) for words in lists):
        raise TypeError("why a label was given is no list")
    return lists
