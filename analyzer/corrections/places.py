"""Places in a talk that stay where sentences are cut otherwise: characters of all its turns."""

from __future__ import annotations

from itertools import accumulate

from analyzer.records import Advice, Analysis, Exchange, Segment, Session

# Characters ``[start, end)`` of all turns one after another.
Span = tuple[int, int]


class Places:
    """Where the sentences of an analysis stand in the characters of all its turns."""

    def __init__(self, analysis: Analysis) -> None:
        starts = starts_of(analysis.session)
        self._spans = [
            (starts[it.turn] + it.start, starts[it.turn] + it.end) for it in analysis.sentences
        ]

    def span(self, finding: Exchange | Advice | Segment) -> Span:
        """The characters from the first sentence to the last."""
        return self.between(finding.first, finding.end)

    def between(self, first: int, end: int) -> Span:
        """The characters of sentences ``[first, end)``."""
        return self._spans[first][0], self._spans[end - 1][1]

    def inside(self, span: Span) -> Span | None:
        """The sentences ``[first, end)`` that have a part in these characters, if any has."""
        inside = [n for n, it in enumerate(self._spans) if it[0] < span[1] and span[0] < it[1]]
        return (inside[0], inside[-1] + 1) if inside else None

    def sentences(self, span: Span) -> Span:
        """The same, and the first sentence where none has."""
        return self.inside(span) or (0, 1)


def starts_of(session: Session) -> list[int]:
    """Where each turn begins in the characters of all turns, and at the end where they stop."""
    return list(accumulate((len(turn.text) for turn in session.turns), initial=0))


def shared(one: Span, other: Span) -> int:
    """How many characters two spans have in common; nought or less where none.

    >>> shared((0, 5), (3, 9)), shared((0, 5), (5, 9))
    (2, 0)
    """
    return min(one[1], other[1]) - max(one[0], other[0])
