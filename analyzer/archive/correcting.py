"""What people corrected in a session: kept apart, and put onto whatever is found in it anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from analyzer.archive.carrying import with_decisions
from analyzer.archive.moving import HALF, Beside, moved_decisions
from analyzer.archive.results import LeftLabel
from analyzer.corrections.records import (
    Correction,
    LabelAdvice,
    SetMove,
    SetName,
    SetProblem,
    SetRole,
    SetSegment,
    ShapeAdvice,
    SplitAdvice,
    label_by,
)
from analyzer.corrections.replaying import replayed, unwound
from analyzer.corrections.store import (
    before_from_json,
    before_to_json,
    correction_from_json,
    correction_to_json,
)
from analyzer.corrections.undoing import Before
from analyzer.records import Analysis, Role, Session, Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A correction with who made it and when (ISO 8601, UTC); ``number`` counts in the archive.

    ``before`` is None where it was taken back, or has no place at present.
    """

    number: int
    session_id: str
    by: str
    at: str
    correction: Correction
    before: Before | None
    undone_by: str | None = None
    undone_at: str | None = None


def live_corrections(connection: sqlite3.Connection, session_id: str) -> tuple[Made, ...]:
    """The corrections of a session that were not taken back, in the order they were made."""
    select = f"{_SELECT} WHERE session_id = ? AND undone_at IS NULL ORDER BY correction"
    return tuple(_made(row) for row in connection.execute(select, (session_id,)))


def all_corrections(connection: sqlite3.Connection) -> tuple[Made, ...]:
    """All that was ever corrected, taken back or not, in order."""
    return tuple(_made(row) for row in connection.execute(f"{_SELECT} ORDER BY correction"))


def note_new(
    connection: sqlite3.Connection,
    session_id: str,
    correction: Correction,
    *,
    before: Before,
    by: str,
    at: str,
) -> int:
    """Notes a correction that was made just now, and gives its number; inside a transaction."""
    row = (session_id, by, at, correction.kind, correction_to_json(correction))
    cursor = connection.execute(_INSERT, (*row, before_to_json(before)))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def note_undone(connection: sqlite3.Connection, number: int, *, by: str, at: str) -> None:
    """Notes that a correction was taken back; inside a transaction."""
    connection.execute(_UNDO, (by, at, number))


def note_again(connection: sqlite3.Connection, made: Iterable[Made]) -> None:
    """Notes where corrections stand now and what stands behind them; inside a transaction."""
    connection.executemany(
        _AGAIN,
        (
            (
                it.session_id,
                correction_to_json(it.correction),
                None if it.before is None else before_to_json(it.before),
                it.number,
            )
            for it in made
        ),
    )


def settle(
    analysis: Analysis, *, kept: Analysis, made: tuple[Made, ...]
) -> tuple[Analysis, tuple[Made, ...]]:
    """A new analysis with all that people decided about the kept one, and the corrections as made.

    What was corrected is taken off the kept one first, since it is put onto the new one as it was
    made: an advice that was rejected is rejected again, wherever newer models find it.
    """
    base = unwound(kept, [it.before for it in made])
    settled = _as_read(with_decisions(analysis, kept=base), kept=kept, base=base)
    if [it.text for it in base.session.turns] == [it.text for it in analysis.session.turns]:
        return _replayed(settled, [(it, it.correction) for it in made])
    beside = Beside(base.session, analysis.session)
    return _replayed(settled, [(it, moved(it.correction, base, analysis, beside)) for it in made])


def _as_read(analysis: Analysis, *, kept: Analysis, base: Analysis) -> Analysis:
    """The analysis with speakers as they were before they were corrected.

    A session is analysed anew as the archive keeps it, so that models know who people say is the
    coach; taking that back must still give what was there before.
    """
    were, corrected, now = (it.session.speakers for it in (base, kept, analysis))
    if not len(were) == len(corrected) == len(now):
        return analysis
    speakers = tuple(
        before if before != after and (after.name, after.role, after.score) == _known(it) else it
        for before, after, it in zip(were, corrected, now, strict=True)
    )
    return replace(analysis, session=replace(analysis.session, speakers=speakers))


