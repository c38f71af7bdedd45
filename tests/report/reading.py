"""A PDF read as somebody hears it: the tree of its tags, with the words that each holds.

pikepdf reads the tree, pdfium the words of each marked piece of a page; neither knows anything of
how the report was made.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

# Words on a page that no tag holds: heads, feet, and what is written inside figures.
UNTAGGED = -1


@dataclass(slots=True)
class Node:
    """One structure element: what it is, its own words in order, and what it holds."""

    kind: str
    page: int | None = None
    alt: str | None = None
    language: str | None = None
    scope: str | None = None
    parts: list[str | Node] = field(default_factory=list)
    # Its own words again, each piece with its page.
    marked: list[tuple[int, str]] = field(default_factory=list)

    @property
    def children(self) -> list[Node]:
        return [part for part in self.parts if isinstance(part, Node)]

    @property
    def text(self) -> str:
        """All words in it, in reading order, with single spaces."""
        return " ".join(" ".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield part.text

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *kinds: str) -> list[Node]:
        return [node for node in self.walk() if node.kind in kinds]


@dataclass(frozen=True, slots=True)
class Reading:
    """The tree of a document; by page the words that tags hold, as written; heads and feet."""

    root: Node
    tagged: tuple[str, ...]
    untagged: tuple[str, ...]
    n_pages: int


def read(document: bytes) -> Reading:
    """The tagged document; raises where it is not tagged."""
    words, tagged = _words_by_mark(document)
    with pikepdf.open(io.BytesIO(document)) as opened:
        pages = {page.objgen: number for number, page in enumerate(opened.pages)}
        tree = opened.Root.StructTreeRoot
        root = Node("Root")
        _read_into(root, tree.K, page=None, pages=pages, words=words)
        n_pages = len(opened.pages)
    untagged = tuple(words.get((number, UNTAGGED), "") for number in range(n_pages))
    return Reading(root, tuple(tagged), untagged, n_pages)


def _read_into(
    parent: Node,
    kids: Any,
    *,
    page: int | None,
    pages: dict[Any, int],
    words: dict[tuple[int, int], str],
) -> None:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            assert page is not None
            _take(parent, words.get((page, int(kid)), ""), page)
            continue
        here = pages[kid.Pg.objgen] if "/Pg" in kid else page
        if kid.get("/Type") == "/MCR":
            assert here is not None
            _take(parent, words.get((here, int(kid.MCID)), ""), here)
            parent.page = here if parent.page is None else parent.page
        elif "/S" in kid:
            node = Node(
                str(kid.S)[1:],
                page=here if "/Pg" in kid else None,
                alt=str(kid.Alt) if "/Alt" in kid else None,
                language=str(kid.Lang) if "/Lang" in kid else None,
                scope=_scope(kid.get("/A")),
            )
            parent.parts.append(node)
            if "/K" in kid:
                _read_into(node, kid.K, page=here, pages=pages, words=words)
            pages_within = [child.page for child in node.children if child.page is not None]
            if node.page is None and pages_within:
                node.page = pages_within[0]


def _take(node: Node, words: str, page: int) -> None:
    node.parts.append(words)
    node.marked.append((page, words))


def _scope(attributes: Any) -> str | None:
    found = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    for one in found:
        if isinstance(one, pikepdf.Dictionary) and "/Scope" in one:
            return str(one.Scope)[1:]
    return None


def _words_by_mark(document: bytes) -> tuple[dict[tuple[int, int], str], list[str]]:
    """The words of each marked piece by page and mark, and those of all marked pieces by page.

    pdfium puts in spaces and line ends.
    """
    found: dict[tuple[int, int], bytearray] = {}
    written: list[bytearray] = []
    with pypdfium2.PdfDocument(document) as opened:
        for number, page in enumerate(opened):
            written.append(bytearray())
            text = page.get_textpage()
            mark = UNTAGGED
            for place in range(text.count_chars()):
                piece = raw.FPDFText_GetTextObject(text, place)
                if piece and raw.FPDFText_IsGenerated(text, place) != 1:
                    mark = raw.FPDFPageObj_GetMarkedContentID(piece)
                unit = raw.FPDFText_GetUnicode(text, place).to_bytes(2, "little")
                found.setdefault((number, mark), bytearray()).extend(unit)
                if mark != UNTAGGED:
                    written[-1].extend(unit)
            text.close()
            page.close()
    by_mark = {key: units.decode("utf-16-le", "replace") for key, units in found.items()}
    return by_mark, [units.decode("utf-16-le", "replace") for units in written]
