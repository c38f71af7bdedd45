"""What changes, in the words of people who coach; shares stand beside the counts they come of."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pandas import DataFrame

from analyzer.aggregate import Change, Course
from analyzer.aggregate.trends.change import FEWEST_SESSIONS
from analyzer.aggregate.trends.course import FEWEST_PERIODS
from analyzer.aggregate.trends.course import FEWEST_SESSIONS as FEWEST_FOR_A_COURSE
from analyzer.cli.parts.text import counted, plain, shortened, table, width, wrapped
from analyzer.cli.parts.trending import Trends
from analyzer.report.wording import MONTHS, day

HEADINGS = {
    "problems": "Problems brought",
    "advice": "Advice given",
    "problem themes": "Themes of problems",
    "advice themes": "Themes of advice",
}
VERBS = {
    "problems": "brought",
    "advice": "given",
    "problem themes": "brought",
    "advice themes": "given",
}
MARK = "†"
LONGEST_NAME = 30
MOST_PERIODS = 8
MOST_PEOPLE = 10
MOST_ROWS = 5
# The widest cell of a table by periods, with the blanks before it.
_CELL = 15
_YEAR = dt.timedelta(days=365)

_CHANGES = (
    (Change.NEW, "New"),
    (Change.GROWN, "More often"),
    (Change.FALLEN, "Less often"),
    (Change.GONE, "Gone"),
)
_COURSES = ((Course.RISING, "More and more often"), (Course.FALLING, "Less and less often"))
_CHANCE = (
    "Something is said to change only where chance would hardly bring it about: had nothing "
    "changed, at most one such list in twenty would name anything. Sessions of one client count "
    "for less, as far as they are alike."
)
_NO_CHANGES = (
    (Change.UNCLEAR, "No clear change"),
    (Change.TOO_FEW, "In too few sessions to tell"),
)
_BY_ITSELF = (
    "In brackets: where a difference likely lies, looked at by itself. Of many, some stand out by "
    "chance."
)
_SEASON = "Less than a year is compared: a time of year looks the same as a change."


def trends_text(trends: Trends) -> Iterator[str]:
    """The lines to print."""
    names = _Names(trends)
    yield from wrapped(_counted_sessions(trends))
    if trends.changes is not None and trends.since is not None:
        yield ""
        yield from _changes(trends.changes, trends, since=trends.since, names=names)
    if trends.courses is not None and trends.over_time is not None:
        yield ""
        yield from _courses(trends.courses, trends, names=names)
        yield from _periods(trends.over_time, trends, names=names)
    if trends.by_person is not None:
        yield ""
        yield from _people(trends.by_person, trends, names=names)
    if names.used_weak:
        yield ""
        yield f"{MARK} found too unreliably in tests to build on: look at the words yourself."


class _Names:
    """Names of categories, those not to be relied on with the mark."""

    def __init__(self, trends: Trends) -> None:
        self._names = {it: plain(name) for it, name in trends.names.items()}
        self._weak = {"problems": trends.weak.problem, "advice": trends.weak.advice}
        self.used_weak = False

    def of(self, row: Any) -> str:  # noqa: ANN401 - a row of any table
        """The name of a row's category, short enough for a column."""
        name = shortened(self._names.get(row.category, row.category), LONGEST_NAME)
        if row.category not in self._weak.get(row.kind, ()):
            return name
        self.used_weak = True
        return f"{name} {MARK}"


def _counted_sessions(trends: Trends) -> str:
    days = trends.sessions["held_on"].dropna()
    n, n_undated = len(days), len(trends.sessions) - len(days)
    line = counted(n, "session with a date")
    if n:
        line = f"{counted(n, 'session')} from {day(days.min())} to {day(days.max())}"
    if n_undated:
        line += f"; {n_undated:,} without a date {'is' if n_undated == 1 else 'are'} left out"
        if trends.by_person is not None and trends.since is None:
            line = f"{line.removesuffix(' left out')} counted too"
    return f"{line}."


