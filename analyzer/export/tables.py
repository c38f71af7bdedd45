"""The tables some sessions at a time, so that all words of an archive are never in memory."""

from __future__ import annotations

from collections.abc import Iterator

from pandas import DataFrame

from analyzer.aggregate.schema import FINDINGS
from analyzer.aggregate.tables import read_tables
from analyzer.export.choosing import Material

SESSIONS_AT_ONCE = 500


def batches(material: Material, table: str) -> Iterator[DataFrame]:
    """The rows of a table in order, in one frame at least."""
    if table in FINDINGS:
        yield getattr(material.tables, table)
        return
    for first in range(0, len(material.ids), SESSIONS_AT_ONCE):
        some = material.ids[first : first + SESSIONS_AT_ONCE]
        yield getattr(read_tables(material.archive, pack=material.pack, sessions=some), table)
