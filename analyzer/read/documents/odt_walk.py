"""The paragraphs and tables of an OpenDocument text in reading order, tracked changes settled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from analyzer.read.base import Block, BlockKind, Fragment
from analyzer.read.documents.document import Table, tidy
from analyzer.read.documents.docx_package import Element, value_of
from analyzer.read.documents.odt_styles import PLAIN, OdtStyle, tag_of
from analyzer.read.pages.relabel import first_strong
from analyzer.records import SegmentKind

_BLANKS = re.compile(r"[ \t\r\n]+")
_SIGNS = {"text:tab": "\t", "text:line-break": "\n"}
_SKIPPED = frozenset(
    (
        *("text:tracked-changes", "text:change-start", "text:change-end", "text:note-citation"),
        *("text:soft-page-break", "text:script", "text:ruby-text", "text:sequence-decls"),
        *("text:variable-decls", "text:user-field-decls", "text:number", "office:forms"),
        *("office:annotation-end", "svg-compatible:title", "svg-compatible:desc", "drawing:image"),
        *("drawing:object", "drawing:object-ole", "drawing:glue-point"),
        *("text:index-title-template", "text:table-of-content-source"),
        *("text:bibliography-mark", "office:event-listeners"),
    )
)
_MOST_BLANKS = 1_000
_MOST_CELLS = 30


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    is_bold: bool


@dataclass(slots=True, kw_only=True)
class OdtWalk:
    """One way through a text, and what it met on it; numbers are those of paragraphs.

    ``changes`` holds the deleted words by the names of their places.
    """

    styles: Mapping[str, OdtStyle]
    changes: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    deleted: list[tuple[int, str]] = field(default_factory=list)
    hidden: list[tuple[int, str]] = field(default_factory=list)
    notes: list[Fragment] = field(default_factory=list)
    _boxes: list[Element] = field(default_factory=list)

    def items(self, parent: Element, *, listed: bool = False) -> Iterator[Block | Table]:
        """The paragraphs and tables below an element, in reading order, empty ones left out."""
        for child in parent:
            tag = tag_of(child)
            if tag in {"text:p", "text:h"}:
                yield from self._paragraph(child, listed=listed)
            elif tag == "table:table":
                yield Table(rows=tuple(self._rows(child)))
            elif tag == "text:list":
                yield from self.items(child, listed=True)
            elif tag == "text:change":
                self._note_deleted(child)
            elif tag in {"office:annotation", "text:note"}:
                self._note(child)
            elif tag and tag not in _SKIPPED:
                yield from self.items(child, listed=listed)

    def flat(self, parent: Element) -> Iterator[Block]:
        """The paragraphs below an element, those of tables included."""
        for item in self.items(parent):
            if isinstance(item, Block):
                yield item
            else:
                yield from (block for row in item.rows for cell in row for block in cell)

    def _rows(self, table: Element) -> Iterator[tuple[tuple[Block, ...], ...]]:
        for child in table:
            tag = tag_of(child)
            if tag == "table:table-row":
                yield tuple(self._cells(child))
            elif tag.startswith("table:table-") and "row" in tag:
                yield from self._rows(child)

    def _cells(self, row: Element) -> Iterator[tuple[Block, ...]]:
        for cell in row:
            tag = tag_of(cell)
            if tag not in {"table:table-cell", "table:covered-table-cell"}:
                continue
            blocks = tuple(self.flat(cell))
            yield blocks
            repeated = value_of(cell, "number-columns-repeated") or "1"
            for _ in range(min(int(repeated), _MOST_CELLS) - 1 if repeated.isdecimal() else 0):
                yield ()

    def _paragraph(self, paragraph: Element, *, listed: bool) -> Iterator[Block]:
        self.number += 1
        style = self._style(paragraph)
        runs = [(run.text, run.is_bold) for run in self._runs(paragraph, style)]
        boxes, self._boxes = self._boxes, []
        text = tidy("".join(text for text, _ in runs))
        if text:
            kind = BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH
            if tag_of(paragraph) == "text:h" or style.is_heading:
                kind = BlockKind.HEADING
            elif style.is_quote:
                kind = BlockKind.QUOTE
            yield Block(text=text, line=self.number, kind=kind, strong=first_strong(runs))
        elif style.is_rule:
            yield Block(text="", line=self.number, kind=BlockKind.RULE)
        for box in boxes:
            yield from self.flat(box)

    def _style(self, element: Element) -> OdtStyle:
        name = value_of(element, "style-name") or ""
        return self.styles.get(name, PLAIN)

    def _runs(self, parent: Element, style: OdtStyle) -> Iterator[_Run]:
        if parent.text:
            yield from self._run(_BLANKS.sub(" ", parent.text), style)
        for child in parent:
            yield from self._child(child, style)
            if child.tail:
                yield from self._run(_BLANKS.sub(" ", child.tail), style)

    def _child(self, child: Element, style: OdtStyle) -> Iterator[_Run]:
        tag = tag_of(child)
        if tag == "text:s":
            count = value_of(child, "c") or "1"
            n_blanks = min(int(count), _MOST_BLANKS) if count.isdecimal() else 1
            yield from self._run(" " * n_blanks, style)
        elif tag in _SIGNS:
            yield from self._run(_SIGNS[tag], style)
        elif tag == "text:span":
            yield from self._runs(child, self._within(style, child))
        elif tag == "text:change":
            self._note_deleted(child)
        elif tag in {"office:annotation", "text:note"}:
            self._note(child)
        elif tag in {"drawing:text-box", "drawing:custom-shape", "table:table"}:
            self._boxes.append(child)
        elif tag in {"text:hidden-text", "text:hidden-paragraph"}:
            text = value_of(child, "string-value") or "".join(child.itertext())
            self._hide(text)
        elif tag and tag not in _SKIPPED:
            yield from self._runs(child, style)

    def _within(self, outer: OdtStyle, span: Element) -> OdtStyle:
        """The style of a span: bold where it says so itself, else as what stands around it."""
        name = value_of(span, "style-name") or ""
        inner = self.styles.get(name)
        if inner is None:
            return outer
        hidden = inner.is_hidden or outer.is_hidden
        bold = inner.is_bold or (outer.is_bold and not inner.is_light)
        return replace(inner, is_bold=bold, is_hidden=hidden)

    def _run(self, text: str, style: OdtStyle) -> Iterator[_Run]:
        if style.is_hidden:
            self._hide(text)
        elif text:
            yield _Run(text, style.is_bold)

    def _hide(self, text: str) -> None:
        if text.strip():
            self.hidden.append((self.number, " ".join(text.split())))

    def _note_deleted(self, place: Element) -> None:
        words = self.changes.get(value_of(place, "change-id") or "", "")
        if words.strip():
            self.deleted.append((self.number, words))

    def _note(self, note: Element) -> None:
        """A comment or a footnote; what stands in it is no paragraph of the talk."""
        is_comment = tag_of(note) == "office:annotation"
        own = OdtWalk(styles=self.styles, changes=self.changes)
        author = ""
        for child in note:
            if child.tag == "{http://purl.org/dc/elements/1.1/}creator":
                author = " ".join((child.text or "").split())
        text = "\n".join(block.text for block in own.flat(note))
        if text:
            self.notes.append(
                Fragment(
                    text=f"{author}: {text}" if author else text,
                    line=max(self.number, 1),
                    outside=SegmentKind.COMMENTS if is_comment else SegmentKind.FRONT,
                )
            )
        self.notes += own.notes


def deleted_words(root: Element) -> dict[str, str]:
    """The words of tracked deletions by the names under which the text refers to them."""
    words: dict[str, str] = {}
    for region in root.iter():
        if tag_of(region) != "text:changed-region":
            continue
        for change in region:
            if tag_of(change) == "text:deletion":
                walk = OdtWalk(styles={})
                text = " ".join(block.text for block in walk.flat(change))
                for name, value in region.attrib.items():
                    if name.rpartition("}")[2] == "id":
                        words[value] = text
    return words
