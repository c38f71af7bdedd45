"""The transcript formats as JSON and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from analyzer.cli.parts.text import wrapped
from analyzer.read.formats import Format


def formats_json(formats: Sequence[Format]) -> Iterator[str]:
    """A line of JSON for each format: name, what it is, endings of its files."""
    for one in formats:
        facts = {"name": one.name, "about": one.about, "extensions": _endings(one)}
        yield json.dumps(facts, ensure_ascii=False)


def formats_text(formats: Sequence[Format]) -> Iterator[str]:
    """Each format with its name and what it is, then the endings of its files."""
    room = max(len(one.name) for one in formats)
    for one in formats:
        yield from wrapped(one.about, first=f"{one.name:<{room}}  ")
        if endings := _endings(one):
            yield from wrapped(" ".join(endings), first=" " * (room + 2))


def _endings(one: Format) -> list[str]:
    return [f".{ending.lstrip('.')}" for ending in one.extensions]
