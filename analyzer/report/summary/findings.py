"""The first page: what was looked at, and the whole in ten lines, each made of counts."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.aggregate import Course
from analyzer.records import UptakeKind
from analyzer.report import people, trust, wording
from analyzer.report.material import FEWEST_BARS, Material
from analyzer.report.parts import Bar, Fact, Finding, Quotation
from analyzer.report.picking import best_quote, best_uptake
from analyzer.report.summary import themes
from analyzer.report.summary.moves import Moves
from analyzer.report.summary.records import (
    AdviceRow,
    Glance,
    News,
    ProblemRow,
    Promises,
    Questions,
)

MOST_FINDINGS = 10
MOST_BARS = 6
MOST_LISTED = 5
MOST_TIES = 3
ENOUGH_FOR_A_PAIR = 4


def facts(material: Material) -> tuple[Fact, ...]:
    """Sessions, clients, exchanges and advice, counted; clients are told apart by name."""
    counts = (
        (material.n_sessions, "session"),
        people.clients(material),
        (material.counts.n_exchanges, "exchange"),
        (material.counts.n_stretches, "stretch of advice"),
    )
    return tuple(
        Fact(count=wording.number(count), words=wording.counted(count, noun).partition(" ")[2])
        for count, noun in counts
    )


def heading(material: Material) -> str:
    """The heading over the findings, no larger than the archive."""
    if material.n_sessions == 1:
        return "What this session shows"
    if material.is_small:
        return f"What these {material.n_sessions} sessions show"
    return "What stands out"


def findings(
    material: Material, problem_rows: Sequence[ProblemRow], advice_rows: Sequence[AdviceRow]
) -> list[Finding]:
    """What the counts of the pack's types say, each sentence with the place that proves it."""
    return [
        *_problem(material, problem_rows),
        *_advice(material, advice_rows),
        *_pair(material),
        *_uptake(material),
        *_scripts(material),
    ]


def further(
    material: Material,
    moves: Moves,
    *,
    news: News | None,
    questions: Questions | None,
    promises: Promises | None,
) -> list[Finding]:
    """What the other parts say, in a sentence each."""
    found = [*_change(material, moves), *_themes(material)]
    if questions is not None and questions.rows:
        found.append(Finding(text=questions.section.lead[0], anchor="questions"))
    if promises is not None:
        found.append(Finding(text=promises.section.lead[0], anchor="promises"))
    if news is not None:
        found.append(Finding(text=news.section.lead[0], anchor="news"))
    return found


def glance(problem_rows: Sequence[ProblemRow], advice_rows: Sequence[AdviceRow]) -> Glance | None:
    """What comes up most, problems beside advice; None where there is hardly anything to draw."""
    problems = [
        Bar(name=row.name, count=row.n_exchanges) for row in problem_rows if row.n_exchanges
    ]
    advice = [Bar(name=row.name, count=row.n_stretches) for row in advice_rows if row.n_stretches]
    if min(len(problems), len(advice)) < FEWEST_BARS:
        return None
    shown = problems[:MOST_BARS], advice[:MOST_BARS]
    headings = ("What clients bring, in exchanges", "What is advised, in stretches")
    in_words = [
        wording.chart_in_words(heading, [(bar.name, bar.count) for bar in bars])
        for heading, bars in zip(headings, shown, strict=True)
    ]
    return Glance(
        problems_heading=_most(headings[0], len(shown[0]), len(problems)),
        problems=tuple(shown[0]),
        advice_heading=_most(headings[1], len(shown[1]), len(advice)),
        advice=tuple(shown[1]),
        alt=" ".join(in_words),
    )


def _most(heading: str, n_shown: int, n: int) -> str:
    return heading if n_shown == n else f"{heading}: {n_shown} of {n} types"


