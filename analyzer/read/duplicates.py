"""The same talk twice: the same bytes, the same words, or another export of the same call.

Sessions are compared by sketches, so a hundred thousand of them fit into memory: of all runs of
three words the 256 with the smallest digests (bottom-k sketches; Broder 1997).
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from analyzer.records import Session

RUN = 3
KEPT = 256
# Different calls of one coach share a sixteenth of their runs of three words at most; the texts of
# two recognisers that each mistake one word in seven share a quarter.
ALIKE = 0.2
# A few words may be the same by chance.
ENOUGH_WORDS = 60
_WORD = re.compile(r"[^\W_]+")


class Likeness(StrEnum):
    """How two files are the same talk."""

    BYTES = "the same file"
    WORDS = "the same talk"
    EXPORT = "probably another export of the same talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is kept of a session to find its like: path, digest of the bytes, id, and its runs."""

    path: str
    sha256: str
    session: str
    n_words: int
    runs: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A later file that holds the talk of an earlier one; ``share`` of runs they have in common."""

    path: str
    of: str
    likeness: Likeness
    share: float


def sketch(session: Session) -> Sketch:
    """The sketch of a session; speakers, case and marks do not count."""
    words = [word for turn in session.turns for word in _WORD.findall(turn.text.casefold())]
    runs = {_digest(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}
    return Sketch(
        path=session.source.path,
        sha256=session.source.sha256,
        session=session.id,
        n_words=len(words),
        runs=frozenset(heapq.nsmallest(KEPT, runs)),
    )


def find_duplicates(sketches: Iterable[Sketch]) -> Iterator[Duplicate]:
    """Each file that repeats an earlier one, beside the first of its kind, in order."""
    known: list[Sketch] = []
    holders: dict[int, list[int]] = {}
    by_bytes: dict[str, Sketch] = {}
    by_words: dict[str, Sketch] = {}
    for one in sketches:
        if (first := by_bytes.get(one.sha256)) is not None:
            yield _duplicate(one, first, Likeness.BYTES, 1.0)
        elif (first := by_words.get(one.session)) is not None:
            yield _duplicate(one, first, Likeness.WORDS, 1.0)
        elif one.n_words >= ENOUGH_WORDS and (near := _nearest(one, known, holders)) is not None:
            yield _duplicate(one, near[0], Likeness.EXPORT, near[1])
        else:
            for run in one.runs:
                holders.setdefault(run, []).append(len(known))
            known.append(one)
        by_bytes.setdefault(one.sha256, one)
        by_words.setdefault(one.session, one)


def likeness(one: Sketch, other: Sketch) -> float:
    """The estimated share of runs of three words that two sessions have in common (Jaccard)."""
    smallest = heapq.nsmallest(KEPT, one.runs | other.runs)
    both = one.runs & other.runs
    return sum(1 for run in smallest if run in both) / max(1, len(smallest))


def _nearest(
    one: Sketch, known: list[Sketch], holders: dict[int, list[int]]
) -> tuple[Sketch, float] | None:
    shared: dict[int, int] = {}
    for run in one.runs:
        for number in holders.get(run, ()):
            shared[number] = shared.get(number, 0) + 1
    best = max(shared, key=lambda number: (shared[number], -number), default=None)
    if best is None:
        return None
    share = likeness(one, known[best])
    return (known[best], round(share, 2)) if share >= ALIKE else None


def _duplicate(one: Sketch, first: Sketch, kind: Likeness, share: float) -> Duplicate:
    return Duplicate(path=one.path, of=first.path, likeness=kind, share=share)


def _digest(words: list[str]) -> int:
    text = " ".join(words).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest())
