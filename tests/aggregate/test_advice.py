from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd
from pandas import DataFrame

from analyzer.aggregate import (
    Tables,
    advice_by_problem,
    advice_counts,
    advice_over_time,
    uptake_by_advice,
)
from analyzer.records import Analysis, Label, Pack, UptakeKind

Call = Callable[..., Analysis]
Build = Callable[..., Tables]
URGENCY = (("urgency",), False, UptakeKind.COMMITMENT)
BOTH = (("retainer", "urgency"), True, UptakeKind.OBJECTION)


def rows(frame: DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


def test_advice_is_counted_by_stretch_session_and_client(
    call: Call, tables_of: Build, pack: Pack
) -> None:
    tables = tables_of(
        call(1, matters=(("Ana", None, (URGENCY, BOTH)), ("Ben", None, (URGENCY,)))),
        call(2, matters=(("Ana", None, (URGENCY,)),)),
    )
    assert rows(advice_counts(tables, pack=pack)) == [
        ("urgency", "Urgency", 4, 0, 2, 2, 1, 1.0, pd.NA),
        ("retainer", "Retainer", 1, 0, 1, 1, 1, 0.25, pd.NA),
    ]


def test_labels_that_are_only_possible_are_counted_apart_and_answer_no_problem(
    call: Call, tables_of: Build, pack: Pack
) -> None:
    tables = tables_of(
        call(1, matters=(("Ana", "hr-blocking", (URGENCY, BOTH)),), possible=("retainer",)),
        call(2, matters=(("Ana", "bad-client", (URGENCY,)),), possible=("bad-client",)),
    )
    assert rows(advice_counts(tables, pack=pack)) == [
        ("urgency", "Urgency", 3, 0, 2, 1, 1, 1.0, pd.NA),
        ("retainer", "Retainer", 0, 1, 0, 0, 0, 0.0, pd.NA),
    ]
    assert rows(advice_by_problem(tables)) == [("hr-blocking", "urgency", 2, 1, 1)]
    assert set(uptake_by_advice(tables)["category"]) == {"urgency"}
    assert set(advice_over_time(tables)["category"]) == {"urgency"}


def test_of_two_labels_of_a_stretch_with_one_category_the_sure_one_counts(
    call: Call, tables_of: Build, pack: Pack
) -> None:
    analysis = call(possible=("urgency",))
    (advice,) = analysis.advice
    twice = (*advice.labels, Label(category="urgency", score=1.0, source="person:kd"))
    tables = tables_of(
        dataclasses.replace(analysis, advice=(dataclasses.replace(advice, labels=twice),))
    )
    (row,) = rows(advice_counts(tables, pack=pack))
    assert row[2:4] == (1, 0)


def test_a_stretch_labelled_twice_with_one_category_counts_once(
    call: Call, tables_of: Build, pack: Pack
) -> None:
    analysis = call()
    (advice,) = analysis.advice
    twice = (*advice.labels, Label(category="urgency", score=1.0, source="rule:date"))
    tables = tables_of(
        dataclasses.replace(analysis, advice=(dataclasses.replace(advice, labels=twice),))
    )
    assert len(tables.advice) == 2
    assert advice_counts(tables, pack=pack)["n_advice"].tolist() == [1]
    assert advice_by_problem(tables)["n_advice"].tolist() == [1]
    assert uptake_by_advice(tables)["n"].tolist() == [1]


def test_equal_counts_stand_by_id(call: Call, tables_of: Build, pack: Pack) -> None:
    given = ((("urgency",), False, None), (("pain-uncovering",), False, None))
    counts = advice_counts(tables_of(call(matters=(("Ana", None, given),))), pack=pack)
    assert counts["category"].tolist() == ["pain-uncovering", "urgency"]


def test_the_share_counts_stretches_without_a_label_too(
    call: Call, tables_of: Build, pack: Pack
) -> None:
    given = (URGENCY, ((), False, None), ((), False, None), ((), False, None))
    counts = advice_counts(tables_of(call(matters=(("Ana", None, given),))), pack=pack)
    assert counts["share"].tolist() == [0.25]


def test_advice_outside_exchanges_is_for_the_only_client_and_for_nobody_in_a_group(
    call: Call, tables_of: Build, pack: Pack
) -> None:
    alone = tables_of(call(matters=(), loose=(URGENCY,), clients=("Ana",)))
    group = tables_of(call(matters=(), loose=(URGENCY,), clients=("Ana", "Ben")))
    assert advice_counts(alone, pack=pack)["n_clients"].tolist() == [1]
    assert advice_counts(group, pack=pack)["n_clients"].tolist() == [0]


def test_advice_is_set_against_the_problems_it_answers(call: Call, tables_of: Build) -> None:
    tables = tables_of(
        call(
            1,
            matters=(
                ("Ana", "hr-blocking", (URGENCY, URGENCY, BOTH)),
                ("Ben", "bad-client", (BOTH,)),
                ("Ben", None, (BOTH,)),
                ("Ana", "hr-blocking", (URGENCY,)),
            ),
        ),
        call(2),
    )
    assert rows(advice_by_problem(tables)) == [
        ("hr-blocking", "urgency", 5, 3, 2),
        ("hr-blocking", "retainer", 1, 1, 1),
        ("bad-client", "retainer", 1, 1, 1),
        ("bad-client", "urgency", 1, 1, 1),
    ]


def test_uptake_is_counted_for_each_category(call: Call, tables_of: Build) -> None:
    unseen = (("urgency",), False, None)
    tables = tables_of(call(matters=(("Ana", None, (BOTH, URGENCY, URGENCY, unseen)),)))
    assert rows(uptake_by_advice(tables)) == [
        ("urgency", "commitment", 2),
        ("urgency", "objection", 1),
        ("retainer", "objection", 1),
    ]
