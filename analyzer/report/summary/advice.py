"""What is advised: the overview of all advice types, and how they meet the problems."""

from __future__ import annotations

from analyzer.report import wording
from analyzer.report.counts import AdviceCount
from analyzer.report.material import Material
from analyzer.report.parts import Bar, Section
from analyzer.report.summary.bars import type_bars
from analyzer.report.summary.moves import Moves
from analyzer.report.summary.records import AdviceOverview, AdviceRow

MOST_CHAPTERS = 12
# From so many stretches on a part of them in per cent says no more than it holds.
ENOUGH_FOR_A_SHARE = 100
ENOUGH_STRETCHES = 3
ENOUGH_SESSIONS = 2


def part(material: Material, moves: Moves) -> AdviceOverview:
    """All that is said about the advice types together."""
    found = rows(material, moves)
    has_moved = any(row.moved for row in found)
    day = wording.day(moves.late_from)
    return AdviceOverview(
        section=section(material, found),
        bars=bars(material, found),
        moved_head=f"Sessions before, since {day}" if has_moved else "",
        rows=found,
    )


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
    return type_bars(
        material, ((row.name, row.n_stretches, row.n_sessions, row.n_possible) for row in rows)
    )


def rows(material: Material, moves: Moves) -> tuple[AdviceRow, ...]:
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
                n_clients=count.n_clients,
                n_scripts=count.n_scripts,
                share=_share(material, count),
                moved=moves.short("advice", count.category),
                answers=_answers(material, count.category),
            )
        )
    return tuple(found)


def _share(material: Material, count: AdviceCount) -> str:
    """Its part of all stretches; a part of few is said by its counts alone."""
    total = material.counts.n_stretches
    if total < ENOUGH_FOR_A_SHARE or not count.n_stretches:
        return ""
    return wording.percent(count.n_stretches, total)


def _is_enough(material: Material, count: AdviceCount) -> bool:
    """In a small archive every type gets its chapter; in others those that come up again."""
    comes_up_again = count.n_stretches >= ENOUGH_STRETCHES and count.n_sessions >= ENOUGH_SESSIONS
    return count.n_stretches > 0 and (material.is_small or comes_up_again)


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
