"""Matters that are brought again: exchanges in which askers tell much the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.aggregate.frames import Tables
from analyzer.archive import Archive
from analyzer.archive.asking import ToldProblem, told_problems
from analyzer.records.passages import unpacked

# So alike are what two askers tell when both matters carry the same problem, or whatever they
# carry. Measured on the exchanges of the labelled sessions: of pairs at .6 or more four in five
# carry the same problem, but only one in five of those from .45 on.
SAME_PROBLEM, ANY_PROBLEM = 0.45, 0.62
# So many are compared each with each; the others join the matters found among them.
MOST_COMPARED = 3_000
MOST_MATTERS = 60
_BLOCK = 1_000

Matrix = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Exchanges (session id, number) alike, from different sessions; the most typical first."""

    members: tuple[tuple[str, int], ...]

    @property
    def n_sessions(self) -> int:
        """In how many sessions it was brought."""
        return len({session_id for session_id, _ in self.members})


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtAgain:
    """Matters brought in two sessions or more, those in most sessions first.

    ``n_exchanges`` have a meaning to compare by; ``n_compared`` of them were compared each with
    each. ``is_all`` is False where the search ended with the first 60 matters.
    """

    matters: tuple[Matter, ...]
    n_exchanges: int
    n_compared: int
    is_all: bool


def brought_again(archive: Archive, tables: Tables) -> BroughtAgain:
    """The matters that were brought in two of these sessions or more.

    Two exchanges are alike when the cosine of what their askers tell, until the first advice, is
    at least .62, or .5 where both surely carry the same problem. The exchange with most others
    like it makes a matter with them, then the next among the rest; so no chain of likenesses makes
    a matter of what is not alike. Of more than 3,000 exchanges those are compared each with each
    that come first by a digest of their place, and the others join them. The same archive has the
    same matters on every run. Sessions without vectors are left out.
    """
    with archive.reading() as connection:
        told = told_problems(connection, tables.sessions["session_id"].tolist())
    width = len(told[0].vector) if told else 1
    packed = np.frombuffer(b"".join(it.vector for it in told), dtype=np.int8).reshape(-1, width)
    means = np.flatnonzero(packed.any(axis=1))
    told = [told[place] for place in means.tolist()]
    items = _Items(told, vectors=unpacked(packed[means]), tables=tables)
    compared = _compared(told)
    matters = [
        Matter(members=tuple((told[it].session_id, told[it].exchange) for it in group))
        for group in items.groups(items.middles(compared))
    ]
    return BroughtAgain(
        matters=tuple(sorted(matters, key=lambda it: (-it.n_sessions, it.members))),
        n_exchanges=len(told),
        n_compared=len(compared),
        is_all=len(matters) < MOST_MATTERS,
    )


def _compared(told: Sequence[ToldProblem]) -> Places:
    """Those that are compared each with each, in order."""
    if len(told) <= MOST_COMPARED:
        return np.arange(len(told))
    digests = [hashlib.sha256(f"{it.session_id}:{it.exchange}".encode()).digest() for it in told]
    return np.sort(np.array(sorted(range(len(told)), key=digests.__getitem__)[:MOST_COMPARED]))


class _Items:
    """The exchanges with what their askers tell, whose session each is, and the sure problem."""

    def __init__(self, told: Sequence[ToldProblem], *, vectors: Matrix, tables: Tables) -> None:
        self._vectors = vectors
        sessions = {key: place for place, key in enumerate(tables.sessions["session_id"])}
        self._sessions = np.array([sessions[it.session_id] for it in told], dtype=np.int64)
        sure = tables.problems[tables.problems["sure"]]
        keys = zip(sure["session_id"], sure["exchange"].tolist(), strict=True)
        category_of = dict(zip(keys, sure["category"], strict=True))
        found = [category_of.get((it.session_id, it.exchange)) for it in told]
        numbers = {
            category: number for number, category in enumerate(sorted({*found} - {None}, key=str))
        }
        # What carries no sure problem has none in common with any other.
        self._problems = np.array([numbers.get(it, -1 - place) for place, it in enumerate(found)])

    def alike(self, places: Places, others: Places) -> tuple[npt.NDArray[np.bool_], Matrix]:
        """Which of the others each is alike, and how much, (n places, n others)."""
        likeness: Matrix = self._vectors[places] @ self._vectors[others].T
        same = self._problems[places][:, None] == self._problems[others]
        apart = self._sessions[places][:, None] != self._sessions[others]
        return apart & (likeness >= np.where(same, SAME_PROBLEM, ANY_PROBLEM)), likeness

    def middles(self, compared: Places) -> list[int]:
        """The most typical exchange of each matter, that with most others like it first."""
        n = len(compared)
        near = np.zeros((n, n), dtype=np.bool_)
        for first in range(0, n, _BLOCK):
            near[first : first + _BLOCK], _ = self.alike(compared[first : first + _BLOCK], compared)
        counts = near.sum(axis=1)
        middles: list[int] = []
        while len(middles) < MOST_MATTERS and counts.max(initial=0) > 0:
            middle = int(counts.argmax())
            gone = np.flatnonzero(near[middle])
            gone = np.append(gone, middle)
            middles.append(int(compared[middle]))
            counts -= near[:, gone].sum(axis=1)
            near[gone] = False
            near[:, gone] = False
            counts[gone] = 0
        return middles

    def groups(self, middles: Sequence[int]) -> list[list[int]]:
        """Each middle with all that is alike and not taken before, the most alike first."""
        free = np.ones(len(self._vectors), dtype=np.bool_)
        is_alike, likeness = self.alike(np.array(middles, dtype=np.int64), np.arange(len(free)))
        found = []
        for row, middle in enumerate(middles):
            near = np.flatnonzero(is_alike[row] & free)
            order = near[np.argsort(-likeness[row][near], kind="stable")]
            free[near] = False
            free[middle] = False
            found.append([middle, *order.tolist()])
        return found
