from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from analyzer.aggregate import changes
from tests.aggregate.trends.archives import day, findings, sessions

BEFORE, SINCE = range(30), range(30, 60)
FROM = day(30)
WHERE = {
    "always": range(0, 60, 2),
    "new": SINCE[:20],
    "grown": [*BEFORE[:3], *SINCE[:18]],
    "fallen": [*BEFORE[:18], *SINCE[:3]],
    "gone": BEFORE[:20],
    "rare": SINCE[:3],
}


def told(frame: DataFrame) -> dict[str, str]:
    return dict(zip(frame["category"], frame["change"].astype(str), strict=True))


def test_what_is_new_grown_fallen_and_gone_is_told_from_what_is_not_clear() -> None:
    frame = changes({"problems": findings(WHERE)}, sessions(60), since=FROM)
    assert told(frame) == {
        "new": "new",
        "grown": "grown",
        "fallen": "fallen",
        "gone": "gone",
        "always": "unclear",
        "rare": "too-few",
    }
    rows: list[Any] = list(frame.itertuples())
    assert (rows[1].n_before, rows[1].of_before, rows[1].n_since, rows[1].of_since) == (
        3,
        30,
        18,
        30,
    )
    assert rows[1].difference == pytest.approx(0.5)
    assert 0.2 < rows[1].low < 0.5 < rows[1].high < 0.7
    assert rows[1].chance < rows[1].chance_together < 0.05
    assert np.isnan(rows[5].chance)
    assert frame.attrs == {
        "n_sessions_undated": 0,
        "of_before": 30,
        "of_since": 30,
        "is_of_few_clients": False,
    }


@pytest.mark.parametrize(("n_before", "n_since"), [(9, 60), (60, 9), (3, 3), (0, 60), (60, 0)])
def test_below_the_floor_nothing_is_claimed_and_everything_counted(
    n_before: int, n_since: int
) -> None:
    n = n_before + n_since
    where = {"before": range(n_before), "since": range(n_before, n), "in all": range(n)}
    frame = changes({"advice": findings(where)}, sessions(n), since=day(n_before))
    assert set(frame["change"]) == {"too-few"}
    rows: list[Any] = list(frame[frame["category"] == "in all"].itertuples())
    assert [(row.n_before, row.n_since) for row in rows] == [(n_before, n_since)]
    assert frame["difference"].isna().all() == (not n_before or not n_since)


def test_a_client_who_always_brings_the_same_is_no_change() -> None:
    """Ben comes in place of Ana: what he brings is not what clients bring more often."""
    ana, ben = (
        ["Ana"] * 25 + ["Ada", "Bea", "Cy", "Di", "Ed"],
        ["Ben"] * 25 + ["Fe", "Gus"] + ["Hu"] * 3,
    )
    where = {"new": SINCE[:25]}
    alone = changes({"problems": findings(where)}, sessions(60), since=FROM)
    by_two = changes({"problems": findings(where)}, sessions(60, clients=[*ana, *ben]), since=FROM)
    assert told(alone) == {"new": "new"}
    assert told(by_two) == {"new": "too-few"}
    assert by_two.attrs["is_of_few_clients"]
    assert (by_two["high"] - by_two["low"] > alone["high"] - alone["low"]).all()


def test_steady_clients_who_all_begin_with_something_are_a_change() -> None:
    steady = [f"Client {chr(65 + place % 10)}. Ruiz" for place in range(60)]
    frame = changes({"problems": findings(WHERE)}, sessions(60, clients=steady), since=FROM)
    assert told(frame)["new"] == "new"


@pytest.mark.parametrize("clients", [["Ana Ruiz"] * 60, ["Client"] * 60, [None] * 60])
def test_one_client_alone_or_clients_without_a_name_are_taken_session_by_session(
    clients: list[str | None],
) -> None:
    frame = changes({"problems": findings(WHERE)}, sessions(60, clients=clients), since=FROM)
    pd.testing.assert_frame_equal(
        frame, changes({"problems": findings(WHERE)}, sessions(60), since=FROM)
    )


def test_all_kinds_are_looked_at_together() -> None:
    frame = sessions(60)
    more = findings({f"other {number}": range(number, 60, 3) for number in range(40)})
    alone = changes({"problems": findings(WHERE)}, frame, since=FROM)
    both = changes({"problems": findings(WHERE), "advice": more}, frame, since=FROM)
    together = both[both["kind"] == "problems"].set_index("category")["chance_together"]
    apart = alone.set_index("category")["chance_together"]
    assert (together[["new", "grown"]] > apart[["new", "grown"]]).all()
    assert told(both)["new"] == "new"


def test_sessions_without_a_date_stand_on_neither_side() -> None:
    frame = changes({"problems": findings(WHERE)}, sessions(60, undated=5), since=FROM)
    assert frame.attrs["n_sessions_undated"] == 5
    assert frame["of_since"].unique().tolist() == [25]


def test_without_sessions_there_is_an_empty_table_of_the_same_columns() -> None:
    some = changes({"problems": findings(WHERE)}, sessions(60), since=FROM)
    for none in (
        changes({"problems": findings({})}, sessions(0), since=FROM),
        changes({}, sessions(60), since=FROM),
        changes({"problems": findings(WHERE)}, sessions(3, undated=3), since=FROM),
    ):
        assert none.empty
        assert none.dtypes.to_dict() == some.dtypes.to_dict()


@settings(max_examples=30, deadline=None)
@given(
    where=st.dictionaries(
        st.sampled_from("abcd"), st.lists(st.integers(0, 39), max_size=60), max_size=4
    ),
    clients=st.lists(
        st.sampled_from(["Ana", "Ben", "Cy", "Ana, Ben", None]), min_size=40, max_size=40
    ),
    since=st.integers(-1, 41),
)
def test_any_archive_is_counted_once_on_each_side_in_the_same_order_each_time(
    where: dict[str, list[int]], clients: list[str | None], since: int
) -> None:
    held, found = sessions(40, clients=clients), findings(where)
    frame = changes({"problems": found}, held, since=day(since))
    counts = frame["n_before"] + frame["n_since"]
    assert dict(zip(frame["category"], counts, strict=True)) == {
        category: len(set(places)) for category, places in where.items() if places
    }
    assert (frame["n_before"] <= frame["of_before"]).all()
    assert frame[["low", "high"]].dropna().abs().le(1 + 1e-12).all(axis=None)
    shuffled = changes(
        {"problems": found.sample(frac=1, random_state=1)},
        held.sample(frac=1, random_state=2),
        since=day(since),
    )
    pd.testing.assert_frame_equal(frame, shuffled)


def test_the_day_itself_counts_as_since() -> None:
    held = sessions(2)
    frame = changes({"problems": findings({"a": [1]})}, held, since=day(1))
    assert (frame.loc[0, "n_since"], frame.loc[0, "of_since"]) == (1, 1)
    later = changes({"problems": findings({"a": [1]})}, held, since=day(1) + dt.timedelta(days=1))
    assert (later.loc[0, "n_since"], later.loc[0, "of_since"]) == (0, 0)
