"""From problem to answer: an exchange for each frequent pair, in the words of those who spoke."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from analyzer.records import UptakeKind
from analyzer.report import quotes, wording
from analyzer.report.counts import Pair
from analyzer.report.material import Material, Stretch
from analyzer.report.quotes import Found
from analyzer.report.ranking import Hope, Key, in_order
from analyzer.report.summary.records import Chain
from analyzer.report.wording import UPTAKE_WORDS

MOST_CHAINS = 3
# A client who answers shows more than one who does not.
_WORTH = {
    UptakeKind.COMMITMENT: 1.0,
    UptakeKind.OBJECTION: 0.8,
    UptakeKind.GAP: 0.6,
    UptakeKind.ACKNOWLEDGEMENT: 0.4,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links:
    """Problem, advice and answer of one stretch, each with what it is."""

    key: Key
    quotes: tuple[tuple[str, Found], ...]


def chains(material: Material) -> tuple[Chain, ...]:
    """For the pairs of problem and advice that meet most often, no problem and no advice twice."""
    shown: list[Chain] = []
    problems: set[str] = set()
    types: set[str] = set()
    for pair in material.counts.pairs_of():
        if len(shown) == MOST_CHAINS:
            break
        if pair.problem in problems or pair.category in types:
            continue
        chain = _chain(material, pair)
        if chain is not None:
            shown.append(chain)
            problems.add(pair.problem)
            types.add(pair.category)
    return tuple(shown)


def _chain(material: Material, pair: Pair) -> Chain | None:
    """The exchange of this pair whose quotations can best be read by themselves."""
    asked = material.asked(pair.problem)
    hopes: list[Hope[_Links] | _Links] = [
        _hope(material, stretch, place, asked=words)
        for place, stretch in enumerate(material.given(pair.category, problem=pair.problem))
        if (words := asked.get((stretch.session_id, stretch.exchange))) is not None
    ]
    best = next(in_order(hopes), None)
    if best is None:
        return None
    n_brought = material.counts.n_brought(pair.problem)
    return Chain(
        problem=material.problem_names.shown(pair.problem),
        advice=material.advice_names.shown(pair.category),
        counts=f"met in {wording.out_of(pair.n_exchanges, n_brought, 'exchange')}",
        quotes=tuple((word, material.quotation(found)) for word, found in best.quotes),
    )


def _hope(material: Material, stretch: Stretch, place: int, *, asked: str) -> Hope[_Links]:
    """The links of a stretch, before its session is looked at; of equals the first is taken."""
    worth = quotes.stands_at_best(asked) + quotes.stands_at_best(stretch.words)
    if stretch.uptake is not None and stretch.answer is not None:
        worth += _WORTH.get(stretch.uptake, 0.0) * quotes.stands_alone(stretch.answer)
    return Hope(key=(-round(worth, 9), place), look=partial(_links, material, stretch, place))


def _links(material: Material, stretch: Stretch, place: int) -> list[_Links]:
    """Problem, advice and answer of one stretch; none without a quote."""
    analysis, advice = material.advice_of(stretch)
    exchange = None if advice.exchange is None else analysis.exchanges[advice.exchange]
    if exchange is None or exchange.quote is None:
        return []
    asked = quotes.widened(analysis, exchange.quote, first=exchange.first, end=exchange.end)
    advised = quotes.widened(analysis, advice.quote, first=advice.first, end=advice.end)
    spoken = [("problem", asked, 1.0), ("advice", advised, 1.0)]
    uptake = advice.uptake
    if uptake is not None and uptake.quote is not None:
        spoken.append((UPTAKE_WORDS[uptake.kind], uptake.quote, _WORTH.get(uptake.kind, 0.0)))
    worth = sum(
        weight * quotes.stands_alone(analysis.text_of(quote)) for _, quote, weight in spoken
    )
    return [
        _Links(
            key=(-round(worth, 9), place),
            quotes=tuple(
                (word, Found(analysis=analysis, quote=quote, score=stretch.score))
                for word, quote, _ in spoken
            ),
        )
    ]
