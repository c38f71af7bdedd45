"""What changes over time: counts in calendar periods, beside the sessions held in each."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
from pandas import DataFrame, Series

from analyzer.aggregate.advice import sure_stretches
from analyzer.aggregate.frames import DAY, Tables, counted

Period = Literal["month", "quarter", "year"]


def advice_over_time(tables: Tables, period: Period = "quarter") -> DataFrame:
    """How often each category of advice was given in each calendar period.

    ``period`` is the first day of the month, quarter or year, ``n`` counts stretches surely of it,
    ``n_sessions`` the sessions held in the period, ``per_session`` is one by the other. Every
    period in which a session was held has a row for every category, also where it was not given.
    Order: period, then id.

    Sessions without a date are left out; ``frame.attrs`` says how many (``n_sessions_undated``)
    and how many counted stretches they hold (``n_undated``).
    """
    return _over_time("advice_over_time", sure_stretches(tables), tables, period)


def problems_over_time(tables: Tables, period: Period = "quarter") -> DataFrame:
    """How often each problem was brought in each calendar period; ``n`` counts exchanges.

    Columns, order and what is left out are those of ``advice_over_time``.
    """
    return _over_time(
        "problems_over_time", tables.problems[tables.problems["sure"]], tables, period
    )


def _over_time(name: str, findings: DataFrame, tables: Tables, period: Period) -> DataFrame:
    dated = tables.sessions.dropna(subset="held_on")
    found = findings.dropna(subset="held_on")
    periods = dated.assign(period=_first_day(dated["held_on"], period)).groupby("period").size()
    counts = (
        found.assign(period=_first_day(found["held_on"], period))
        .groupby(["period", "category"])
        .size()
        .rename("n")
    )
    grid = (
        periods.rename("n_sessions")
        .reset_index()
        .merge(found[["category"]].drop_duplicates(), how="cross")
    )
    filled = grid.merge(counts.reset_index(), on=["period", "category"], how="left").fillna(
        {"n": 0}
    )
    rated = filled.assign(per_session=filled["n"] / filled["n_sessions"])
    frame = counted(name, rated, by=["period", "category"])
    frame.attrs = {
        "n_sessions_undated": len(tables.sessions) - len(dated),
        "n_undated": len(findings) - len(found),
    }
    return frame


def _first_day(days: Series[Any], period: Period) -> Series[Any]:
    months = days.to_numpy().astype("datetime64[M]")
    if period == "year":
        months = months.astype("datetime64[Y]")
    elif period == "quarter":
        months = months - months.astype("int64") % 3
    elif period != "month":
        raise ValueError(f"period is {period!r}, but must be 'month', 'quarter' or 'year'.")
    return pd.Series(months.astype(DAY), index=days.index)
