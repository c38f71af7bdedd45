"""What clients bring: each problem type with its counts and one asker's own words."""

from __future__ import annotations

from functools import partial

from analyzer.report import quotes, wording
from analyzer.report.counts import ProblemCount
from analyzer.report.material import Material
from analyzer.report.parts import Bar, Quotation, Section
from analyzer.report.quotes import Found
from analyzer.report.summary.bars import type_bars
from analyzer.report.summary.moves import Moves
from analyzer.report.summary.records import ProblemRow, Problems
from analyzer.report.summary.whom import in_words, whom

MOST_ANSWERS = 3
MOST_QUOTES = 3
# So many types are shown with several quotations, the others with one.
MAIN = 12


def part(material: Material, moves: Moves) -> Problems:
    """All that is said about what clients bring."""
    found = rows(material, moves)
    return Problems(section=section(material, found), bars=bars(material, found), rows=found)


def section(material: Material, rows: tuple[ProblemRow, ...]) -> Section:
    """Heading and lead of the part about problems."""
    n_exchanges, n_problems = material.counts.n_exchanges, material.counts.n_problems
    if not n_exchanges:
        lead = "No exchange was found in which somebody asks, so there is no problem to name."
    elif not rows:
        exchanges = wording.counted(n_exchanges, "exchange")
        lead = f"None of the {exchanges} was clear enough to be given a problem type."
    else:
        n_possible = material.counts.n_possible_problems
        given = f"to {wording.out_of(n_problems, n_exchanges, 'exchange')}"
        lead = (
            f"A problem type was given {given if n_problems else 'to no exchange for sure'}. "
            "An exchange is one asker’s matter, from its question to its goodbye."
            f"{_only_possible(n_possible, n_exchanges)}"
            f"{_left_open(n_exchanges - n_problems - n_possible)}"
        )
    by_name = [(row.name, row.n_exchanges) for row in rows if row.n_exchanges]
    return Section(
        anchor="problems",
        heading="What clients bring",
        lead=(lead,),
        alt=wording.chart_in_words("Exchanges by problem type", by_name),
    )


def bars(material: Material, rows: tuple[ProblemRow, ...]) -> tuple[Bar, ...]:
    """One bar for each problem type, as long as its number of exchanges; none for a single type."""
    return type_bars(
        material, ((row.name, row.n_exchanges, row.n_sessions, row.n_possible) for row in rows)
    )


def rows(material: Material, moves: Moves) -> tuple[ProblemRow, ...]:
    """Every problem type that was given, the most frequent first."""
    clients = whom(material, material.tables.problems[material.tables.problems["sure"]])
    return tuple(
        ProblemRow(
            anchor=f"problem-{number}",
            id=count.category,
            name=material.problem_names.shown(count.category),
            definition=material.problem_names.definition(count.category),
            n_exchanges=count.n_exchanges,
            n_possible=count.n_possible,
            n_sessions=count.n_sessions,
            n_clients=count.n_clients,
            counts=_counts(material, count),
            clients=in_words(material, clients.get(count.category, ()), how="Brought by"),
            moved=moves.told("problems", count.category) if count.n_exchanges else "",
            answered_by=_answers(material, count.category),
            quotes=_quotes(material, count.category, most=MOST_QUOTES if number <= MAIN else 1),
        )
        for number, count in enumerate(material.counts.problems, start=1)
    )


def _counts(material: Material, count: ProblemCount) -> str:
    if not count.n_exchanges:
        return f"only possible: {wording.counted(count.n_possible, 'exchange')}"
    line = wording.counted(count.n_exchanges, "exchange")
    if material.n_sessions > 1:
        line += f" in {wording.out_of(count.n_sessions, material.n_sessions, 'session')}"
    if material.n_sessions > 1 and count.n_clients:
        line += f", of {wording.counted(count.n_clients, 'client')} by name"
    return wording.with_possible(line, count.n_possible)


def _answers(material: Material, problem: str) -> str:
    """The advice types given in more than one exchange of this problem, the most frequent first."""
    named = [
        f"{material.advice_names.shown(pair.category)} ({wording.number(pair.n_exchanges)})"
        for pair in material.counts.pairs_of(problem=problem)[:MOST_ANSWERS]
        if pair.n_exchanges > 1
    ]
    return f"Answered most often with {wording.listed(named)}." if named else ""


def _quotes(material: Material, category: str, *, most: int) -> tuple[Quotation, ...]:
    """Askers' words, those of sure labels before those of ones that are only possible."""
    shown = material.tables.problems.dropna(subset="quote")
    shown = shown[shown["category"] == category]
    sure = shown[shown["sure"]]
    chosen = shown if sure.empty else sure
    columns = (chosen[name].tolist() for name in ("session_id", "exchange", "score", "quote"))
    hopes = [
        quotes.hope(
            partial(_asked, material, session_id, number),
            score=score,
            session_id=session_id,
            words=words,
        )
        for session_id, number, score, words in zip(*columns, strict=True)
    ]
    return tuple(material.quotation(one) for one in quotes.best(hopes, most))


def _asked(material: Material, session_id: str, number: int) -> list[Found]:
    analysis = material.talks[session_id]
    exchange = analysis.exchanges[number]
    if exchange.problem is None or exchange.quote is None:
        return []
    wide = quotes.widened(analysis, exchange.quote, first=exchange.first, end=exchange.end)
    return [Found(analysis=analysis, quote=wide, score=exchange.problem.score)]


def _only_possible(n: int, n_exchanges: int) -> str:
    if not n:
        return ""
    exchanges = wording.out_of(n, n_exchanges, "exchange")
    return f" In {exchanges} one is only possible; that is counted apart."


def _left_open(n: int) -> str:
    if not n:
        return ""
    left = "The other one was" if n == 1 else f"The other {wording.number(n)} were"
    return f" {left} left without one, because nothing in the words was sure enough."
