"""Writes how large the page gets and how fast it opens, as recorded: no number is typed.

$ python benchmarks/readme_page.py           # rewrites the table
$ python benchmarks/readme_page.py --check   # exits 1 where it is out of date
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from readme_block import rewrite, with_block

RESULTS = Path(__file__).parent / "results" / "page" / "page.json"
BEGIN = "<!-- page: made by benchmarks/page.py and benchmarks/readme_page.py -->\n"
END = "<!-- end of page -->"


def page_table() -> str:
    """A Markdown table: one row a size."""
    lines = [
        "| sessions | file | first words | loading | a common word | a rare word |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {row['sessions']:,} | {row['megabytes']:.1f} MB | {_seconds(row['read_ms'])} "
        f"| {_seconds(row['loaded_cpu_ms'])} | {_seconds(row['common_cpu_ms'])} "
        f"| {_seconds(row['rare_cpu_ms'])} |"
        for row in json.loads(RESULTS.read_text(encoding="utf-8"))["pages"]
    ]
    return "\n".join(lines) + "\n"


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.2f} s"


def with_pages(page: str) -> str:
    """The text with the table between its two marks made anew."""
    return with_block(page, page_table(), begin=BEGIN, end=END)


if __name__ == "__main__":
    sys.exit(rewrite(BEGIN, with_pages))
