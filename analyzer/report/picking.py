"""Which words of many stretches of advice are shown: the coach's, those to say, the client's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from analyzer.records import Advice, Analysis, Move, UptakeKind
from analyzer.report import moments, quotes
from analyzer.report.material import Material, Stretch
from analyzer.report.parts import Quotation
from analyzer.report.quotes import Found
from analyzer.report.ranking import Hope

# What to do shows an advice better than why.
_TELLING = frozenset({Move.DIRECTIVE, Move.SCRIPT})
_LESS_TELLING = 0.8
# "No." tells nothing when it stands alone.
FEWEST_ANSWER_WORDS = 4


def best_quote(material: Material, stretches: Sequence[Stretch]) -> Quotation | None:
    """The coach's words that show these stretches best."""
    found = best_quotes(material, stretches, most=1)
    return material.quotation(found[0]) if found else None


def best_quotes(
    material: Material,
    stretches: Iterable[Stretch],
    *,
    most: int,
    without: Sequence[Found] = (),
) -> tuple[Found, ...]:
    """The best words of these stretches, without those that overlap one shown already."""
    hopes = [
        quotes.hope(
            partial(_shown, material, stretch, without=without),
            score=stretch.score,
            session_id=stretch.session_id,
            words=stretch.words,
        )
        for stretch in stretches
    ]
    return quotes.best(hopes, most)


def best_uptake(
    material: Material, stretches: Iterable[Stretch], kind: UptakeKind
) -> Quotation | None:
    """The client's words that show this kind of uptake of these stretches best."""
    hopes = [
        quotes.hope(
            partial(_answer, material, stretch),
            score=stretch.score,
            session_id=stretch.session_id,
            words=stretch.answer,
            is_whole=True,
        )
        for stretch in stretches
        if stretch.uptake is kind
        and stretch.answer is not None
        and quotes.n_words(stretch.answer) >= FEWEST_ANSWER_WORDS
    ]
    chosen = quotes.best(hopes, 1)
    return material.quotation(chosen[0]) if chosen else None


def best_scripts(
    material: Material, stretches: Iterable[Stretch], *, most: int
) -> tuple[Found, ...]:
    """Words to say that the coach spoke, neighbouring sentences taken together."""
    hopes: list[Hope[Found]] = [
        Hope(
            key=(-round(stretch.score, 9), stretch.session_id),
            look=partial(_spoken_scripts, material, stretch),
        )
        for stretch in stretches
        if stretch.is_script
    ]
    return quotes.best(hopes, most)


def _answer(material: Material, stretch: Stretch) -> list[Found]:
    analysis, advice = material.advice_of(stretch)
    if advice.uptake is None or advice.uptake.quote is None:
        return []
    return [Found(analysis=analysis, quote=advice.uptake.quote, score=stretch.score)]


def _shown(material: Material, stretch: Stretch, *, without: Sequence[Found]) -> list[Found]:
    analysis, advice = material.advice_of(stretch)
    found = shown(analysis, advice, score=stretch.score)
    return [] if any(found.overlaps(other) for other in without) else [found]


def shown(analysis: Analysis, advice: Advice, *, score: float) -> Found:
    """The words that show an advice, widened until they can be read by themselves."""
    wide = quotes.widened(analysis, advice.quote, first=advice.first, end=advice.end)
    weight = 1.0 if _move_of(analysis, advice) in _TELLING else _LESS_TELLING
    return Found(analysis=analysis, quote=wide, score=score * weight)


def _move_of(analysis: Analysis, advice: Advice) -> Move | None:
    """What the sentence that shows the advice does."""
    quote = advice.quote
    for sentence in analysis.sentences[advice.first : advice.end]:
        if sentence.turn == quote.turn and sentence.start <= quote.start < sentence.end:
            return sentence.move
    return None


def _spoken_scripts(material: Material, stretch: Stretch) -> list[Found]:
    analysis, advice = material.advice_of(stretch)
    return [it.found(score=stretch.score) for it in moments.scripts(analysis, advice)]
