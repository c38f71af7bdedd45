"""A bar while work goes on: in a notebook by itself, at a terminal where it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, TypeVar

T = TypeVar("T")


def track(
    items: Iterable[T], *, doing: str, total: int, progress: bool | None = None
) -> Iterator[T]:
    """The items, with a bar that grows while they come.

    ``progress`` None shows one in a notebook alone, True everywhere, False nowhere. Nothing is ever
    written to standard output.
    """
    in_notebook = is_notebook()
    if total < 1 or progress is False or (progress is None and not in_notebook):
        yield from items
    elif in_notebook:
        yield from _in_notebook(items, doing=doing, total=total)
    else:
        from rich.console import Console  # noqa: PLC0415 - where it is asked for
        from rich.progress import track as rich_track  # noqa: PLC0415 - same

        console = Console(stderr=True)
        yield from rich_track(items, description=doing, total=total, console=console)


def is_notebook() -> bool:
    """Whether a notebook's kernel runs this code."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return getattr(shell, "kernel", None) is not None


def _in_notebook(items: Iterable[T], *, doing: str, total: int) -> Iterator[T]:
    # A bar of the browser's own: widgets are one more thing to install, and lost on export.
    from IPython import display  # noqa: PLC0415 - there, since a notebook runs

    tell: Any = display  # IPython has no types
    shown = tell.display(tell.HTML(bar(doing, 0, total)), display_id=True)
    done = 0
    for done, item in enumerate(items, start=1):
        yield item
        shown.update(tell.HTML(bar(doing, done, total)))


def bar(doing: str, done: int, total: int) -> str:
    """The bar as HTML.

    >>> bar("Analysing", 2, 3)
    '<label>Analysing <progress value="2" max="3"></progress> 2 of 3</label>'
    """
    inside = f'<progress value="{done}" max="{total}"></progress> {done:,} of {total:,}'
    return f"<label>{escape(doing)} {inside}</label>"
