from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from analyzer.privacy import Redactor, redacted_record
from analyzer.privacy.kinds import Entry, Kind

REDACTOR = Redactor([Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Imani",))])


class Shape(StrEnum):
    IMANI = "imani"


class Pair(NamedTuple):
    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    text: str
    number: int = 0
    shape: Shape = Shape.IMANI
    day: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    leaves: tuple[Leaf, ...]
    by_name: Mapping[str, str]
    pair: Pair
    figure: bytes = b"imani"


def test_every_string_of_a_record_is_redacted_and_its_shape_stays() -> None:
    tree = Tree(
        leaves=(Leaf(text="Imani said no.", number=3, day=dt.date(2024, 5, 1)),),
        by_name={"imani": "Imani"},
        pair=Pair("Imani’s", 2),
    )
    assert redacted_record(tree, REDACTOR) == Tree(
        leaves=(Leaf(text="Client 1 said no.", number=3, day=dt.date(2024, 5, 1)),),
        by_name={"imani": "Client 1"},
        pair=Pair("Client 1’s", 2),
    )


def test_a_record_without_a_name_is_the_same_record() -> None:
    leaf = Leaf(text="Nobody said no.")
    assert redacted_record(leaf, REDACTOR) is leaf
