"""Pages that hold tables: the talk in the table, what is written around it, remarks beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analyzer.read.base import Block, Fragment, Reading
from analyzer.read.labels.grammar import rows_of
from analyzer.read.pages.front import Facts, header_people, read_front
from analyzer.read.pages.paragraphs import gather
from analyzer.read.pages.prose import read_blocks
from analyzer.read.swift import swift_record
from analyzer.records import SegmentKind

_NO_FACTS = Facts()
_MOST = 0.6


@swift_record
class Part:
    """Blocks that follow each other; ``is_talk`` where they are a transcript's table."""

    blocks: tuple[Block, ...]
    is_talk: bool = False


def read_parts(
    parts: Sequence[Part], *, asides: Sequence[Fragment] = (), facts: Facts = _NO_FACTS
) -> Reading:
    """The reading of a page; where a table holds the talk, what stands around it is outside.

    ``asides`` are outside text already known as such; each goes to the place its line says.
    """
    talk = [block for part in parts if part.is_talk for block in part.blocks]
    blocks = [block for part in parts for block in part.blocks]
    if not talk or _n_words(talk) < _MOST * _n_words(blocks):
        reading = read_blocks(blocks, facts=facts)
        return replace(reading, fragments=tuple(by_line(reading.fragments, asides)))
    first = next(index for index, part in enumerate(parts) if part.is_talk)
    front = [block for part in parts[:first] for block in part.blocks]
    around = [
        Fragment(text=block.text, line=block.line, outside=kind)
        for kind, some in (
            (SegmentKind.FRONT, parts[:first]),
            (SegmentKind.LOGISTICS, parts[first:]),
        )
        for part in some
        if not part.is_talk
        for block in part.blocks
        if block.text.strip()
    ]
    declared = header_people([block.text for block in front])
    facts = facts.over(declared).over(read_front(gather(rows_of(front), {})))
    reading = read_blocks(talk, facts=facts)
    fragments = by_line(reading.fragments, [*around, *asides])
    return replace(reading, fragments=tuple(fragments))


def by_line(fragments: Iterable[Fragment], asides: Iterable[Fragment]) -> Iterator[Fragment]:
    """The fragments, each aside behind what begins at or above its line, or before it."""
    waiting = sorted(asides, key=lambda aside: (aside.line is None, aside.line or 0))
    place = 0
    for fragment in fragments:
        while place < len(waiting) and _is_above(waiting[place], fragment.line):
            yield waiting[place]
            place += 1
        yield fragment
    yield from waiting[place:]


def _is_above(aside: Fragment, line: int | None) -> bool:
    if aside.line is None or line is None:
        return False
    return aside.line < line or (aside.line == line and aside.outside is SegmentKind.FRONT)


def _n_words(blocks: Iterable[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)
