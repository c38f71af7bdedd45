"""The paragraphs and tables of a Word document in reading order, tracked changes settled.

Written against the XML itself, since the libraries lose text that correcting a transcript brings:
tracked insertions, content controls, or the line break between a name and what is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analyzer.read.base import Block, BlockKind
from analyzer.read.documents.document import Table, symbol, tidy
from analyzer.read.documents.docx_package import Element, name_of, value_of
from analyzer.read.pages.relabel import first_strong
from analyzer.read.swift import swift_record

_OFF = frozenset(("0", "false", "off", "none"))
# Marks of no words, and what only points elsewhere.
_SKIPPED = frozenset(
    [
        *("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"),
        *("del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "annotationRef"),
        *("footnoteRef", "endnoteRef", "bookmarkStart", "bookmarkEnd", "proofErr"),
    ]
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_REFERENCES = {
    "commentReference": "comment",
    "footnoteReference": "footnote",
    "endnoteReference": "endnote",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """What a document's styles say: ids of headings, of quotations, and of bold text."""

    headings: frozenset[str] = frozenset()
    quotes: frozenset[str] = frozenset()
    bold: frozenset[str] = frozenset()


@swift_record
class _Run:
    text: str
    is_bold: bool


@dataclass(slots=True, kw_only=True)
class Walk:
    """One way through a document, and what it met by paragraph number."""

    styles: Styles = field(default_factory=Styles)
    number: int = 0
    deleted: list[tuple[int, str]] = field(default_factory=list)
    hidden: list[tuple[int, str]] = field(default_factory=list)
    references: dict[tuple[str, str], int] = field(default_factory=dict)
    _boxes: list[Element] = field(default_factory=list)
    _joined: list[_Run] = field(default_factory=list)

    def items(self, parent: Element) -> Iterator[Block | Table]:
        """The paragraphs and tables below an element, in reading order, empty ones left out.

        ``line`` is a paragraph's number, ``strong`` its first bold run: see ``relabel``.
        """
        for child in parent:
            name = name_of(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield Table(rows=tuple(self._rows(child)))
            elif name == "del":
                self._note_deleted(child)
            elif name not in _SKIPPED and not _is_fallback(child):
                yield from self.items(child)

    def rest(self) -> Iterator[Block]:
        """What is left at the end where the last paragraph's end is deleted."""
        text = tidy("".join(run.text for run in self._joined))
        self._joined = []
        if text:
            yield Block(text=text, line=self.number)

    def flat(self, parent: Element) -> Iterator[Block]:
        """The paragraphs below an element, those of tables included."""
        for item in self.items(parent):
            if isinstance(item, Block):
                yield item
            else:
                yield from (paragraph for row in item.rows for cell in row for paragraph in cell)

    def _rows(self, table: Element) -> Iterator[tuple[tuple[Block, ...], ...]]:
        for row in table.iter():
            if name_of(row) != "tr" or _table_of(row) is not table:
                continue
            properties = _child(row, "trPr")
            if properties is not None and _child(properties, "del") is not None:
                self._note_deleted(row)
                continue
            cells = [cell for cell in row.iter() if name_of(cell) == "tc" and _row_of(cell) is row]
            yield tuple(tuple(self.flat(cell)) for cell in cells)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        self.number += 1
        properties = _properties(paragraph, "pPr")
        is_bold = _style(properties) in self.styles.bold
        runs = [*self._joined, *self._runs(paragraph, is_bold=is_bold)]
        self._joined = []
        if "rPr" in properties and _child(properties["rPr"], "del") is not None:
            self._joined = runs  # the end of the paragraph is deleted: it goes on with the next
            return
        boxes, self._boxes = self._boxes, []
        text = "".join(run.text for run in runs)
        if text.strip():
            yield Block(
                text=tidy(text),
                line=self.number,
                kind=self._kind(properties),
                strong=first_strong((run.text, run.is_bold) for run in runs),
            )
        elif any(name_of(part) == "pBdr" for part in paragraph.iter()):
            yield Block(text="", line=self.number, kind=BlockKind.RULE)
        for box in boxes:
            yield from self.flat(box)

    def _runs(self, parent: Element, *, is_bold: bool) -> Iterator[_Run]:
        for child in parent:
            name = name_of(child)
            if name == "r":
                text = "".join(self._text(child))
                properties = _properties(child, "rPr")
                if _is_on(properties.get("vanish")):
                    self._hide(text)
                elif text:
                    yield _Run(text=text, is_bold=self._is_bold(properties, default=is_bold))
            elif name == "del":
                self._note_deleted(child)
            elif name not in _SKIPPED and not _is_fallback(child):
                yield from self._runs(child, is_bold=is_bold)

    def _text(self, parent: Element) -> Iterator[str]:
        """The text of a run; text boxes inside it wait until the paragraph is done."""
        for child in parent:
            name = name_of(child)
            if name == "t":
                yield child.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "sym":
                yield _symbol(child)
            elif name in _REFERENCES:
                self.references[(_REFERENCES[name], value_of(child, "id") or "")] = self.number
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name not in _SKIPPED and not _is_fallback(child):
                yield from self._text(child)

    def _hide(self, text: str) -> None:
        if text.strip():
            self.hidden.append((self.number, " ".join(text.split())))

    def _note_deleted(self, element: Element) -> None:
        words = "".join(
            child.text or "" for child in element.iter() if name_of(child) in {"delText", "t"}
        )
        if words.strip():
            self.deleted.append((self.number, words))

    def _kind(self, properties: Mapping[str, Element]) -> BlockKind:
        style = _style(properties)
        outline = properties.get("outlineLvl")
        if style in self.styles.headings or (outline is not None and value_of(outline) != "9"):
            return BlockKind.HEADING
        if style in self.styles.quotes:
            return BlockKind.QUOTE
        return BlockKind.LIST_ITEM if "numPr" in properties else BlockKind.PARAGRAPH

    def _is_bold(self, properties: Mapping[str, Element], *, default: bool) -> bool:
        if "b" in properties:
            return _is_on(properties["b"])
        style = properties.get("rStyle")
        return default or (style is not None and value_of(style) in self.styles.bold)


def read_styles(root: Element | None) -> Styles:
    """The styles of a styles.xml by what they are, in whatever language their ids are."""
    headings: set[str] = set()
    quotes: set[str] = set()
    bold: set[str] = set()
    for style in root if root is not None else ():
        if name_of(style) != "style":
            continue
        style_id = value_of(style, "styleId") or ""
        named = _child(style, "name")
        name = (value_of(named) or "").casefold() if named is not None else ""
        if re.fullmatch(r"heading \d|title|subtitle", name):
            headings.add(style_id)
        elif "quote" in name:
            quotes.add(style_id)
        if _is_on(_parts(_child(style, "rPr")).get("b")):
            bold.add(style_id)
    return Styles(headings=frozenset(headings), quotes=frozenset(quotes), bold=frozenset(bold))


def _is_on(switch: Element | None) -> bool:
    """Whether a property that is there is not there to be switched off."""
    return switch is not None and value_of(switch) not in _OFF


def _is_fallback(element: Element) -> bool:
    """Whether it is what old programs show instead of the element before it, a text box say."""
    return isinstance(element.tag, str) and element.tag.endswith("}Fallback")


def _child(parent: Element, name: str) -> Element | None:
    """The first child of a name."""
    for child in parent:
        if name_of(child) == name:
            return child
    return None


def _properties(parent: Element, name: str) -> dict[str, Element]:
    """The children of the properties of a paragraph or run, which stand before its words."""
    for child in parent:
        found = name_of(child)
        if found == name:
            return _parts(child)
        if found in {"r", "t"}:
            break
    return {}


def _parts(properties: Element | None) -> dict[str, Element]:
    """The children of an element by name, the first of each."""
    found: dict[str, Element] = {}
    for child in properties if properties is not None else ():
        found.setdefault(name_of(child), child)
    return found


def _style(properties: Mapping[str, Element]) -> str | None:
    style = properties.get("pStyle")
    return value_of(style) if style is not None else None


def _table_of(row: Element) -> Element | None:
    return next((above for above in row.iterancestors() if name_of(above) == "tbl"), None)


def _row_of(cell: Element) -> Element | None:
    return next((above for above in cell.iterancestors() if name_of(above) == "tr"), None)


def _symbol(element: Element) -> str:
    try:
        return symbol(int(value_of(element, "char") or "", 16))
    except ValueError:
        return ""
