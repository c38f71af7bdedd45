"""What rises and falls as time goes on, over all periods there are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from analyzer.aggregate.frames import counted
from analyzer.aggregate.trends.chance import holm, likeness, trend
from analyzer.aggregate.trends.grid import Findings, Grid, grid_of, numbered_clients
from analyzer.aggregate.trends.intervals import LEVEL
from analyzer.aggregate.trends.periods import Period, first_day
from analyzer.aggregate.verdicts import Course

# Below these, nothing is said to rise or fall.
FEWEST_PERIODS = 4
FEWEST_SESSIONS = 20
# A category must come up in so many sessions, and not come up in so many.
FEWEST_OF_EACH = 5


def courses(findings: Findings, sessions: DataFrame, *, period: Period = "quarter") -> DataFrame:
    """Whether each category comes up more or less often from period to period.

    ``course`` says rising or falling where so clear an order would come by chance in at most one
    list of twenty, all categories looked at together: the trend test of Cochran (1954) and Armitage
    (1955) over sessions, scored by the rank of their period, so that neither a long pause nor one
    odd period decides; with Holm's correction (1979), sessions of one client taken for alike as far
    as they are. Sessions count and not periods, so few periods will do: ``FEWEST_PERIODS`` with a
    session, ``FEWEST_SESSIONS`` in all, ``FEWEST_OF_EACH`` with the category and without. Seasons
    are not looked for: what returns each winter is neither rising nor falling.

    To say it in counts, the periods are parted so that the sessions fall into halves: ``n_early``
    of ``of_early`` sessions, ``n_late`` of ``of_late``. ``errors`` is how many standard errors late
    the sessions with the category stand, below 0 early. ``chance`` and ``chance_together`` are as
    in ``changes``.

    Order: rising, falling, unclear, too few; in each the clearest first, then by kind and id.
    Sessions without a date are left out. ``frame.attrs``: how many (``n_sessions_undated``), the
    number of periods with a session (``n_periods``), and the day on which the late half begins
    (``late_from``, None where there is one period).
    """
    dated = sessions.dropna(subset="held_on")
    grid = grid_of(findings, dated)
    starts = first_day(dated["held_on"], period)
    late_from = _middle(starts)
    rows = _followed(grid, starts.to_numpy(), late_from)
    order = {course: place for place, course in enumerate(Course)}
    kinds = {kind: place for place, kind in enumerate(findings)}
    placed = rows.assign(
        place=rows["course"].map(order),
        clear=rows["errors"].abs(),
        of_kind=rows["kind"].map(kinds),
    )
    frame = counted("courses", placed, by=["place", "clear", "of_kind", "category"], down=["clear"])
    frame.attrs = {
        "n_sessions_undated": len(sessions) - len(dated),
        "n_periods": int(starts.nunique()),
        "late_from": None if late_from is None else late_from.item(),
    }
    return frame


def _middle(starts: Series[Any]) -> np.datetime64 | None:
    """The period with which the later half of the sessions begins, as near the half as can be."""
    periods, held = np.unique(starts.to_numpy().astype("datetime64[D]"), return_counts=True)
    if len(periods) < 2:
        return None
    before = np.cumsum(held)[:-1]
    middle: np.datetime64 = periods[1:][np.argmin(np.abs(2 * before - held.sum()))]
    return middle


def _followed(grid: Grid, starts: NDArray[Any], late_from: np.datetime64 | None) -> DataFrame:
    came = grid.came
    is_late = np.zeros(len(starts), dtype=bool) if late_from is None else starts >= late_from
    scores = Series(starts).rank().to_numpy().astype(np.float64)
    errors, chance = np.zeros(came.shape[1]), np.full(came.shape[1], np.nan)
    if len(starts) >= FEWEST_SESSIONS and len(np.unique(starts)) >= FEWEST_PERIODS:
        alike = likeness(came, scores, numbered_clients(grid.sessions))
        errors, chances = trend(came, scores, alike=alike)
        least = np.minimum(came.sum(axis=0), (~came).sum(axis=0))
        chance = np.where((least >= FEWEST_OF_EACH) & alike.can_tell, chances, np.nan)
    together = holm(chance)
    return grid.categories.assign(
        n_early=came[~is_late].sum(axis=0),
        of_early=int((~is_late).sum()),
        n_late=came[is_late].sum(axis=0),
        of_late=int(is_late.sum()),
        errors=errors,
        chance=chance,
        chance_together=together,
        course=np.select(
            [np.isnan(chance), together > LEVEL, errors > 0],
            [Course.TOO_FEW.value, Course.UNCLEAR.value, Course.RISING.value],
            default=Course.FALLING.value,
        ),
    )
