"""Labels of word processors put into the one form that needs no guessing: ``Name [12:34]: text``.

Formatting tools write ``7 [12:34] Coach Ana text`` with the name in bold and no colon; as plain
text nothing parts the name from what is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analyzer.read.base import Block, BlockKind
from analyzer.read.people.names import is_person_like, is_plausible, is_role_like
from analyzer.read.times import parse_time

_NUMBER = re.compile(r"(?P<number>[0-9]{1,4})\s*[.)]?\s+(?=\S)")
_TIME = re.compile(
    r"\s*[\[(]?\s*(?P<time>[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?)\s*[\])]?\s*[-–—:]?\s*"
)
_BEFORE_STRONG = re.compile(
    r"\s*(?:[0-9]{1,4}[.)]?\s*)?(?:[\[(]?\s*[0-9:.,]{4,12}\s*[\])]?)?\s*[-–—:]?\s*"
)
_COLON_NAME = re.compile(r"[^\W\d_][^:：\n]{0,40}(?=[:：])")
_MIN_NUMBERED = 3
_MIN_NAMED = 3
_MAX_NAME = 60


def relabel(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with line numbers off their labels, and names in front of their times.

    ``strong`` of what comes in is the first bold run, be there a number and a time before it; of
    what goes out it is a strong opening, as everywhere.

    >>> rows = [Block(text="7 [00:12] Coach Hi.", strong="Coach"),
    ...         Block(text="8 [00:15] Client Hm.", strong="Client"),
    ...         Block(text="9 [00:19] Coach So?", strong="Coach")]
    >>> [block.text for block in relabel(rows)]
    ['Coach [00:12]: Hi.', 'Client [00:15]: Hm.', 'Coach [00:19]: So?']
    """
    blocks = _without_numbers(blocks)
    labels = [_timed(block) for block in blocks]
    is_form = sum(1 for label in labels if label is not None) > 1
    blocks = [
        replace(block, text=f"{label[0]} [{label[1]}]: {label[2]}", strong=label[0])
        if is_form and label is not None
        else _opening(block)
        for block, label in zip(blocks, labels, strict=True)
    ]
    return _with_colons(blocks)


def _with_colons(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, recurring bold names before talk parted from it by a colon, as most write them.

    Without it a colon further on in the line would seem to end the name.
    """
    names = Counter(name for block in blocks if (name := _bare_name(block)) is not None)
    sure = {name for name, count in names.items() if count >= _MIN_NAMED and is_plausible(name)}
    if len(sure) > 1:  # a talk in this form: who speaks once in it is in this form too
        sure |= {name for name in names if is_person_like(name) or is_role_like(name)}
    return [
        replace(block, text=f"{name}: {block.text[len(name) :].lstrip()}")
        if (name := _bare_name(block)) in sure and name is not None
        else block
        for block in blocks
    ]


def _bare_name(block: Block) -> str | None:
    """The bold opening of a block that talk follows on the same line, with nothing between."""
    strong = block.strong
    if strong is None or block.section or len(strong) > _MAX_NAME or strong[-1] in ":：":
        return None
    rest = block.text[len(strong) :]
    is_talk = rest[:1].isspace() and rest.lstrip(" \t")[:1] not in {"", "\n", ":", "："}
    return strong if is_talk and _TIME.match(rest) is None else None


def first_strong(runs: Iterable[tuple[str, bool]]) -> str | None:
    """The first bold run of a paragraph, given as texts and whether each is bold.

    None where more than a number and a time stand before it; blanks in it are made single.
    """
    lead = ""
    strong = ""
    for text, is_bold in runs:
        if is_bold and (strong or text.strip()):
            strong += text
        elif strong and text.strip():
            break
        elif strong:
            strong += text
        else:
            lead += text
    strong = " ".join(strong.strip().split("\n")[0].split())
    return strong if strong and _BEFORE_STRONG.fullmatch(lead) else None


def unlist(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, list items made paragraphs where the page numbers the lines of a talk so."""
    own = [block for block in blocks if not block.section]
    listed = sum(1 for block in own if block.kind is BlockKind.LIST_ITEM)
    if listed * 2 <= len(own):
        return list(blocks)
    return [
        replace(block, kind=BlockKind.PARAGRAPH)
        if block.kind is BlockKind.LIST_ITEM and not block.section
        else block
        for block in blocks
    ]


def _opening(block: Block) -> Block:
    if block.strong is None or block.text.startswith(block.strong):
        return block
    return replace(block, strong=None)


def _timed(block: Block) -> tuple[str, str, str] | None:
    """Name, time and words of a block whose bold run stands behind a time."""
    lead = _TIME.match(block.text)
    if block.strong is None or lead is None or parse_time(lead["time"]) is None:
        return None
    text = block.text[lead.end() :]
    if not text.startswith(block.strong) or len(block.strong) > _MAX_NAME:
        return None
    return block.strong.rstrip(" :："), lead["time"], text[len(block.strong) :].lstrip(" :：\t")


def _without_numbers(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without rising numbers where those count labelled lines, and no list of advice."""
    counted = [
        (int(match["number"]), block)
        for block in blocks
        if (match := _NUMBER.match(block.text)) is not None
    ]
    numbers = [number for number, _ in counted]
    if len(counted) < _MIN_NUMBERED or numbers != sorted(set(numbers)):
        return list(blocks)
    n_timed = sum(1 for _, block in counted if _TIME.match(_bare(block.text)))
    names = [name for _, block in counted if (name := _head(block)) is not None]
    recurs = len(names) * 2 >= len(counted) and len(set(names)) * 2 <= max(len(names), 4)
    if n_timed * 2 < len(counted) and not recurs:
        return list(blocks)
    return [replace(block, text=_bare(block.text)) for block in blocks]


def _bare(text: str) -> str:
    return _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text


def _head(block: Block) -> str | None:
    """What could be the label of a numbered line: its bold run, or the words before a colon."""
    if block.strong is not None:
        return block.strong.rstrip(" :：")
    match = _COLON_NAME.match(_TIME.sub("", _bare(block.text), count=1))
    return match[0] if match is not None else None
