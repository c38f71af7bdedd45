"""Writes what the scripts over real sets recorded into the README: no number is typed.

$ python benchmarks/readme_real_sets.py           # rewrites the table
$ python benchmarks/readme_real_sets.py --check   # exits 1 where it is out of date

A script records with ``--record``; what was never recorded has no rows. Precision, recall and the
number of boundaries stay in the records, where F1 stands for them; so does what NMI and AMI say of
themes in short.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from readme_block import rewrite, with_block
from real_sets import RESULTS, Figure, beside, recorded, shown

BEGIN = "<!-- real sets: made by benchmarks/readme_real_sets.py -->\n"
END = "<!-- end of real sets -->"
IN_F1 = ("precision", "recall", "number set")
IN_NMI = ("ARI", "coherence", "diversity", "themes", "stability", "seconds")
DIGITS = 2


def recorded_figures(folder: Path) -> list[Figure]:
    """The figures of all scripts in a folder of records, by the scripts' names."""
    return [
        figure
        for path in sorted(folder.glob("*.json"))
        for figure in recorded(path)
        if figure.measure not in (*IN_F1, *IN_NMI)
    ]


def figure_table(figures: Sequence[Figure]) -> str:
    """A Markdown table: one row a figure, with what plain ways reach beside it."""
    lines = [
        "| what | measured on | measure | plain ways | ours | people |",
        "|---|---|---|---|--:|--:|",
    ]
    lines += [
        f"| {one.task} | {one.counts} | {one.measure} | {beside(one, digits=DIGITS)} "
        f"| {shown(one.ours, digits=DIGITS)} | {shown(one.people, digits=DIGITS)} |"
        for one in figures
    ]
    return "\n".join(lines) + "\n"


def with_figures(page: str, figures: Sequence[Figure]) -> str:
    """The page with the table between its two marks made anew."""
    return with_block(page, figure_table(figures), begin=BEGIN, end=END)


def main() -> int:
    """Rewrites or checks the page; returns the exit code."""
    made = recorded_figures(RESULTS)
    return rewrite(BEGIN, lambda page: with_figures(page, made))


if __name__ == "__main__":
    sys.exit(main())
