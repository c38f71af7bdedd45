"""The transcript formats as JSON and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from analyzer.cli.parts.text import wrapped
from analyzer.read.base import Reader


def formats_json(readers: Sequence[Reader]) -> Iterator[str]:
    """A line of JSON for each format: name, what it is, endings of its files."""
    for reader in readers:
        facts = {"name": reader.name, "about": reader.about, "extensions": _endings(reader)}
        yield json.dumps(facts, ensure_ascii=False)


def formats_text(readers: Sequence[Reader]) -> Iterator[str]:
    """Each format with its name and what it is, then the endings of its files."""
    room = max(len(reader.name) for reader in readers)
    for reader in readers:
        yield from wrapped(reader.about, first=f"{reader.name:<{room}}  ")
        if endings := _endings(reader):
            yield from wrapped(" ".join(endings), first=" " * (room + 2))


def _endings(reader: Reader) -> list[str]:
    return [f".{ending.lstrip('.')}" for ending in reader.extensions]
