from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd

from analyzer.aggregate import Tables, client_journeys
from analyzer.aggregate.clients import with_client
from analyzer.records import Analysis

Call = Callable[..., Analysis]
Build = Callable[..., Tables]
URGENCY = (("urgency",), False, None)


def test_a_client_is_followed_through_the_sessions_by_date(call: Call, tables_of: Build) -> None:
    tables = tables_of(
        call(1, held_on=None, matters=(("Ana", None, ()),)),
        call(
            2,
            held_on=dt.date(2024, 6, 1),
            matters=(
                ("Ana", "hr-blocking", (URGENCY, URGENCY)),
                ("Ben", "bad-client", (URGENCY,)),
                ("Ana", "bad-client", ()),
                ("Ana", "hr-blocking", ()),
            ),
        ),
        call(3, held_on=dt.date(2023, 6, 1), matters=(), clients=("Ana",), loose=(URGENCY,)),
    )
    frame = client_journeys(tables)
    found: list[Any] = list(frame.itertuples())
    rows = [
        (row.client, row.number, int(row.session_id, 16), row.n_exchanges, row.n_advice)
        for row in found
    ]
    assert rows == [
        ("Ana", 1, 3, 0, 1),
        ("Ana", 2, 2, 3, 2),
        ("Ana", 3, 1, 1, 0),
        ("Ben", 1, 2, 1, 1),
    ]
    problems = [None if pd.isna(it) else it for it in frame["problems"]]
    assert problems == [None, "hr-blocking, bad-client, hr-blocking", None, "bad-client"]
    assert list(frame["held_on"].isna()) == [False, False, True, False]


def test_an_asker_comes_before_the_only_client(call: Call, tables_of: Build) -> None:
    tables = tables_of(call(matters=(("Ana", None, (URGENCY,)),), loose=(URGENCY,)))
    assert with_client(tables.uptake, tables)["client"].tolist() == ["Ana", "Ana"]
    group = tables_of(call(matters=(("Ana", None, (URGENCY,)),), loose=(URGENCY,), clients=("Bo",)))
    assert with_client(group.uptake, group)["client"].isna().tolist() == [False, True]
