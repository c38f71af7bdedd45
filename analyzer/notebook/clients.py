"""The clients of an archive, each the way to their own sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from pandas import DataFrame

from analyzer.notebook.html import block, grid

Part = TypeVar("Part")


class Clients(Mapping[str, Part]):
    """The clients by name, most sessions first; each gives the archive with their sessions alone.

    ``journeys`` is ``client_journeys`` of the archive, ``only`` takes a client and gives that part.
    """

    def __init__(
        self, journeys: DataFrame, *, names: Mapping[str, str], only: Callable[[str], Part]
    ) -> None:
        n_sessions = journeys.groupby("client").size()
        self._people = sorted(map(str, n_sessions.index), key=lambda it: (-int(n_sessions[it]), it))
        self._journeys = journeys
        self._names = names
        self._only = only

    def __getitem__(self, name: str) -> Part:
        return self._only(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._people)

    def __len__(self) -> int:
        return len(self._people)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._people)

    def __repr__(self) -> str:
        return f"Clients({', '.join(self._people)})"

    def _repr_html_(self) -> str:
        heads = ("client", "sessions", "problems")
        return block(grid(heads, (self._line(name) for name in self._people)))

    def _line(self, name: str) -> tuple[str, ...]:
        mine = self._journeys[self._journeys["client"] == name]
        problems = dict.fromkeys(it for one in mine["problems"].dropna() for it in one.split(", "))
        return name, str(len(mine)), ", ".join(self._names.get(it, it) for it in problems)
