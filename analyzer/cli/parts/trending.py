"""The tables that ``analyzer trends`` shows, of the sessions it is asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from pandas import DataFrame, Timestamp

from analyzer.aggregate import (
    Findings,
    Period,
    Tables,
    by_client,
    by_coach,
    changes,
    courses,
    findings_of,
    over_time,
    read_tables,
)
from analyzer.aggregate.themes import Themes, theme_findings
from analyzer.archive import Archive, SessionSummary
from analyzer.cli.parts.packs import Weak, pack_for, weak_categories
from analyzer.cli.parts.theming import themes_of
from analyzer.errors import ReportError
from analyzer.records import Pack

# What ``--kind themes`` counts: the kind of findings for each kind of themes.
THEMES = {"problems": "problem themes", "advice": "advice themes"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trends:
    """What was asked for and what was found; a table that was not asked for is None.

    ``sessions`` are those counted, without a date last. ``by`` is a period, "client", "coach" or
    None. ``since`` sets sessions from that day on beside those before; the other tables are of the
    former alone. ``names`` has those of categories and themes.
    """

    pack: Pack
    names: dict[str, str]
    weak: Weak
    n_other_packs: int
    sessions: DataFrame
    kinds: tuple[str, ...]
    by: str | None
    since: dt.date | None
    until: dt.date | None
    changes: DataFrame | None = None
    courses: DataFrame | None = None
    over_time: DataFrame | None = None
    by_person: DataFrame | None = None


def find_trends(
    archive: Archive,
    *,
    by: str | None,
    since: dt.date | None,
    until: dt.date | None,
    kinds: Sequence[str],
    pack_name: str | None,
    join_names: bool,
) -> Trends:
    """The tables asked for. Raises ReportError where there is no session to count."""
    summaries = archive.sessions()
    pack = pack_for(summaries, pack_name=pack_name)
    of_pack = [one for one in summaries if one.made_with.pack == pack.label]
    ids = [one.id for one in of_pack if _is_until(one, until)]
    if not ids:
        raise _nothing(archive, summaries, pack=pack, until=until)
    tables = read_tables(archive, pack=pack, sessions=ids, join_names=join_names)
    names = {category.id: category.name for category in (*pack.problem, *pack.advice)}
    if tuple(kinds) == ("themes",):
        themes = themes_of(archive, summaries, kinds=tuple(THEMES))
        names |= {theme.id: theme.name for it in themes.values() for theme in it.shown}
        findings = _of_themes(themes, tables)
    else:
        found = findings_of(tables)
        findings = {kind: found[kind] for kind in kinds}
    sessions = tables.sessions
    late = sessions if since is None else sessions[sessions["held_on"] >= Timestamp(since)]
    is_period = by not in {None, "client", "coach"}
    period = cast("Period", by)
    return Trends(
        pack=pack,
        names=names,
        weak=weak_categories(pack),
        n_other_packs=len(summaries) - len(of_pack),
        sessions=sessions,
        kinds=tuple(findings),
        by=by,
        since=since,
        until=until,
        changes=None if since is None else changes(findings, sessions, since=since),
        courses=courses(findings, late, period=period) if is_period else None,
        over_time=over_time(findings, late, period=period) if is_period else None,
        by_person=_by_person(tables, findings, late, by=by),
    )


def _of_themes(themes: dict[str, Themes], tables: Tables) -> Findings:
    return {THEMES[kind]: theme_findings(found, tables) for kind, found in themes.items()}


def _by_person(
    tables: Tables, findings: Findings, sessions: DataFrame, *, by: str | None
) -> DataFrame | None:
    if by not in {"client", "coach"}:
        return None
    count = by_client if by == "client" else by_coach
    return count(tables, findings=findings, sessions=sessions)


def _is_until(session: SessionSummary, until: dt.date | None) -> bool:
    return until is None or session.held_on is None or session.held_on <= until


def _nothing(
    archive: Archive, summaries: Sequence[SessionSummary], *, pack: Pack, until: dt.date | None
) -> ReportError:
    path = str(archive.path)
    if not summaries:
        hint = f"Put some in with 'analyzer add calls/ -a {path}'."
        return ReportError("the archive holds no sessions yet.", path=path, hint=hint)
    made_with = ", ".join(sorted({one.made_with.pack for one in summaries}))
    until_then = "" if until is None else f" until {until.isoformat()}"
    what = f"no session{until_then} was analysed with the pack {pack.label!r}."
    return ReportError(what, path=path, hint=f"Packs in it: {made_with}.")
