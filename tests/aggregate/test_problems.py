from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analyzer.aggregate import Tables, client_journeys, problem_counts, problems_over_time
from analyzer.records import Analysis, Pack

Call = Callable[..., Analysis]
Build = Callable[..., Tables]


def test_problems_are_counted_by_exchange_session_and_client(
    call: Call, tables_of: Build, pack: Pack
) -> None:
    tables = tables_of(
        call(
            1, matters=(("Ana", "hr-blocking", ()), ("Ben", "hr-blocking", ()), ("Ana", None, ()))
        ),
        call(2, matters=((None, "hr-blocking", ()),)),
        call(3, matters=(("Ana", "bad-client", ()),)),
    )
    counts = problem_counts(tables, pack=pack)
    assert list(counts.itertuples(index=False, name=None)) == [
        ("hr-blocking", "Hr-blocking", 3, 0, 2, 2, 0.6, pd.NA),
        ("bad-client", "Bad-client", 1, 0, 1, 1, 0.2, pd.NA),
    ]


def test_problems_that_are_only_possible_are_counted_apart(
    call: Call, tables_of: Build, pack: Pack
) -> None:
    tables = tables_of(
        call(1, matters=(("Ana", "hr-blocking", ()),)),
        call(2, matters=(("Ana", "hr-blocking", ()),), possible=("hr-blocking",)),
    )
    (row,) = problem_counts(tables, pack=pack).itertuples(index=False, name=None)
    assert row == ("hr-blocking", "Hr-blocking", 1, 1, 1, 1, 0.5, pd.NA)
    assert problems_over_time(tables)["n"].tolist() == [1]
    assert client_journeys(tables)["problems"].isna().tolist() == [False, True]