def remarks(material: Material) -> tuple[str, ...]:
    """What a reader must know before believing the rest."""
    lines = []
    if material.is_small:
        lines.append(wording.few(material.n_sessions))
    if remark := people.remark(material):
        lines.append(remark)
    if not trust.is_measured(material):
        lines.append(
            "How often these labels are right is not known, because there is no model card for the "
            f"pack {material.pack.label}."
        )
    packs = material.tables.sessions["pack"]
    others = sorted(set(packs) - {material.pack.label})
    if others:
        n = int((packs != material.pack.label).sum())
        lines.append(
            f"{wording.counted(n, 'session')} {'was' if n == 1 else 'were'} analysed with another "
            f"pack ({wording.listed(others)}), so the names of types may not fit."
        )
    return tuple(lines)


def _problem(material: Material, every: Sequence[ProblemRow]) -> list[Finding]:
    rows = [row for row in every if row.n_exchanges]
    if not rows:
        return []
    if material.is_small:
        possible = _possibly([row.name for row in every if not row.n_exchanges])
        text = _few_problems(rows) + possible
        return [Finding(text=text, anchor="problems", quote=_first(rows[0].quotes))]
    top = rows[0]
    ties = [row for row in rows if row.n_exchanges == top.n_exchanges]
    of = wording.out_of(top.n_exchanges, material.counts.n_problems, "exchange")
    if len(ties) > 1:
        names = [_named(row.name) for row in ties[:MOST_LISTED]]
        more = _others(len(ties) - len(names))
        text = (
            f"The problems brought most often are {wording.listed([*names, *more])}, each in {of} "
            "with a known problem."
        )
    else:
        sessions = wording.out_of(top.n_sessions, material.n_sessions, "session")
        text = (
            f"The problem brought most often is {_named(top.name)}: {of} with a known problem, in "
            f"{sessions}."
        )
    next_rows = rows[len(ties) : len(ties) + 2]
    if next_rows:
        named = [_with_count(row.name, row.n_exchanges) for row in next_rows]
        text += f" Next: {wording.listed(named)}."
    return [Finding(text=text, anchor="problems")]


def _few_problems(rows: Sequence[ProblemRow]) -> str:
    if len(rows) == 1 and rows[0].n_exchanges == 1:
        return f"The problem brought: {_named(rows[0].name)}."
    more = _others(len(rows) - MOST_LISTED)
    if all(row.n_exchanges == 1 for row in rows):
        names = [_named(row.name) for row in rows[:MOST_LISTED]]
        return f"Problems brought, in an exchange each: {wording.listed([*names, *more])}."
    names = [_with_count(row.name, row.n_exchanges) for row in rows[:MOST_LISTED]]
    return f"Problems brought, by exchanges: {wording.listed([*names, *more])}."


def _advice(material: Material, every: Sequence[AdviceRow]) -> list[Finding]:
    rows = [row for row in every if row.n_stretches]
    if not rows:
        return []
    named = [_with_count(row.name, row.n_stretches) for row in rows[:MOST_LISTED]]
    if material.is_small:
        listed = wording.listed([*named, *_others(len(rows) - len(named))])
        text = f"{wording.counted(material.counts.n_stretches, 'stretch of advice')}: {listed}."
        text += _possibly([row.name for row in every if not row.n_stretches])
        quote = best_quote(material, material.given(rows[0].id))
        return [Finding(text=text, anchor="advice", quote=quote)]
    top = rows[0]
    text = (
        f"The advice given most often is {_named(top.name)}: "
        f"{wording.out_of(top.n_stretches, material.counts.n_stretches, 'stretch')}, in "
        f"{wording.out_of(top.n_sessions, material.n_sessions, 'session')}."
    )
    if len(rows) > 1:
        text += f" Next: {wording.listed(named[1:3])}."
    return [Finding(text=text, anchor="advice")]


