"""Counts of advice. The table has a row for each label, so counting its rows counts too much.

Labels that are only possible are counted apart or passed over.
"""

from __future__ import annotations

from pandas import DataFrame

from analyzer.aggregate.clients import with_client
from analyzer.aggregate.frames import Tables, counted, looked_up, share
from analyzer.records import Pack

STRETCH = ["session_id", "advice", "category"]


def stretches(tables: Tables) -> DataFrame:
    """The advice table with each stretch once per category, whoever labelled it how often.

    Of several labels alike a sure one is kept.
    """
    told = tables.advice[[*STRETCH, "sure"]].sort_values("sure", ascending=False, kind="stable")
    return tables.advice.loc[told.drop_duplicates(STRETCH).index.sort_values()]


def sure_stretches(tables: Tables) -> DataFrame:
    """The same without labels that are only possible."""
    sure = tables.advice.loc[tables.advice["sure"], STRETCH]
    return tables.advice.loc[sure.drop_duplicates().index]


def advice_counts(tables: Tables, *, pack: Pack) -> DataFrame:
    """How often each category of advice was given: stretches, sessions, clients, scripts.

    Only labels that are sure are counted; ``n_possible`` counts the stretches whose label is not.
    ``share`` is the part of all stretches of advice, with or without a label, that carry the
    category; a stretch may carry two. ``n_clients`` counts clients with a name, and may fall when
    a session shows that two names are one person's. ``rely`` is that of the table. Categories never
    given are left out. Order: the most frequent first, then by id.
    """
    every = stretches(tables)
    sure = (
        with_client(every[every["sure"]], tables)
        .groupby("category")
        .agg(
            n_advice=("advice", "size"),
            n_sessions=("session_id", "nunique"),
            n_clients=("client", "nunique"),
            n_scripts=("is_script", "sum"),
        )
    )
    counts = with_possible(every, sure)
    names = {category.id: category.name for category in pack.advice}
    named = counts.assign(
        name=looked_up(counts["category"], names).fillna(counts["category"]),
        share=share(counts["n_advice"], len(tables.uptake)),
    )
    return counted("advice_counts", named, by=["n_advice", "category"], down=["n_advice"])


def with_possible(findings: DataFrame, sure: DataFrame) -> DataFrame:
    """Counts of sure labels, indexed by category, with the number of possible ones beside them."""
    by_category = findings.assign(possible=~findings["sure"]).groupby("category")
    every = by_category.agg(n_possible=("possible", "sum"), rely=("rely", "first"))
    return every.join(sure).fillna(dict.fromkeys(sure.columns, 0)).reset_index()


def advice_by_problem(tables: Tables) -> DataFrame:
    """How often each category of advice answers each problem; a row for each pair that occurs.

    Advice in exchanges without a problem label is left out, and so are labels that are only
    possible, on either side. Order: the problem with the most advice
    first, within it the most frequent advice; then by id.
    """
    answers = sure_stretches(tables)
    answers = answers[answers["problem_sure"].fillna(value=False)]
    pair = ["problem", "category"]
    exchanges = answers.drop_duplicates([*pair, "session_id", "exchange"]).groupby(pair).size()
    pairs = (
        answers.groupby(pair)
        .agg(n_advice=("advice", "size"), n_sessions=("session_id", "nunique"))
        .join(exchanges.rename("n_exchanges"))
        .reset_index()
    )
    weighed = pairs.assign(weight=pairs.groupby("problem")["n_advice"].transform("sum"))
    return counted(
        "advice_by_problem",
        weighed,
        by=["weight", "problem", "n_advice", "category"],
        down=["weight", "n_advice"],
    )


def uptake_by_advice(tables: Tables) -> DataFrame:
    """What clients did with each category of advice; a row for each pair that occurs.

    Advice whose uptake was not looked at is left out, and labels that are only possible. Order: the
    category with the most answers first, then by id; within it the strongest answer first.
    """
    pairs = (
        sure_stretches(tables)
        .dropna(subset="uptake")
        .groupby(["category", "uptake"], observed=True)
        .size()
        .rename("n")
        .reset_index()
        .rename(columns={"uptake": "kind"})
    )
    weighed = pairs.assign(
        weight=pairs.groupby("category")["n"].transform("sum"), strength=pairs["kind"].cat.codes
    )
    return counted(
        "uptake_by_advice", weighed, by=["weight", "category", "strength"], down=["weight"]
    )
