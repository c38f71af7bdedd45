"""Marks that note takers set into the talk: "ACTION ITEM: Bo calls - WATCH: https://…".

Fathom sets them anywhere, in the midst of what somebody says, and the speech goes on behind the
address. They become blocks of their own, so that the words around them stay with who said them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analyzer.read.base import Block, BlockKind
from analyzer.read.pages.sections import TOOL

_WATCH = re.compile(r"[-–—]\s*WATCH\b(?:\s*\(\d+ \w+\))?(?::\s*<?https?://[^\s>]+>?)?")
_HEAD = re.compile(r"(?<![^\W_])[A-Z]{4,}(?: [A-Z]{4,}){0,2}:\s")
_ALONE = re.compile(r"\W*ACTION ITEMS?:\s.{1,200}")
_LONGEST = 1500
_MOST_BLOCKS = 6


def part_clips(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with each mark in a block of its own, behind the words that its block opens with.

    >>> said = "Right. ACTION ITEM: Bo calls - WATCH: https://x.org/1 And then?"
    >>> [(block.text, block.section) for block in part_clips([Block(text=said)])]
    [('Right.', ''), ('ACTION ITEM: Bo calls - WATCH: https://x.org/1', 'tool'), ('And then?', '')]
    """
    parted: list[Block] = []
    for block in blocks:
        if block.section or "WATCH" not in block.text:
            parted.append(replace(block, section=TOOL) if _is_alone(block) else block)
            continue
        above = _head_above(parted) if _WATCH.match(block.text.lstrip()) else []
        text = "\n".join(part.text for part in (*above, block))
        pieces = list(_pieces(text))
        if not any(is_clip for _, is_clip in pieces):
            parted.append(block)
            continue
        del parted[len(parted) - len(above) :]
        parted += _blocks(pieces, replace(above[0], section="") if above else block)
    return parted


def _is_alone(block: Block) -> bool:
    """Whether the block is one line that names an action item, of a copy without addresses."""
    return not block.section and _ALONE.fullmatch(block.text.strip()) is not None


def _head_above(blocks: Sequence[Block]) -> Sequence[Block]:
    """The last few blocks from the one on that opens a mark whose address stands below it."""
    for count, block in enumerate(reversed(blocks[-_MOST_BLOCKS:]), 1):
        if block.section and not _is_alone(replace(block, section="")):
            break
        if _HEAD.match(block.text.lstrip()):
            return blocks[-count:]
    return []


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, each piece with whether it is a mark."""
    start = since = 0
    for watch in _WATCH.finditer(text):
        since = max(since, watch.start() - _LONGEST)
        heads = list(_HEAD.finditer(text, since, watch.start()))
        if heads:
            yield text[start : heads[-1].start()], False
            yield text[heads[-1].start() : watch.end()], True
            start = watch.end()
        since = watch.end()
    yield text[start:], False


def _blocks(pieces: Sequence[tuple[str, bool]], block: Block) -> Iterator[Block]:
    """A block for each piece; words come before the mark that opens the block, for its label."""
    kept = [(" ".join(text.split()) if is_clip else text, is_clip) for text, is_clip in pieces]
    kept = [(text.strip(), is_clip) for text, is_clip in kept if text.strip()]
    first = next((index for index, (_, is_clip) in enumerate(kept) if not is_clip), 0)
    kept = [*kept[first : first + 1], *kept[:first], *kept[first + 1 :]]
    for index, (text, is_clip) in enumerate(kept):
        if is_clip:
            yield Block(text=text, line=block.line, section=TOOL)
        elif index == 0:
            yield replace(block, text=text, strong=block.strong if not first else None)
        else:
            yield Block(text=text, line=block.line, kind=BlockKind.PARAGRAPH)
