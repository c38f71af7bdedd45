"""What a person decides about themes: kept at once, and by every later run."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from analyzer.aggregate.themes.finding import described
from analyzer.aggregate.themes.gathering import Material, gather, texts_of
from analyzer.aggregate.themes.keeping import from_row, to_row
from analyzer.aggregate.themes.matching import new_id
from analyzer.aggregate.themes.records import KINDS, Kind, Member, Theme
from analyzer.aggregate.themes.words import ArchiveWords
from analyzer.archive import Archive
from analyzer.archive.theme_rows import (
    note_edits,
    read_themes,
    themes_stamp,
    write_themes,
)
from analyzer.errors import ThemeError, did_you_mean

Changed = Callable[[sqlite3.Connection, list[Theme]], list[Theme]]


def rename_theme(
    archive: Archive, theme: str, name: str, *, made_on: dt.date | None = None
) -> Theme:
    """Gives a theme a name of one's own. Raises ThemeError where it is not there or has no name."""
    if not name.strip():
        raise ThemeError(f"theme {theme} needs a name.", hint="Give it a word or two.")

    def change(_: sqlite3.Connection, themes: list[Theme]) -> list[Theme]:
        return _with(themes, theme, name=name.strip(), is_named=True)

    return _decide(archive, theme, change, edit=("rename", theme, name.strip()), made_on=made_on)


def hide_theme(
    archive: Archive, theme: str, *, hidden: bool = True, made_on: dt.date | None = None
) -> Theme:
    """Leaves a theme out of reports, or shows it again. Raises ThemeError where it is not there."""

    def change(_: sqlite3.Connection, themes: list[Theme]) -> list[Theme]:
        return _with(themes, theme, is_hidden=hidden)

    action = "hide" if hidden else "show"
    return _decide(archive, theme, change, edit=(action, theme, None), made_on=made_on)


def pin_theme(
    archive: Archive, theme: str, *, pinned: bool = True, made_on: dt.date | None = None
) -> Theme:
    """Keeps a theme as it is now, or lets it be found anew. Raises ThemeError for an unknown one.

    Unpinned, a theme that was renamed or hidden stays decided about; one made by merging or
    splitting is left to be found anew.
    """

    def change(_: sqlite3.Connection, themes: list[Theme]) -> list[Theme]:
        (found,) = (it for it in themes if it.id == theme)
        is_decided = pinned or found.is_named or found.is_hidden
        return [
            replace(it, is_pinned=pinned, is_decided=is_decided) if it.id == theme else it
            for it in themes
        ]

    action = "pin" if pinned else "unpin"
    return _decide(archive, theme, change, edit=(action, theme, None), made_on=made_on)


def merge_themes(
    archive: Archive, theme: str, into: str, *, made_on: dt.date | None = None
) -> Theme:
    """Makes one theme of two of a kind, under the id and name of ``into``.

    Raises ThemeError where either is not there, or both are the same.
    """
    if theme == into:
        raise ThemeError(f"theme {theme} cannot be merged with itself.", hint="Name another.")

    def change(connection: sqlite3.Connection, themes: list[Theme]) -> list[Theme]:
        gone = _named(themes, theme)
        kept = _named(themes, into)
        members = tuple(sorted({*gone.members, *kept.members}))
        merged = replace(kept, stability=None, is_decided=True)
        others = [it for it in themes if it.id not in {theme, into}]
        material = gather(connection, kept.kind)
        whole = (merged, _places(material, members))
        return [*others, *described(ArchiveWords(connection), material, [whole])]

    return _decide(archive, into, change, edit=("merge", theme, into), made_on=made_on)


def split_theme(
    archive: Archive, theme: str, *, made_on: dt.date | None = None
) -> tuple[Theme, Theme]:
    """Makes two themes of one: the larger part keeps id and name.

    Raises ThemeError where it is not there, or its texts are too few or too alike to be parted.
    """
    made: list[str] = []

    def change(connection: sqlite3.Connection, themes: list[Theme]) -> list[Theme]:
        found = _named(themes, theme)
        material = gather(connection, found.kind)
        places = np.array(_places(material, found.members))
        words = ArchiveWords(connection)
        texts = texts_of(words, [material.items[place] for place in places])
        from analyzer.aggregate.themes.consensus import cut_in_two  # noqa: PLC0415 - loads slowly

        parts = cut_in_two(material.meanings(places.tolist()), texts)
        if parts is None:
            what = f"theme {theme} has too few exchanges, or all of them are alike."
            raise ThemeError(what, hint="A theme of six or more can be split.")
        first, second = (tuple(places[parts == number].tolist()) for number in (0, 1))
        second_members = [material.members[place] for place in second]
        other = replace(
            found,
            id=new_id(second_members, kind=found.kind, taken={it.id for it in themes}),
            is_named=False,
        )
        made.append(other.id)
        halves = [
            (replace(it, stability=None, is_decided=True), places)
            for it, places in ((found, first), (other, second))
        ]
        others = [it for it in themes if it.id != theme]
        return [*others, *described(words, material, halves)]

    themes = _changed(archive, theme, change, edit=("split", theme, None), made_on=made_on)
    return _named(themes, theme), _named(themes, made[0])


def _decide(
    archive: Archive,
    theme: str,
    change: Changed,
    *,
    edit: tuple[str, str, str | None],
    made_on: dt.date | None,
) -> Theme:
    return _named(_changed(archive, theme, change, edit=edit, made_on=made_on), theme)


def _changed(
    archive: Archive,
    theme: str,
    change: Changed,
    *,
    edit: tuple[str, str, str | None],
    made_on: dt.date | None,
) -> list[Theme]:
    """The themes of the theme's kind after the change, which is kept with the note of it."""
    with archive.writing() as connection:
        kind, before = _kind_of(connection, theme)
        stamp = themes_stamp(connection, kind) or ""
        themes = change(connection, before)
        write_themes(connection, kind, [to_row(it) for it in themes], stamp=stamp)
        day = None if made_on is None else made_on.isoformat()
        note_edits(connection, [edit], made_on=day)
    return themes


def _kind_of(connection: sqlite3.Connection, theme: str) -> tuple[Kind, list[Theme]]:
    """The kind of a theme, and all themes of that kind."""
    known: list[str] = []
    for kind in KINDS:
        themes = [from_row(row, kind=kind) for row in read_themes(connection, kind)]
        if any(it.id == theme for it in themes):
            return kind, themes
        known += [it.id for it in themes]
    raise _unknown(theme, known)


def _named(themes: Sequence[Theme], theme: str) -> Theme:
    for found in themes:
        if found.id == theme:
            return found
    raise _unknown(theme, [it.id for it in themes])


def _unknown(theme: str, known: Sequence[str]) -> ThemeError:
    near = did_you_mean(theme, known)
    hint = near or "See 'analyzer themes -a ARCHIVE' for those there are."
    return ThemeError(f"there is no theme {theme!r} in the archive.", hint=hint)


def _with(themes: list[Theme], theme: str, **changes: str | bool) -> list[Theme]:
    return [
        replace(it, is_decided=True, **changes) if it.id == theme else it  # type: ignore[arg-type]
        for it in themes
    ]


def _places(material: Material, members: Sequence[Member]) -> tuple[int, ...]:
    place_of = {member: place for place, member in enumerate(material.members)}
    return tuple(place_of[it] for it in members if it in place_of)
