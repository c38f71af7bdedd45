"""Frames of sessions and findings, made without transcripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from pandas import DataFrame

FIRST = dt.date(2023, 1, 2)


def sessions(
    n: int, *, clients: Sequence[str | None] | None = None, days: int = 14, undated: int = 0
) -> DataFrame:
    """``n`` sessions ``days`` apart, numbered in time; the last ``undated`` have no date."""
    held = [FIRST + dt.timedelta(days=days * place) for place in range(n)]
    dated: list[dt.date | None] = [*held[: n - undated], *[None] * undated]
    names = [f"Client of {place}th" for place in range(n)] if clients is None else clients
    frame = DataFrame(
        {"session_id": [str(place) for place in range(n)], "held_on": dated, "clients": list(names)}
    )
    return frame.astype({"session_id": "str", "held_on": "datetime64[ms]", "clients": "str"})


def day(number: int, *, days: int = 14) -> dt.date:
    """When session ``number`` was held."""
    return FIRST + dt.timedelta(days=days * number)


def findings(where: Mapping[str, Sequence[int]]) -> DataFrame:
    """A finding of each category in each of the sessions named."""
    rows = [(str(place), category) for category, places in where.items() for place in places]
    return DataFrame(rows, columns=["session_id", "category"]).astype("str")
