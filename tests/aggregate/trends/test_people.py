from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from pandas import DataFrame

from analyzer.aggregate import Tables, by_client, by_coach, by_person, clients_of
from analyzer.records import Analysis

Call = Callable[..., Analysis]
Build = Callable[..., Tables]
URGENCY = (("urgency",), False, None)
RETAINER = (("retainer",), False, None)


def rows(frame: DataFrame) -> list[tuple[object, ...]]:
    found: list[Any] = list(frame.itertuples())
    return [
        (row.person, row.kind, row.category, row.n, row.n_sessions, row.of_sessions)
        for row in found
    ]


def test_each_client_has_what_was_brought_and_given_beside_the_sessions_attended(
    call: Call, tables_of: Build
) -> None:
    tables = tables_of(
        call(1, matters=(("Ben", "hr-blocking", (URGENCY, URGENCY)), ("Ana", "bad-client", ()))),
        call(2, matters=(("Ana", "hr-blocking", (RETAINER,)),)),
        call(3, matters=(), clients=("Ana",)),
        call(4, matters=(("Client", "bad-client", (URGENCY,)),)),
    )
    frame = by_client(tables)
    assert rows(frame) == [
        ("Ana", "problems", "bad-client", 1, 1, 3),
        ("Ana", "problems", "hr-blocking", 1, 1, 3),
        ("Ana", "advice", "retainer", 1, 1, 3),
        ("Ben", "problems", "hr-blocking", 1, 1, 1),
        ("Ben", "advice", "urgency", 2, 1, 1),
    ]
    assert frame.attrs == {"n_unnamed": 2}
    assert (frame["share_low"] < frame["share"]).all()


def test_only_the_sessions_asked_for_count(call: Call, tables_of: Build) -> None:
    tables = tables_of(call(1), call(2), call(3, matters=(("Client", "bad-client", ()),)))
    frame = by_client(tables, sessions=tables.sessions.head(1))
    assert rows(frame)[0] == ("Ana", "problems", "hr-blocking", 1, 1, 1)
    assert frame.attrs == {"n_unnamed": 0}
    assert set(by_coach(tables, sessions=tables.sessions.head(2))["of_sessions"]) == {2}


def test_coaches_have_the_advice_they_gave_and_the_problems_brought_to_them(
    call: Call, tables_of: Build
) -> None:
    frame = by_coach(tables_of(call(1), call(2), call(3, matters=())))
    assert rows(frame) == [
        ("Mike", "problems", "hr-blocking", 2, 2, 3),
        ("Mike", "advice", "urgency", 2, 2, 3),
    ]


def test_findings_without_a_person_count_for_all_who_were_there(
    call: Call, tables_of: Build
) -> None:
    tables = tables_of(call(1, matters=(), clients=("Ana", "Ben")), call(2, matters=()))
    themes = DataFrame({"session_id": [f"{1:012x}", f"{2:012x}"], "category": ["a", "b"]})
    frame = by_person({"themes": themes}, clients_of(tables))
    assert rows(frame) == [("Ana", "themes", "a", 1, 1, 1), ("Ben", "themes", "a", 1, 1, 1)]
    assert frame.attrs == {"n_unnamed": 1}


def test_where_nobody_has_a_name_there_is_no_row(call: Call, tables_of: Build) -> None:
    tables = tables_of(call(1, matters=(("Client", "bad-client", ()),)))
    frame = by_client(tables)
    assert frame.empty
    assert frame.attrs == {"n_unnamed": 1}
    pd.testing.assert_frame_equal(frame, by_client(tables_of()))
