"""Markdown: escapes and entities decoded, bold kept as evidence of labels, front matter read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from analyzer.read.base import Block, BlockKind, RawFile, Reading
from analyzer.read.pages.front import Facts
from analyzer.read.pages.frontmatter import split_front_matter
from analyzer.read.pages.prose import read_blocks
from analyzer.read.pages.text import is_wrapped, looks_like_another_format, readable

_FEATURES = (
    (re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE), 2),
    (re.compile(r"\*\*[^*\n]{1,80}\*\*|(?<!\w)__[^_\n]{1,80}__(?!\w)"), 1),
    (re.compile(r"\[[^\[\]\n]{1,300}\]\([^)\s]{1,2000}\)"), 1),
    (re.compile(r"\\[\[\]*_.#-]"), 1),
    (re.compile(r"^(?:\*[^*\n]{1,40}:\*|_[^_\n]{1,40}:_) ", re.MULTILINE), 1),
    (re.compile(r"^(?:>[ \t]|```|\|.+\|$)", re.MULTILINE), 1),
)
_SAMPLE = 50_000
_TAGS = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|h[1-6]"
    r"|hr|i|iframe|img|ins|li|mark|ol|p|pre|s|section|small|span|strong|sub|summary|sup|table|tbody|td"
    r"|th|thead|time|tr|u|ul)\b[^<>]*>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_UNDERLINE = re.compile(r"={3,}\s*")
# Note takers write underlined words so; Markdown has no mark for them.
_UNDERLINED = re.compile(r"(?<![\w+])\+\+(?=[^\s+])([^\n]{1,300}?)(?<=[^\s+])\+\+(?![\w+])")


class Markdown:
    """Text with Markdown's marks."""

    name = "markdown"
    about = "Markdown pages: published calls, show notes with a transcript, exports of note takers"
    extensions: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")

    def claims(self, raw: RawFile) -> float:
        """Surer than plain text of a file with front matter, headings, bold labels or links."""
        if raw.text is None or not raw.text.strip() or looks_like_another_format(raw.text):
            return 0.0
        return 0.6 if has_marks(raw.text) else 0.3

    def parse(self, raw: RawFile) -> Reading:
        """The talk on the page. Raises UnreadableTranscript for files that are no text."""
        blocks, facts = markdown_blocks(readable(raw))
        return read_blocks(blocks, facts=facts)


def has_marks(text: str) -> bool:
    """Whether the text shows that it is Markdown."""
    matter, page = split_front_matter(text)
    sample = page[:_SAMPLE]
    found = sum(weight * min(2, len(form.findall(sample))) for form, weight in _FEATURES)
    return matter is not None or found >= 2


def markdown_blocks(text: str) -> tuple[list[Block], Facts]:
    """The blocks of the page as text, and what its front matter says of it."""
    matter, page = split_front_matter(text)
    blocks: list[Block] = []
    facts, first_line = Facts(), 1
    if matter is not None:
        blocks.append(Block(text=matter.text, line=2, section="header"))
        facts, first_line = matter.facts, matter.n_lines + 1
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Talk is no code: indented text, "Ana\n---" and "[Ana]: Yes." are what they look like.
    parser.disable(["code", "lheading", "reference"])
    walk = _Walk(first_line=first_line, wrapped=is_wrapped(page.split("\n")))
    for token in parser.parse(page):
        walk.take(token)
    return [*blocks, *walk.blocks], facts


@dataclass(slots=True, kw_only=True)
class _Line:
    """A line of a block while it is read; ``strong`` is the bold run that opens it."""

    text: str = ""
    strong: str = ""
    opening: bool = True

    def add(self, text: str, *, strong: bool) -> None:
        if strong and self.opening:
            self.strong += text
        elif text.strip():
            self.opening = False
        self.text += text


