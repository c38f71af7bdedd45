"""Whose matter a finding belongs to, and each client's way through the sessions."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pandas import DataFrame, Series

from analyzer.aggregate.frames import Tables, counted, looked_up


def with_client(findings: DataFrame, tables: Tables) -> DataFrame:
    """The findings with a column ``client``: who asks in their exchange, else the only client.

    NA where nobody asks and the session has several clients or none, and where the client is
    unnamed ("Client", "Speaker 2"). Clients are told apart by name alone: two people called Ana
    count as one.
    """
    askers = tables.exchanges[["session_id", "exchange", "asker"]].astype({"exchange": "Int32"})
    placed = findings.astype({"exchange": "Int32"}).reset_index(drop=True)
    # Words of quotes have no part in it, and to move them takes longer than all else.
    keys = ["session_id", "exchange"]
    asked = placed[keys].merge(askers, on=keys, how="left")["asker"]
    clients = tables.talk.loc[tables.talk["role"] == "client", ["session_id", "person"]]
    only = clients.drop_duplicates("session_id", keep=False)
    by_session = dict(zip(only["session_id"], only["person"], strict=True))
    client = asked.fillna(looked_up(placed["session_id"], by_session))
    named = tables.talk["person"].dropna().unique()
    return placed.assign(client=client.where(client.isin(named)))


def client_journeys(tables: Tables) -> DataFrame:
    """One row for each session of each client, in the order in which they came.

    ``number`` counts the client's sessions from 1, those without a date last. ``problems`` are the
    categories surely brought by the client, in order and joined by ", ", NA where there is none.
    ``n_advice`` counts the stretches of advice given to the client. Unnamed clients are left out,
    because nobody knows which of their sessions belong together. Order: client, number.
    """
    key = ["client", "session_id"]
    exchanges = with_client(tables.exchanges, tables).dropna(subset="client")
    clients = tables.talk.loc[tables.talk["role"] == "client", ["person", "session_id"]].dropna()
    visits = pd.concat(
        [clients.rename(columns={"person": "client"}), exchanges[key]], ignore_index=True
    ).drop_duplicates()
    brought = exchanges[exchanges["problem_sure"].fillna(value=False)]
    advice = with_client(tables.uptake, tables)
    journeys = (
        visits.merge(tables.sessions[["session_id", "held_on"]], on="session_id", how="left")
        .join(exchanges.groupby(key).size().rename("n_exchanges"), on=key)
        .join(_joined(brought, key).rename("problems"), on=key)
        .join(advice.groupby(key).size().rename("n_advice"), on=key)
        .fillna({"n_exchanges": 0, "n_advice": 0})
        .sort_values(["client", "held_on", "session_id"], na_position="last")
    )
    numbered = journeys.assign(number=journeys.groupby("client").cumcount() + 1)
    return counted("client_journeys", numbered, by=["client", "number"])


def _joined(brought: DataFrame, key: list[str]) -> Series[Any]:
    """The problems of each group, in order; much faster than a call for each of many groups."""
    problems: dict[tuple[str, ...], list[str]] = {}
    groups = zip(*(brought[column].tolist() for column in key), strict=True)
    for problem, group in zip(brought["problem"].tolist(), groups, strict=True):
        problems.setdefault(group, []).append(problem)
    index = pd.MultiIndex.from_tuples(list(problems), names=key)
    return Series([", ".join(one) for one in problems.values()], index=index, dtype="str")
