"""What is new, grown, fallen and gone since a day: sessions from that day on beside those before.

A season looks like a change where less than a year is compared; nothing here tells them apart.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from analyzer.aggregate.frames import counted
from analyzer.aggregate.trends.chance import Alike, fisher, holm, least, likeness
from analyzer.aggregate.trends.grid import Findings, Grid, grid_of, numbered_clients
from analyzer.aggregate.trends.intervals import LEVEL, difference
from analyzer.aggregate.verdicts import Change

# Fewer sessions than these on either side, and nothing is called a change.
FEWEST_SESSIONS = 10


def changes(findings: Findings, sessions: DataFrame, *, since: dt.date) -> DataFrame:
    """In how many sessions of how many each category came up since a day, and in how many before.

    ``change`` says what can be told of it. Something is called new, grown, fallen or gone where so
    great a difference would come by chance in at most one list of twenty, all categories looked at
    together: the exact test of Fisher (1935) with Holm's correction (1979), sessions of one client
    taken for alike as far as they are. It takes ``FEWEST_SESSIONS`` on both sides.

    ``difference`` is the later share less the earlier, -1 to 1, with the interval of Newcombe
    (1998) for this category alone; NaN where one side has no session. ``chance`` is that of a
    difference as great or greater where nothing changed, ``chance_together`` the same as it stands
    among so many categories; NaN where too few sessions can show nothing.

    Order: new, grown, fallen, gone, unclear, too few; in each the greatest difference first, then
    by kind and id. Sessions without a date are left out; ``frame.attrs`` says how many
    (``n_sessions_undated``), how many stand on either side (``of_before``, ``of_since``), and
    whether nearly all are of so few clients that nothing can be told (``is_of_few_clients``).
    """
    dated = sessions.dropna(subset="held_on")
    grid = grid_of(findings, dated)
    is_since = (dated["held_on"] >= pd.Timestamp(since)).to_numpy()
    order = {change: place for place, change in enumerate(Change)}
    kinds = {kind: place for place, kind in enumerate(findings)}
    alike = likeness(grid.came, is_since.astype(float), numbered_clients(grid.sessions))
    rows = _compared(grid, is_since, alike)
    placed = rows.assign(
        place=rows["change"].map(order),
        size=rows["difference"].abs().fillna(0),
        of_kind=rows["kind"].map(kinds),
    )
    frame = counted("changes", placed, by=["place", "size", "of_kind", "category"], down=["size"])
    frame.attrs = {
        "n_sessions_undated": len(sessions) - len(dated),
        "of_before": int((~is_since).sum()),
        "of_since": int(is_since.sum()),
        "is_of_few_clients": not alike.can_tell,
    }
    return frame


def _compared(grid: Grid, is_since: NDArray[np.bool_], alike: Alike) -> DataFrame:
    of_before, of_since = int((~is_since).sum()), int(is_since.sum())
    rows = grid.categories.assign(
        n_before=grid.came[~is_since].sum(axis=0),
        of_before=of_before,
        n_since=grid.came[is_since].sum(axis=0),
        of_since=of_since,
    )
    counts = rows[["n_before", "of_before", "n_since", "of_since"]].to_numpy(dtype=float).T
    chance = np.full(len(rows), np.nan)
    if min(of_before, of_since) >= FEWEST_SESSIONS:
        can_show = alike.told(least(*counts)) <= LEVEL
        chance[can_show] = alike.told(fisher(*(counts / alike.weight)))[can_show]
    low, high = difference(*(counts / alike.widening))
    compared = rows.assign(
        share_before=rows["n_before"] / (of_before or np.nan),
        share_since=rows["n_since"] / (of_since or np.nan),
        difference=lambda frame: frame["share_since"] - frame["share_before"],
        low=low,
        high=high,
        chance=chance,
        chance_together=holm(chance),
    )
    return compared.assign(change=_told(compared))


def _told(rows: DataFrame) -> Series[str]:
    """What can be said of each difference."""
    grown, fallen = rows["low"] > 0, rows["high"] < 0
    shows = (rows["chance_together"] <= LEVEL) & (grown | fallen)
    choices = [
        (rows["chance"].isna(), Change.TOO_FEW),
        (~shows, Change.UNCLEAR),
        (grown & (rows["n_before"] == 0), Change.NEW),
        (grown, Change.GROWN),
        (rows["n_since"] == 0, Change.GONE),
    ]
    told = np.select(
        [condition for condition, _ in choices],
        [change.value for _, change in choices],
        default=Change.FALLEN.value,
    )
    return Series(told, index=rows.index, dtype="str")
