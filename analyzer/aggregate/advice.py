"""Counts of advice. The table has a row for each label, so counting its rows counts too much."""

from __future__ import annotations

from pandas import DataFrame

from analyzer.aggregate.clients import with_client
from analyzer.aggregate.frames import Tables, counted, looked_up, share
from analyzer.records import Pack

STRETCH = ["session_id", "advice", "category"]


def stretches(tables: Tables) -> DataFrame:
    """The advice table with each stretch once per category, whoever labelled it how often."""
    return tables.advice.drop_duplicates(STRETCH)


def advice_counts(tables: Tables, *, pack: Pack) -> DataFrame:
    """How often each category of advice was given: stretches, sessions, clients, scripts.

    ``share`` is the part of all stretches of advice, with or without a label, that carry the
    category; a stretch may carry two. ``n_clients`` counts clients with a name, and may fall when
    a session shows that two names are one person's. Categories never given are left out. Order: the
    most frequent first, then by id.
    """
    counts = (
        with_client(stretches(tables), tables)
        .groupby("category")
        .agg(
            n_advice=("advice", "size"),
            n_sessions=("session_id", "nunique"),
            n_clients=("client", "nunique"),
            n_scripts=("is_script", "sum"),
        )
        .reset_index()
    )
    names = {category.id: category.name for category in pack.advice}
    named = counts.assign(
        name=looked_up(counts["category"], names).fillna(counts["category"]),
        share=share(counts["n_advice"], len(tables.uptake)),
    )
    return counted("advice_counts", named, by=["n_advice", "category"], down=["n_advice"])


def advice_by_problem(tables: Tables) -> DataFrame:
    """How often each category of advice answers each problem; a row for each pair that occurs.

    Advice in exchanges without a problem label is left out. Order: the problem with the most advice
    first, within it the most frequent advice; then by id.
    """
    answers = stretches(tables).dropna(subset="problem")
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

    Advice whose uptake was not looked at is left out. Order: the category with the most answers
    first, then by id; within it the strongest answer first.
    """
    pairs = (
        stretches(tables)
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