def _known(speaker: Speaker) -> tuple[str, Role, float | None]:
    return speaker.name, speaker.role, speaker.score


def settle_beside(
    connection: sqlite3.Connection, kept: Analysis, *, by: Analysis, beside: Beside
) -> tuple[Analysis, tuple[Made, ...], tuple[LeftLabel, ...]]:
    """The analysis of a talk that takes the place of another, with what was decided about that.

    Beside it the corrections of both, now of the one that stays, and what has no place in it.
    """
    went = live_corrections(connection, kept.session.id)
    own = live_corrections(connection, by.session.id)
    base = unwound(kept, [it.before for it in went])
    decided, left = moved_decisions(kept=base, to=by, beside=beside)
    settled = with_decisions(unwound(by, [it.before for it in own]), kept=decided)
    to_do: list[tuple[Made, Correction | None]] = [(it, it.correction) for it in own]
    for it in went:
        place = moved(it.correction, base, by, beside)
        if place is None:
            left = (*left, _left(it, base))
        else:
            to_do.append((replace(it, session_id=by.session.id), place))
    to_do.sort(key=lambda one: one[0].number)
    settled, made = _replayed(settled, to_do)
    return settled, made, left


def _replayed(
    analysis: Analysis, to_do: list[tuple[Made, Correction | None]]
) -> tuple[Analysis, tuple[Made, ...]]:
    analysis, befores = replayed(analysis, [(correction, it.by) for it, correction in to_do])
    made = tuple(
        replace(it, correction=correction or it.correction, before=before)
        for (it, correction), before in zip(to_do, befores, strict=True)
    )
    return analysis, made


def moved(
    correction: Correction, kept: Analysis, to: Analysis, beside: Beside
) -> Correction | None:
    """The correction where its words, or its speaker, stand in the other talk; None where not."""
    if isinstance(correction, SetRole | SetName):
        name = _called(kept.session, correction.speaker)
        here = [n for n in range(len(to.session.speakers)) if _called(to.session, n) == name]
        return replace(correction, speaker=here[0]) if len(here) == 1 else None
    share = HALF if isinstance(correction, SetProblem) else 1.0
    place = beside.place((correction.start, correction.end), share=share)
    if place is None:
        return None
    there = replace(correction, start=place[0], end=place[1])
    if isinstance(there, SplitAdvice):
        rest = beside.place((there.at, correction.end))
        return None if rest is None else replace(there, at=rest[0])
    if isinstance(there, ShapeAdvice):
        new = beside.place((there.to_start, there.to_end))
        return None if new is None else replace(there, to_start=new[0], to_end=new[1])
    return there


def _called(session: Session, speaker: int) -> str:
    it = session.speakers[speaker]
    return it.label or it.name


def _left(made: Made, base: Analysis) -> LeftLabel:
    it = made.correction
    if isinstance(it, SetRole | SetName):
        value = it.role if isinstance(it, SetRole) else it.name
        return LeftLabel(label_by(made.by, value), _called(base.session, it.speaker))
    told = "".join(turn.text for turn in base.session.turns)[it.start : it.end]
    match it:
        case LabelAdvice():
            value = " and ".join(it.categories) or it.kind
        case SetProblem():
            value = it.category or it.kind
        case SetMove():
            value = it.move
        case SetSegment():
            value = it.segment
        case _:
            value = it.kind
    return LeftLabel(label_by(made.by, value), told)


def _made(row: Any) -> Made:  # noqa: ANN401 - a row
    number, session_id, by, at, content, before, undone_by, undone_at = row
    return Made(
        number=number,
        session_id=session_id,
        by=by,
        at=at,
        correction=correction_from_json(content),
        before=None if before is None else before_from_json(before),
        undone_by=undone_by,
        undone_at=undone_at,
    )


_SELECT = (
    "SELECT correction, session_id, made_by, made_at, content, before, undone_by, undone_at"
    " FROM corrections"
)
_INSERT = (
    "INSERT INTO corrections (session_id, made_by, made_at, kind, content, before)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_UNDO = "UPDATE corrections SET undone_by = ?, undone_at = ?, before = NULL WHERE correction = ?"
_AGAIN = "UPDATE corrections SET session_id = ?, content = ?, before = ? WHERE correction = ?"
