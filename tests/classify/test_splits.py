from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.classify.labelled import LabelledSession, read_labelled
from analyzer.classify.splits import (
    growing_parts,
    inner_folds,
    leave_out,
    split_folds,
    writers_of,
)
from analyzer.errors import LabelError

Write = Callable[..., Path]


def test_every_session_is_left_out_once(many: tuple[LabelledSession, ...]) -> None:
    folds = split_folds(many, folds=4, seed=1)
    assert sorted(one.id for fold in folds for one in fold) == [one.id for one in many]
    assert [sorted(one.form for one in fold) for fold in folds] == [["dialogue", "group", "qa"]] * 4


def test_folds_do_not_depend_on_the_order_of_sessions(many: tuple[LabelledSession, ...]) -> None:
    folds = split_folds(many, folds=3, seed=7)
    assert folds == split_folds(many[::-1], folds=3, seed=7)
    assert folds != split_folds(many, folds=3, seed=8)


def test_writers_are_left_out_in_turn(many: tuple[LabelledSession, ...]) -> None:
    folds = split_folds(many, folds=99, seed=1, by="writer")
    assert [{one.writer for one in fold} for fold in folds] == [{"a"}, {"b"}, {"c"}]


def test_where_writers_are_many_several_are_left_out_together(
    many: tuple[LabelledSession, ...],
) -> None:
    folds = split_folds(many, folds=2, seed=1, by="writer")
    assert [{one.writer for one in fold} for fold in folds] == [{"a", "c"}, {"b"}]


def test_impossible_folds_are_refused(many: tuple[LabelledSession, ...]) -> None:
    for folds in (0, 1, 13):
        with pytest.raises(LabelError, match=f"into {folds} folds"):
            split_folds(many, folds=folds, seed=1)
    with pytest.raises(LabelError, match="writer"):
        split_folds(many[:4], folds=2, seed=1, by="writer")


def test_one_letter_is_one_writer_in_every_pack(write: Write) -> None:
    names = ("own-a01", "other-a07", "own-b01")
    labelled = [read_labelled(write(name=name)) for name in names]
    assert writers_of(labelled) == ("a", "b")
    folds = split_folds(labelled, folds=2, seed=1, by="writer")
    assert [[one.id for one in fold] for fold in folds] == [["other-a07", "own-a01"], ["own-b01"]]


def test_inside_training_writers_are_left_out_where_there_are_several(
    many: tuple[LabelledSession, ...],
) -> None:
    folds = inner_folds(many, folds=4, seed=1)
    assert {(one.writer, fold) for one, fold in zip(many, folds, strict=True)} == {
        ("a", 0),
        ("b", 1),
        ("c", 2),
    }


@given(count=st.integers(0, 60), seed=st.integers(0, 999))
def test_inside_training_sessions_of_one_writer_are_left_out_evenly(count: int, seed: int) -> None:
    alike = [SimpleNamespace(writer="a")] * count
    folds = inner_folds(cast("list[LabelledSession]", alike), folds=4, seed=seed)
    sizes = [folds.count(fold) for fold in range(4)]
    assert sum(sizes) == count
    assert max(sizes) - min(sizes) <= 1


def test_named_writers_are_left_out_together(many: tuple[LabelledSession, ...]) -> None:
    fold = leave_out(many[::-1], ["c", "a"])
    assert [one.id for one in fold] == [one.id for one in many if one.writer in {"a", "c"}]


@pytest.mark.parametrize(
    ("writers", "words"),
    [
        (["x"], "no session is by writer 'x'"),
        ([], "0 of 3 writers cannot be left out"),
        (["a", "b", "c"], "3 of 3 writers cannot be left out"),
    ],
)
def test_writers_that_cannot_be_left_out_are_refused(
    many: tuple[LabelledSession, ...], writers: list[str], words: str
) -> None:
    with pytest.raises(LabelError, match=words) as caught:
        leave_out(many, writers)
    assert caught.value.hint is not None
    assert "a, b, c" in caught.value.hint


def test_parts_grow_each_holding_the_one_before(many: tuple[LabelledSession, ...]) -> None:
    parts = growing_parts(many, steps=(4, 2, 1), seed=3)
    assert [len(part) for part in parts] == [3, 6, 12]
    assert {one.id for one in parts[0]} < {one.id for one in parts[1]}
    assert sorted(one.form for one in parts[0]) == ["dialogue", "group", "qa"]
    assert parts == growing_parts(many[::-1], steps=(4, 2, 1), seed=3)
