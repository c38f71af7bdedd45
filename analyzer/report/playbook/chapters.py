"""The chapters of a playbook: one for each problem, and one for advice that answers none known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from analyzer.plots import style
from analyzer.records import UptakeKind
from analyzer.report import wording
from analyzer.report.counts import ProblemCount
from analyzer.report.material import Material, Stretch, as_stretches
from analyzer.report.parts import Slice
from analyzer.report.playbook import picks
from analyzer.report.playbook.picks import Case
from analyzer.report.playbook.records import AdviceEntry, Chapter

# Questions, stories and first words are looked for in so many exchanges of a problem, the surest.
MOST_CASES = 24
MOST_TYPES = 6
ENOUGH_FOR_A_BAR = 4
# How glad a coach is of an answer; it orders types that answer a problem equally often.
_WELCOME: Mapping[UptakeKind, int] = {
    UptakeKind.COMMITMENT: 2,
    UptakeKind.ACKNOWLEDGEMENT: 1,
    UptakeKind.GAP: 0,
    UptakeKind.NONE: 0,
    UptakeKind.OBJECTION: -1,
}


def chapters(material: Material) -> tuple[Chapter, ...]:
    """A chapter for each problem surely brought, the most frequent first, and one for the rest."""
    sure = [count for count in material.counts.problems if count.n_exchanges]
    found = [_of_problem(material, number, count) for number, count in enumerate(sure, start=1)]
    rest = _stretches(material, None)
    if rest:
        found.append(_of_rest(material, rest, is_all=not sure))
    return tuple(found)


def _of_problem(material: Material, number: int, count: ProblemCount) -> Chapter:
    names, problem = material.problem_names, count.category
    cases = _cases(material, problem)
    exchanges = wording.counted(count.n_exchanges, "exchange")
    return _chapter(
        material,
        _stretches(material, problem),
        cases,
        anchor=f"problem-{number}",
        name=names.shown(problem),
        is_doubtful=names.is_doubtful(problem),
        definition=names.definition(problem),
        counts=wording.with_possible(
            f"{exchanges} {material.in_sessions(count.n_sessions)}".rstrip(), count.n_possible
        ),
        n_exchanges=count.n_exchanges,
    )


def _of_rest(material: Material, rest: Sequence[Stretch], *, is_all: bool) -> Chapter:
    n = len({(one.session_id, one.advice) for one in rest})
    return _chapter(
        material,
        rest,
        (),
        anchor="problem-none",
        name="All advice" if is_all else "Advice where no problem is known",
        is_doubtful=False,
        definition="",
        counts=wording.counted(n, "stretch of advice"),
        n_exchanges=0,
    )


def _chapter(  # noqa: PLR0913 - one argument for each part of its head
    material: Material,
    stretches: Sequence[Stretch],
    cases: Sequence[Case],
    *,
    anchor: str,
    name: str,
    is_doubtful: bool,
    definition: str,
    counts: str,
    n_exchanges: int,
) -> Chapter:
    scripts = picks.scripts(material, stretches)
    spoken = [found for _, found in scripts]
    ranked = _ranked(stretches)
    once = list({(one.session_id, one.advice): one for one in reversed(stretches)}.values())
    slices = _uptake(once)
    entries = []
    for category, given in ranked[:MOST_TYPES]:
        most = picks.MOST_QUOTES if _n_exchanges(given) > 1 else 1
        words = picks.advice(material, given, most=most, without=spoken)
        spoken.extend(words)
        entries.append(
            AdviceEntry(
                name=material.advice_names.shown(category),
                is_doubtful=material.advice_names.is_doubtful(category),
                counts=_counts(given, n_exchanges),
                uptake=_in_words(given),
                quotes=tuple(material.quotation(one) for one in words),
                note="" if words else "Its words are among the words to say.",
            )
        )
    return Chapter(
        anchor=anchor,
        name=name,
        is_doubtful=is_doubtful,
        definition=definition,
        counts=counts,
        n_exchanges=n_exchanges,
        shows=picks.shows(material, cases),
        questions=picks.questions(material, cases),
        advice=tuple(entries),
        more=_more(material, ranked[MOST_TYPES:]),
        scripts=tuple(picks.script(material, category, found) for category, found in scripts),
        stories=picks.stories(material, cases),
        objections=picks.objections(material, once),
        uptake=slices,
        has_bar=sum(part.count for part in slices) >= ENOUGH_FOR_A_BAR,
        uptake_alt=wording.chart_in_words(
            f"What clients did after advice on {name}", [(part.name, part.count) for part in slices]
        ),
        agreed=picks.agreed(material, once),
    )


def _stretches(material: Material, problem: str | None) -> list[Stretch]:
    """The sure stretches in exchanges that surely bring a problem; None for all others."""
    found = material.stretches[material.stretches["sure"]]
    brought = found["problem"].isna() if problem is None else found["problem"] == problem
    return as_stretches(found[brought])


def _cases(material: Material, problem: str) -> list[Case]:
    """The exchanges that most surely bring a problem, in the order of the sessions."""
    brought = material.tables.problems
    sure = brought[brought["sure"] & (brought["category"] == problem)]
    numbered = sure.assign(number=sure["session_id"].map(material.numbers))
    surest = numbered.sort_values(["score", "number"], ascending=[False, True], kind="stable")
    ordered = surest.head(MOST_CASES).sort_values(["number", "exchange"], kind="stable")
    places = zip(ordered["session_id"].tolist(), ordered["exchange"].tolist(), strict=True)
    return [
        (analysis, analysis.exchanges[exchange])
        for session_id, exchange in places
        for analysis in [material.talks[session_id]]
    ]


def _ranked(stretches: Sequence[Stretch]) -> list[tuple[str, list[Stretch]]]:
    """The types by the exchanges they are given in, then by how clients take them up, then by id.

    Where no exchange is known, stretches count.
    """
    by_type: dict[str, list[Stretch]] = {}
    for one in stretches:
        by_type.setdefault(one.category, []).append(one)

    def key(item: tuple[str, list[Stretch]]) -> tuple[int, float, str]:
        category, given = item
        welcome = sum(_WELCOME[one.uptake] for one in given if one.uptake is not None)
        return (-_n_exchanges(given), -round(welcome / len(given), 9), category)

    return sorted(by_type.items(), key=key)


def _n_exchanges(given: Sequence[Stretch]) -> int:
    return len({(one.session_id, one.exchange) for one in given})


def _counts(given: Sequence[Stretch], n_exchanges: int) -> str:
    stretches = wording.counted(len(given), "stretch")
    if not n_exchanges:
        return stretches
    of = wording.out_of(_n_exchanges(given), n_exchanges, "exchange")
    return f"in {of}, {stretches}"


def _in_words(given: Sequence[Stretch]) -> str:
    """How clients took it up, in counts; empty where nobody answers."""
    counts = Counter(one.uptake for one in given if one.uptake is not None)
    named = [
        f"{wording.UPTAKE_WORDS[kind]} {wording.number(counts[kind])}"
        for kind in UptakeKind
        if counts[kind]
    ]
    return "" if set(counts) <= {UptakeKind.NONE} else ", ".join(named)


def _more(material: Material, ranked: Sequence[tuple[str, list[Stretch]]]) -> str:
    named = [
        f"{material.advice_names.shown(category)} ({wording.number(_n_exchanges(given))})"
        for category, given in ranked
    ]
    return f"Less often, by exchanges: {wording.listed(named)}." if named else ""


def _uptake(stretches: Sequence[Stretch]) -> tuple[Slice, ...]:
    counts = Counter(one.uptake for one in stretches if one.uptake is not None)
    return tuple(
        Slice(name=wording.UPTAKE_WORDS[kind], count=counts[kind], colour=colour)
        for kind, colour in zip(UptakeKind, style.UPTAKE_COLOURS, strict=True)
    )
