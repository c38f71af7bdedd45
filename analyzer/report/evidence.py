"""Every finding with its quotation, session by session: what the page lets a reader browse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.records import Advice, Analysis, Label
from analyzer.records.reasons import reason
from analyzer.report import quotes, wording
from analyzer.report.chapters import UPTAKE_WORDS
from analyzer.report.material import Material
from analyzer.report.parts import Browse, Evidence, Section, Tag
from analyzer.report.quotes import Found

# More than so many make a page that a phone no longer opens.
MOST_ENTRIES = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    found: Found
    exchange: int | None
    advice: Advice | None


def browse(material: Material) -> Browse:
    """All problems and advice, session by session in the order said; of very many the surest."""
    found = [
        one
        for analysis in material.analyses
        for one in sorted(
            (*_problems(analysis), *_advice(analysis)),
            key=lambda one: (one.found.quote.turn, one.found.quote.start),
        )
    ]
    kept = sorted(range(len(found)), key=lambda place: (-found[place].found.score, place))
    entries = [_entry(material, found[place]) for place in sorted(kept[:MOST_ENTRIES])]
    lead = "Every problem and every stretch of advice with its quotation, session by session."
    if len(found) > len(entries):
        lead = (
            f"The {wording.number(len(entries))} surest of {wording.number(len(found))} findings "
            "with their quotations, session by session."
        )
    return Browse(
        section=Section(anchor="quotations", heading="All quotations", lead=(lead,)),
        entries=tuple(entries),
    )


def _problems(analysis: Analysis) -> Iterator[_Finding]:
    for number, exchange in enumerate(analysis.exchanges):
        if exchange.problem is not None and exchange.quote is not None:
            wide = quotes.widened(analysis, exchange.quote, first=exchange.first, end=exchange.end)
            found = Found(analysis=analysis, quote=wide, score=exchange.problem.score)
            yield _Finding(found=found, exchange=number, advice=None)


def _advice(analysis: Analysis) -> Iterator[_Finding]:
    for advice in analysis.advice:
        wide = quotes.widened(analysis, advice.quote, first=advice.first, end=advice.end)
        score = max((label.score for label in advice.labels), default=0.0)
        yield _Finding(
            found=Found(analysis=analysis, quote=wide, score=score),
            exchange=advice.exchange,
            advice=advice,
        )


def _entry(material: Material, finding: _Finding) -> Evidence:
    analysis, number, advice = finding.found.analysis, finding.exchange, finding.advice
    problem = None if number is None else analysis.exchanges[number].problem
    labels = {} if advice is None else {one.category: one for one in advice.labels}
    uptake = None if advice is None else advice.uptake
    return Evidence(
        kind="problem" if advice is None else "advice",
        types=tuple(_tag(label, material.advice_names) for label in labels.values()),
        problem=None if problem is None else _tag(problem, material.problem_names),
        client=_client(material, analysis, number),
        uptake="" if uptake is None else UPTAKE_WORDS[uptake.kind],
        quote=material.quotation(finding.found),
    )


def _tag(label: Label, names: wording.Names) -> Tag:
    why = wording.printable(reason(label))
    return Tag(name=names.shown(label.category), sure=label.sure, why=why)


def _client(material: Material, analysis: Analysis, number: int | None) -> str:
    if number is None:
        return ""
    return wording.shortened(material.askers.get((analysis.session.id, number), ""), 40)