@dataclass(slots=True, kw_only=True)
class _Walk:
    """The blocks gathered so far, and where in the page the next token stands."""

    first_line: int
    wrapped: bool
    blocks: list[Block] = field(default_factory=list)
    quotes: int = 0
    lists: int = 0
    number: str | None = None
    number_line: int = 0
    heading: bool = False
    cells: list[str] | None = None
    cells_line: int = 0

    def take(self, token: Token) -> None:
        """Read one token; what closes and opens only moves the place."""
        line = token.map[0] if token.map else 0
        match token.type:
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting
            case "list_item_open" | "list_item_close":
                self._take_item(token, line)
            case "heading_open" | "heading_close":
                self.heading = token.nesting > 0
            case "tr_open":
                self.cells, self.cells_line = [], line
            case "tr_close":
                self._add_row()
            case "hr":
                self._add([_Line(text="---")], line, BlockKind.RULE)
            case "fence" | "code_block":
                self._add_fence(token, line)
            case "inline" if self.cells is not None:
                self.cells.append(" ".join(part.text for part in _lines(token)).strip())
            case "inline":
                self._add_inline(token, line)

    def _take_item(self, token: Token, line: int) -> None:
        """A list item begins or ends; with nothing behind its number, that is said: "64."."""
        self.lists += token.nesting
        pending = self.number or ""
        if token.nesting > 0:
            own = f"{token.info}{token.markup} " if token.info else ""
            self.number, self.number_line = pending + own, line
            return
        if pending:
            self._add([_Line(text=pending.strip())], self.number_line, BlockKind.PARAGRAPH)
        self.number = ""

    def _add_fence(self, token: Token, line: int) -> None:
        """What stands beside the mark of a fence, and its lines."""
        texts = [token.info.strip(), *token.content.rstrip("\n").split("\n")]
        first = 0 if texts[0] else 1
        self._add([_Line(text=text) for text in texts[first:]], line + first, BlockKind.PARAGRAPH)

    def _add_row(self) -> None:
        cells = self.cells or []
        self.cells = None
        row = _Line(text="\t".join(cells), strong=cells[0] if cells else "")
        self._add([row], self.cells_line, BlockKind.PARAGRAPH)

    def _add_inline(self, token: Token, line: int) -> None:
        lines = _lines(token)
        kind = BlockKind.QUOTE if self.quotes else BlockKind.PARAGRAPH
        if self.lists and self.number is not None:
            kind = BlockKind.LIST_ITEM
            lines[0].text = self.number + lines[0].text
            lines[0].strong = "" if self.number else lines[0].strong
        if self.heading or (len(lines) > 1 and _UNDERLINE.fullmatch(lines[-1].text)):
            kind = BlockKind.HEADING
            lines = lines[:-1] if len(lines) > 1 else lines
        self.number = None
        self._add(lines, line, kind)

    def _add(self, lines: Sequence[_Line], line: int, kind: BlockKind) -> None:
        """One block for lines wrapped by width, else one for each line or bold head of a line."""
        start = 0
        for index in range(1, len(lines) + 1):
            if index < len(lines) and self.wrapped and not lines[index].strong:
                continue
            part = lines[start:index]
            text = _UNDERLINED.sub(r"\1", "\n".join(piece.text for piece in part))
            if text.strip():
                self.blocks.append(
                    Block(
                        text=text,
                        line=self.first_line + line + start,
                        kind=kind if start == 0 else _carried_on(kind),
                        strong=_UNDERLINED.sub(r"\1", part[0].strong.strip()) or None,
                    )
                )
            start = index


def _carried_on(kind: BlockKind) -> BlockKind:
    """What a further line of a block is: text below a list item without a blank line is no item."""
    return BlockKind.PARAGRAPH if kind is BlockKind.LIST_ITEM else kind


def _lines(token: Token) -> list[_Line]:
    """The lines of an inline token: text without marks, breaks kept, the bold head of each line."""
    lines = [_Line()]
    bold = 0
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            lines.append(_Line())
        elif child.type in ("strong_open", "strong_close"):
            bold += child.nesting
        elif child.type == "image":
            lines[-1].add(child.content, strong=bold > 0)
        elif child.content:
            pieces = _BREAK.split(_TAGS.sub("", child.content))
            lines[-1].add(pieces[0], strong=bold > 0)
            for piece in pieces[1:]:
                lines.append(_Line())
                lines[-1].add(piece, strong=bold > 0)
    return lines
