"""Word documents: pages of labelled text, Teams transcripts, tables made for a mentor's remarks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Block, Fragment, RawFile, Reading
from analyzer.read.captions import read_pasted_cues
from analyzer.read.docx_package import Element, Package, is_docx, name_of, open_package, value_of
from analyzer.read.docx_walk import Styles, Walk, WordTable, read_styles
from analyzer.read.front import Facts
from analyzer.read.layout import Part, read_parts
from analyzer.read.page_dates import find_date
from analyzer.read.relabel import relabel, unlist
from analyzer.read.tables import read_table
from analyzer.records import ReadWarning, SegmentKind

_PAGE_NUMBER = re.compile(r"(?:page|seite|p\.)?\s*\d+(?:\s*(?:of|von|/)\s*\d+)?", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:untitled|document|dokument|microsoft word).*|.*\.\w{2,4}", re.IGNORECASE
)
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
        parts, remarks, names = _body(walk, package.document)
        text = "\n".join(block.text for part in parts for block in part.blocks)
        if not text.strip():
            raise UnreadableTranscript(
                "the document holds no text.",
                path=raw.path,
                hint="If Word shows some, it is a picture; export the transcript as text.",
            )
        asides = [*remarks, *_notes(package, walk)]
        reading = read_pasted_cues(text, path=raw.path, asides=asides) or read_parts(
            parts, asides=asides, facts=Facts(people=names)
        )
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
            warnings=(*reading.warnings, *_warnings(package, walk)),
        )


def _body(walk: Walk, document: Element) -> tuple[list[Part], list[Fragment], tuple[str, ...]]:
    """The parts of the text in order; of its tables the remarks and the speakers named."""
    parts: list[Part] = []
    names: list[str] = []
    remarks: list[Fragment] = []
    paragraphs: list[Block] = []
    for item in (*walk.items(document), *walk.rest()):
        if isinstance(item, Block):
            paragraphs.append(item)
            continue
        parts.append(Part(blocks=tuple(unlist(relabel(paragraphs)))))
        paragraphs = []
        table = read_table(_relabelled(item))
        parts.append(Part(blocks=table.blocks, is_talk=table.is_talk))
        remarks += table.asides
        names += table.names
    parts.append(Part(blocks=tuple(unlist(relabel(paragraphs)))))
    return parts, remarks, tuple(dict.fromkeys(names))


def _relabelled(table: WordTable) -> list[tuple[tuple[Block, ...], ...]]:
    """The table's rows, the labels of each column brought into form."""
    rows = [list(row) for row in table.rows]
    for index in range(max((len(row) for row in rows), default=0)):
        cells = [row[index] for row in rows if index < len(row)]
        blocks = iter(relabel([block for cell in cells for block in cell]))
        for row in rows:
            if index < len(row):
                row[index] = tuple(next(blocks) for _ in row[index])
    return [tuple(row) for row in rows]


def _margin(package: Package, prefix: str, styles: Styles) -> Iterator[Fragment]:
    """The words of headers or footers, each once, page numbers aside."""
    kind = SegmentKind.FRONT if prefix == "header" else SegmentKind.LOGISTICS
    texts = (
        "\n".join(block.text for block in Walk(styles=styles).flat(root) if block.text)
        for root in package.roots(prefix)
    )
    for text in dict.fromkeys(texts):
        if text and not _PAGE_NUMBER.fullmatch(text):
            yield Fragment(text=text, outside=kind)


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
        if name == "title" and text and not _NO_TITLE.fullmatch(text):
            title = text
        elif name == "created" and not text.startswith(_TEMPLATE_CREATED):
            date = find_date(text)
    return title, date


def _warnings(package: Package, walk: Walk) -> Iterator[ReadWarning]:
    if walk.deleted:
        n_words = sum(len(words.split()) for _, words in walk.deleted)
        message = f"{len(walk.deleted)} tracked deletions ({n_words} words) were left out."
        yield ReadWarning(message=message, source_line=walk.deleted[0][0])
    notes = list(_notes(package, walk))
    for kind, what in (
        (SegmentKind.COMMENTS, "comments in the margin"),
        (SegmentKind.FRONT, "footnotes and endnotes"),
    ):
        found = [note for note in notes if note.outside is kind]
        if found:
            message = f"{len(found)} {what} are kept as outside text."
            yield ReadWarning(message=message, source_line=found[0].line)
    for name in package.damaged:
        yield ReadWarning(message=f"the part {name} of the document is damaged and was skipped.")
