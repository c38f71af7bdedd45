"""Counts by client and by coach, beside the sessions each of them was in."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame, Series

from analyzer.aggregate.clients import with_client
from analyzer.aggregate.frames import Tables, counted
from analyzer.aggregate.trends.grid import Findings, findings_of
from analyzer.aggregate.trends.intervals import spread_of
from analyzer.aggregate.trends.periods import with_intervals
from analyzer.records import Role

_VISIT = ["session_id", "person"]
_FINDING = ["kind", "category"]


def by_client(
    tables: Tables, *, findings: Findings | None = None, sessions: DataFrame | None = None
) -> DataFrame:
    """How often each client brought each problem and was given each advice, as ``by_person``.

    Other ``findings`` may be counted, each with the exchange it lies in. Only these ``sessions``
    count, all by default.
    """
    found = findings_of(tables) if findings is None else findings
    mine = {kind: _of_client(frame, tables) for kind, frame in found.items()}
    return _by_person_of(mine, clients_of(tables), sessions)


def by_coach(
    tables: Tables, *, findings: Findings | None = None, sessions: DataFrame | None = None
) -> DataFrame:
    """How often each coach gave each advice and was brought each problem, as ``by_person``.

    Advice is that of who gave it; where two coaches are in a session, a problem is brought to both.
    Other ``findings`` may be counted: those with a ``speaker`` are that coach's. Only these
    ``sessions`` count, all by default.
    """
    found = findings_of(tables) if findings is None else findings
    coaches = tables.talk[tables.talk["role"] == Role.COACH.value]
    said = coaches[["session_id", "speaker", "person"]].drop_duplicates(["session_id", "speaker"])
    mine = {
        kind: frame.merge(said, on=["session_id", "speaker"], how="left")
        if "speaker" in frame
        else frame
        for kind, frame in found.items()
    }
    return _by_person_of(mine, coaches_of(tables), sessions)


def _by_person_of(findings: Findings, members: DataFrame, sessions: DataFrame | None) -> DataFrame:
    if sessions is None:
        return by_person(findings, members)
    ids = sessions["session_id"]
    within = {kind: frame[frame["session_id"].isin(ids)] for kind, frame in findings.items()}
    return by_person(within, members[members["session_id"].isin(ids)])


def by_person(findings: Findings, members: DataFrame) -> DataFrame:
    """How often each category came up with each person, by kind.

    ``members`` says who was in which session (session_id, person). A kind whose findings have a
    column ``person`` counts for that person, any other for all who were in the session. Columns are
    those of ``over_time`` with ``person`` for ``period``; ``of_sessions`` are those the person was
    in. Each person has a row for each category that came up. Order: who was in most sessions first,
    then by name; within it by kind, the most sessions first, then by id.

    People without a name are left out; ``frame.attrs`` says how many findings are nobody's that
    has one (``n_unnamed``).
    """
    visits = members[_VISIT].dropna().drop_duplicates()
    rows, n_unnamed = _placed(findings, visits)
    found = rows.groupby([*_FINDING, *_VISIT], sort=False).size().rename("n").reset_index()
    counts = (
        found.groupby([*_FINDING, "person"], sort=False)
        .agg(n=("n", "sum"), n_sessions=("n", "size"))
        .reset_index()
        .merge(visits.groupby("person").size().rename("of_sessions").reset_index(), on="person")
    )
    heaps = found.assign(square=found["n"] ** 2).groupby(_FINDING)[["n", "square"]].sum()
    sums = counts[_FINDING].merge(heaps.reset_index(), on=_FINDING, how="left")
    spread = spread_of(sums["n"], sums["square"], of=len(visits))
    places = {kind: place for place, kind in enumerate(findings)}
    placed = with_intervals(counts, spread=spread).assign(place=counts["kind"].map(places))
    frame = counted(
        "by_person",
        placed,
        by=["of_sessions", "person", "place", "n_sessions", "category"],
        down=["of_sessions", "n_sessions"],
    )
    frame.attrs = {"n_unnamed": n_unnamed}
    return frame


def clients_of(tables: Tables) -> DataFrame:
    """Who was a client in which session: session_id, person; also who asked without that role."""
    asked = with_client(tables.exchanges, tables)[["session_id", "client"]]
    spoke = tables.talk.loc[tables.talk["role"] == Role.CLIENT.value, _VISIT]
    visits = pd.concat([spoke, asked.rename(columns={"client": "person"})], ignore_index=True)
    return visits.dropna().drop_duplicates(ignore_index=True)


def coaches_of(tables: Tables) -> DataFrame:
    """Who was a coach in which session: session_id, person."""
    coaches = tables.talk.loc[tables.talk["role"] == Role.COACH.value, _VISIT]
    return coaches.dropna().drop_duplicates(ignore_index=True)


def _of_client(findings: DataFrame, tables: Tables) -> DataFrame:
    return with_client(findings, tables).rename(columns={"client": "person"})


def _placed(findings: Findings, visits: DataFrame) -> tuple[DataFrame, int]:
    """The findings with the people they count for, and how many count for nobody."""
    columns = ["kind", "category", "session_id", "person"]
    frames = [DataFrame({column: Series(dtype="str") for column in columns})]
    n_unnamed = 0
    for kind, frame in findings.items():
        on = _VISIT if "person" in frame else ["session_id"]
        rows = frame[[*on, "category"]].assign(kind=kind, row=range(len(frame)))
        met = rows.merge(visits, on=on)
        n_unnamed += len(frame) - met["row"].nunique()
        frames.append(met[columns])
    return pd.concat(frames, ignore_index=True), n_unnamed
