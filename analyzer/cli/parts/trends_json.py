"""What changes, as JSON: one object a line, each with the table it belongs to."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator
from typing import Any

from pandas import DataFrame, Timestamp

from analyzer.cli.parts.trending import Trends


def trends_json(trends: Trends) -> Iterator[str]:
    """First what was counted, then a line for each row of each table; nothing known is null."""
    yield _line(
        {
            "table": "sessions",
            "pack": trends.pack.label,
            "n_sessions": len(trends.sessions),
            "n_sessions_undated": int(trends.sessions["held_on"].isna().sum()),
            "by": trends.by,
            "since": trends.since,
            "until": trends.until,
        }
    )
    tables = {
        "changes": trends.changes,
        "courses": trends.courses,
        "over_time": trends.over_time,
        f"by_{trends.by}": trends.by_person,
    }
    for table, frame in tables.items():
        if frame is not None:
            for row in _rows(frame):
                name = trends.names.get(row["category"], row["category"])
                yield _line({"table": table, **row, "name": name})


def _rows(frame: DataFrame) -> Iterator[dict[str, Any]]:
    columns = list(frame.columns)
    for row in frame.itertuples(index=False, name=None):
        yield dict(zip(columns, row, strict=True))


def _line(cells: dict[str, Any]) -> str:
    return json.dumps({key: _plain(cell) for key, cell in cells.items()}, ensure_ascii=False)


def _plain(cell: Any) -> Any:  # noqa: ANN401 - any cell
    if isinstance(cell, Timestamp):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return None if math.isnan(cell) else round(cell, 6)
    return cell
