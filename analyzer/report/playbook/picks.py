"""Which words stand in a chapter: the best of each kind, from as many sessions as can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from analyzer.records import Analysis, Exchange, Move, Role, UptakeKind
from analyzer.report import moments, quotes, shown
from analyzer.report.material import Material, Stretch
from analyzer.report.moments import Moment
from analyzer.report.parts import Quotation
from analyzer.report.playbook.records import Objection, Script
from analyzer.report.quotes import Found
from analyzer.report.ranking import Hope

MOST_SHOWS = 3
MOST_QUESTIONS = 5
MOST_QUOTES = 2
MOST_SCRIPTS = 5
MOST_STORIES = 2
MOST_OBJECTIONS = 3
MOST_AGREED = 3
# An answer longer than this is shown from its beginning.
ANSWER_WORDS = 60
# Stories are told in some sentences; beyond this a longer one is no better.
LONG_STORY = 160
# A question that asks for one fact helps less to find out what is the matter.
_CLOSED_WORTH = 0.8
# What to do shows an advice better than why.
_TELLING = frozenset({Move.DIRECTIVE, Move.SCRIPT})
_LESS_TELLING = 0.8

# An exchange with the session it stands in.
Case = tuple[Analysis, Exchange]


def shows(material: Material, cases: Sequence[Case]) -> tuple[Quotation, ...]:
    """How a problem shows: the words of those who bring it, the coach's own where nobody asks."""
    found = [
        Found(
            analysis=analysis,
            quote=quotes.widened(analysis, exchange.quote, first=exchange.first, end=exchange.end),
            score=exchange.problem.score,
        )
        for analysis, exchange in cases
        if exchange.quote is not None and exchange.problem is not None
    ]
    of_askers = [one for one in found if _role(one) is not Role.COACH]
    return _quotations(material, quotes.best(of_askers or found, MOST_SHOWS))


def questions(material: Material, cases: Sequence[Case]) -> tuple[Quotation, ...]:
    """What the coach asks first, from as many sessions as can be, open questions before others."""
    found = [
        one.found(score=1.0 if _is_open(one) else _CLOSED_WORTH)
        for analysis, exchange in cases
        for one in moments.questions(analysis, exchange)
    ]
    return _quotations(material, quotes.best(found, MOST_QUESTIONS))


def advice(
    material: Material, stretches: Iterable[Stretch], *, most: int, without: Sequence[Found] = ()
) -> tuple[Found, ...]:
    """The coach's words that show these stretches best, none of those that are shown already."""
    hopes = [
        quotes.hope(
            partial(_advised, material, one, without=without),
            score=one.score,
            session_id=one.session_id,
            words=one.words,
        )
        for one in stretches
    ]
    return quotes.best(hopes, most)


def scripts(material: Material, stretches: Iterable[Stretch]) -> tuple[tuple[str, Found], ...]:
    """Words to say with the category of their advice, the surest advice first."""
    by_key: dict[tuple[str, int, int], str] = {}

    def look(stretch: Stretch) -> list[Found]:
        analysis, given = material.advice_of(stretch)
        spoken = [one.found(score=stretch.score) for one in moments.scripts(analysis, given)]
        for one in spoken:
            by_key.setdefault(_key(one), stretch.category)
        return spoken

    hopes: list[Hope[Found]] = [
        Hope(key=(-round(one.score, 9), one.session_id), look=partial(look, one))
        for one in stretches
        if one.is_script
    ]
    return tuple((by_key[_key(one)], one) for one in quotes.best(hopes, MOST_SCRIPTS))


def script(material: Material, category: str, found: Found) -> Script:
    """Words to say as a card."""
    return Script(
        advice=material.advice_names.shown(category),
        words=material.quotation(found, most_words=shown.WHOLE_WORDS),
    )


def stories(material: Material, cases: Sequence[Case]) -> tuple[Quotation, ...]:
    """What the coach tells that happened once, the fullest first, each session once."""
    told = [
        one
        for analysis, exchange in cases
        for one in moments.stories(analysis)
        if exchange.first <= one.first < exchange.end
    ]
    ranked = sorted(
        told,
        key=lambda one: (-min(one.n_words, LONG_STORY), one.analysis.session.id, one.first),
    )
    by_session = {one.analysis.session.id: one for one in reversed(ranked)}
    first = [one for one in ranked if by_session[one.analysis.session.id] is one]
    rest = [one for one in ranked if by_session[one.analysis.session.id] is not one]
    return tuple(shown.quoted(material, one, whole=True) for one in [*first, *rest][:MOST_STORIES])


def objections(material: Material, stretches: Iterable[Stretch]) -> tuple[Objection, ...]:
    """What clients object, each with what the coach says to it."""
    found = quotes.best(_answers(material, stretches, UptakeKind.OBJECTION), MOST_OBJECTIONS)
    return tuple(
        Objection(words=material.quotation(one), answer=_answer(material, one)) for one in found
    )


def agreed(material: Material, stretches: Iterable[Stretch]) -> tuple[Quotation, ...]:
    """What clients say they will do."""
    found = quotes.best(_answers(material, stretches, UptakeKind.COMMITMENT), MOST_AGREED)
    return _quotations(material, found)


def _quotations(material: Material, found: Iterable[Found]) -> tuple[Quotation, ...]:
    return tuple(material.quotation(one) for one in found)


def _role(found: Found) -> Role:
    session = found.analysis.session
    return session.speakers[session.turns[found.quote.turn].speaker].role


def _is_open(moment: Moment) -> bool:
    return moment.analysis.sentences[moment.first].move is Move.QUESTION_OPEN


def _advised(material: Material, stretch: Stretch, *, without: Sequence[Found]) -> list[Found]:
    analysis, given = material.advice_of(stretch)
    wide = quotes.widened(analysis, given.quote, first=given.first, end=given.end)
    first, _ = quotes.sentences_in(analysis, given.quote)
    weight = 1.0 if analysis.sentences[first].move in _TELLING else _LESS_TELLING
    found = Found(analysis=analysis, quote=wide, score=stretch.score * weight)
    return [] if any(found.overlaps(other) for other in without) else [found]


def _answers(
    material: Material, stretches: Iterable[Stretch], kind: UptakeKind
) -> list[Hope[Found]]:
    """The words of those who answer in this way."""

    def look(stretch: Stretch) -> list[Found]:
        analysis, given = material.advice_of(stretch)
        if given.uptake is None or given.uptake.quote is None:
            return []
        return [Found(analysis=analysis, quote=given.uptake.quote, score=stretch.score)]

    return [
        quotes.hope(
            partial(look, one),
            score=one.score,
            session_id=one.session_id,
            words=one.answer,
            is_whole=True,
        )
        for one in stretches
        if one.uptake is kind and one.answer is not None
    ]


def _answer(material: Material, found: Found) -> Quotation | None:
    first, end = quotes.sentences_in(found.analysis, found.quote)
    said = Moment(analysis=found.analysis, first=first, end=end)
    reply = moments.reply_after(said, role=Role.COACH, words=ANSWER_WORDS)
    return None if reply is None else shown.quoted(material, reply)


def _key(found: Found) -> tuple[str, int, int]:
    return (found.session_id, found.quote.turn, found.quote.start)
