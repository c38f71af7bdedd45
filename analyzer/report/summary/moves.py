"""How something moved: in how many sessions it came up earlier, and in how many later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.aggregate import Course, Findings, courses
from analyzer.report import wording
from analyzer.report.material import Material

_VERDICTS = {
    Course.RISING: "; clearly more often",
    Course.FALLING: "; clearly less often",
    Course.UNCLEAR: "; no clear change",
    Course.TOO_FEW: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Sessions with a category among the earlier and the later half of the dated sessions."""

    course: Course
    n_early: int
    of_early: int
    n_late: int
    of_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The move of every category, by kind and category; none where there are no two halves.

    ``late_from`` is the day on which the later half begins. ``can_tell`` says whether there are
    sessions enough to call anything a change.
    """

    by_category: Mapping[tuple[str, str], Move]
    late_from: dt.date | None
    can_tell: bool

    def of(self, course: Course) -> list[tuple[str, str]]:
        """What has this course, by kind and category, the clearest first."""
        return [place for place, move in self.by_category.items() if move.course is course]

    def told(self, kind: str, category: str) -> str:
        """The move of one category in a sentence, empty where it is not known."""
        move = self.by_category.get((kind, category))
        if move is None:
            return ""
        early = wording.counted(move.of_early, "session")
        since = f"in {wording.number(move.n_late)} of {wording.number(move.of_late)} since"
        return (
            f"In {wording.number(move.n_early)} of {early} before {wording.day(self.late_from)}, "
            f"{since}{_VERDICTS[move.course]}."
        )

    def short(self, kind: str, category: str) -> str:
        """The same for a table: earlier and later sessions, and an arrow where it is clear."""
        move = self.by_category.get((kind, category))
        if move is None:
            return ""
        sign = {Course.RISING: " ↑", Course.FALLING: " ↓"}.get(move.course, "")
        return (
            f"{wording.number(move.n_early)} of {wording.number(move.of_early)}, "
            f"{wording.number(move.n_late)} of {wording.number(move.of_late)}{sign}"
        )


def moves(material: Material, findings: Findings) -> Moves:
    """The moves of these findings; nothing is said to move among too few sessions."""
    frame = courses(findings, material.tables.sessions)
    late_from = frame.attrs["late_from"]
    if material.is_small or late_from is None:
        return Moves(by_category={}, late_from=None, can_tell=False)
    rows: list[Any] = list(frame.astype(object).itertuples(index=False))
    found = {
        (row.kind, row.category): Move(
            course=Course(row.course),
            n_early=row.n_early,
            of_early=row.of_early,
            n_late=row.n_late,
            of_late=row.of_late,
        )
        for row in rows
    }
    return Moves(by_category=found, late_from=late_from, can_tell=frame.attrs["can_tell"])
