"""The exchanges of one session, each with its advice in the order in which it was given."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.records import Advice, Analysis, Segment
from analyzer.records.times import clock
from analyzer.report import quotes, shown, wording
from analyzer.report.material import Material
from analyzer.report.parts import Quotation
from analyzer.report.quotes import Found
from analyzer.report.session.records import ExchangePart
from analyzer.report.shown import AdviceCard


def exchange_parts(material: Material, analysis: Analysis) -> tuple[ExchangePart, ...]:
    """All exchanges in order, and at the end the advice that belongs to none of them."""
    parts = [_part(material, analysis, number) for number in range(len(analysis.exchanges))]
    outside = [one for one in analysis.advice if one.exchange is None]
    if outside:
        parts.append(_answering_nobody(material, analysis, outside))
    return tuple(parts)


def _part(material: Material, analysis: Analysis, number: int) -> ExchangePart:
    exchange = analysis.exchanges[number]
    advice = [one for one in analysis.advice if one.exchange == number]
    segments = [one for one in analysis.segments if one.exchange == number]
    label = exchange.problem
    problem = definition = ""
    if label is not None:
        name = material.problem_names.shown(label.category)
        problem = name if label.sure else f"{name}, only possible"
        definition = material.problem_names.definition(label.category)
    return ExchangePart(
        anchor=f"exchange-{number + 1}",
        heading=_heading(material, analysis, number),
        place=_place(analysis, exchange.first, exchange.end),
        problem=problem,
        definition=definition,
        parts=_parts(analysis, segments),
        counts=_counts(advice),
        quote=_quote(material, analysis, number),
        advice=_cards(material, analysis, advice),
        possible=_possible(material, analysis, advice),
    )


def _answering_nobody(
    material: Material, analysis: Analysis, advice: Sequence[Advice]
) -> ExchangePart:
    return ExchangePart(
        anchor="exchange-none",
        heading="Advice that answers no one exchange" if analysis.exchanges else "The advice",
        place="",
        problem="",
        definition="",
        parts="",
        counts=_counts(advice),
        quote=None,
        advice=_cards(material, analysis, advice),
        possible=_possible(material, analysis, advice),
    )


def _cards(
    material: Material, analysis: Analysis, advice: Sequence[Advice]
) -> tuple[AdviceCard, ...]:
    return tuple(shown.advice_card(material, analysis, one) for one in advice if not _is_vague(one))


def _possible(material: Material, analysis: Analysis, advice: Sequence[Advice]) -> str:
    """Where else there may be advice of a type, in a line."""
    named = [
        f"{' or '.join(shown.types(material, one))} ({shown.start_of(analysis, one.first)})"
        for one in advice
        if _is_vague(one)
    ]
    return f"Only possible: {', '.join(named)}." if named else ""


def _is_vague(advice: Advice) -> bool:
    """Whether there is only a possible type, and no words to say."""
    is_sure = not advice.labels or any(label.sure for label in advice.labels)
    return not is_sure and not advice.script


def _heading(material: Material, analysis: Analysis, number: int) -> str:
    asker = wording.shortened(material.askers.get((analysis.session.id, number), ""), 40)
    if len(analysis.exchanges) == 1:
        return f"What {asker} brought, and what was advised" if asker else "The advice"
    return f"{number + 1}. {asker}" if asker else f"{number + 1}. An exchange nobody asks in"


def _place(analysis: Analysis, first: int, end: int) -> str:
    """From when to when, or from which turn to which."""
    turns = analysis.session.turns
    begins, ends = analysis.sentences[first].turn, analysis.sentences[end - 1].turn
    last = turns[ends].end_ms if turns[ends].end_ms is not None else turns[ends].start_ms
    if turns[begins].start_ms is not None and last is not None:
        return f"{clock(turns[begins].start_ms)} to {clock(last)}"
    return f"turn {begins + 1}" if begins == ends else f"turns {begins + 1} to {ends + 1}"


def _parts(analysis: Analysis, segments: Sequence[Segment]) -> str:
    """The kinds of parts with their words, in the order in which they begin."""
    counts = shown.segment_words(analysis, segments)
    named = [f"{kind.value} {wording.number(n)}" for kind, n in counts.items()]
    return f"Words in each part: {', '.join(named)}." if named else ""


def _counts(advice: Sequence[Advice]) -> str:
    line = wording.counted(len(advice), "stretch of advice") if advice else "no advice found"
    n_scripts = sum(one.script for one in advice)
    return f"{line}, {wording.number(n_scripts)} with words to say" if n_scripts else line


def _quote(material: Material, analysis: Analysis, number: int) -> Quotation | None:
    exchange = analysis.exchanges[number]
    if exchange.quote is None or exchange.problem is None:
        return None
    wide = quotes.widened(analysis, exchange.quote, first=exchange.first, end=exchange.end)
    return material.quotation(Found(analysis=analysis, quote=wide, score=exchange.problem.score))
