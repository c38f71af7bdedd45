"""What holds for any sessions: order, growth and shares of every table and count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from analyzer.aggregate import (
    COUNTS,
    SCHEMA,
    Tables,
    advice_among,
    advice_by_problem,
    advice_counts,
    by_client,
    by_coach,
    changes,
    client_journeys,
    courses,
    findings_of,
    joined_names,
    over_time,
    problem_counts,
    problem_groups,
    problems_among,
    stretches_in,
    talk_by_role,
    uptake_among,
    uptake_by_advice,
)
from analyzer.records import Analysis, Pack, UptakeKind
from tests.effort import IN_PROPORTION, effort_of

Call = Callable[..., Analysis]
Build = Callable[..., Tables]

names = st.sampled_from(["Ana", "Ana Ruiz", "Ben", "Chloé", "Client"])
given_advice = st.tuples(
    st.lists(st.sampled_from(["pain-uncovering", "retainer", "urgency"]), max_size=2).map(tuple),
    st.booleans(),
    st.none() | st.sampled_from(UptakeKind),
)
matters = st.tuples(
    st.none() | names,
    st.none() | st.sampled_from(["bad-client", "hr-blocking"]),
    st.lists(given_advice, max_size=3),
)
calls = st.fixed_dictionaries(
    {
        "matters": st.lists(matters, max_size=3),
        "loose": st.lists(given_advice, max_size=2),
        "clients": st.lists(names, max_size=2, unique=True),
        "held_on": st.none() | st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 31)),
        "possible": st.lists(
            st.sampled_from(["bad-client", "hr-blocking", "retainer", "urgency"]), max_size=2
        ),
    }
)
many_calls = st.lists(calls, max_size=5)
quick = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def all_counts(tables: Tables, pack: Pack) -> dict[str, DataFrame]:
    findings = findings_of(tables)
    stretches = stretches_in(problem_groups(tables), tables)
    return {
        "advice_counts": advice_counts(tables, pack=pack),
        "problem_counts": problem_counts(tables, pack=pack),
        "advice_by_problem": advice_by_problem(tables),
        "uptake_by_advice": uptake_by_advice(tables),
        "advice_among": advice_among(stretches, tables),
        "problems_among": problems_among(stretches, tables),
        "uptake_among": uptake_among(stretches, tables),
        "over_time": over_time(findings, tables.sessions),
        "by_person": by_client(tables),
        "changes": changes(findings, tables.sessions, since=dt.date(2023, 7, 1)),
        "courses": courses(findings, tables.sessions, period="month"),
        "talk_by_role": talk_by_role(tables),
        "client_journeys": client_journeys(tables),
        "joined_names": joined_names(tables),
    }


@quick
@given(described=many_calls, data=st.data())
def test_the_order_of_the_analyses_changes_no_table_and_no_count(
    described: list[dict[str, Any]], data: st.DataObject, call: Call, tables_of: Build, pack: Pack
) -> None:
    analyses = [call(number, **it) for number, it in enumerate(described)]
    tables, others = tables_of(*analyses), tables_of(*data.draw(st.permutations(analyses)))
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(tables, name), getattr(others, name))
    counts, other_counts = all_counts(tables, pack), all_counts(others, pack)
    for name, frame in counts.items():
        pd.testing.assert_frame_equal(frame, other_counts[name])


@quick
@given(described=many_calls)
def test_every_count_has_its_columns_types_and_order(
    described: list[dict[str, Any]], call: Call, tables_of: Build, pack: Pack
) -> None:
    tables = tables_of(*(call(number, **it) for number, it in enumerate(described)))
    counts = all_counts(tables, pack)
    assert counts.keys() == COUNTS.keys()
    for name, columns in COUNTS.items():
        frame = counts[name]
        expected = {column: pd.Series([], dtype=dtype).dtype for column, dtype in columns.items()}
        assert frame.dtypes.to_dict() == expected, name
        assert list(frame.index) == list(range(len(frame))), name
    for name, column in (("advice_counts", "n_advice"), ("problem_counts", "n_exchanges")):
        frame = counts[name]
        order = [(-n, key) for n, key in zip(frame[column], frame["category"], strict=True)]
        assert order == sorted(order)
        assert frame["share"].between(0, 1).all()


KEYS = {
    "advice_counts": ["category"],
    "problem_counts": ["category"],
    "advice_by_problem": ["problem", "category"],
    "uptake_by_advice": ["category", "kind"],
    "over_time": ["period", "kind", "category"],
    "changes": ["kind", "category"],
}


@quick
@given(described=st.lists(calls, min_size=1, max_size=5), join_names=st.booleans())
def test_one_more_session_lowers_no_count_but_that_of_clients_recognised(
    described: list[dict[str, Any]], *, join_names: bool, call: Call, tables_of: Build, pack: Pack
) -> None:
    analyses = [call(number, **it) for number, it in enumerate(described)]
    fewer = all_counts(tables_of(*analyses[1:], join_names=join_names), pack)
    more = all_counts(tables_of(*analyses, join_names=join_names), pack)
    for name, key in KEYS.items():
        before = fewer[name].set_index(key)
        after = more[name].set_index(key)
        numbers = [column for column in before if str(column).startswith("n")]
        # A session with "Ana Ruiz" may show that "Ana" is she, and two clients are one.
        numbers = [it for it in numbers if it != "name" and not (join_names and it == "n_clients")]
        assert (after.loc[before.index, numbers] >= before[numbers]).all(axis=None), name


@quick
@given(described=many_calls)
def test_counts_agree_with_the_rows_they_count(
    described: list[dict[str, Any]], call: Call, tables_of: Build, pack: Pack
) -> None:
    analyses = [call(number, **it) for number, it in enumerate(described)]
    tables = tables_of(*analyses)
    counts = all_counts(tables, pack)
    expected = sum(
        len({label.category for label in advice.labels}) for it in analyses for advice in it.advice
    )
    by_advice = counts["advice_counts"]
    assert (by_advice["n_advice"] + by_advice["n_possible"]).sum() == expected
    assert tables.sessions["n_advice"].sum() == len(tables.uptake)
    by_problem = counts["problem_counts"]
    assert (by_problem["n_exchanges"] + by_problem["n_possible"]).sum() == len(tables.problems)
    assert by_problem["n_exchanges"].sum() == tables.problems["sure"].sum()
    in_all = by_advice["n_advice"].sum() + by_problem["n_exchanges"].sum()
    in_time = counts["over_time"]
    assert in_time["n"].sum() + in_time.attrs["n_undated"] == in_all
    of_clients = counts["by_person"]
    assert of_clients["n"].sum() + of_clients.attrs["n_unnamed"] == in_all
    of_coaches = by_coach(tables)
    assert of_coaches["n"].sum() + of_coaches.attrs["n_unnamed"] == in_all
    assert tables.turns["n_words"].sum() == tables.sessions["n_words"].sum()


@quick
@given(described=many_calls)
def test_the_shares_of_a_session_add_up_to_one(
    described: list[dict[str, Any]], call: Call, tables_of: Build
) -> None:
    tables = tables_of(*(call(number, **it) for number, it in enumerate(described)))
    spoken = tables.sessions.loc[tables.sessions["n_words"] > 0, "session_id"]
    for frame in (tables.talk.dropna(subset="share_words"), talk_by_role(tables)):
        sums = frame.groupby("session_id")["share_words"].sum()
        assert sorted(sums.index) == sorted(spoken)
        assert sums.tolist() == pytest.approx([1.0] * len(sums))


def test_counting_over_many_sessions_takes_no_more_steps_than_over_few(
    call: Call, tables_of: Build, pack: Pack
) -> None:
    """Steps grow with the number of columns, not with the number of rows."""

    def effort(n_sessions: int) -> int:
        tables = tables_of(*(call(number) for number in range(n_sessions)))

        def work() -> None:
            advice_counts(tables, pack=pack)
            advice_by_problem(tables)
            uptake_by_advice(tables)
            findings = findings_of(tables)
            over_time(findings, tables.sessions)
            changes(findings, tables.sessions, since=dt.date(2024, 1, 1))
            courses(findings, tables.sessions)
            by_client(tables)
            talk_by_role(tables)

        return effort_of(work)

    effort(2)  # what is made once and then kept is made here
    assert effort(200) < IN_PROPORTION * effort(10)
