"""Counts of the problems that askers bring."""

from __future__ import annotations

from pandas import DataFrame

from analyzer.aggregate.advice import with_possible
from analyzer.aggregate.clients import with_client
from analyzer.aggregate.frames import Tables, counted, looked_up, share
from analyzer.records import Pack


def problem_counts(tables: Tables, *, pack: Pack) -> DataFrame:
    """How often each problem was brought: exchanges, sessions, clients.

    Only labels that are sure are counted; ``n_possible`` counts the exchanges whose label is not.
    ``share`` is the part of all exchanges, with or without a problem label. ``n_clients`` and
    ``rely`` are those of ``advice_counts``. Problems never brought are left out. Order: the most
    frequent first, then by id.
    """
    sure = (
        with_client(tables.problems[tables.problems["sure"]], tables)
        .groupby("category")
        .agg(
            n_exchanges=("exchange", "size"),
            n_sessions=("session_id", "nunique"),
            n_clients=("client", "nunique"),
        )
    )
    counts = with_possible(tables.problems, sure)
    names = {category.id: category.name for category in pack.problem}
    named = counts.assign(
        name=looked_up(counts["category"], names).fillna(counts["category"]),
        share=share(counts["n_exchanges"], len(tables.exchanges)),
    )
    return counted("problem_counts", named, by=["n_exchanges", "category"], down=["n_exchanges"])
