"""Finding the best of very many without looking closely at more of them than it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Any, Generic, Protocol, TypeVar

Key = tuple[Any, ...]


class Ranked(Protocol):
    """Something with a place among others: the smallest key comes first."""

    @property
    def key(self) -> Key:
        """The place; a key that is the beginning of another comes before it."""


Found = TypeVar("Found", bound=Ranked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hope(Generic[Found]):
    """What may hold something when it is looked at; none of that has a smaller key."""

    key: Key
    look: Callable[[], Iterable[Hope[Found] | Found]]


def in_order(hopes: Iterable[Hope[Found] | Found]) -> Iterator[Found]:
    """All that is found, by key; of equals what came first. Looks only where it has to."""
    numbers = count()
    heap = [(one.key, next(numbers), one) for one in hopes]
    heapify(heap)
    while heap:
        _, _, best = heappop(heap)
        if not isinstance(best, Hope):
            yield best
            continue
        for one in best.look():
            heappush(heap, (one.key, next(numbers), one))
