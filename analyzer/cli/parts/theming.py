"""What ``analyzer themes`` shows and changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import pandas as pd
from pandas import DataFrame

from analyzer.aggregate import (
    Course,
    Tables,
    advice_among,
    advice_counts,
    advice_groups,
    courses,
    problem_counts,
    problem_groups,
    problems_among,
    read_tables,
    stretches_in,
    uptake_among,
)
from analyzer.aggregate.themes import (
    Kind,
    Themes,
    find_themes,
    hide_theme,
    merge_themes,
    pin_theme,
    rename_theme,
    split_theme,
    theme_findings,
    theme_groups,
)
from analyzer.archive import Archive, SessionSummary
from analyzer.cli.parts.packs import Weak, cards_for, pack_for, weak_categories
from analyzer.cli.parts.text import counted
from analyzer.encoder import Encoder, shared_encoder
from analyzer.errors import ReportError
from analyzer.records import Pack

KINDS: dict[str, Kind] = {"problems": "problem", "advice": "advice"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What a person asks to have changed; None is not asked."""

    rename: tuple[str, str] | None = None
    merge: tuple[str, str] | None = None
    split: str | None = None
    hide: str | None = None
    unhide: str | None = None
    pin: str | None = None
    unpin: str | None = None

    @property
    def any(self) -> bool:
        """Whether anything is to be changed."""
        return any(getattr(self, field.name) is not None for field in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FoundThemes:
    """Both kinds of themes, of problems, advice or both: the pack's counts, and those found.

    ``courses`` says of each theme's id whether it comes up more and more often or less and less.
    ``company`` has for each kind what stands beside its categories and themes, called groups: the
    advice given to a problem, or the problems that advice answers. ``uptake`` is how clients took
    up the advice of each group. ``held_on`` has the day of each session that has one.
    """

    pack: Pack
    weak: Weak
    n_sessions: int
    n_other_packs: int
    counts: dict[str, DataFrame]
    themes: dict[str, Themes]
    courses: dict[str, Course]
    company: dict[str, DataFrame]
    uptake: dict[str, DataFrame]
    held_on: dict[str, dt.date]


def find_all(
    archive: Archive, *, kind: str | None, pack_name: str | None, anew: bool
) -> FoundThemes:
    """The themes of an archive. Raises ReportError where it holds no session of the pack."""
    summaries = archive.sessions()
    if not summaries:
        hint = f"Put some in with 'analyzer add calls/ -a {archive.path}'."
        raise ReportError("the archive holds no sessions yet.", path=str(archive.path), hint=hint)
    pack = pack_for(summaries, pack_name=pack_name)
    ids = [one.id for one in summaries if one.made_with.pack == pack.label]
    tables = read_tables(archive, pack=pack, cards=cards_for(pack), sessions=ids)
    kinds = list(KINDS) if kind is None else [kind]
    themes = themes_of(archive, summaries, kinds=kinds, anew=anew)
    findings = {it: theme_findings(themes[it], tables) for it in kinds}
    rows = courses(findings, tables.sessions)
    stretches = {it: _stretches(it, themes[it], tables) for it in kinds}
    beside = {"problems": advice_among, "advice": problems_among}
    dated = tables.sessions.dropna(subset="held_on")
    makers = {"problems": problem_counts, "advice": advice_counts}
    return FoundThemes(
        pack=pack,
        weak=weak_categories(pack),
        n_sessions=len(ids),
        n_other_packs=len(summaries) - len(ids),
        counts={it: makers[it](tables, pack=pack) for it in kinds},
        themes=themes,
        courses={
            category: Course(course)
            for category, course in zip(rows["category"], rows["course"], strict=True)
        },
        company={it: beside[it](stretches[it], tables) for it in kinds},
        uptake={it: uptake_among(stretches[it], tables) for it in kinds},
        held_on={
            session_id: day.date()
            for session_id, day in zip(dated["session_id"], dated["held_on"], strict=True)
        },
    )


def _stretches(kind: str, themes: Themes, tables: Tables) -> DataFrame:
    """The stretches of advice of the pack's categories and of the themes; both are groups."""
    if kind == "advice":
        return pd.concat([advice_groups(tables), theme_groups(themes)], ignore_index=True)
    groups = pd.concat([problem_groups(tables), theme_groups(themes)], ignore_index=True)
    return stretches_in(groups, tables)


def themes_of(
    archive: Archive,
    summaries: Sequence[SessionSummary],
    *,
    kinds: Sequence[str],
    anew: bool = False,
) -> dict[str, Themes]:
    """The themes of an archive by kind, as kept or found now."""
    encoder = encoder_of(summaries)
    return {it: find_themes(archive, KINDS[it], encoder=encoder, anew=anew) for it in kinds}


def encoder_of(summaries: Sequence[SessionSummary]) -> Encoder | None:
    """The encoder that phrases are compared with; None where the archive's is another one."""
    return shared_encoder(one.encoder for one in summaries)


def decide(archive: Archive, edits: Edits) -> Iterator[str]:
    """Makes the changes and says what was done. Raises ThemeError for a theme that is not there."""
    today = dt.datetime.now(tz=dt.UTC).date()
    if edits.rename is not None:
        theme = rename_theme(archive, *edits.rename, made_on=today)
        yield f"{theme.id} is called {theme.name!r} now."
    if edits.merge is not None:
        theme = merge_themes(archive, *edits.merge, made_on=today)
        many = counted(len(theme.members), "member")
        yield f"{edits.merge[0]} is part of {theme.id} now: {many}."
    if edits.split is not None:
        parts = split_theme(archive, edits.split, made_on=today)
        told = " and ".join(f"{it.id} ({it.name}, {len(it.members)})" for it in parts)
        yield f"{edits.split} was split into {told}."
    for wanted, hidden in ((edits.hide, True), (edits.unhide, False)):
        if wanted is not None:
            theme = hide_theme(archive, wanted, hidden=hidden, made_on=today)
            yield f"{theme.id} is {'hidden' if hidden else 'shown'} now."
    for wanted, pinned in ((edits.pin, True), (edits.unpin, False)):
        if wanted is not None:
            theme = pin_theme(archive, wanted, pinned=pinned, made_on=today)
            yield f"{theme.id} is {'kept as it is' if pinned else 'found anew'} from now on."
