from __future__ import annotations

from collections.abc import Callable

from analyzer.aggregate import Tables, problem_counts
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
        ("hr-blocking", "Hr-blocking", 3, 2, 2, 0.6),
        ("bad-client", "Bad-client", 1, 1, 1, 0.2),
    ]