def _changes(frame: DataFrame, trends: Trends, *, since: dt.date, names: _Names) -> Iterator[str]:
    before, now = frame.attrs["of_before"], frame.attrs["of_since"]
    yield f"Since {day(since)}: {counted(now, 'session')}. Before: {counted(before, 'session')}."
    rows: list[Any] = list(frame.itertuples())
    if min(before, now) < FEWEST_SESSIONS:
        floor = f"it takes {FEWEST_SESSIONS} on both sides"
        yield from wrapped(f"Too few sessions to tell what changed: {floor}. The counts:")
    elif frame.attrs["is_of_few_clients"]:
        few = "Too few clients to tell what changed: what one of them always brings would look new."
        yield from wrapped(f"{few} The counts:")
    else:
        yield from _claimed(rows, names=names)
        yield ""
        yield from wrapped(_CHANCE)
        if _is_short(trends, since):
            yield from wrapped(_SEASON)
    for change, heading in _NO_CHANGES:
        left = [row for row in rows if row.change == change]
        if left:
            heads = [heading] if len(left) < len(rows) else []
            yield from ("", *heads, *_beside(left, names=names))
    if rows:
        yield from ("", *wrapped(_BY_ITSELF))


def _claimed(rows: Sequence[Any], *, names: _Names) -> Iterator[str]:
    if not any(row.change in {change for change, _ in _CHANGES} for row in rows):
        yield "Nothing has clearly changed."
    for change, heading in _CHANGES:
        found = [row for row in rows if row.change == change]
        if found:
            yield from ("", heading)
        for row in found:
            since = f"{_verb(row)} in {_of(row.n_since, row.of_since)} sessions since"
            before = f"in {_of(row.n_before, row.of_before)} before"
            yield from wrapped(f"{names.of(row)}: {since}, {before}", first="  ", rest="    ")
            yield from wrapped(_in_a_hundred(row), first="    ")


def _in_a_hundred(row: Any) -> str:  # noqa: ANN401 - a row
    size, low, high = (round(100 * abs(it)) for it in (row.difference, row.low, row.high))
    more = "more" if row.difference > 0 else "fewer"
    return f"{size} {more} in 100 sessions, likely {min(low, high)} to {max(low, high)}"


def _beside(rows: Sequence[Any], *, names: _Names) -> list[str]:
    cells = [
        [
            names.of(row),
            f"{row.n_since} of {row.of_since}",
            f"{row.n_before} of {row.of_before}",
            ""
            if math.isnan(row.low)
            else f"{_signed(row.difference)} ({_signed(row.low)} to {_signed(row.high)})",
        ]
        for row in rows
    ]
    heads = ("", "since", "before", "in 100 sessions")
    return table(cells, heads=heads, right=(1, 2, 3), indent="  ")


def _courses(frame: DataFrame, trends: Trends, *, names: _Names) -> Iterator[str]:
    rows: list[Any] = list(frame.itertuples())
    if not rows:
        yield "Nothing was found in sessions with a date."
        return
    if not frame.attrs["can_tell"]:
        takes = (
            f"it takes {FEWEST_FOR_A_COURSE} sessions in {FEWEST_PERIODS} {trends.by}s, of six "
            "clients or more"
        )
        yield from wrapped(f"Too little to tell what rises or falls: {takes}.")
        return
    told = [row for row in rows if row.course in {course for course, _ in _COURSES}]
    if not told:
        yield f"Nothing clearly rises or falls from {trends.by} to {trends.by}."
    for course, heading in _COURSES:
        found = [row for row in told if row.course == course]
        if found:
            yield heading
        for row in found:
            late = f"in {_of(row.n_late, row.of_late)} since"
            early = f"{_verb(row)} in {_of(row.n_early, row.of_early)} sessions"
            line = f"{names.of(row)}: {early} before {day(frame.attrs['late_from'])}, {late}"
            yield from wrapped(line, first="  ", rest="    ")
    yield from wrapped(_CHANCE)


