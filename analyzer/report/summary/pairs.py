"""Which advice answers which problem: the map of both, and an exchange each in full."""

from __future__ import annotations

from analyzer.report import wording
from analyzer.report.material import Material
from analyzer.report.parts import Matrix, Section
from analyzer.report.summary.chains import chains
from analyzer.report.summary.records import Pairs

# So many rows and columns a page can hold and still be read.
WIDEST = 20
FEWEST_ROWS = 2


def part(material: Material) -> Pairs | None:
    """The map of problems and advice; None where no advice meets a known problem."""
    if not material.counts.pairs:
        return None
    table = matrix(material)
    return Pairs(
        section=_section(material, table),
        matrix=table,
        chains_heading="From problem to answer, an exchange each",
        chains=chains(material),
    )


def matrix(material: Material) -> Matrix | None:
    """Exchanges of each problem in which each advice was given; None below two problems."""
    counts = {(pair.problem, pair.category): pair.n_exchanges for pair in material.counts.pairs}
    problems = _met(material, [count.category for count in material.counts.problems], 0)
    types = _met(material, [count.category for count in material.counts.advice], 1)
    if len(problems) < FEWEST_ROWS:
        return None
    return Matrix(
        rows=tuple(material.problem_names.shown(problem) for problem in problems[:WIDEST]),
        columns=tuple(material.advice_names.shown(category) for category in types[:WIDEST]),
        counts=tuple(
            tuple(counts.get((problem, category), 0) for category in types[:WIDEST])
            for problem in problems[:WIDEST]
        ),
    )


def _section(material: Material, table: Matrix | None) -> Section:
    """Heading and lead of the matrix of problems and advice."""
    pairs = material.counts.pairs
    if table is None:
        lead = [
            "All advice in exchanges with a known problem answers one and the same problem type."
        ]
    else:
        meaning = (
            "Each number counts the exchanges that bring the problem on the left and get the "
            "advice named above at least once. An exchange may get several."
        )
        lead = [meaning]
        n_problems = len({pair.problem for pair in pairs})
        n_types = len({pair.category for pair in pairs})
        if n_problems > len(table.rows) or n_types > len(table.columns):
            lead.append(
                f"Shown are {len(table.rows)} of {wording.counted(n_problems, 'problem type')} and "
                f"{len(table.columns)} of {wording.counted(n_types, 'advice type')}, the most "
                "frequent ones."
            )
    return Section(
        anchor="pairs",
        heading="Which advice answers which problem",
        lead=tuple(lead),
        alt=_in_words(table),
    )


def _met(material: Material, ids: list[str], side: int) -> list[str]:
    """Those of the ids that occur in a pair, on its problem side (0) or its advice side (1)."""
    occurring = {(pair.problem, pair.category)[side] for pair in material.counts.pairs}
    return [one for one in ids if one in occurring]


def _in_words(table: Matrix | None) -> str:
    if table is None:
        return ""
    counts = [
        (f"{problem} and {advice}", count)
        for problem, row in zip(table.rows, table.counts, strict=True)
        for advice, count in zip(table.columns, row, strict=True)
        if count
    ]
    return wording.chart_in_words("Exchanges by problem and advice", counts)
