"""What a search is narrowed to: sessions by who, when and which, passages by what is in them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.archive.lookup import find_session, sessions_with
from analyzer.archive.meaning import Mask, Places
from analyzer.archive.search_codes import MOVE_BITS, ROLE_NUMBERS, Facts
from analyzer.errors import ArchiveError, did_you_mean
from analyzer.records import Move, Role

_SESSION_BITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """What a passage must be to be found; None asks for nothing. Several narrow it down together.

    ``coach`` and ``client`` are names of people in the session, under any name of theirs with
    ``join_names``; ``since`` and ``until`` the first and last day, sessions without a date left out
    then; ``session`` what ``Archive.find`` takes. ``advice`` and ``problem`` are categories: the
    passage shares a sentence with advice labelled so, or with an exchange about the problem.
    ``role`` is that of who says the words quoted, and a sentence of the passage does ``move``.
    """

    coach: str | None = None
    client: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    advice: str | None = None
    problem: str | None = None
    role: Role | None = None
    move: Move | None = None
    session: str | None = None
    join_names: bool = True


EVERYTHING = SearchFilters()


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """Filters looked up in an archive: which sessions they leave, and which sentences of them.

    ``stretches`` are sorted pairs of keys of first and last sentences, one array for each filter by
    category; ``None`` for sessions means all.
    """

    sessions: frozenset[str] | None
    stretches: tuple[tuple[Places, Places], ...]
    role: Role | None
    move: Move | None

    @property
    def is_open(self) -> bool:
        """Whether every passage of every session passes."""
        wanted = (self.sessions, self.role, self.move)
        return not self.stretches and all(it is None for it in wanted)

    def chosen(self, sessions: Sequence[str]) -> Mask:
        """Which of the sessions with these ids pass."""
        if self.sessions is None:
            return np.ones(len(sessions), dtype=np.bool_)
        return np.array([session in self.sessions for session in sessions], dtype=np.bool_)

    def mask(self, facts: Facts, sessions: Places, *, is_chosen: Mask) -> Mask:
        """Which passages pass; ``sessions`` are the numbers of theirs, ``is_chosen`` by number."""
        passes = is_chosen[sessions]
        if self.role is not None:
            passes &= facts["role"] == ROLE_NUMBERS[self.role]
        if self.move is not None:
            passes &= (facts["moves"] & MOVE_BITS[self.move]) != 0
        for firsts, ends in self.stretches:
            before = np.searchsorted(firsts, _keys(sessions, facts["end"]), side="left")
            # The furthest end of all stretches that begin before the passage ends.
            reach = np.concatenate([[-1], np.maximum.accumulate(ends)])[before]
            passes &= reach > _keys(sessions, facts["first"])
        return passes


def narrow(
    connection: sqlite3.Connection,
    filters: SearchFilters,
    *,
    numbers: dict[str, int],
    archive: str,
) -> Narrowing:
    """Looks filters up; ``numbers`` are those of the sessions by their ids.

    Raises ArchiveError for a person, a session or a category that is not there, naming the nearest.
    """
    stretches = []
    if filters.advice is not None:
        category = _category(connection, filters.advice, "advice", archive=archive)
        stretches.append(_stretches(connection.execute(_ADVICE, (category,)), numbers))
    if filters.problem is not None:
        category = _category(connection, filters.problem, "problem", archive=archive)
        stretches.append(_stretches(connection.execute(_PROBLEMS, (category,)), numbers))
    return Narrowing(
        sessions=_sessions(connection, filters, archive=archive),
        stretches=tuple(stretches),
        role=filters.role,
        move=filters.move,
    )


def _sessions(
    connection: sqlite3.Connection, filters: SearchFilters, *, archive: str
) -> frozenset[str] | None:
    chosen: list[set[str]] = []
    if filters.session is not None:
        chosen.append({find_session(connection, filters.session, archive=archive)})
    for role, name in ((Role.COACH, filters.coach), (Role.CLIENT, filters.client)):
        if name is not None:
            chosen.append(
                sessions_with(
                    connection, name, role=role, archive=archive, join_names=filters.join_names
                )
            )
    if filters.since is not None or filters.until is not None:
        first, last = filters.since or dt.date.min, filters.until or dt.date.max
        rows = connection.execute(
            "SELECT id FROM sessions WHERE held_on BETWEEN ? AND ?",
            (first.isoformat(), last.isoformat()),
        )
        chosen.append({row[0] for row in rows})
    return frozenset.intersection(*map(frozenset, chosen)) if chosen else None


def _category(connection: sqlite3.Connection, wanted: str, kind: str, *, archive: str) -> str:
    """The category's id, also where its name is given as people write it."""
    known = {row[0] for row in connection.execute(_CATEGORIES[kind])}
    named = "-".join(wanted.casefold().split())
    for category in (wanted, named):
        if category in known:
            return category
    near = did_you_mean(named, sorted(known))
    hint = near or (f"There are: {', '.join(sorted(known))}." if known else None)
    raise ArchiveError(f"no {kind} here is labelled {wanted!r}.", path=archive, hint=hint)


def _stretches(rows: sqlite3.Cursor, numbers: dict[str, int]) -> tuple[Places, Places]:
    found = [(numbers[key], first, end) for key, first, end in rows if key in numbers]
    table = np.array(sorted(found), dtype=np.int64).reshape(-1, 3)
    return _keys(table[:, 0], table[:, 1]), _keys(table[:, 0], table[:, 2])


def _keys(sessions: Places, sentences: npt.NDArray[np.integer]) -> Places:
    """Numbers that sort sentences by session and then by place."""
    keys: Places = (sessions << _SESSION_BITS) + sentences
    return keys


_CATEGORIES = {
    "advice": "SELECT DISTINCT category FROM advice_labels",
    "problem": "SELECT DISTINCT problem FROM exchanges WHERE problem IS NOT NULL",
}
_ADVICE = """
SELECT a.session_id, a.first_sentence, a.end_sentence
FROM advice_labels AS l JOIN advice AS a ON a.session_id = l.session_id AND a.advice = l.advice
WHERE l.category = ?
"""
_PROBLEMS = "SELECT session_id, first_sentence, end_sentence FROM exchanges WHERE problem = ?"
