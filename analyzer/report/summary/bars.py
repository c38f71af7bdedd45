"""The bars of types in an overview, of problems and of advice alike."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.report import wording
from analyzer.report.material import FEWEST_BARS, Material
from analyzer.report.parts import Bar


def type_bars(material: Material, types: Iterable[tuple[str, int, int, int]]) -> tuple[Bar, ...]:
    """A bar for each type that is surely found, in the order given; none for a single type.

    Each is its name, how often it is surely found, in how many sessions, and how often possibly.
    """
    bars = tuple(
        Bar(
            name=name,
            count=n,
            note=wording.with_possible(material.in_sessions(n_sessions), n_possible),
        )
        for name, n, n_sessions, n_possible in types
        if n
    )
    return bars if len(bars) >= FEWEST_BARS else ()