def _pair(material: Material) -> list[Finding]:
    """The problem and advice that meet most often, where they meet often enough."""
    pairs = material.counts.pairs_of()
    if material.is_small or not pairs or pairs[0].n_exchanges < ENOUGH_FOR_A_PAIR:
        return []
    problem, met = pairs[0].problem, pairs[0].n_exchanges
    types = [
        pair.category
        for pair in material.counts.pairs_of(problem=problem)
        if pair.n_exchanges == met
    ]
    names = [_named(material.advice_names.shown(category)) for category in types[:MOST_TIES]]
    listed = wording.listed([*names, *_others(len(types) - len(names))])
    exchanges = wording.out_of(met, material.counts.n_brought(problem), "exchange")
    each = "" if len(types) == 1 else "each "
    text = (
        f"Where the problem is {_named(material.problem_names.shown(problem))}, the advice is most "
        f"often {listed}: {each}in {exchanges}."
    )
    return [Finding(text=text, anchor="pairs")]


def _uptake(material: Material) -> list[Finding]:
    kinds = material.tables.uptake["kind"].dropna()
    if kinds.empty:
        return []
    committed = int((kinds == UptakeKind.COMMITMENT.value).sum())
    objected = int((kinds == UptakeKind.OBJECTION.value).sum())
    noun = "stretch of advice"
    if committed:
        after = wording.out_of(committed, len(kinds), noun)
    else:
        after = f"none of the {wording.counted(len(kinds), noun)}"
    objection = "no objection was found"
    if objected:
        objection = f"after {wording.number(objected)} an objection follows"
    text = f"After {after} the client commits to doing it; {objection}."
    if not material.is_small:
        return [Finding(text=text, anchor="chapters")]
    stretches = material.taken_up(UptakeKind.COMMITMENT)
    quote = best_uptake(material, stretches, UptakeKind.COMMITMENT)
    return [Finding(text=text, anchor="chapters", quote=quote)]


def _scripts(material: Material) -> list[Finding]:
    n = int(material.tables.uptake["is_script"].sum())
    if not n:
        return []
    of = wording.out_of(n, material.counts.n_stretches, "stretch of advice")
    return [Finding(text=f"In {of} the coach gives words to say.", anchor="chapters")]


def _change(material: Material, moves: Moves) -> list[Finding]:
    if not moves.can_tell:
        return []
    told = []
    for course, more in ((Course.RISING, "more"), (Course.FALLING, "less")):
        names = [
            _named(
                (material.problem_names if kind == "problems" else material.advice_names).shown(one)
            )
            for kind, one in moves.of(course)
        ]
        if names:
            more_names = _others(len(names) - MOST_TIES)
            told.append(f"{more} often {wording.listed([*names[:MOST_TIES], *more_names])}")
    if not told:
        return [
            Finding(text="Nothing comes up clearly more or less often with time.", anchor="time")
        ]
    return [Finding(text=f"As time goes on there comes up {'; '.join(told)}.", anchor="time")]


def _themes(material: Material) -> list[Finding]:
    """How many themes there are beyond the pack, and which of them stand in most sessions."""
    if material.is_small:
        return []
    parts = []
    for kind, found in material.themes.items():
        sure = [it for it in themes.themes_of(material, found) if not it.theme.is_tentative]
        if sure:
            top = sure[0]
            of = wording.out_of(top.n_sessions, material.n_sessions, "session")
            noun = "theme of problems" if kind == "problem" else "theme of advice"
            name = _named(wording.shortened(top.theme.name, 60))
            parts.append(f"{wording.counted(len(sure), noun)}, most often {name} in {of}")
    if not parts:
        return []
    text = f"Found without the pack: {'; '.join(parts)}."
    return [Finding(text=text, anchor="themes")]


def _first(found: Sequence[Quotation]) -> Quotation | None:
    return found[0] if found else None


def _named(name: str) -> str:
    """The name of a type inside a sentence; many names are half sentences themselves."""
    return f"“{name}”"


def _with_count(name: str, n: int) -> str:
    return f"{_named(name)} ({wording.number(n)})"


def _possibly(names: Sequence[str]) -> str:
    """Types that are only possible, said after those that are sure."""
    if not names:
        return ""
    listed = [*map(_named, names[:MOST_LISTED]), *_others(len(names) - MOST_LISTED)]
    return f" Possibly also {wording.listed(listed)}."


def _others(n: int) -> list[str]:
    return [f"{wording.number(n)} more"] if n > 0 else []
