"""For whom: which clients a type came up with, by name."""

from __future__ import annotations

from collections.abc import Mapping

from pandas import DataFrame

from analyzer.aggregate.clients import with_client
from analyzer.report import wording
from analyzer.report.material import Material

MOST_NAMES = 5

# Clients by name with how often, the most frequent first, then by name.
Whom = Mapping[str, tuple[tuple[str, int], ...]]


def whom(material: Material, findings: DataFrame) -> Whom:
    """For each category of these findings the clients it came up with, and how often."""
    named = with_client(findings[["session_id", "exchange", "category"]], material.tables)
    counts = named.dropna(subset="client").groupby(["category", "client"]).size()
    found: dict[str, list[tuple[str, int]]] = {}
    for category, client, n in counts.reset_index().itertuples(index=False, name=None):
        found.setdefault(category, []).append((client, n))
    return {
        category: tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
        for category, pairs in found.items()
    }


def in_words(material: Material, clients: tuple[tuple[str, int], ...], *, how: str = "For") -> str:
    """Some of the clients by name, and how many more; empty for a single session."""
    if not clients or material.n_sessions == 1:
        return ""
    named = [
        f"{wording.shortened(name, 40)} ({wording.number(n)})"
        if n > 1
        else wording.shortened(name, 40)
        for name, n in clients[:MOST_NAMES]
    ]
    more = len(clients) - len(named)
    rest = [f"{wording.number(more)} more"] if more else []
    return f"{how} {wording.listed([*named, *rest])}."
