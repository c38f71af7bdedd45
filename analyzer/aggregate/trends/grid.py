"""Findings laid out as numbers: how often each category comes up in each session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from analyzer.aggregate.advice import sure_stretches
from analyzer.aggregate.frames import Tables
from analyzer.records.names import is_unnamed

# By kind ("problems", "advice", …) a row for each finding, with session_id and category.
Findings = Mapping[str, DataFrame]


def findings_of(tables: Tables) -> dict[str, DataFrame]:
    """The problems brought and the advice given, without labels that are only possible."""
    return {
        "problems": tables.problems[tables.problems["sure"]],
        "advice": sure_stretches(tables),
    }


def stacked(findings: Findings, sessions: DataFrame) -> DataFrame:
    """The findings of these sessions in one frame: kind, session_id, category, held_on.

    A column ``person`` is kept where a kind has one. ``held_on`` is that of the session.
    """
    columns = ["session_id", "category", "person"]
    frames = [
        frame[[column for column in columns if column in frame]].assign(kind=kind)
        for kind, frame in findings.items()
    ]
    empty = DataFrame(
        {column: Series(dtype="str") for column in ("kind", "session_id", "category")}
    )
    return pd.concat([empty, *frames], ignore_index=True).merge(
        sessions[["session_id", "held_on"]], on="session_id"
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """How often each category comes up in each session.

    ``counts`` has a row for each of the ``sessions`` and a column for each of the ``categories``
    (kind, category), which stand by kind in the order given, then by id.
    """

    sessions: DataFrame
    categories: DataFrame
    counts: NDArray[np.int64]

    @property
    def came(self) -> NDArray[np.bool_]:
        """Whether each category comes up in each session."""
        return self.counts > 0


def grid_of(findings: Findings, sessions: DataFrame) -> Grid:
    """The grid of these sessions; findings of others count for nothing."""
    rows = stacked(findings, sessions)
    kinds = {kind: place for place, kind in enumerate(findings)}
    categories = (
        rows[["kind", "category"]]
        .drop_duplicates()
        .assign(place=lambda frame: frame["kind"].map(kinds))
        .sort_values(["place", "category"])[["kind", "category"]]
        .reset_index(drop=True)
    )
    n, width = len(sessions), len(categories)
    row = pd.Index(sessions["session_id"]).get_indexer(rows["session_id"])
    column = pd.MultiIndex.from_frame(categories).get_indexer(
        pd.MultiIndex.from_frame(rows[["kind", "category"]])
    )
    counts = np.bincount(row * width + column, minlength=n * width).reshape(n, width)
    return Grid(sessions=sessions.reset_index(drop=True), categories=categories, counts=counts)


def numbered_clients(sessions: DataFrame) -> NDArray[np.int64]:
    """Whose session each is, from 0: those with the same clients have the same number.

    A session whose clients have no name stands for itself, and so does each where all sessions
    are of one client: what they show is about that client alone.
    """
    known = [_named(clients) for clients in sessions["clients"]]
    if len(set(known)) == 1 and known[0] is not None:
        return np.arange(len(known))
    numbers, _ = pd.factorize(
        np.array([str(place) if it is None else f" {it}" for place, it in enumerate(known)])
    )
    return numbers.astype(np.int64)


def _named(clients: object) -> str | None:
    """The clients of a session in one order; None where one of them has no name, or nobody came."""
    names = sorted(clients.split(", ")) if isinstance(clients, str) else []
    return None if not names or any(map(is_unnamed, names)) else ", ".join(names)
