"""Writes the table of export targets into a README, from the registry itself.

$ python benchmarks/readme_targets.py           # rewrites the table
$ python benchmarks/readme_targets.py --check   # exits 1 where it is out of date
"""

from __future__ import annotations

import sys

from readme_block import rewrite, with_block

from analyzer.export import Target, targets

BEGIN = "<!-- targets: made by benchmarks/readme_targets.py -->\n"
END = "<!-- end of targets -->"


def target_table() -> str:
    """A Markdown table: one row a target."""
    rows = ["| `--to` | what it writes | as |", "|---|---|---|"]
    rows += [f"| `{it.name}` | {it.about} | {_form(it)} |" for it in targets()]
    return "\n".join(rows) + "\n"


def _form(target: Target) -> str:
    if target.suffix is not None:
        return f"{target.suffix} file"
    return "folder" if target.single is None else f"folder, or {target.single} of one session"


def with_targets(page: str) -> str:
    """The text with the table between its two marks made anew."""
    return with_block(page, target_table(), begin=BEGIN, end=END)


if __name__ == "__main__":
    sys.exit(rewrite(BEGIN, with_targets))
