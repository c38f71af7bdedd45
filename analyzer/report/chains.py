"""From problem to answer: an exchange for each frequent pair, in the words of those who spoke."""

from __future__ import annotations

from analyzer.records import UptakeKind
from analyzer.report import quotes, wording
from analyzer.report.chapters import UPTAKE_WORDS
from analyzer.report.counts import Pair
from analyzer.report.material import Material, Stretch
from analyzer.report.parts import Chain
from analyzer.report.quotes import Found

MOST_CHAINS = 3
# A client who answers shows more than one who does not.
_WORTH = {
    UptakeKind.COMMITMENT: 1.0,
    UptakeKind.OBJECTION: 0.8,
    UptakeKind.GAP: 0.6,
    UptakeKind.ACKNOWLEDGEMENT: 0.4,
}
_Link = tuple[str, Found, float]


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
    candidates = [
        links
        for stretch in material.given(pair.category)
        if stretch.problem == pair.problem and (links := _links(stretch))
    ]
    if not candidates:
        return None
    # max() keeps the first of equals, and stretches stand in the order of the sessions.
    links = max(candidates, key=lambda links: round(sum(worth for _, _, worth in links), 9))
    n_brought = material.counts.n_brought(pair.problem)
    return Chain(
        problem=material.problem_names.shown(pair.problem),
        advice=material.advice_names.shown(pair.category),
        counts=f"met in {wording.out_of(pair.n_exchanges, n_brought, 'exchange')}",
        quotes=tuple((word, material.quotation(found)) for word, found, _ in links),
    )


def _links(stretch: Stretch) -> list[_Link]:
    """Problem, advice and answer of one stretch, with their worth; empty without a quote."""
    analysis, advice = stretch.analysis, stretch.advice
    exchange = None if advice.exchange is None else analysis.exchanges[advice.exchange]
    if exchange is None or exchange.quote is None:
        return []
    asked = quotes.widened(analysis, exchange.quote, first=exchange.first, end=exchange.end)
    advised = quotes.widened(analysis, advice.quote, first=advice.first, end=advice.end)
    spoken = [("problem", asked, 1.0), ("advice", advised, 1.0)]
    uptake = advice.uptake
    if uptake is not None and uptake.quote is not None:
        spoken.append((UPTAKE_WORDS[uptake.kind], uptake.quote, _WORTH.get(uptake.kind, 0.0)))
    return [
        (
            word,
            Found(analysis=analysis, quote=quote, score=stretch.score),
            weight * quotes.stands_alone(analysis.text_of(quote)),
        )
        for word, quote, weight in spoken
    ]
