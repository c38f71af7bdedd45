"""Word documents: pages of labelled text, Teams transcripts, tables made for a mentor's remarks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.documents.document import (
    deletion_warning,
    hidden_texts,
    hidden_warning,
    margin_texts,
    note_warnings,
    read_document,
    title_in,
)
from analyzer.read.documents.docx_package import (
    SAVE_AGAIN,
    Element,
    Package,
    is_docx,
    name_of,
    open_package,
    value_of,
)
from analyzer.read.documents.docx_walk import Styles, Walk, read_styles
from analyzer.read.pages.page_dates import find_date
from analyzer.records import ReadWarning, SegmentKind

_TEMPLATE_CREATED = "2013-12-23"  # what python-docx writes into every document it makes


class Docx:
    """Word documents; ``line`` of what is read is the number of the paragraph in the document."""

    name = "docx"
    about = "Word documents (.docx): labelled text, Teams transcripts, tables with feedback"
    extensions: tuple[str, ...] = (".docx", ".docm", ".dotx")

    def claims(self, raw: RawFile) -> float:
        """1.0 for a zip that holds a Word document, whole or not."""
        return 1.0 if raw.text is None and is_docx(raw.content) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The document as a page. Raises UnreadableTranscript: broken, locked, or without text."""
        package = open_package(raw.content, path=raw.path)
        walk = Walk(styles=read_styles(package.parts.get("styles.xml")))
        try:
            items = [*walk.items(package.document), *walk.rest()]
            notes = list(_notes(package, walk))
        except RecursionError as error:
            what = "the document is damaged: it nests too deep."
            raise UnreadableTranscript(what, path=raw.path, hint=SAVE_AGAIN) from error
        asides = [*notes, *hidden_texts(walk.hidden)]
        reading = read_document(items, path=raw.path, asides=asides)
        title, date = _properties(package.parts.get("core.xml"))
        return replace(
            reading,
            fragments=(
                *_margin(package, "header", walk.styles),
                *reading.fragments,
                *_margin(package, "footer", walk.styles),
            ),
            title=reading.title or title,
            held_on=reading.held_on or date,
            warnings=(*reading.warnings, *_warnings(package, walk, notes)),
        )


def _margin(package: Package, prefix: str, styles: Styles) -> Iterator[Fragment]:
    texts = (
        "\n".join(block.text for block in Walk(styles=styles).flat(root) if block.text)
        for root in package.roots(prefix)
    )
    return margin_texts(texts, is_head=prefix == "header")


def _notes(package: Package, walk: Walk) -> Iterator[Fragment]:
    """Comments, footnotes and endnotes as outside text, at the paragraph that refers to them."""
    for name in ("comment", "footnote", "endnote"):
        root = package.parts.get(f"{name}s.xml")
        for note in root if root is not None else ():
            if name_of(note) != name or value_of(note, "type") in {
                "separator",
                "continuationSeparator",
            }:
                continue
            own = Walk(styles=walk.styles)
            text = "\n".join(block.text for block in own.flat(note) if block.text)
            author = value_of(note, "author")
            if text:
                is_comment = name == "comment"
                yield Fragment(
                    text=f"{author}: {text}" if author and is_comment else text,
                    line=walk.references.get((name, value_of(note, "id") or "")),
                    outside=SegmentKind.COMMENTS if is_comment else SegmentKind.FRONT,
                )


def _properties(root: Element | None) -> tuple[str | None, dt.date | None]:
    """Title and day of making that the file itself holds, without what templates write there."""
    title: str | None = None
    date: dt.date | None = None
    for child in root if root is not None else ():
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        text = (child.text or "").strip()
        if name == "title":
            title = title_in(text)
        elif name == "created" and not text.startswith(_TEMPLATE_CREATED):
            date = find_date(text)
    return title, date


def _warnings(package: Package, walk: Walk, notes: Iterable[Fragment]) -> Iterator[ReadWarning]:
    yield from deletion_warning(walk.deleted)
    yield from note_warnings(notes)
    yield from hidden_warning(walk.hidden)
    for name in package.damaged:
        yield ReadWarning(message=f"the part {name} of the document is damaged and was skipped.")
