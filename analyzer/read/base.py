"""How to add a format.

1. Make ``analyzer/read/<format>.py`` with a class that has the four members of ``Reader`` below.
2. Either turn the file into ``Fragment`` records yourself (captions, JSON), or into ``Block``
   records and hand them to ``prose.read_blocks`` (anything a person would call a page), which finds
   the speakers, the asker's question, the outside text and the comments for you.
3. Name it in ``FORMATS`` in ``analyzer/read/formats.py``, with the shape its files have.
4. Lay a file of your own making, and the JSON you expect, into ``tests/read/files/<format>/``.

A reader loses no word: what is not speech becomes a fragment with ``outside`` set, and what it
cannot use it names in ``Reading.warnings``. A file that is not in its format gets
``claims() == 0.0``; a file that claims to be and is broken raises ``UnreadableTranscript`` with the
line.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from analyzer.read.swift import swift_record
from analyzer.read.trees import Json
from analyzer.records import ChatMessage, ReadWarning, SegmentKind

# What somebody is called whom the file does not name.
UNNAMED = "Speaker"
# How warnings of that begin: without a change of voice, with changes, in text.
NOBODY_NAMED = (
    "the cues name no speaker",
    "the cues mark changes of speaker but name nobody",
    "no speaker labels were found",
)

_ZIP = b"PK\x03\x04"
_RTF = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf")
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")
_XML = re.compile(r"\s*<(?:\?xml|office:document)")
_MARKUP = re.compile(r"\s*<")


class Shape(StrEnum):
    """What a file is by its first signs, before anybody reads it.

    XML says that it is, MARKUP is other text behind a ``<``.
    """

    ZIP = "zip"
    RTF = "rtf"
    PDF = "pdf"
    BINARY = "binary"
    JSON = "json"
    XML = "xml"
    MARKUP = "markup"
    TEXT = "text"


def packed_shape(content: bytes) -> Shape | None:
    """The shape of bytes that are no text whatever they hold: zip, RTF or PDF; else None."""
    if content.startswith(_ZIP):
        return Shape.ZIP
    if _RTF.match(content):
        return Shape.RTF
    return Shape.PDF if _PDF.match(content) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """A file as it lies on disk.

    ``text`` is its decoded text with LF line ends, None for binary files. ``tree`` is the JSON
    value that the text holds, for JSON lines the list of them, None where it holds none.
    """

    path: str
    content: bytes
    text: str | None
    encoding: str | None = None
    tree: Json = None

    @property
    def shape(self) -> Shape:
        """What it is by its first signs."""
        if self.text is None:
            return packed_shape(self.content) or Shape.BINARY
        if self.tree is not None:
            return Shape.JSON
        if _XML.match(self.text):
            return Shape.XML
        return Shape.MARKUP if _MARKUP.match(self.text) else Shape.TEXT


class BlockKind(StrEnum):
    """What a block of a page is; readers that cannot tell say PARAGRAPH."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    RULE = "rule"


@swift_record
class Block:
    """One paragraph, heading, list item or table cell of a page, in reading order.

    ``strong`` is the text of a bold run (or <cite>, <dt>, first table cell) that opens the block,
    without which a label "Ana" in front of text without colon could not be told from text.
    ``text`` keeps line breaks inside the block. ``section`` names a part the page itself
    marks, such as "comments" or "footer", else is empty.
    """

    text: str
    line: int | None = None
    kind: BlockKind = BlockKind.PARAGRAPH
    strong: str | None = None
    section: str = ""


@swift_record
class TimedPiece:
    """A caption, a segment or a word, with its times, of what a fragment says."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    line: int | None = None


@swift_record
class Fragment:
    """A stretch of text by one voice, or, where ``outside`` is set, by nobody.

    ``speaker`` is the name as the file shows it; None carries on the speaker before. Two fragments
    of one speaker in a row become one turn: with ``paragraph`` set a blank line parts them, else a
    space. ``break_before`` begins a new turn even so (a written question before the same person's
    talk, say). ``pieces`` are what the text of somebody unnamed is made of, a blank between them,
    where the file tells their times: a list of voices can part it there.
    """

    text: str
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    line: int | None = None
    outside: SegmentKind | None = None
    paragraph: bool = False
    break_before: bool = False
    pieces: tuple[TimedPiece, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader makes of a file: fragments in order, and what the page says of itself.

    ``roles`` holds speakers whose role the form of the page itself settles ("coach" for a label
    ``Coach:`` or the author of an article, "client" for the asker of a written question, "other"
    for readers who comment): pairs of name and role. It is evidence for tagging, not its result.
    ``chat`` is what was written beside the talk.
    """

    fragments: tuple[Fragment, ...]
    title: str | None = None
    held_on: dt.date | None = None
    roles: tuple[tuple[str, str], ...] = ()
    chat: tuple[ChatMessage, ...] = ()
    warnings: tuple[ReadWarning, ...] = ()


class Reader(Protocol):
    """One transcript format."""

    name: str
    about: str
    extensions: tuple[str, ...]

    def claims(self, raw: RawFile) -> float:
        """How sure it is that the file is in this format, 0.0 (no) to 1.0; by content, not name."""

    def parse(self, raw: RawFile) -> Reading:
        """The file's fragments. Raises UnreadableTranscript with the line where it breaks."""
