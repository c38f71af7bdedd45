"""What rises and falls as time goes on, over all periods there are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from analyzer.aggregate.frames import counted
from analyzer.aggregate.trends.chance import Alike, Came, holm, likeness, trend
from analyzer.aggregate.trends.grid import Findings, grid_of, numbered_clients
from analyzer.aggregate.trends.intervals import LEVEL, Numbers
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
    (``late_from``, None where there is one period). ``can_tell`` is whether there are periods,
    sessions and clients enough to tell anything.
    """
    dated = sessions.dropna(subset="held_on")
    grid = grid_of(findings, dated)
    starts = first_day(dated["held_on"], period)
    late_from, n_periods = _middle(starts), int(starts.nunique())
    scores = starts.rank().to_numpy().astype(np.float64)
    alike = likeness(grid.came, scores, numbered_clients(grid.sessions))
    enough = len(dated) >= FEWEST_SESSIONS and n_periods >= FEWEST_PERIODS and alike.can_tell
    halves = _halves(grid.came, np.asarray(starts >= late_from))
    rows = _told(grid.categories.assign(**halves), grid.came, scores, alike if enough else None)
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
        "n_periods": n_periods,
        "late_from": None if pd.isna(late_from) else late_from.date(),
        "can_tell": enough,
    }
    return frame


def _middle(starts: Series[Any]) -> Any:  # noqa: ANN401 - a Timestamp, or NaT
    """The period with which the later half of the sessions begins, as near the half as can be."""
    held = starts.value_counts().sort_index()
    if len(held) < 2:
        return pd.NaT
    before = held.cumsum().to_numpy()[:-1]
    return held.index[1 + int(np.argmin(np.abs(2 * before - len(starts))))]


def _halves(came: Came, is_late: NDArray[np.bool_]) -> dict[str, Any]:
    return {
        "n_early": came[~is_late].sum(axis=0),
        "of_early": int((~is_late).sum()),
        "n_late": came[is_late].sum(axis=0),
        "of_late": int(is_late.sum()),
    }


def _told(rows: DataFrame, came: Came, scores: Numbers, alike: Alike | None) -> DataFrame:
    """What can be said of each category; without ``alike``, that there is too little."""
    errors, chance = np.zeros(len(rows)), np.full(len(rows), np.nan)
    if alike is not None:
        errors, chances = trend(came, scores, alike=alike)
        least = np.minimum(came.sum(axis=0), (~came).sum(axis=0))
        chance = np.where(least >= FEWEST_OF_EACH, chances, np.nan)
    together = holm(chance)
    return rows.assign(
        errors=errors,
        chance=chance,
        chance_together=together,
        course=np.select(
            [np.isnan(chance), together > LEVEL, errors > 0],
            [Course.TOO_FEW.value, Course.UNCLEAR.value, Course.RISING.value],
            default=Course.FALLING.value,
        ),
    )
