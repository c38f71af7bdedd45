from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from pandas import DataFrame

from analyzer.aggregate import Tables, advice_over_time, over_time, problems_over_time
from analyzer.records import Analysis

Call = Callable[..., Analysis]
Build = Callable[..., Tables]
URGENCY = (("urgency",), False, None)
RETAINER = (("retainer",), False, None)


def rows(frame: DataFrame) -> list[tuple[object, ...]]:
    found: list[Any] = list(frame.itertuples())
    return [
        (str(row.period.date()), row.category, row.n, row.n_sessions, row.of_sessions)
        for row in found
    ]


def test_advice_is_counted_in_quarters_beside_the_sessions_held(
    call: Call, tables_of: Build
) -> None:
    tables = tables_of(
        call(1, held_on=dt.date(2024, 1, 1), matters=(("Ana", None, (URGENCY, URGENCY)),)),
        call(2, held_on=dt.date(2024, 3, 31), matters=(("Ana", None, (URGENCY,)),)),
        call(3, held_on=dt.date(2024, 4, 1), matters=(("Ana", None, (RETAINER,)),)),
        call(4, held_on=dt.date(2025, 1, 1), matters=()),
    )
    assert rows(advice_over_time(tables)) == [
        ("2024-01-01", "retainer", 0, 0, 2),
        ("2024-01-01", "urgency", 3, 2, 2),
        ("2024-04-01", "retainer", 1, 1, 1),
        ("2024-04-01", "urgency", 0, 0, 1),
        ("2025-01-01", "retainer", 0, 0, 1),
        ("2025-01-01", "urgency", 0, 0, 1),
    ]


def test_share_and_rate_stand_within_their_bounds(call: Call, tables_of: Build) -> None:
    tables = tables_of(
        call(1, matters=(("Ana", None, (URGENCY, URGENCY, URGENCY)),)), call(2, matters=())
    )
    (row,) = advice_over_time(tables).itertuples()
    found: Any = row
    assert (found.share, found.per_session) == (0.5, 1.5)
    assert found.share_low == pytest.approx(0.0945, abs=1e-4)
    assert found.share_high == pytest.approx(0.9055, abs=1e-4)
    assert 0 < found.per_session_low < 0.1
    assert found.per_session_high > 5


@pytest.mark.parametrize(
    ("period", "first_day"),
    [("month", "2024-02-01"), ("quarter", "2024-01-01"), ("year", "2024-01-01")],
)
def test_a_period_is_named_by_its_first_day(
    call: Call, tables_of: Build, period: str, first_day: str
) -> None:
    frame = problems_over_time(tables_of(call()), period)  # type: ignore[arg-type] # one of three
    assert rows(frame) == [(first_day, "hr-blocking", 1, 1, 1)]


def test_days_long_ago_and_far_ahead_have_their_period(call: Call, tables_of: Build) -> None:
    tables = tables_of(call(1, held_on=dt.date(1, 12, 31)), call(2, held_on=dt.date(9999, 5, 5)))
    assert [row[0] for row in rows(problems_over_time(tables))] == ["0001-10-01", "9999-04-01"]


def test_what_has_no_date_is_left_out_and_told(call: Call, tables_of: Build) -> None:
    tables = tables_of(
        call(1), call(2, held_on=None), call(3, held_on=None, matters=(("Ana", None, ()),))
    )
    frame = advice_over_time(tables)
    assert frame["n"].sum() == 1
    assert frame.attrs == {"n_sessions_undated": 2, "n_undated": 1}
    none = advice_over_time(tables_of(call(2, held_on=None)))
    assert none.empty
    assert none.attrs == {"n_sessions_undated": 1, "n_undated": 1}


def test_another_period_is_refused(call: Call, tables_of: Build) -> None:
    with pytest.raises(ValueError, match="'week', but must be 'month', 'quarter' or 'year'"):
        advice_over_time(tables_of(call()), "week")  # type: ignore[arg-type] # what is tested


def test_any_findings_with_a_session_and_a_category_are_counted(
    call: Call, tables_of: Build
) -> None:
    tables = tables_of(call(1), call(2, matters=()))
    themes = pd.DataFrame(
        {"session_id": [f"{1:012x}", f"{9:012x}"], "category": ["notice", "notice"]}
    )
    frame = over_time({"themes": themes, "advice": tables.advice}, tables.sessions, period="year")
    assert frame[["kind", "category", "n", "of_sessions"]].to_numpy().tolist() == [
        ["themes", "notice", 1, 2],
        ["advice", "urgency", 1, 2],
    ]


def test_a_frame_of_counts_can_be_changed_without_changing_the_next(
    call: Call, tables_of: Build
) -> None:
    tables = tables_of(call())
    first = advice_over_time(tables)
    first.attrs["n_undated"] = 99
    first.loc[0, "n"] = 99
    pd.testing.assert_frame_equal(advice_over_time(tables), advice_over_time(tables_of(call())))
    assert advice_over_time(tables).attrs["n_undated"] == 0
