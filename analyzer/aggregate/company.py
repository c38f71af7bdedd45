"""What stands beside a group of findings: the advice given there, its uptake, its problems.

A group is anything that gathers exchanges or stretches of advice: a category or a theme.
"""

from __future__ import annotations

from typing import Any

from pandas import DataFrame

from analyzer.aggregate.advice import sure_stretches
from analyzer.aggregate.frames import Tables, counted

_STRETCH = ["session_id", "advice"]
_EXCHANGE = ["session_id", "exchange"]


def stretches_in(exchanges: DataFrame, tables: Tables) -> DataFrame:
    """The stretches of advice in some exchanges, each once for each group.

    ``exchanges`` has a row for each exchange of a group: group, session_id, exchange. The result
    has group, session_id, advice.
    """
    inside = tables.uptake[[*_STRETCH, "exchange"]].dropna(subset="exchange")
    placed = exchanges.astype({"exchange": "Int32"}).drop_duplicates(["group", *_EXCHANGE])
    return placed.merge(inside, on=_EXCHANGE)[["group", *_STRETCH]]


def advice_among(stretches: DataFrame, tables: Tables) -> DataFrame:
    """The sure advice types among the stretches of groups: group, session_id, advice.

    ``n_exchanges`` counts the exchanges in which a type was given; stretches outside of exchanges
    count in ``n_advice`` and ``n_sessions`` alone. Order: group, the most exchanges first, then id.
    """
    types = sure_stretches(tables)[[*_STRETCH, "exchange", "category"]]
    met = stretches.drop_duplicates().merge(types, on=_STRETCH)
    counts = met.groupby(["group", "category"]).agg(
        n_advice=("advice", "size"), n_sessions=("session_id", "nunique")
    )
    exchanges = met.dropna(subset="exchange").drop_duplicates(["group", "category", *_EXCHANGE])
    n_exchanges = exchanges.groupby(["group", "category"]).size().rename("n_exchanges")
    return counted(
        "advice_among",
        counts.join(n_exchanges).fillna({"n_exchanges": 0}).reset_index(),
        by=["group", "n_exchanges", "n_advice", "category"],
        down=["n_exchanges", "n_advice"],
    )


def problems_among(stretches: DataFrame, tables: Tables) -> DataFrame:
    """The sure problems of the exchanges in which the stretches of groups were given.

    Order: group, the most exchanges first, then id.
    """
    exchanges = tables.uptake[[*_STRETCH, "exchange"]].dropna(subset="exchange")
    problems = tables.problems.loc[tables.problems["sure"], [*_EXCHANGE, "category"]]
    met = (
        stretches.merge(exchanges, on=_STRETCH)
        .drop_duplicates(["group", *_EXCHANGE])
        .merge(problems.astype({"exchange": "Int32"}), on=_EXCHANGE)
    )
    counts = met.groupby(["group", "category"]).agg(
        n_exchanges=("exchange", "size"), n_sessions=("session_id", "nunique")
    )
    return counted(
        "problems_among",
        counts.reset_index(),
        by=["group", "n_exchanges", "category"],
        down=["n_exchanges"],
    )


def uptake_among(stretches: DataFrame, tables: Tables) -> DataFrame:
    """What clients did with the advice of groups; a row for each pair that occurs.

    Advice whose uptake was not looked at is left out. Order: group, the strongest answer first.
    """
    looked_at: Any = tables.uptake[[*_STRETCH, "kind"]].dropna(subset="kind")
    met = stretches.drop_duplicates().merge(looked_at, on=_STRETCH)
    counts = met.groupby(["group", "kind"], observed=True).size().rename("n").reset_index()
    return counted(
        "uptake_among",
        counts.assign(strength=counts["kind"].cat.codes),
        by=["group", "strength"],
    )


def problem_groups(tables: Tables) -> DataFrame:
    """The exchanges that surely bring each problem: group, session_id, exchange."""
    sure = tables.problems.loc[tables.problems["sure"], ["category", *_EXCHANGE]]
    return sure.rename(columns={"category": "group"}).drop_duplicates()


def advice_groups(tables: Tables) -> DataFrame:
    """The stretches that surely are of each advice type: group, session_id, advice."""
    sure = sure_stretches(tables)[["category", *_STRETCH]]
    return sure.rename(columns={"category": "group"})
