"""Talk with the person at the terminal: lines and progress, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

from analyzer.cli.parts.group import DONE, SOME_FAILED

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")


def is_watched(stream: TextIO) -> bool:
    """Whether the stream is a terminal, with a person before it."""
    return stream.isatty()


class Talk:
    """Says lines and shows progress on standard error, and counts what failed.

    Progress is shown only where a person watches; lines then appear above it.
    """

    def __init__(self) -> None:
        self.n_failed = 0
        self._console: Console | None = None

    @property
    def code(self) -> int:
        """The exit code that what happened so far calls for."""
        return SOME_FAILED if self.n_failed else DONE

    def say(self, line: str) -> None:
        """One line of talk."""
        if self._console is None:
            click.echo(line, err=True)
        else:
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def fail(self, error: object) -> None:
        """Names an input that cannot be used, on one line, and remembers that there was one."""
        self.n_failed += 1
        self.say(f"error: {' '.join(str(error).split())}")

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Shows that something is being done whose end is not known."""
        if self._console is not None or not is_watched(sys.stderr):
            yield
            return
        from rich.console import Console

        self._console = Console(stderr=True, force_terminal=True)
        try:
            with self._console.status(f"{what} …"):
                yield
        finally:
            self._console = None

    def track(
        self, items: Iterable[T], *, doing: str, total: int, beside_result: bool = False
    ) -> Iterator[T]:
        """The items, with a bar that grows while they come.

        ``beside_result`` says that results are printed meanwhile: on a terminal they are the
        progress, and a bar would run through them.
        """
        in_the_way = beside_result and is_watched(sys.stdout)
        if total < 2 or in_the_way or self._console is not None or not is_watched(sys.stderr):
            yield from items
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        self._console = Console(stderr=True, force_terminal=True)
        columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        try:
            # Standard output is the result and may be a pipe: rich must not touch it.
            with Progress(
                *columns,
                console=self._console,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            ) as bar:
                task = bar.add_task(doing, total=total)
                for item in items:
                    yield item
                    bar.advance(task)
        finally:
            self._console = None
