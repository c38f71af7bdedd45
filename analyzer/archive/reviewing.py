"""Making and taking back a correction in an archive, each in one transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from analyzer.archive.adding import EncodeAgain, write_over
from analyzer.archive.correcting import (
    Made,
    live_corrections,
    note_again,
    note_new,
    note_undone,
)
from analyzer.archive.rows import read_analysis
from analyzer.corrections.applying import corrected
from analyzer.corrections.records import Correction
from analyzer.corrections.replaying import replayed, unwound
from analyzer.corrections.undoing import before_of
from analyzer.records import Analysis


def make(
    connection: sqlite3.Connection,
    session_id: str,
    correction: Correction,
    *,
    by: str,
    at: str,
    again: EncodeAgain | None,
) -> Analysis | None:
    """The session's analysis as corrected, now in the archive; None where there is no session.

    Raises CorrectionError where the correction has no place; inside a transaction.
    """
    kept = read_analysis(connection, session_id)
    if kept is None:
        return None
    analysis = corrected(kept, correction, by=by)
    before = before_of(kept, analysis)
    note_new(connection, session_id, correction, before=before, by=by, at=at)
    if analysis != kept:
        write_over(connection, analysis, kept=kept, again=again)
    return analysis


def take_back(
    connection: sqlite3.Connection,
    session_id: str,
    *,
    by: str,
    at: str,
    again: EncodeAgain | None,
) -> tuple[Analysis, Made] | None:
    """The analysis without the last correction that this person made in it, and that correction.

    What others corrected since is put onto it again. None where there is nothing to take back;
    inside a transaction.
    """
    kept = read_analysis(connection, session_id)
    made = live_corrections(connection, session_id)
    own = [place for place, it in enumerate(made) if it.by == by]
    if kept is None or not own:
        return None
    gone, later = made[own[-1]], made[own[-1] + 1 :]
    base = unwound(kept, [it.before for it in made[own[-1] :]])
    analysis, befores = replayed(base, [(it.correction, it.by) for it in later])
    note_undone(connection, gone.number, by=by, at=at)
    note_again(
        connection, [replace(it, before=before) for it, before in zip(later, befores, strict=True)]
    )
    if analysis != kept:
        write_over(connection, analysis, kept=kept, again=again)
    return analysis, gone
