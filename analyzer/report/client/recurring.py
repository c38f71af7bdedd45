"""What comes up in several sessions of one client, and the map of problems over the sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analyzer.records import UptakeKind
from analyzer.report import trust, wording
from analyzer.report.client.records import RecurRow
from analyzer.report.client.visits import Held, problems_of, types_of
from analyzer.report.material import Material
from analyzer.report.parts import LabelTable, Matrix, Section

FEWEST = 2
MOST_ROWS = 12
MOST_TIMES = 12
# So many columns a page holds.
MOST_COLUMNS = 16


def section(sessions: Sequence[Held], rows: tuple[RecurRow, ...]) -> Section | None:
    """Heading and lead; None where one session cannot show what recurs."""
    if len(sessions) < FEWEST:
        return None
    lead = (
        "Problems and advice types that come up in more than one session."
        if rows
        else "No problem and no advice type comes up in more than one session."
    )
    return Section(anchor="recurs", heading="What recurs", lead=(lead,))


def rows(material: Material, sessions: Sequence[Held]) -> tuple[RecurRow, ...]:
    """Problems first, then advice types, each by the number of sessions and then by id."""
    problems = {one.number: Counter(problems_of(one)) for one in sessions}
    advice = {one.number: Counter(category for category, _ in types_of(one)) for one in sessions}
    answers: dict[str, Counter[UptakeKind]] = {}
    for one in sessions:
        for category, given in types_of(one):
            if given.uptake is not None:
                answers.setdefault(category, Counter())[given.uptake.kind] += 1
    found = [
        RecurRow(
            kind=kind,
            name=names.shown(category),
            sessions=wording.out_of(len(numbers), len(sessions), "session"),
            which=", ".join(map(str, numbers[-MOST_TIMES:])),
            answers=_answers(answers.get(category, Counter())) if kind == "advice" else "",
        )
        for kind, names, counts in (
            ("problem", material.problem_names, problems),
            ("advice", material.advice_names, advice),
        )
        for category, numbers in _recurring(counts)
    ]
    return tuple(found)


def matrix(material: Material, sessions: Sequence[Held]) -> Matrix | None:
    """Exchanges by problem and session, the latest sessions; None below two of either."""
    shown_sessions = sessions[-MOST_COLUMNS:]
    counts = [Counter(problems_of(one)) for one in shown_sessions]
    problems = list(dict.fromkeys(category for one in counts for category in one))
    if len(shown_sessions) < FEWEST or len(problems) < FEWEST:
        return None
    return Matrix(
        rows=tuple(material.problem_names.shown(category) for category in problems),
        columns=tuple(one.date or one.name for one in shown_sessions),
        counts=tuple(tuple(one[category] for one in counts) for category in problems),
    )


def alt(material: Material, sessions: Sequence[Held]) -> str:
    """The matrix for those who hear it."""
    table = matrix(material, sessions)
    if table is None:
        return ""
    counts = [
        (f"{problem}, {session}", n)
        for problem, line in zip(table.rows, table.counts, strict=True)
        for session, n in zip(table.columns, line, strict=True)
        if n
    ]
    return wording.chart_in_words("Exchanges by problem and session", counts)


def label_tables(material: Material, sessions: Sequence[Held]) -> tuple[LabelTable, ...]:
    """What is known of the labels that the client's part of the sessions has, and of no others."""
    advice, problems = material.advice_names, material.problem_names
    given = {
        advice.shown(label.category) for one in sessions for it in one.advice for label in it.labels
    }
    given |= {
        problems.shown(problem.category)
        for one in sessions
        for place in one.exchanges
        for problem in [one.analysis.exchanges[place].problem]
        if problem is not None
    }
    return trust.tables_of(material, given)


def _recurring(counts: dict[int, Counter[str]]) -> list[tuple[str, list[int]]]:
    places: dict[str, list[int]] = {}
    for number, found in counts.items():
        for category in found:
            places.setdefault(category, []).append(number)
    several = [pair for pair in places.items() if len(pair[1]) >= FEWEST]
    return sorted(several, key=lambda pair: (-len(pair[1]), pair[0]))[:MOST_ROWS]


def _answers(counts: Counter[UptakeKind]) -> str:
    return ", ".join(
        f"{wording.UPTAKE_WORDS[kind]} {wording.number(counts[kind])}"
        for kind in UptakeKind
        if counts[kind]
    )
