"""Stretches of advice made, cut, lengthened and joined, each with a quote out of its own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analyzer.corrections.places import Span
from analyzer.corrections.records import is_by_person
from analyzer.records import Advice, Analysis, Label, Move, Quote, Role, Uptake
from analyzer.records.findings import MAX_LABELS

_TELLS = frozenset({Move.DIRECTIVE, Move.SCRIPT})


def stretch(analysis: Analysis, first: int, end: int, *, labels: tuple[Label, ...]) -> Advice:
    """A new advice over sentences ``[first, end)``."""
    return Advice(
        first=first,
        end=end,
        exchange=_exchange_at(analysis, first),
        labels=labels,
        quote=_quote(analysis, first, end),
        script=_has_script(analysis, first, end),
    )


def reshaped(analysis: Analysis, advice: Advice, first: int, end: int) -> Advice:
    """The advice over other sentences; its quote stays where it is still among them."""
    if (advice.first, advice.end) == (first, end):
        return advice
    stays = any(
        it.turn == advice.quote.turn and it.start < advice.quote.end and advice.quote.start < it.end
        for it in analysis.sentences[first:end]
    )
    return replace(
        advice,
        first=first,
        end=end,
        exchange=_exchange_at(analysis, first),
        quote=advice.quote if stays else _quote(analysis, first, end),
        script=_has_script(analysis, first, end),
    )


def carved(analysis: Analysis, advice: Iterable[Advice], inside: Span) -> tuple[Advice, ...]:
    """The advice without what lies inside these sentences; of one that is cut, the longer rest."""
    left: list[Advice] = []
    first, end = inside
    for it in advice:
        if end <= it.first or it.end <= first:
            left.append(it)
            continue
        rests = [(it.first, min(first, it.end)), (max(end, it.first), it.end)]
        longest = max(rests, key=lambda rest: rest[1] - rest[0])
        if longest[0] < longest[1]:
            left.append(reshaped(analysis, it, *longest))
    return tuple(left)


def merged(analysis: Analysis, those: Sequence[Advice]) -> Advice:
    """One advice over all of them, with the labels of people first and then the surest."""
    first, end = min(it.first for it in those), max(it.end for it in those)
    by_category: dict[str, Label] = {}
    for label in sorted((label for it in those for label in it.labels), key=_rank):
        by_category.setdefault(label.category, label)
    return replace(
        reshaped(analysis, those[0], first, end),
        labels=tuple(by_category.values())[:MAX_LABELS],
        uptake=_last_uptake(those),
    )


def put_in_order(advice: Iterable[Advice]) -> tuple[Advice, ...]:
    """Advice in the order of the talk."""
    return tuple(sorted(advice, key=lambda it: (it.first, it.end)))


def longest_quote(analysis: Analysis, first: int, end: int, *, speaker: int | None = None) -> Quote:
    """The longest sentence, of this speaker where he says any, the first of equals."""
    turns = analysis.session.turns
    sentences = analysis.sentences[first:end]
    own = [it for it in sentences if turns[it.turn].speaker == speaker]
    best = max(own or sentences, key=lambda it: it.end - it.start)
    return Quote(turn=best.turn, start=best.start, end=best.end)


def _quote(analysis: Analysis, first: int, end: int) -> Quote:
    """What a coach tells to do or say, if anything, else the longest sentence."""
    session = analysis.session
    told = [
        it
        for it in analysis.sentences[first:end]
        if it.move in _TELLS and session.speakers[session.turns[it.turn].speaker].role is Role.COACH
    ]
    if not told:
        return longest_quote(analysis, first, end)
    best = max(told, key=lambda it: it.end - it.start)
    return Quote(turn=best.turn, start=best.start, end=best.end)


def _has_script(analysis: Analysis, first: int, end: int) -> bool:
    return any(it.move is Move.SCRIPT for it in analysis.sentences[first:end])


def _exchange_at(analysis: Analysis, sentence: int) -> int | None:
    around = (n for n, it in enumerate(analysis.exchanges) if it.first <= sentence < it.end)
    return next(around, None)


def _last_uptake(those: Sequence[Advice]) -> Uptake | None:
    return next((it.uptake for it in reversed(those) if it.uptake is not None), None)


def _rank(label: Label) -> tuple[bool, float]:
    return not is_by_person(label), -label.score
