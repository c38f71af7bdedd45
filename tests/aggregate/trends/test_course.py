from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from pandas import DataFrame

from analyzer.aggregate import courses
from tests.aggregate.trends.archives import day, findings, sessions

RISING = [place for place in range(60) if place % 6 < place // 10]
WHERE = {
    "rising": RISING,
    "falling": [59 - place for place in RISING],
    "always": range(0, 60, 2),
    "rare": [57, 58, 59],
    "in all": range(60),
}


def told(frame: DataFrame) -> dict[str, str]:
    return dict(zip(frame["category"], frame["course"].astype(str), strict=True))


def test_what_rises_and_falls_is_told_from_what_is_not_clear() -> None:
    frame = courses({"problems": findings(WHERE)}, sessions(60))
    assert told(frame) == {
        "rising": "rising",
        "falling": "falling",
        "always": "unclear",
        "in all": "too-few",
        "rare": "too-few",
    }
    first: Any = next(frame.itertuples())
    assert (first.of_early, first.of_late) == (33, 27)
    assert first.n_early + first.n_late == len(RISING)
    assert first.n_early < first.n_late
    assert frame.attrs["n_periods"] == 10
    assert str(frame.attrs["late_from"]) == "2024-04-01"


@pytest.mark.parametrize(("n", "days"), [(19, 30), (60, 4), (3, 100)])
def test_too_few_sessions_or_periods_show_no_course(n: int, days: int) -> None:
    where = {"late": range(n // 2, n)}
    frame = courses({"problems": findings(where)}, sessions(n, days=days))
    assert told(frame) == {"late": "too-few"}
    assert frame["n_late"].sum() + frame["n_early"].sum() == n - n // 2


def test_one_session_long_ago_decides_nothing() -> None:
    """Scored by its date instead of its rank, the first session would outweigh all others."""
    held = sessions(60)
    held.loc[0, "held_on"] = pd.Timestamp(1970, 1, 2)
    usual = courses({"problems": findings(WHERE)}, sessions(60))
    odd = courses({"problems": findings(WHERE)}, held)
    assert told(odd) == told(usual)


def test_what_returns_each_winter_neither_rises_nor_falls() -> None:
    held = sessions(120, days=7)
    winter = [place for place in range(120) if day(place, days=7).month in {11, 12, 1, 2}]
    assert told(courses({"problems": findings({"cold": winter})}, held)) == {"cold": "unclear"}


def test_clients_who_come_and_go_are_not_a_rise() -> None:
    clients = [f"{'ABCDEFGH'[place // 8]}na Ruiz" for place in range(60)]
    where = {"habit": range(32, 60)}
    held = sessions(60, clients=clients)
    assert told(courses({"problems": findings(where)}, sessions(60))) == {"habit": "rising"}
    frame = courses({"problems": findings(where), "advice": findings(WHERE)}, held)
    assert told(frame)["habit"] == "too-few"


def test_without_dates_there_is_an_empty_table_of_the_same_columns() -> None:
    some = courses({"problems": findings(WHERE)}, sessions(60))
    none = courses({"problems": findings(WHERE)}, sessions(60, undated=60))
    assert none.empty
    assert none.dtypes.to_dict() == some.dtypes.to_dict()
    assert none.attrs == {
        "n_sessions_undated": 60,
        "n_periods": 0,
        "late_from": None,
        "can_tell": False,
    }
