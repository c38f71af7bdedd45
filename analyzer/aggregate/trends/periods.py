"""Counts in calendar periods, beside the sessions held in each."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from analyzer.aggregate.frames import Tables, counted
from analyzer.aggregate.schema import DAY
from analyzer.aggregate.trends.grid import Findings, findings_of, grid_of, stacked
from analyzer.aggregate.trends.intervals import rate, spread_of, wilson

Period = Literal["month", "quarter", "year"]


def over_time(findings: Findings, sessions: DataFrame, *, period: Period = "quarter") -> DataFrame:
    """How often each category came up in each calendar period.

    ``period`` is the first day of the month, quarter or year. ``n`` counts findings and
    ``n_sessions`` the sessions that have one, of the ``of_sessions`` held in the period. ``share``
    is n_sessions by of_sessions, 0 to 1, with the interval of Wilson (1927); ``per_session`` is n
    by of_sessions, with that of Garwood (1936), widened where findings come in heaps. Every period
    in which a session was held has a row for every category, also where it did not come up. Order:
    period, kind, id.

    Sessions without a date are left out; ``frame.attrs`` says how many (``n_sessions_undated``)
    and how many findings they hold (``n_undated``).
    """
    dated = sessions.dropna(subset="held_on")
    grid = grid_of(findings, dated)
    starts, of_period = np.unique(first_day(dated["held_on"], period), return_inverse=True)
    held, width = np.bincount(of_period, minlength=len(starts)), len(grid.categories)
    n, n_sessions = (np.zeros((len(starts), width), dtype=np.int64) for _ in range(2))
    np.add.at(n, of_period, grid.counts)
    np.add.at(n_sessions, of_period, grid.came)
    rows = grid.categories.take(np.tile(np.arange(width), len(starts))).assign(
        period=np.repeat(starts, width).astype(DAY),
        n=n.ravel(),
        n_sessions=n_sessions.ravel(),
        of_sessions=np.repeat(held, width),
    )
    squares = np.square(grid.counts).sum(axis=0)
    spread = spread_of(grid.counts.sum(axis=0), squares, of=len(dated))
    placed = with_intervals(rows, spread=np.tile(spread, len(starts)))
    frame = counted("over_time", placed, by=["period"])
    frame.attrs = {
        "n_sessions_undated": len(sessions) - len(dated),
        "n_undated": int(stacked(findings, sessions)["held_on"].isna().sum()),
    }
    return frame


def advice_over_time(tables: Tables, period: Period = "quarter") -> DataFrame:
    """How often each category of advice was surely given in each period, as ``over_time``."""
    advice = findings_of(tables)["advice"]
    return over_time({"advice": advice}, tables.sessions, period=period)


def problems_over_time(tables: Tables, period: Period = "quarter") -> DataFrame:
    """How often each problem was surely brought in each period, as ``over_time``."""
    problems = findings_of(tables)["problems"]
    return over_time({"problems": problems}, tables.sessions, period=period)


def with_intervals(rows: DataFrame, *, spread: Any) -> DataFrame:  # noqa: ANN401 - array-like
    """The counts with share and rate and the bounds of both."""
    n, n_sessions, of = (rows[column].to_numpy() for column in ("n", "n_sessions", "of_sessions"))
    share_low, share_high = wilson(n_sessions, of)
    per_session_low, per_session_high = rate(n, of, spread=spread)
    return rows.assign(
        share=n_sessions / of,
        share_low=share_low,
        share_high=share_high,
        per_session=n / of,
        per_session_low=per_session_low,
        per_session_high=per_session_high,
    )


def first_day(days: Series[Any], period: Period) -> Series[Any]:
    """The first day of the period each day lies in. Raises ValueError for another period."""
    months = days.to_numpy().astype("datetime64[M]")
    if period == "year":
        months = months.astype("datetime64[Y]")
    elif period == "quarter":
        months = months - months.astype("int64") % 3
    elif period != "month":
        raise ValueError(f"period is {period!r}, but must be 'month', 'quarter' or 'year'.")
    return pd.Series(months.astype(DAY), index=days.index)
