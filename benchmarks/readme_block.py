"""Puts what a script made between two marks of a page, in place of what stood there.

A block may stand in the README at the top or in that of any folder: its first mark tells where.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def with_block(page: str, block: str, *, begin: str, end: str) -> str:
    """The page's text with ``block`` between the marks, a blank line on both sides of it."""
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{block}\n{end}{after}"


def home_of(mark: str, *, root: Path = ROOT) -> Path:
    """The README that has a mark. Raises ValueError where none has."""
    homes = sorted({*root.glob("README.md"), *root.glob("[a-z]*/**/README.md")})
    for path in homes:
        if mark in path.read_text(encoding="utf-8"):
            return path
    raise ValueError(f"no README under {root} has the mark {mark.strip()!r}")


def rewrite(mark: str, change: Callable[[str], str]) -> int:
    """Changes the page with the mark, or with --check only says whether it would; the exit code."""
    path = home_of(mark)
    name = path.relative_to(ROOT).as_posix()
    old = path.read_text(encoding="utf-8")
    new = change(old)
    if "--check" in sys.argv[1:]:
        print(f"{name} is", "up to date" if old == new else "out of date")
        return int(old != new)
    path.write_text(new, encoding="utf-8", newline="\n")
    print(f"{name}: written")
    return 0