def _periods(frame: DataFrame, trends: Trends, *, names: _Names) -> Iterator[str]:
    """Blocks of as many periods as fit beside each other, the last ones of all."""
    every = list(frame["period"].drop_duplicates())
    shown = every[-MOST_PERIODS:]
    room = (width() - LONGEST_NAME - 2) // _CELL
    for kind in trends.kinds:
        rows: list[Any] = list(frame[frame["kind"] == kind].itertuples())
        cells = {(row.category, row.period): row for row in rows if row.period in shown}
        for place in range(0, len(shown), room) if cells else ():
            yield ""
            block = shown[place : place + room]
            yield from _block(cells, block, kind, by=trends.by, names=names)
    if shown:
        yield ""
        yield from wrapped(
            "Read 5 (19–68%) as: in 5 of the sessions held; as far as so many sessions can show, "
            "it usually comes up in 19 to 68 of 100."
        )
    if len(every) > len(shown):
        left = counted(len(every) - len(shown), f"earlier {trends.by}")
        yield f"{left} not shown; --json has them all."


def _block(
    cells: Mapping[tuple[str, Any], Any],
    periods: Sequence[Any],
    kind: str,
    *,
    by: str | None,
    names: _Names,
) -> list[str]:
    """A table of some periods; categories stand in the same order in each, the most often first."""
    sums: Counter[str] = Counter()
    for (category, _), row in cells.items():
        sums[category] += row.n_sessions
    order = sorted(sums, key=lambda category: (-sums[category], category))
    held = [f"{cells[order[0], period].of_sessions:,}" for period in periods]
    lines = [["sessions held", *held]]
    for category in order:
        rows = [cells[category, period] for period in periods]
        lines.append([names.of(rows[0]), *(f"{row.n_sessions} {_bounds(row)}" for row in rows)])
    heads = [HEADINGS.get(kind, kind), *(_period(period, by) for period in periods)]
    return table(lines, heads=heads, right=range(1, len(heads)))


def _people(frame: DataFrame, trends: Trends, *, names: _Names) -> Iterator[str]:
    people = list(frame["person"].drop_duplicates())
    if not people:
        yield f"No {trends.by} with a name brought or was given anything."
    for person in people[:MOST_PEOPLE]:
        rows: list[Any] = list(frame[frame["person"] == person].itertuples())
        yield f"{plain(person)}: {counted(rows[0].of_sessions, 'session')}"
        for kind in trends.kinds:
            of_kind = [row for row in rows if row.kind == kind]
            cells = [
                [names.of(row), f"{row.n_sessions} of {row.of_sessions}", _bounds(row)]
                for row in of_kind[:MOST_ROWS]
            ]
            if cells:
                yield f"  {VERBS.get(kind, kind)}"
                yield from table(cells, right=(1, 2), indent="    ")
            if len(of_kind) > MOST_ROWS:
                yield f"    {len(of_kind) - MOST_ROWS} more; --json has them all."
    if people:
        yield from wrapped(
            "In brackets: by so few sessions, the usual share lies between these; people whose "
            "brackets overlap may be alike."
        )
    if len(people) > MOST_PEOPLE:
        yield f"{len(people) - MOST_PEOPLE:,} more people; --json has them all."
    if n_unnamed := frame.attrs.get("n_unnamed"):
        yield f"{counted(n_unnamed, 'finding')} of nobody with a name left out."


def _is_short(trends: Trends, since: dt.date) -> bool:
    days = trends.sessions["held_on"].dropna()
    since_then, before = days.max().date() - since, since - days.min().date()
    return bool(min(since_then, before) < _YEAR)


def _verb(row: Any) -> str:  # noqa: ANN401 - a row
    return VERBS.get(row.kind, "came up")


def _of(n: int, of: int) -> str:
    return f"{n or 'none'} of {of}"


def _bounds(row: Any) -> str:  # noqa: ANN401 - a row
    return f"({round(100 * row.share_low)}–{round(100 * row.share_high)}%)"


def _signed(share: float) -> str:
    return f"{round(100 * share):+d}".replace("-", "−").replace("+0", "0")


def _period(start: dt.date, by: str | None) -> str:
    if by == "year":
        return f"{start.year}"
    if by == "quarter":
        return f"{start.year} Q{(start.month + 2) // 3}"
    return f"{MONTHS[start.month - 1][:3]} {start.year}"
