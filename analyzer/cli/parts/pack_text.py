"""Packs in words for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.cli.parts.text import counted, plain, wrapped
from analyzer.records import Pack
from analyzer.records.pack_notes import pack_notes


def pack_text(pack: Pack) -> str:
    """Each category with its id, name and definition."""
    lines = [f"{pack.label}, language {pack.language}"]
    for head, categories in (("Advice", pack.advice), ("Problems", pack.problem)):
        lines += ["", f"{head} ({len(categories)})"]
        for category in categories:
            lines.append(f"  {category.id}: {plain(category.name)}")
            lines += wrapped(category.definition, first="      ")
    return "\n".join(lines)


def checked_text(pack: Pack, *, file: str) -> str:
    """That a pack file is right, and what in it is weak."""
    types = f"{counted(len(pack.advice), 'type')} of advice, {counted(len(pack.problem), 'type')}"
    lines = [f"{file}: pack {pack.label} is right: {types} of problems"]
    return "\n".join([*lines, *notes_text(pack_notes(pack))])


def notes_text(notes: Iterable[str]) -> list[str]:
    """Notes on a pack, each begun on a line of its own."""
    return [line for note in notes for line in wrapped(note, first="  note: ")]
