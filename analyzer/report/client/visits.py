"""The sessions of one client, one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.records import Advice, Analysis, UptakeKind
from analyzer.report import moments, quotes, shown, wording
from analyzer.report.client.person import Person
from analyzer.report.client.records import PathRow, Visit
from analyzer.report.material import Material, file_name
from analyzer.report.moments import Moment
from analyzer.report.parts import Quotation
from analyzer.report.quotes import Found

MOST_CARDS = 5
MOST_TYPES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A session with what in it is the client's: numbers of exchanges, advice, commitments."""

    number: int
    analysis: Analysis
    exchanges: tuple[int, ...]
    advice: tuple[Advice, ...]
    agreed: tuple[Moment, ...]

    @property
    def date(self) -> str:
        """The day, empty where it is not known."""
        return wording.day(self.analysis.session.held_on)

    @property
    def name(self) -> str:
        """Title or file."""
        session = self.analysis.session
        return wording.shortened(session.title or file_name(session.source.path), 90)


def held(material: Material, person: Person) -> tuple[Held, ...]:
    """The sessions that the client speaks in, in their order."""
    found = []
    for session_id, number in material.numbers.items():
        if session_id not in person.written:
            continue
        analysis = material.talks[session_id]
        found.append(
            Held(
                number=number,
                analysis=analysis,
                exchanges=tuple(
                    place
                    for place in range(len(analysis.exchanges))
                    if person.asks(analysis, place)
                ),
                advice=tuple(one for one in analysis.advice if person.gets(analysis, one)),
                agreed=tuple(filter(person.speaks, moments.commitments(analysis))),
            )
        )
    return tuple(found)


def visit(material: Material, one: Held) -> Visit:
    """One session of the client."""
    cards = _best(one.advice)
    more = len(one.advice) - len(cards)
    stretches = wording.counted(len(one.advice), "stretch of advice")
    return Visit(
        anchor=f"visit-{one.number}",
        number=one.number,
        heading=one.date or one.name,
        place=one.name if one.date else "",
        counts=stretches if one.advice else "no advice found",
        problems=tuple(_problem(material, one.analysis, place) for place in one.exchanges),
        advice=tuple(shown.advice_card(material, one.analysis, it) for it in cards),
        more=f"{wording.counted(more, 'stretch of advice')} more in this session." if more else "",
    )


def path_row(material: Material, one: Held, person: Person) -> PathRow:
    """One session as a row."""
    session_id = one.analysis.session.id
    talk = material.tables.talk
    of_session = talk[talk["session_id"] == session_id]
    spoken = of_session[of_session["speaker"].isin(person.written[session_id])]
    total = int(of_session["n_words"].sum())
    return PathRow(
        number=one.number,
        anchor=f"visit-{one.number}",
        date=one.date,
        title=one.name,
        problems=", ".join(
            dict.fromkeys(material.problem_names.shown(category) for category in problems_of(one))
        ),
        advice=_types(material, one.advice),
        n_agreed=len(one.agreed),
        words=wording.percent(int(spoken["n_words"].sum()), total),
    )


def problems_of(one: Held) -> list[str]:
    """The categories that the client surely brings, an entry for each exchange."""
    found = (shown.sure_problem(one.analysis, place) for place in one.exchanges)
    return [category for category in found if category is not None]


def types_of(one: Held) -> list[tuple[str, Advice]]:
    """Each stretch of advice under each of its sure types."""
    return [
        (label.category, advice) for advice in one.advice for label in advice.labels if label.sure
    ]


def _types(material: Material, advice: Sequence[Advice]) -> str:
    counts = Counter(label.category for one in advice for label in one.labels if label.sure)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [
        f"{material.advice_names.shown(category)} ({wording.number(n)})"
        for category, n in ranked[:MOST_TYPES]
    ]
    more = len(ranked) - len(named)
    return ", ".join([*named, f"{wording.number(more)} more"] if more else named)


def _problem(material: Material, analysis: Analysis, place: int) -> tuple[str, Quotation | None]:
    exchange = analysis.exchanges[place]
    if exchange.problem is None or exchange.quote is None:
        return "no problem type", None
    name = material.problem_names.shown(exchange.problem.category)
    wide = quotes.widened(analysis, exchange.quote, first=exchange.first, end=exchange.end)
    found = Found(analysis=analysis, quote=wide, score=exchange.problem.score)
    return (
        name if exchange.problem.sure else f"{name}, only possible",
        material.quotation(found),
    )


def _best(advice: Sequence[Advice]) -> list[Advice]:
    """The advice with most to it in the order given: taken up, with words to say, sure, new."""

    def worth(one: Advice) -> tuple[bool, bool, bool, float, int]:
        is_sure = any(label.sure for label in one.labels)
        is_agreed = one.uptake is not None and one.uptake.kind is UptakeKind.COMMITMENT
        score = max((label.score for label in one.labels), default=0.0)
        return (not is_sure, not is_agreed, not one.script, -score, one.first)

    ranked = sorted(advice, key=worth)
    seen: set[str] = set()
    fresh: list[Advice] = []
    rest: list[Advice] = []
    for one in ranked:
        category = one.labels[0].category if one.labels else ""
        (rest if category in seen else fresh).append(one)
        seen.add(category)
    return sorted([*fresh, *rest][:MOST_CARDS], key=lambda one: one.first)
