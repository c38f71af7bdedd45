"""The counts of ``analyzer.aggregate`` as records, so that the parts of a report need no frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame

from analyzer.aggregate import (
    Tables,
    advice_by_problem,
    advice_counts,
    problem_counts,
    uptake_by_advice,
)
from analyzer.records import Pack, UptakeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceCount:
    """How often one advice type was given; ``n_scripts`` are stretches that hold words to say.

    Labels that are only possible count in ``n_possible`` and nowhere else.
    """

    category: str
    n_stretches: int
    n_possible: int
    n_sessions: int
    n_clients: int
    n_scripts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemCount:
    """How often one problem type was brought; ``n_possible`` exchanges possibly bring it."""

    category: str
    n_exchanges: int
    n_possible: int
    n_sessions: int
    n_clients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """In how many exchanges that bring a problem an advice type was given at least once."""

    problem: str
    category: str
    n_exchanges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """All counts of a report; types stand by how often they come, then by id.

    ``uptake`` gives for each advice type the number of stretches by what the client did.
    ``n_labelled`` stretches carry a sure type, ``n_double`` of them two; ``n_unsure`` carry only
    possible ones. ``n_problems`` exchanges have a sure problem, ``n_possible_problems`` a possible
    one.
    """

    n_stretches: int
    n_labelled: int
    n_double: int
    n_unsure: int
    n_exchanges: int
    n_problems: int
    n_possible_problems: int
    advice: tuple[AdviceCount, ...]
    problems: tuple[ProblemCount, ...]
    pairs: tuple[Pair, ...]
    uptake: dict[str, dict[UptakeKind, int]]

    def n_brought(self, problem: str) -> int:
        """In how many exchanges a problem was brought."""
        return sum(count.n_exchanges for count in self.problems if count.category == problem)

    def pairs_of(self, *, problem: str | None = None, category: str | None = None) -> list[Pair]:
        """The pairs of one problem or one advice type, the most frequent first, then by id."""
        chosen = [
            pair
            for pair in self.pairs
            if problem in (None, pair.problem) and category in (None, pair.category)
        ]
        return sorted(chosen, key=lambda pair: (-pair.n_exchanges, pair.problem, pair.category))


def count(tables: Tables, *, pack: Pack) -> Counts:
    """Everything a report counts, from its tables."""
    stretch = ["session_id", "advice"]
    sure = tables.advice[tables.advice["sure"]]
    types_of = sure.groupby(stretch)["category"].nunique()
    n_any = len(tables.advice.drop_duplicates(stretch))
    n_problems = int(tables.problems["sure"].sum())
    advice = advice_counts(tables, pack=pack)
    problems = problem_counts(tables, pack=pack)
    pairs = advice_by_problem(tables)
    uptake: dict[str, dict[UptakeKind, int]] = {}
    answers = uptake_by_advice(tables)
    for category, kind, n in zip(answers["category"], answers["kind"], answers["n"], strict=True):
        uptake.setdefault(category, {})[UptakeKind(kind)] = int(n)
    return Counts(
        n_stretches=len(tables.uptake),
        n_labelled=len(types_of),
        n_double=int((types_of > 1).sum()),
        n_unsure=n_any - len(types_of),
        n_exchanges=len(tables.exchanges),
        n_problems=n_problems,
        n_possible_problems=len(tables.problems) - n_problems,
        advice=tuple(
            AdviceCount(
                category=row.category,
                n_stretches=row.n_advice,
                n_possible=row.n_possible,
                n_sessions=row.n_sessions,
                n_clients=row.n_clients,
                n_scripts=row.n_scripts,
            )
            for row in _rows(advice)
        ),
        problems=tuple(
            ProblemCount(
                category=row.category,
                n_exchanges=row.n_exchanges,
                n_possible=row.n_possible,
                n_sessions=row.n_sessions,
                n_clients=row.n_clients,
            )
            for row in _rows(problems)
        ),
        pairs=tuple(
            Pair(problem=problem, category=category, n_exchanges=n)
            for problem, category, n in zip(
                pairs["problem"].tolist(),
                pairs["category"].tolist(),
                pairs["n_exchanges"].tolist(),
                strict=True,
            )
        ),
        uptake=uptake,
    )


def _rows(frame: DataFrame) -> Iterator[Any]:
    """Small frames of counts row by row, with plain whole numbers."""
    return frame.astype(object).itertuples(index=False)
