"""Writes what ``read.py`` recorded into the README: no number is typed.

$ python benchmarks/readme_reading.py           # rewrites the table
$ python benchmarks/readme_reading.py --check   # exits 1 where it is out of date
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from readme_block import rewrite, with_block

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "benchmarks" / "results" / "reading" / "read.json"
BEGIN = "<!-- reading: made by benchmarks/read.py and benchmarks/readme_reading.py -->\n"
END = "<!-- end of reading -->"
Line = Mapping[str, Any]


def reading_table(lines: Sequence[Line]) -> str:
    """A Markdown table: one row a form and library."""
    rows = [
        "| form | read by | time, ours = 1 | words kept | words added | with their speaker |",
        "|---|---|--:|--:|--:|--:|",
    ]
    rows += [
        f"| {line['form']} | {line['library']} | {line['times_ours']:.2f} "
        f"| {_share(line['words'])} | {_share(line['added'])} | {_share(line['speakers'])} |"
        for line in lines
    ]
    return "\n".join(rows) + "\n"


def _share(value: float | None) -> str:
    """A share as a percentage, cut off and not rounded up; a dash for what was not counted.

    >>> _share(0.9942), _share(0.9996), _share(1.0), _share(None)
    ('99.4 %', '99.9 %', '100 %', '–')
    """
    return "–" if value is None else f"{math.floor(1000 * value) / 10:g} %"


def with_reading(page: str, lines: Sequence[Line]) -> str:
    """The page with the table between its two marks made anew."""
    return with_block(page, reading_table(lines), begin=BEGIN, end=END)


def main() -> int:
    """Rewrites or checks the page; returns the exit code."""
    made = json.loads(RECORD.read_text(encoding="utf-8"))
    return rewrite(BEGIN, lambda page: with_reading(page, made))


if __name__ == "__main__":
    sys.exit(main())
