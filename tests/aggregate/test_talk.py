from __future__ import annotations

from collections.abc import Callable

import pytest

from analyzer.aggregate import Tables, talk_by_role
from analyzer.records import Analysis

Call = Callable[..., Analysis]
Build = Callable[..., Tables]


def test_the_words_of_a_role_are_those_of_all_its_speakers(call: Call, tables_of: Build) -> None:
    tables = tables_of(
        call(2, matters=(("Ana", None, ()), ("Ben", None, ((("urgency",), False, None),)))),
        call(1, matters=()),
    )
    frame = talk_by_role(tables)
    assert frame["session_id"].tolist() == ["000000000002"] * 2
    assert frame["role"].tolist() == ["coach", "client"]
    assert frame["n_words"].tolist() == [6, 12]
    assert frame["share_words"].tolist() == pytest.approx([6 / 18, 12 / 18])
