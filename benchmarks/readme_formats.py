"""Writes the tables of formats into the READMEs, from the readers themselves.

$ python benchmarks/readme_formats.py           # rewrites the tables
$ python benchmarks/readme_formats.py --check   # exits 1 where one is out of date
"""

from __future__ import annotations

import sys

from readme_block import rewrite, with_block

from analyzer.read import FORMATS
from analyzer.read.formats import Format

BEGIN = "<!-- formats: made by benchmarks/readme_formats.py -->\n"
END = "<!-- end of formats -->"
BEGIN_ALL = "<!-- every format: made by benchmarks/readme_formats.py -->\n"
END_ALL = "<!-- end of every format -->"
# What the folders of readers are for; what lies in none is read beside a transcript.
FAMILIES = {
    "pages": "texts and web pages",
    "documents": "documents",
    "captions": "captions",
    "services": "speech services and note takers",
    "tabular": "tables",
    "research": "research",
    "": "beside a transcript",
}


def family_of(one: Format) -> str:
    """The folder of a format's reader, "" where it lies in none."""
    folder, point, _ = one.place.partition(":")[0].partition(".")
    return folder if point else ""


def family_table() -> str:
    """A Markdown table: one row a family, with its formats and the endings of their files."""
    rows = ["| what | formats | files |", "|---|---|---|"]
    for family, words in FAMILIES.items():
        mine = [one for one in FORMATS if family_of(one) == family]
        endings = sorted({ending for one in mine for ending in one.extensions})
        names = " ".join(f"`{one.name}`" for one in mine)
        rows.append(f"| {words} | {names} | {' '.join(endings) or 'as Zoom saves it'} |")
    return "\n".join(rows) + "\n"


def format_table() -> str:
    """A Markdown table: one row a format, with what it is."""
    rows = ["| format | what it is | files |", "|---|---|---|"]
    for family in FAMILIES:
        for one in FORMATS:
            if family_of(one) == family:
                about = one.about.replace("|", "\\|").replace("<", "&lt;")
                rows.append(f"| `{one.name}` | {about} | {' '.join(one.extensions)} |")
    return "\n".join(rows) + "\n"


def with_families(page: str) -> str:
    """The page with the short table made anew."""
    return with_block(page, family_table(), begin=BEGIN, end=END)


def with_formats(page: str) -> str:
    """The page with the long table made anew."""
    return with_block(page, format_table(), begin=BEGIN_ALL, end=END_ALL)


def main() -> int:
    """Rewrites or checks both pages; returns the exit code."""
    return max(rewrite(BEGIN, with_families), rewrite(BEGIN_ALL, with_formats))


if __name__ == "__main__":
    sys.exit(main())
