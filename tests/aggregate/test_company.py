from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from pandas import DataFrame

from analyzer.aggregate import (
    Tables,
    advice_among,
    advice_by_problem,
    advice_groups,
    problem_groups,
    problems_among,
    stretches_in,
    uptake_among,
    uptake_by_advice,
)
from analyzer.records import Analysis, UptakeKind

Call = Callable[..., Analysis]
Build = Callable[..., Tables]
URGENCY = (("urgency",), False, UptakeKind.COMMITMENT)
BOTH = (("retainer", "urgency"), True, UptakeKind.OBJECTION)
OPEN = (("retainer",), False, None)


def rows(frame: DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


@pytest.fixture
def tables(call: Call, tables_of: Build) -> Tables:
    """Two exchanges of one problem, one of another, with advice taken up in all ways."""
    return tables_of(
        call(1, matters=(("Ana", "hr-blocking", (URGENCY, BOTH)), ("Ben", "bad-client", (OPEN,)))),
        call(2, matters=(("Ana", "hr-blocking", (URGENCY, URGENCY)),)),
    )


def test_beside_a_problem_stands_the_advice_of_its_exchanges(tables: Tables) -> None:
    stretches = stretches_in(problem_groups(tables), tables)
    assert rows(advice_among(stretches, tables)) == [
        ("bad-client", "retainer", 1, 1, 1),
        ("hr-blocking", "urgency", 4, 2, 2),
        ("hr-blocking", "retainer", 1, 1, 1),
    ]


def test_of_categories_it_counts_as_the_table_of_problems_and_advice_does(tables: Tables) -> None:
    stretches = stretches_in(problem_groups(tables), tables)
    among = advice_among(stretches, tables).rename(columns={"group": "problem"})
    columns = ["problem", "category", "n_advice", "n_exchanges", "n_sessions"]
    pair = ["problem", "category"]
    pd.testing.assert_frame_equal(
        among[columns].sort_values(pair, ignore_index=True),
        advice_by_problem(tables)[columns].sort_values(pair, ignore_index=True),
    )
    taken = uptake_among(advice_groups(tables), tables).rename(columns={"group": "category"})
    by = ["category", "kind"]
    pd.testing.assert_frame_equal(
        taken.sort_values(by, ignore_index=True),
        uptake_by_advice(tables).sort_values(by, ignore_index=True),
    )


def test_beside_advice_stand_the_problems_it_was_given_to(tables: Tables) -> None:
    assert rows(problems_among(advice_groups(tables), tables)) == [
        ("retainer", "bad-client", 1, 1),
        ("retainer", "hr-blocking", 1, 1),
        ("urgency", "hr-blocking", 2, 2),
    ]


def test_uptake_that_was_not_looked_at_is_not_counted(tables: Tables) -> None:
    taken = uptake_among(stretches_in(problem_groups(tables), tables), tables)
    assert rows(taken) == [("hr-blocking", "commitment", 3), ("hr-blocking", "objection", 1)]


def test_a_member_named_twice_counts_once(tables: Tables) -> None:
    twice = pd.concat([problem_groups(tables)] * 2, ignore_index=True)
    assert rows(uptake_among(stretches_in(twice, tables), tables)) == [
        ("hr-blocking", "commitment", 3),
        ("hr-blocking", "objection", 1),
    ]
