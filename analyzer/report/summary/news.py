"""What is new since the last report about the same archive."""

from __future__ import annotations

from collections.abc import Mapping

from pandas import DataFrame

from analyzer.aggregate import findings_of
from analyzer.aggregate.trends import clients_of
from analyzer.archive.marks import ReportMark, read_marks, write_mark
from analyzer.report import wording
from analyzer.report.material import Material
from analyzer.report.parts import Section
from analyzer.report.summary.records import NewRow, News
from analyzer.report.summary.themes import themes_of

KIND = "themes"
MOST_ROWS = 12
MOST_NAMED = 6
MOST_SESSIONS = 24


def part(material: Material) -> News | None:
    """What came since the last report; None without one, or where nothing has come."""
    last = _last(material)
    if last is None:
        return None
    known = set(last.sessions)
    new = {key: number for key, number in material.numbers.items() if key not in known}
    if not new:
        return None
    rows = _rows(material, new)
    return News(
        section=Section(
            anchor="news",
            heading="New since the last report",
            lead=tuple(line for line in _lead(material, last, new, n_types=len(rows)) if line),
        ),
        sessions=tuple(new.values())[-MOST_SESSIONS:],
        rows=tuple(rows[:MOST_ROWS]),
    )


def keep_mark(material: Material) -> None:
    """Remembers that this report was written; an archive that is read only keeps no mark."""
    if not _is_whole(material) or not material.archive.is_writable:
        return
    ids = [it.theme.id for found in material.themes.values() for it in themes_of(material, found)]
    mark = ReportMark(sessions=tuple(sorted(material.numbers)), themes=tuple(sorted(ids)))
    with material.archive.writing() as connection:
        write_mark(connection, mark, kind=KIND, pack=material.pack.label)


def _is_whole(material: Material) -> bool:
    """Whether the report is about all sessions of its pack: only such reports follow each other."""
    with material.archive.reading() as connection:
        n = connection.execute(
            "SELECT count(*) FROM sessions WHERE pack = ?", (material.pack.label,)
        ).fetchone()[0]
    packs = material.tables.sessions["pack"]
    return bool((packs == material.pack.label).all()) and n == material.n_sessions


def _last(material: Material) -> ReportMark | None:
    """The newest report about other sessions than these, so that a rerun says the same again."""
    if not _is_whole(material):
        return None
    with material.archive.reading() as connection:
        marks = read_marks(connection, kind=KIND, pack=material.pack.label)
    here = set(material.numbers)
    return next((mark for mark in marks if set(mark.sessions) != here), None)


def _lead(
    material: Material, last: ReportMark, new: Mapping[str, int], *, n_types: int
) -> list[str]:
    is_one = len(new) == 1
    gone = len(set(last.sessions) - set(material.numbers))
    line = (
        f"{wording.counted(len(new), 'session')} {'is' if is_one else 'are'} new. The last report "
        f"was about {wording.number(len(last.sessions))}."
    )
    if gone:
        line += f" {wording.number(gone)} of these {'is' if gone == 1 else 'are'} gone."
    return [line, _clients(material, new), _themes(material, last), _left_out(n_types)]


def _left_out(n_types: int) -> str:
    if n_types <= MOST_ROWS:
        return ""
    return (
        f"Of {wording.counted(n_types, 'type')} in the new sessions {MOST_ROWS} are shown: those "
        "that come up for the first time, then those in most of the new sessions."
    )


def _clients(material: Material, new: Mapping[str, int]) -> str:
    members = clients_of(material.tables)
    is_new = members["session_id"].isin(new)
    before = set(members.loc[~is_new, "person"])
    names = sorted(set(members.loc[is_new, "person"]) - before)
    if not names:
        return ""
    named = [wording.shortened(name, 40) for name in names[:MOST_NAMED]]
    more = len(names) - len(named)
    rest = [f"{wording.number(more)} more"] if more else []
    return f"Clients for the first time: {wording.listed([*named, *rest])}."


def _themes(material: Material, last: ReportMark) -> str:
    new = [
        it.theme.name
        for themes in material.themes.values()
        for it in themes_of(material, themes)
        if it.theme.id not in last.themes
    ]
    if not new or not last.themes:
        return ""
    named = [f"“{wording.shortened(name, 60)}”" for name in new[:MOST_NAMED]]
    more = len(new) - len(named)
    rest = [f"{wording.number(more)} more"] if more else []
    return f"Themes for the first time: {wording.listed([*named, *rest])}."


def _rows(material: Material, new: Mapping[str, int]) -> list[NewRow]:
    """Each type that comes up in the new sessions, those for the first time first."""
    of_new, of_known = len(new), material.n_sessions - len(new)
    found: list[tuple[tuple[bool, int, str, str], NewRow]] = []
    findings = findings_of(material.tables)
    for kind, group, names in (
        ("problems", "Problem", material.problem_names),
        ("advice", "Advice", material.advice_names),
    ):
        for category, (n_new, n_known) in _sessions_with(findings[kind], new).items():
            if not n_new:
                continue
            row = NewRow(
                group=group,
                name=names.shown(category),
                in_new=f"{wording.number(n_new)} of {wording.number(of_new)}",
                in_known=f"{wording.number(n_known)} of {wording.number(of_known)}",
                remark="" if n_known else "for the first time",
            )
            found.append(((n_known > 0, -n_new, kind, category), row))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def _sessions_with(findings: DataFrame, new: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """For each category in how many new sessions it comes up, and in how many known ones."""
    once = findings[["category", "session_id"]].drop_duplicates()
    is_new = once["session_id"].isin(new)
    n_new = once[is_new].groupby("category").size()
    n_all = once.groupby("category").size()
    return {
        str(category): (int(n_new.get(category, 0)), int(n - n_new.get(category, 0)))
        for category, n in n_all.items()
    }
