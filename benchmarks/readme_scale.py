"""Writes what archives of growing size take into the README: no number is typed.

$ python benchmarks/readme_scale.py           # rewrites the tables
$ python benchmarks/readme_scale.py --check   # exits 1 where they are out of date

The numbers are those that ``scale.py``, ``search.py`` and ``archive_kill.py`` recorded.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from readme_block import rewrite, with_block

RESULTS = Path(__file__).resolve().parent / "results"
BEGIN = (
    "<!-- scale: made by benchmarks/scale.py, search.py, archive_kill.py and readme_scale.py -->\n"
)
END = "<!-- end of scale -->"
BEGIN_SEARCH = "<!-- search: made by benchmarks/search.py and readme_scale.py -->\n"
END_SEARCH = "<!-- end of search -->"
Record = Mapping[str, Any]
Cell = Callable[[Record], str]


def read_records() -> Record:
    """What was recorded, by the name of its script."""
    files = {
        "scale": RESULTS / "scale" / "scale.json",
        "kill": RESULTS / "scale" / "archive_kill.json",
        "search": RESULTS / "search" / "search.json",
    }
    return {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items()}


def scale_table(made: Record) -> str:
    """Markdown: a column for each size of archive, then how throughput grows, and the kills."""
    archives, search = made["scale"]["archives"], made["search"]["speed"]
    sizes = sorted(map(int, archives))
    found = [
        {**next((it for it in search if it["sessions"] == size), {}), **archives[str(size)]}
        for size in sizes
    ]
    rows = [
        ("file, MB", lambda it: f"{it['file_mb']:,}"),
        ("keeping one session more, s", lambda it: _seconds(it, "one session kept")),
        ("all tables and counts, s", lambda it: _seconds(it, "tables and counts")),
        ("… memory, MB", lambda it: _memory(it, "tables and counts")),
        ("finding the themes of problems and advice, s", lambda it: _seconds(it, "themes found")),
        ("… memory, MB", lambda it: _memory(it, "themes found")),
        ("themes as kept, s", lambda it: _seconds(it, "themes as kept")),
        ("a search, ms", lambda it: f"{it['cpu_ms']:.0f}"),
        ("`search --advised`, ms", lambda it: f"{it['advised_cpu_ms']:.0f}"),
        ("… memory, MB", lambda it: f"{it['memory_mb']:,}"),
        ("… of the ten nearest found", lambda it: f"{it['recall_all']:.1%}"),
        ("`analyzer add` of two hours, memory, MB", lambda it: _memory(it, "2 hours added")),
    ]
    lines = [
        f"| archive of … hours | {' | '.join(f'{size:,}' for size in sizes)} |",
        f"|---|{'--:|' * len(sizes)}",
        *(_row(name, cell, found) for name, cell in rows),
        "",
        _told(made["scale"]["throughput"]),
        _killed(made["kill"]),
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, cell: Cell, found: Sequence[Record]) -> str:
    cells = []
    for it in found:
        try:
            cells.append(cell(it))
        except KeyError:  # not measured at this size
            cells.append("–")
    return f"| {name} | {' | '.join(cells)} |"


def _seconds(it: Record, what: str) -> str:
    return f"{it[what]['cpu']:.2f}" if it[what]["cpu"] < 1 else f"{it[what]['cpu']:.1f}"


def _memory(it: Record, what: str) -> str:
    return f"{it[what]['peak']:,.0f}"


def _told(rows: Sequence[Record]) -> str:
    times = _listed(
        f"{it['seconds']:.1f} s by {it['jobs']} process{'es' if it['jobs'] > 1 else ''}"
        for it in rows
    )
    peak = max(it["peak"] for it in rows)
    return (
        f"* An hour of talk is read, analysed, encoded and kept in {times} (`--jobs`) on"
        f" {rows[0]['cores']} cores, which one process uses too; none takes more than {peak:,} MB."
    )


def _killed(it: Record) -> str:
    how = "the shipped models" if it["with_models"] else "findings that are stood in for"
    same = (
        f"all {it['rows']:,} rows are those of an undisturbed run"
        if not it["tables_that_differ"]
        else f"{it['tables_that_differ']} tables DIFFER from those of an undisturbed run"
    )
    return (
        f"* {it['sessions']:,} sessions added with {how}, killed {it['kills_while_it_ran']} times"
        f" at random on the way: {same}."
    )


def with_scale(page: str, made: Record) -> str:
    """The page with what stands between its two marks made anew."""
    return with_block(page, scale_table(made), begin=BEGIN, end=END)


def search_text(made: Record) -> str:
    """What searching takes and finds, in sentences."""
    speed, quality = made["search"]["speed"], made["search"]["quality"]
    ranges = {way: _range(quality, way) for way in dict.fromkeys(it["way"] for it in quality)}
    ours = ranges.pop("analyzer")
    others = "; ".join(f"{way} {its}" for way, its in ranges.items())
    last, sizes = speed[-1], _listed(f"{it['sessions']:,}" for it in speed)
    found = f"{last['recall_all']:.1%}"
    return (
        f"Measured (`benchmarks/search.py`, one core): {_times(speed, 'cpu_ms')} ms a question at"
        f" {sizes} one-hour sessions, with `--advised`"
        f" {_times(speed, 'advised_cpu_ms')} ms.\n"
        f"At {last['sessions']:,} ({last['passages'] / 1e6:.1f} million passages) the first"
        f" question takes {last['first_s']:.0f} s and {last['memory_mb'] / 1000:.1f} GB of memory,"
        f" and of the ten passages nearest by exact comparison {found} are found.\n"
        "Asked for a category of advice or a problem by its name, definition or an example, or by"
        " how another client put it, it ranks what people labelled so higher than BM25 alone and"
        f" than exact vectors alone (nDCG@10 {ours}; {others}).\n"
    )


def _times(speed: Sequence[Record], name: str) -> str:
    return _listed(f"{it[name]:.0f}" for it in speed)


def _listed(its: Iterable[str]) -> str:
    *first, last = its
    return f"{', '.join(first)} and {last}"


def _range(quality: Sequence[Record], way: str) -> str:
    found = [it["ndcg"] for it in quality if it["way"] == way]
    return f"{min(found):.2f}–{max(found):.2f}"


def with_search(page: str, made: Record) -> str:
    """The page with what is said of searching made anew."""
    return with_block(page, search_text(made), begin=BEGIN_SEARCH, end=END_SEARCH)


def main() -> int:
    """Rewrites or checks the pages; returns the exit code."""
    made = read_records()
    code = rewrite(BEGIN, lambda page: with_scale(page, made))
    return rewrite(BEGIN_SEARCH, lambda page: with_search(page, made)) or code


if __name__ == "__main__":
    sys.exit(main())
