"""Stretches of advice in labelled files are formed as in an analysis."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.agreement import labelling_of
from analyzer.agreement.records import Stretch
from analyzer.classify.labelled import read_labelled
from tests.agreement.rows import Row, write


def said(*marks: str) -> tuple[Row, ...]:
    """A row a mark: the coach with an advice, "-" for the coach without, "c" for the client."""
    rows: list[Row] = []
    for number, mark in enumerate(marks):
        who = "Ana" if mark == "c" else "Mike"
        advice = "-" if mark in "c-" else mark
        rows.append(("advice", 1, who, "directive", advice, f"Words {number}."))
    return tuple(rows)


@pytest.mark.parametrize(
    ("marks", "stretches"),
    [
        (("urgency", "urgency"), [(0, 2)]),
        (("urgency", "c", "urgency"), [(0, 3)]),
        (("urgency", "c", "c", "urgency"), [(0, 4)]),
        (("urgency", "c", "c", "c", "urgency"), [(0, 1), (4, 5)]),
        (("urgency", "-", "urgency", "-"), [(0, 3)]),
        (("urgency", "-", "-", "urgency"), [(0, 1), (3, 4)]),
        (("urgency", "retainer", "urgency"), [(0, 1), (2, 3)]),
        (("-", "-"), []),
    ],
)
def test_a_stretch_runs_through_a_few_words_in_between(
    tmp_path: Path, marks: tuple[str, ...], stretches: list[tuple[int, int]]
) -> None:
    found = labelling_of(read_labelled(write(tmp_path / "a", "call", said(*marks)))).stretches
    assert found is not None
    mine = [it for it in found if it.label == "urgency"]
    assert mine == [Stretch(first=a, end=b, label="urgency") for a, b in stretches]


def test_a_sentence_of_two_categories_lies_in_stretches_of_both(tmp_path: Path) -> None:
    found = labelling_of(
        read_labelled(write(tmp_path / "a", "call", said("urgency", "urgency|retainer")))
    ).stretches
    assert found == (
        Stretch(first=1, end=2, label="retainer"),
        Stretch(first=0, end=2, label="urgency"),
    )
