"""What is advised: the overview of all advice types, and how they meet the problems."""

from __future__ import annotations

from analyzer.report import wording
from analyzer.report.counts import AdviceCount
from analyzer.report.material import FEWEST_BARS, Material
from analyzer.report.parts import AdviceRow, Bar, Matrix, Section

# So many rows and columns a page can hold and still be read.
WIDEST = 20
FEWEST_ROWS = 2
MOST_CHAPTERS = 12
ENOUGH_STRETCHES = 3
ENOUGH_SESSIONS = 2


def section(material: Material, rows: tuple[AdviceRow, ...]) -> Section:
    """Heading and lead of the overview of advice."""
    if material.counts.n_stretches:
        stretches = wording.counted(material.counts.n_stretches, "stretch of advice")
        lead = [
            (
                f"{stretches}: places where the coach recommends something, long or short."
                f"{_with_other_than_one_type(material)}"
            ),
            *_never_found(material, rows),
        ]
    else:
        lead = ["No advice was found in these sessions."]
    by_name = [(row.name, row.n_stretches) for row in rows if row.n_stretches]
    return Section(
        anchor="advice",
        heading="What is advised",
        lead=tuple(lead),
        alt=wording.chart_in_words("Stretches by advice type", by_name),
    )


def bars(material: Material, rows: tuple[AdviceRow, ...]) -> tuple[Bar, ...]:
    """One bar for each advice type, as long as its number of stretches; none for a single type."""
    sure = [row for row in rows if row.n_stretches]
    if len(sure) < FEWEST_BARS:
        return ()
    return tuple(
        Bar(
            name=row.name,
            count=row.n_stretches,
            note=wording.with_possible(material.in_sessions(row.n_sessions), row.n_possible),
        )
        for row in sure
    )


def rows(material: Material) -> tuple[AdviceRow, ...]:
    """Every advice type found, the most frequent first; those with enough get a chapter."""
    n_chapters = 0
    found = []
    for count in material.counts.advice:
        has_chapter = n_chapters < MOST_CHAPTERS and _is_enough(material, count)
        n_chapters += has_chapter
        found.append(
            AdviceRow(
                anchor=f"type-{n_chapters}" if has_chapter else None,
                id=count.category,
                name=material.advice_names.shown(count.category),
                definition=material.advice_names.definition(count.category),
                n_stretches=count.n_stretches,
                n_possible=count.n_possible,
                n_sessions=count.n_sessions,
                n_scripts=count.n_scripts,
                answers=_answers(material, count.category),
            )
        )
    return tuple(found)


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


def matrix_section(material: Material, table: Matrix | None) -> Section:
    """Heading and lead of the matrix of problems and advice."""
    pairs = material.counts.pairs
    if not pairs:
        lead = ["No exchange has both a problem type and advice to set against it."]
    elif table is None:
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
        anchor="matrix",
        heading="Which advice answers which problem",
        lead=tuple(lead),
        alt=_in_words(table),
    )


def _is_enough(material: Material, count: AdviceCount) -> bool:
    """In a small archive every type gets its chapter; in others those that come up again."""
    comes_up_again = count.n_stretches >= ENOUGH_STRETCHES and count.n_sessions >= ENOUGH_SESSIONS
    return count.n_stretches > 0 and (material.is_small or comes_up_again)


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


def _answers(material: Material, category: str) -> str:
    """The problem this advice answers most often, said only where it is more than one exchange."""
    pairs = material.counts.pairs_of(category=category)
    if not pairs or (pairs[0].n_exchanges == 1 and not material.is_small):
        return ""
    name = material.problem_names.shown(pairs[0].problem)
    return f"{name} ({wording.number(pairs[0].n_exchanges)})"


def _never_found(material: Material, rows: tuple[AdviceRow, ...]) -> list[str]:
    found = {row.id for row in rows}
    missing = [
        material.advice_names.shown(category.id)
        for category in material.pack.advice
        if category.id not in found
    ]
    if not missing:
        return []
    here = "this session" if material.n_sessions == 1 else "these sessions"
    line = (
        f"Not found in {here}: {wording.listed(missing)}. That may mean that it was not advised, "
        "or that it was not recognised."
    )
    return [line]


def _with_other_than_one_type(material: Material) -> str:
    double = material.counts.n_double
    unsure = material.counts.n_unsure
    bare = material.counts.n_stretches - material.counts.n_labelled - unsure
    line = ""
    if double:
        carry = "carries two types and counts" if double == 1 else "carry two types and count"
        line += f" {wording.counted(double, 'stretch')} {carry} under both."
    if unsure:
        has = "has a type that is" if unsure == 1 else "have a type that is"
        line += f" {wording.counted(unsure, 'stretch')} {has} only possible and counted apart."
    if bare:
        line += f" {wording.counted(bare, 'stretch')} {'has' if bare == 1 else 'have'} no type."
    return line
