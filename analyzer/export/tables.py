"""The tables some sessions at a time, so that all words of an archive are never in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from pandas import DataFrame

from analyzer.aggregate.frames import Tables
from analyzer.aggregate.schema import FINDINGS

SESSIONS_AT_ONCE = 50


def batches(tables: Tables, table: str) -> Iterator[DataFrame]:
    """The rows of a table in order, in one frame at least."""
    if table in FINDINGS:
        yield getattr(tables, table)
        return
    ids = tables.sessions["session_id"].tolist()
    for first in range(0, len(ids), SESSIONS_AT_ONCE):
        some = [tables.transcript(table, key) for key in ids[first : first + SESSIONS_AT_ONCE]]
        yield pd.concat(some, ignore_index=True)
