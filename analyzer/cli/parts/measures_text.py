"""Numbers of a scorecard for a terminal: each with what it means, what is usual, and the words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from analyzer.aggregate.scorecards import Count, Measure, Moment, Score, Scorecard, Show
from analyzer.aggregate.scorecards.usual import FEWEST_SESSIONS
from analyzer.archive.facts import n_words
from analyzer.cli.parts.scoring import OfPeople, WithPast
from analyzer.cli.parts.text import counted, plain, table, wrapped
from analyzer.records import Analysis
from analyzer.records.times import clock
from analyzer.report.wording import day

UNKNOWN = "unknown"
MOST_MOMENTS = 3
MOST_PEOPLE = 10
MOST_WORDS = 40


def session_text(one: WithPast) -> Iterator[str]:
    """One session: every number beside the coach's own past, and the moments behind it."""
    card = one.scored.scorecard
    yield from _head(card)
    yield from wrapped(_session(one))
    yield from wrapped(_beside(one))
    rows = {row.measure: row for row in _rows(one.past)}
    for score in one.scored.scores:
        yield ""
        yield from wrapped(_number(score, rows.get(score.measure.id)))
        yield from wrapped(score.measure.definition, first="  ")
        yield from _moments(score, one.scored.analysis)


def people_text(found: OfPeople) -> Iterator[str]:
    """What is usual with each person; nobody is ranked."""
    yield from _head(found.scorecard)
    yield f"{counted(found.n_sessions, 'session')}, by {found.by}"
    # By place and not by name: two people may share a pseudonym.
    every, each = _rows(found.usual), len(found.scorecard.measures)
    people = [every[first : first + each] for first in range(0, len(every), each)]
    if not people:
        yield ""
        yield f"No {found.by} with a name speaks in them."
    for rows in people[:MOST_PEOPLE]:
        yield ""
        yield f"{plain(rows[0].person)}: {counted(rows[0].of_sessions, 'session')}"
        yield from _usual(rows, found.scorecard)
    if people:
        yield ""
        yield from wrapped(
            f"Half of the sessions lie in the middle half; it takes {FEWEST_SESSIONS} to tell it. "
            "--session shows one session with its words."
        )
    if (more := len(people) - MOST_PEOPLE) > 0:
        yield f"{more:,} more {'person' if more == 1 else 'people'}; --json has them all."


def shown(value: float | None, measure: Measure) -> str:
    """A value as it reads: a percentage, a ratio, yes or no, minutes, or a number.

    NaN and None are unknown.
    """
    if value is None or math.isnan(value):
        return UNKNOWN
    if measure.show is Show.SHARE:
        return f"{100 * value:.0f}%"
    if measure.show is Show.YES_NO:
        return "yes" if value else "no"
    if measure.show is Show.RATIO:
        return f"{value:.2f}"
    if measure.count is Count.TIME:
        return clock(round(value))
    return f"{value:,.1f}".removesuffix(".0")


def _head(card: Scorecard) -> Iterator[str]:
    yield from wrapped(f"{card.title} ({card.label})")
    yield from wrapped(card.about, first="  ")


def _session(one: WithPast) -> str:
    session = one.scored.analysis.session
    held_on = "" if session.held_on is None else day(session.held_on)
    people = " with ".join(filter(None, (", ".join(one.coaches), ", ".join(one.clients))))
    facts = [session.title or session.source.path, held_on, people, session.id]
    return " · ".join(filter(None, facts))


def _beside(one: WithPast) -> str:
    coach = " and ".join(one.coaches)
    if not coach:
        return "No coach with a name speaks, so there is no past to set it beside."
    if one.scored.held_on is None:
        return "The session has no date, so there are no earlier ones to set it beside."
    if one.n_earlier < FEWEST_SESSIONS:
        had = f"{one.n_earlier} earlier session{'' if one.n_earlier == 1 else 's'}"
        return f"{coach} has {had} here; it takes {FEWEST_SESSIONS} to tell what is usual."
    return (
        f"Beside each number: the median of {coach}'s {one.n_earlier:,} earlier sessions, and "
        "between what numbers the middle half of them lies."
    )


def _number(score: Score, past: Any) -> str:  # noqa: ANN401 - a row of any table
    measure = score.measure
    value = shown(score.value, measure)
    if score.value is None:
        value = f"{UNKNOWN}: {score.why}"
    elif measure.show in {Show.SHARE, Show.RATIO} and measure.count is not Count.TIME:
        value += f" ({score.n:,} of {score.of:,})"
    line = f"{measure.name}: {value}"
    return line if past is None else f"{line}{_past(past, measure)}"


def _past(row: Any, measure: Measure) -> str:  # noqa: ANN401 - a row of any table
    if measure.show is Show.YES_NO:
        known = row.n_sessions
        return f" · earlier: yes in {row.n_yes} of {known}" if known >= FEWEST_SESSIONS else ""
    if math.isnan(row.median):
        return ""
    low, median, high = (shown(it, measure) for it in (row.low, row.median, row.high))
    some = "" if row.n_sessions == row.of_sessions else f", known in {row.n_sessions}"
    return f" · earlier: {median} ({low} to {high}){some}"


def _usual(rows: Sequence[Any], card: Scorecard) -> list[str]:
    """A person's numbers as a table; of a card that only asks yes or no, without empty columns."""
    is_yes_no = all(it.show is Show.YES_NO for it in card.measures)
    heads = ("", "known in", "yes in" if is_yes_no else "median", "middle half")
    n_columns = 3 if is_yes_no else 4
    cells = []
    for row in rows:
        measure = card.measure(row.measure)
        median, between = "", ""
        if measure.show is Show.YES_NO:
            median = f"{row.n_yes}" if is_yes_no else f"yes in {row.n_yes}"
        elif not math.isnan(row.median):
            median = shown(row.median, measure)
            between = f"{shown(row.low, measure)} to {shown(row.high, measure)}"
        cells.append([measure.name, f"{row.n_sessions:,}", median, between][:n_columns])
    return table(cells, heads=heads[:n_columns], right=(1, 2, 3), indent="  ")


def _moments(score: Score, analysis: Analysis) -> Iterator[str]:
    for moment in score.moments[:MOST_MOMENTS]:
        turn = analysis.session.turns[moment.quote.turn]
        speaker = analysis.session.speakers[turn.speaker].name
        place = [f"turn {moment.quote.turn + 1}", clock(turn.start_ms), speaker]
        yield from wrapped(" · ".join(filter(None, place)), first="    ")
        words, is_whole = _words(moment, analysis)
        yield from wrapped(words, first="    > ")
        if not is_whole:
            yield "      and more"
    if (more := len(score.moments) - MOST_MOMENTS) > 0:
        yield f"    {more:,} more; --json has them all"


def _words(moment: Moment, analysis: Analysis) -> tuple[str, bool]:
    """As many whole sentences as are quickly read, verbatim, and whether these are all."""
    quote = moment.quote
    text, end = analysis.session.turns[quote.turn].text, quote.end
    inside = [
        it
        for it in analysis.sentences[moment.first : moment.end]
        if it.turn == quote.turn and it.start >= quote.start and it.end <= quote.end
    ]
    fitting = [it for it in inside if n_words(text[quote.start : it.end]) <= MOST_WORDS]
    if inside:
        end = (fitting or inside[:1])[-1].end
    return text[quote.start : end], end == quote.end and moment.end - moment.first <= len(inside)


def _rows(frame: Any) -> list[Any]:  # noqa: ANN401 - rows of any table
    return list(frame.itertuples(index=False))
