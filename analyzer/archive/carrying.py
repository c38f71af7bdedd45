"""What people decided about a session, carried over to a new analysis of the same talk.

The new analysis may cut sentences elsewhere and find other exchanges and advice; what belongs to
what is told by the characters they share.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from analyzer.archive.moving import HALF, Beside
from analyzer.corrections.places import Places, Span
from analyzer.corrections.records import is_by_person
from analyzer.records import Advice, Analysis, Exchange, Label
from analyzer.records.findings import MAX_LABELS
from analyzer.records.passages import PassageKind


def is_labelled(connection: sqlite3.Connection, session_id: str) -> bool:
    """Whether a person gave a label in the session, or corrected anything else."""
    return connection.execute(_LABELLED, (session_id,) * 3).fetchone() is not None


def with_decisions(analysis: Analysis, *, kept: Analysis) -> Analysis:
    """The analysis with the labels that a person gave in the kept one.

    A person's label stands above those that models give, and a new one above an earlier one. Where
    the new analysis finds nothing in the place of an exchange or an advice that a person labelled,
    that comes over as the person saw it.
    """
    if [it.text for it in analysis.session.turns] != [it.text for it in kept.session.turns]:
        return analysis
    here, there = Places(analysis), Places(kept)
    for exchange in kept.exchanges:
        if exchange.problem is not None and is_by_person(exchange.problem):
            analysis = _with_problem(analysis, exchange, place=there.span(exchange), here=here)
    for advice in kept.advice:
        if any(is_by_person(label) for label in advice.labels):
            analysis = _with_labels(analysis, advice, place=there.span(advice), here=here)
    return analysis


def _with_problem(analysis: Analysis, kept: Exchange, *, place: Span, here: Places) -> Analysis:
    found = list(analysis.exchanges)
    number = _nearest(place, [here.span(it) for it in found])
    if number is None:
        return _with_exchange(analysis, kept, span=here.sentences(place))
    if not is_by_person(found[number].problem):
        quote = kept.quote or found[number].quote
        found[number] = replace(found[number], problem=kept.problem, quote=quote)
    return replace(analysis, exchanges=tuple(found))


def _with_exchange(analysis: Analysis, kept: Exchange, *, span: Span) -> Analysis:
    """The analysis with one exchange more, where there was none."""
    number = sum(it.first < span[0] for it in analysis.exchanges)
    asker = kept.asker
    if asker is not None and asker >= len(analysis.session.speakers):
        asker = None
    moved = {n: n + (n >= number) for n in range(len(analysis.exchanges))}
    found = list(analysis.exchanges)
    found.insert(number, replace(kept, first=span[0], end=span[1], asker=asker))
    return replace(
        analysis,
        exchanges=tuple(found),
        segments=tuple(
            it if it.exchange is None else replace(it, exchange=moved[it.exchange])
            for it in analysis.segments
        ),
        advice=tuple(
            it if it.exchange is None else replace(it, exchange=moved[it.exchange])
            for it in analysis.advice
        ),
    )


def _with_labels(analysis: Analysis, kept: Advice, *, place: Span, here: Places) -> Analysis:
    found = list(analysis.advice)
    number = _nearest(place, [here.span(it) for it in found])
    decided = tuple(label for label in kept.labels if is_by_person(label))
    if number is None:
        first, end = here.sentences(place)
        around = (n for n, it in enumerate(analysis.exchanges) if it.first <= first < it.end)
        exchange = next(around, None)
        found.append(replace(kept, first=first, end=end, exchange=exchange, labels=decided))
        found.sort(key=lambda it: (it.first, it.end))
    elif not any(is_by_person(label) for label in found[number].labels):
        labels = _labels(decided, found[number].labels)
        found[number] = replace(found[number], labels=labels)
    return replace(analysis, advice=tuple(found))


def carry_themes(
    connection: sqlite3.Connection,
    members: Sequence[tuple[str, int, str]],
    *,
    kept: Analysis,
    analysis: Analysis,
    beside: Beside | None = None,
) -> None:
    """Puts a session back into its themes, ``members`` being kind, number and theme as they were.

    What has nothing in its place any more is left out, and of two in one place the first stays.
    ``beside`` tells where words stand now, where the two are not of one talk.
    """
    here, there = Places(analysis), Places(kept)
    found, were = _findings(analysis), _findings(kept)
    for kind, number, theme in members:
        if not 0 <= number < len(were.get(kind, ())):
            continue
        span: Span | None = there.span(were[kind][number])
        if beside is not None and span is not None:
            span = beside.place(span, share=HALF)
        place = None if span is None else _nearest(span, [here.span(it) for it in found[kind]])
        if place is not None:
            connection.execute(
                "INSERT OR IGNORE INTO theme_members VALUES (?, ?, ?, ?)",
                (kind, analysis.session.id, place, theme),
            )


def _findings(analysis: Analysis) -> dict[str, tuple[Exchange | Advice, ...]]:
    return {PassageKind.PROBLEM: analysis.exchanges, PassageKind.ADVICE: analysis.advice}


def _nearest(span: Span, others: Sequence[Span]) -> int | None:
    """The number of the span that shares most characters with this one; None where none does."""
    shared = [min(span[1], it[1]) - max(span[0], it[0]) for it in others]
    best = max(range(len(others)), key=lambda number: (shared[number], -number), default=None)
    return None if best is None or shared[best] <= 0 else best


def _labels(decided: tuple[Label, ...], found: tuple[Label, ...]) -> tuple[Label, ...]:
    categories = {label.category for label in decided}
    others = tuple(label for label in found if label.category not in categories)
    return (*decided, *others)[:MAX_LABELS]


_LABELLED = """
SELECT 1 FROM advice_labels WHERE session_id = ? AND source LIKE 'person:%'
UNION ALL SELECT 1 FROM exchanges WHERE session_id = ? AND problem_source LIKE 'person:%'
UNION ALL SELECT 1 FROM corrections WHERE session_id = ? AND undone_at IS NULL LIMIT 1
"""
