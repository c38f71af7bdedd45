"""Change over time: in how many sessions of each period an advice or problem type comes up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from analyzer.aggregate import Course
from analyzer.aggregate.trends.course import FEWEST_PERIODS as FEWEST_QUARTERS
from analyzer.aggregate.trends.course import FEWEST_SESSIONS
from analyzer.report import wording
from analyzer.report.material import Material
from analyzer.report.parts import Panel, Section
from analyzer.report.summary.moves import Moves
from analyzer.report.summary.records import Trend

FEWEST_PERIODS = 3
MOST_PERIODS = 12
MOST_PANELS = 12
ENOUGH_SESSIONS = 3
MOST_CHANGES = 3


def part(material: Material, moves: Moves) -> Trend | None:
    """Change over time; None for so few sessions that nothing can be said of it."""
    if material.is_small:
        return None
    shown = panels(material)
    return Trend(section=_section(material, shown, moves), panels=shown)


def _section(material: Material, panels: tuple[Panel, ...], moves: Moves) -> Section:
    dated = material.tables.sessions["held_on"].dropna()
    undated = material.n_sessions - len(dated)
    left_out = ""
    if undated:
        sessions = wording.counted(undated, "session")
        left_out = f" {sessions} without a date {'is' if undated == 1 else 'are'} left out."
    if dated.empty:
        lead = ["No session has a date, so nothing can be said about change over time."]
    elif _grain(dated) is None:
        falls = "falls" if len(dated) == 1 else "fall"
        sessions = wording.counted(len(dated), "dated session")
        quarters = f"fewer than {FEWEST_PERIODS} quarters"
        lead = [f"The {sessions} {falls} into {quarters}, too few to show a change.{left_out}"]
    elif not panels:
        few = f"No type comes up in {ENOUGH_SESSIONS} dated sessions"
        lead = [f"{few}, which is too little to show a change.{left_out}"]
    else:
        meaning = (
            "A whole bar counts the sessions held, its strong part those of them in which the type "
            f"comes up; the figure is the count of the strong part.{left_out}"
        )
        lead = [meaning, *_changes(material, moves)]
    return Section(anchor="time", heading="Change over time", lead=tuple(lead))


def panels(material: Material) -> tuple[Panel, ...]:
    """One panel for each type that comes up often enough, advice first; none below 3 periods."""
    sessions = material.tables.sessions.dropna(subset=["held_on"])
    if sessions.empty:
        return ()
    name_of = _grain(sessions["held_on"])
    if name_of is None:
        return ()
    periods = _periods(sessions["held_on"], name_of)
    by_session = dict(zip(sessions["session_id"], sessions["held_on"].map(name_of), strict=True))
    totals = tuple(list(by_session.values()).count(period) for period in periods)
    shown = []
    for group, frame, names in (
        ("Advice", material.tables.advice, material.advice_names),
        ("Problems", material.tables.problems, material.problem_names),
    ):
        for category, members in _by_type(frame, by_session)[: MOST_PANELS // 2]:
            held = [by_session[session_id] for session_id in members]
            counts = tuple(held.count(period) for period in periods)
            shown.append(
                Panel(
                    group=group,
                    name=names.shown(category),
                    periods=periods,
                    totals=totals,
                    counts=counts,
                    alt=wording.chart_in_words(
                        f"Sessions with {names.shown(category)}",
                        zip(periods, counts, strict=True),
                    ),
                )
            )
    return tuple(shown)


def _by_type(frame: pd.DataFrame, by_session: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Types with the dated sessions they surely come up in, the most frequent first."""
    dated = frame[frame["sure"] & frame["session_id"].isin(list(by_session))]
    members: dict[str, set[str]] = {}
    for session_id, category in zip(dated["session_id"], dated["category"], strict=True):
        members.setdefault(str(category), set()).add(session_id)
    ranked = sorted(members.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return [
        (category, sorted(found)) for category, found in ranked if len(found) >= ENOUGH_SESSIONS
    ]


def _quarter(date: pd.Timestamp) -> str:
    return f"{date.year} Q{(date.month + 2) // 3}"


def _half_year(date: pd.Timestamp) -> str:
    return f"{date.year} H{1 if date.month < 7 else 2}"


def _year(date: pd.Timestamp) -> str:
    return f"{date.year}"


def _grain(dates: pd.Series[pd.Timestamp]) -> Callable[[pd.Timestamp], str] | None:
    """The finest of quarter, half-year and year with at most 12 periods; None below 3."""
    for name_of in (_quarter, _half_year, _year):
        periods = _periods(dates, name_of)
        if len(set(dates.map(name_of))) < FEWEST_PERIODS:
            return None
        if len(periods) <= MOST_PERIODS:
            return name_of
    return _year


def _periods(
    dates: Iterable[pd.Timestamp], name_of: Callable[[pd.Timestamp], str]
) -> tuple[str, ...]:
    """Every period from the first to the last date, those without a session too."""
    held = sorted(dates)
    months = pd.date_range(held[0].replace(day=1), held[-1], freq="MS")
    return tuple(dict.fromkeys(name_of(month) for month in months))


def _changes(material: Material, moves: Moves) -> list[str]:
    """What clearly rises or falls, in counts of its earlier and later sessions."""
    if not moves.can_tell:
        takes = f"{FEWEST_SESSIONS} sessions in {FEWEST_QUARTERS} quarters, of at least six clients"
        return [f"There is too little to tell what rises or falls: that takes {takes}."]
    lines = []
    for course, more in ((Course.RISING, "more"), (Course.FALLING, "less")):
        if found := moves.of(course):
            told = "; ".join(_told(material, place, moves) for place in found[:MOST_CHANGES])
            lines.append(f"Comes up {more} and {more} often: {told}.")
    if not lines:
        return ["Nothing comes up clearly more or less often as time goes on."]
    return [*lines, "Had nothing changed, at most one report in twenty would name any."]


def _told(material: Material, place: tuple[str, str], moves: Moves) -> str:
    kind, category = place
    names = material.problem_names if kind == "problems" else material.advice_names
    move = moves.by_category[place]
    sessions = wording.counted(move.of_early, "session")
    early = f"{move.n_early} of {sessions} before {wording.day(moves.late_from)}"
    return f"{names.shown(category)} in {early}, in {move.n_late} of {move.of_late} since"
