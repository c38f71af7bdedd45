"""Matters brought twice or more, with what the coach answered each time side by side."""

from __future__ import annotations

from collections import Counter

from analyzer.aggregate.asking import (
    ANY_PROBLEM,
    SAME_PROBLEM,
    BroughtAgain,
    Matter,
    brought_again,
)
from analyzer.records import Advice, Analysis, Exchange, Move, Quote
from analyzer.report import quotes, wording
from analyzer.report.material import Material
from analyzer.report.parts import Quotation, Section
from analyzer.report.picking import shown
from analyzer.report.quotes import Found
from analyzer.report.summary.records import AskedAgain, Asking, Questions

MOST_MATTERS = 6
MOST_ASKINGS = 3
MOST_ANSWERS = 2
FEWEST_QUESTION_WORDS = 6
_ASKS = frozenset({Move.QUESTION_OPEN, Move.QUESTION_CLOSED})


def part(material: Material) -> Questions | None:
    """Matters brought in two sessions or more; None for one session, or without meanings."""
    if material.n_sessions == 1:
        return None
    found = brought_again(material.archive, material.tables)
    if not found.n_exchanges or (not found.matters and material.is_small):
        return None
    rows = tuple(
        _row(material, matter, number)
        for number, matter in enumerate(found.matters[:MOST_MATTERS], start=1)
    )
    return Questions(
        section=Section(
            anchor="questions",
            heading="Asked again, and what you answered",
            lead=tuple(_lead(found, n_shown=len(rows))),
        ),
        rows=rows,
    )


def _lead(found: BroughtAgain, *, n_shown: int) -> list[str]:
    way = (
        "Matters are taken for alike by the meaning of what their askers tell until the first "
        f"advice (cosine of at least {SAME_PROBLEM} where both carry the same problem type, of "
        f"{ANY_PROBLEM} otherwise). Whether they really are alike, their words show."
    )
    n = len(found.matters)
    if not n:
        return [f"No matter was brought in two of these sessions. {way}"]
    brought = "1 matter was" if n == 1 else f"{wording.number(n)} matters were"
    if not found.is_all:
        brought = f"At least {brought}"
    line = f"{brought} brought in two sessions or more; the answers stand side by side."
    if n > n_shown:
        way = f"Shown are the {wording.number(n_shown)} brought in most sessions. {way}"
    lines = [line, way]
    if found.n_compared < found.n_exchanges:
        of = wording.out_of(found.n_compared, found.n_exchanges, "exchange")
        lines.append(
            f"{of} were compared each with each, and the others with the matters found among them."
        )
    return lines


def _row(material: Material, matter: Matter, number: int) -> AskedAgain:
    """The askings most like the middle, from different sessions, those with an answer first."""
    chosen = _chosen(material, matter)
    askings = tuple(_asking(material, *place) for place in chosen)
    people = {material.askers.get(place) for place in matter.members} - {None}
    counts = (
        f"{wording.counted(len(matter.members), 'time')} in "
        f"{wording.counted(matter.n_sessions, 'session')}"
    )
    if people:
        counts += f", by {wording.counted(len(people), 'client')}"
    more = len(matter.members) - len(askings)
    return AskedAgain(
        anchor=f"question-{number}",
        name=_name(material, matter),
        counts=counts,
        askings=askings,
        left_out=f"{wording.counted(more, 'more time')} not shown." if more else "",
    )


def _name(material: Material, matter: Matter) -> str:
    """The problem type most of it carries; a number of its own cannot be made of words."""
    sure = material.sure_problems
    found = Counter(sure[place] for place in matter.members if place in sure)
    if not found:
        return "Matters without a problem type"
    category, _ = min(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return material.problem_names.shown(category)


def _chosen(material: Material, matter: Matter) -> list[tuple[str, int]]:
    chosen: dict[str, tuple[str, int]] = {}
    for session_id, exchange in matter.members:
        if session_id in chosen:
            continue
        if not _answers(material.talks[session_id], exchange):
            continue
        chosen[session_id] = (session_id, exchange)
        if len(chosen) == MOST_ASKINGS:
            break
    if len(chosen) < 2:
        # Not answered either: the matter was brought again all the same.
        for session_id, exchange in matter.members:
            if len(chosen) == 2:
                break
            chosen.setdefault(session_id, (session_id, exchange))
    return sorted(chosen.values(), key=lambda place: material.numbers[place[0]])


def _asking(material: Material, session_id: str, number: int) -> Asking:
    analysis = material.talks[session_id]
    question = _question(analysis, analysis.exchanges[number])
    return Asking(
        question=material.quotation(question),
        answers=_best_answers(material, analysis, number),
    )


def _question(analysis: Analysis, exchange: Exchange) -> Found:
    """The asker's words: those that show the problem, else a question, else the first he says."""
    turns = analysis.session.turns
    if exchange.quote is not None:
        wide = quotes.widened(analysis, exchange.quote, first=exchange.first, end=exchange.end)
        return Found(analysis=analysis, quote=wide, score=1.0)
    said = [
        sentence
        for sentence in analysis.sentences[exchange.first : exchange.end]
        if exchange.asker is None or turns[sentence.turn].speaker == exchange.asker
    ] or list(analysis.sentences[exchange.first : exchange.end])
    long = [it for it in said if quotes.n_words(analysis.text_of(it)) >= FEWEST_QUESTION_WORDS]
    asking = [it for it in long if it.move in _ASKS]
    best = (asking or long or said)[0]
    return Found(
        analysis=analysis, quote=Quote(turn=best.turn, start=best.start, end=best.end), score=1.0
    )


def _answers(analysis: Analysis, number: int) -> list[Advice]:
    return [it for it in analysis.advice if it.exchange == number]


def _best_answers(material: Material, analysis: Analysis, number: int) -> tuple[Quotation, ...]:
    """The surest words of advice in the exchange, in the order they were said."""
    found = [
        shown(analysis, it, score=max((label.score for label in it.labels), default=0.0))
        for it in _answers(analysis, number)
    ]
    best = sorted(sorted(found, key=lambda one: one.key)[:MOST_ANSWERS], key=_place)
    return tuple(material.quotation(one) for one in best)


def _place(found: Found) -> tuple[int, int]:
    return (found.quote.turn, found.quote.start)
