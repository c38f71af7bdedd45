"""Plain text: labelled talk as people publish, paste and export it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Block, BlockKind, RawFile, Reading
from analyzer.read.pages.prose import read_blocks
from analyzer.read.tabular.grid import is_grid

_RULE = re.compile(r"\s*(?:[-–—*_=~#•·.]\s*){3,}")
_LIST = re.compile(r"\s*(?:[-*•·▪◦‣]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")
_ENDS = re.compile(r"[.?!…:;][\"'”’»)\]]*\s*$")
_WRAP_FROM = 35
_WRAP_TO = 130
_OTHER_FORMATS = re.compile(
    r"""\s*(?: \{ \s* ["}] | \[ \s* [{\["\]] | <\?xml | <!doctype | <html | <tt[\s:>] | <TEI
    | \{\\rtf | WEBVTT | @UTF8 | @Begin | File\ type\ =\ "oo
    | SPEAKER\ \S+\ \d+\ [\d.]+\ [\d.]+\ <NA> | BEGIN:V | %PDF | \#!/ )""",
    re.VERBOSE | re.IGNORECASE,
)


class PlainText:
    """Text without marks of any other format."""

    name = "text"
    about = "plain text with speaker labels, as published, pasted or exported by meeting tools"
    extensions: tuple[str, ...] = (".txt", ".text")

    def claims(self, raw: RawFile) -> float:
        """Half sure of any text that does not show another format."""
        if raw.text is None or not raw.text.strip() or looks_like_another_format(raw.text):
            return 0.0
        return 0.5

    def parse(self, raw: RawFile) -> Reading:
        """The talk on the page. Raises UnreadableTranscript for files that are no text."""
        return read_blocks(text_blocks(readable(raw)))


def readable(raw: RawFile) -> str:
    """The file's text. Raises UnreadableTranscript where it is binary or has no words."""
    if raw.text is None:
        raise UnreadableTranscript(
            "this is not text.",
            path=raw.path,
            hint="Export the transcript as text, .docx, .vtt or .srt and read that.",
        )
    if not raw.text.strip():
        raise UnreadableTranscript(
            "the file is empty.", path=raw.path, hint="Check that the export was finished."
        )
    return raw.text


def looks_like_another_format(text: str) -> bool:
    """Whether the first lines are JSON, XML, a table or another form with marks of its own."""
    return _OTHER_FORMATS.match(text[:400]) is not None or is_grid(text)


def text_blocks(text: str, *, first_line: int = 1) -> list[Block]:
    r"""The paragraphs of a text: parted by blank lines, or single lines where none is wrapped.

    >>> [block.text for block in text_blocks("Ana: Hi.\nBo: Hello.\n")]
    ['Ana: Hi.', 'Bo: Hello.']
    """
    lines = text.split("\n")
    wrapped = is_wrapped(lines)
    blocks: list[Block] = []
    gathered: list[str] = []
    start = 0
    for index, line in enumerate([*lines, ""]):
        starts_alone = not wrapped or _LIST.match(line) or _RULE.fullmatch(line)
        below_rule = bool(gathered) and _RULE.fullmatch(gathered[0])
        if gathered and (not line.strip() or starts_alone or below_rule):
            blocks.append(_block(gathered, first_line + start))
            gathered = []
        if line.strip():
            if not gathered:
                start = index
            gathered.append(line)
    return blocks


def _block(lines: Sequence[str], line: int) -> Block:
    kind = BlockKind.PARAGRAPH
    if _RULE.fullmatch(lines[0]):
        kind = BlockKind.RULE
    elif _LIST.match(lines[0]):
        kind = BlockKind.LIST_ITEM
    return Block(text="\n".join(lines), line=line, kind=kind)


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines are broken by width, inside sentences, and not at the ends of paragraphs."""
    long = sum(len(line) for line in lines if len(line) > _WRAP_TO)
    if long * 2 > sum(map(len, lines)):
        return False
    joins = broken = carried = 0
    for line, below in pairwise(lines):
        bare, next_bare = line.strip(), below.strip()
        if not bare or not next_bare or not _WRAP_FROM <= len(bare) <= _WRAP_TO:
            continue
        joins += 1
        if _ENDS.search(bare) is None and not _LIST.match(below):
            broken += 1
            carried += next_bare[0].islower()
    return carried > 0 and broken * 5 >= joins * 2 and carried * 4 >= broken
