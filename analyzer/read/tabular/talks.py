"""Many sessions in one table: the rows of each by a path of their own, ``talks.csv#12``.

A table holds several where a column is named for it (``transcript_id``, ``session``, ``call`` and
their like) and each of its values stands in several rows. A session is read from the names of the
columns and its own rows, so that its digest changes with it and not with the rest of the table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from analyzer.errors import UnreadableTranscript, did_you_mean
from analyzer.read.decode import decode
from analyzer.read.limits import check_bytes
from analyzer.read.tabular.column_heads import Part, part_named
from analyzer.read.tabular.columns import Row, Table, find_table, head_row
from analyzer.read.tabular.grid import SIGNS, find_grid

_PLACE = re.compile(r"\.(?:csv|tsv|psv|tab)(?=#)", re.IGNORECASE)
_CELLS = re.compile("[" + "".join(map(re.escape, SIGNS)) + "]")
_HEAD_BYTES, _HEAD_LINES = 20_000, 20
# Where a talk has fewer rows than this on average, the column names parts of one.
_FEWEST_ROWS = 4


def each_talk(file: str) -> list[str]:
    """A path for each talk of a table that holds several, else the file alone.

    A table that cannot be read stays as it is: its reader will say why.
    """
    path = Path(file)
    try:
        talks = _talks_of(path) if _may_hold_talks(path) else {}
    except (OSError, UnreadableTranscript):
        return [file]
    return [f"{file}#{name}" for name in talks] or [file]


def talk_content(path: str) -> bytes | None:
    """The names of the columns and the rows of the talk that a path names; None for plain files.

    Raises OSError where the table cannot be opened, UnreadableTranscript where it has no such talk.
    """
    place = _PLACE.search(path)
    if place is None or Path(path).exists():
        return None
    file, wanted = path[: place.end()], path[place.end() + 1 :]
    talks = _talks_of(Path(file))
    if wanted not in talks:
        what = f"there is no talk {wanted!r} in this table."
        hint = f"{did_you_mean(wanted, set(talks))} They are named by their own column.".strip()
        raise UnreadableTranscript(what, path=file, hint=hint)
    return talks[wanted].encode()


def _may_hold_talks(path: Path) -> bool:
    """Whether a column near the top of the file is named as one of talks may be."""
    with path.open("rb") as lines:
        top = lines.read(_HEAD_BYTES).replace(b"\x00", b"").decode("utf-8", "ignore")
    cells = (cell for line in top.split("\n")[:_HEAD_LINES] for cell in _CELLS.split(line))
    return any(part_named(cell.strip(' "\r\ufeff')) is Part.TALK for cell in cells)


def _talks_of(path: Path) -> dict[str, str]:
    now = path.stat()
    return _read_talks(path, size=now.st_size, changed_ns=now.st_mtime_ns)


@lru_cache(maxsize=1)  # the talks of a table are asked for one after the other
def _read_talks(path: Path, *, size: int, changed_ns: int) -> dict[str, str]:  # noqa: ARG001
    """The text of each talk by its name, in order; empty where the table holds one alone."""
    check_bytes(size, path=str(path))
    text = decode(path.read_bytes(), path=str(path)).text or ""
    grid = find_grid(text)
    if grid is None:
        return {}
    head = head_row(grid.rows)
    width = grid.width if head is None else len(grid.rows[head].cells)
    table = find_table([replace(row, cells=row.cells[:width]) for row in grid.rows])
    return {} if table is None else _parted(table, grid.rows, text.split("\n"))


def _parted(table: Table, rows: Sequence[Row], lines: Sequence[str]) -> dict[str, str]:
    column = table.layout.parts.get(Part.TALK)
    names = list(dict.fromkeys(filter(None, table.column(Part.TALK))))
    if table.is_unfolded or len(names) < 2 or len(table.rows) < _FEWEST_ROWS * len(names):
        return {}
    first = table.rows[0].line or 1
    starts = [row.line or 1 for row in rows] + [len(lines) + 1]
    parts: defaultdict[str, list[str]] = defaultdict(list)
    name = names[0]
    for row, start, end in zip(rows, starts, starts[1:], strict=False):
        if start >= first:
            name = row.cell(column) or name  # a line that goes on with the row above has no cells
            parts[name] += lines[start - 1 : end - 1]
    top = lines[: first - 1]
    return {name: "\n".join([*top, *parts[name]]).rstrip("\n") + "\n" for name in names}
