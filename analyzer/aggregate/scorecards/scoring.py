"""The numbers of a scorecard in one session."""

from __future__ import annotations

from analyzer.aggregate.scorecards.counting import Counted, count
from analyzer.aggregate.scorecards.records import (
    EVERYONE,
    Measure,
    Score,
    Scorecard,
    SessionScores,
    Show,
)
from analyzer.records import Analysis

ALONE = "nobody else speaks"
NOTHING = "there is nothing to set it against"


def score_session(analysis: Analysis, scorecard: Scorecard) -> SessionScores:
    """The numbers of a scorecard in a session, each with the moments behind it.

    A number that cannot be known is None and says why: times that the transcript does not have,
    roles that are not known. There is no target and no grade.
    """
    return SessionScores(
        analysis=analysis,
        scorecard=scorecard,
        scores=tuple(_score(it, analysis, scorecard) for it in scorecard.measures),
    )


def _score(measure: Measure, analysis: Analysis, scorecard: Scorecard) -> Score:
    counted = count(measure, analysis)
    if counted.n is None:
        return Score(measure=measure, value=None, why=counted.why)
    if measure.of is None:
        value = float(counted.n > 0) if measure.show is Show.YES_NO else float(counted.n)
        return Score(measure=measure, value=value, n=counted.n, moments=counted.moments)
    of, why = _set_against(measure, analysis, scorecard)
    return Score(
        measure=measure,
        value=None if of.n is None or why else counted.n / of.n,
        n=counted.n,
        of=of.n,
        why=of.why or why,
        moments=counted.moments,
    )


def _set_against(
    measure: Measure, analysis: Analysis, scorecard: Scorecard
) -> tuple[Counted, str | None]:
    """What a count is set against, and why nothing can be said of the two."""
    if measure.of == EVERYONE:
        of = count(measure, analysis, anybody=True)
        session = analysis.session
        roles = {session.speakers[turn.speaker].role for turn in session.turns}
        if roles <= set(measure.by):
            return of, ALONE
    else:
        assert measure.of is not None
        of = count(scorecard.measure(measure.of), analysis)
    return of, NOTHING if of.n == 0 else None
