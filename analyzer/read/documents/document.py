"""What word processors write, whatever the file: paragraphs and tables in order, notes beside them.

Readers of documents turn their file into ``Block`` and ``Table`` records; what a page of them says
is found here, the same for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Block, Fragment, Reading
from analyzer.read.captions.cue_turns import read_pasted_cues
from analyzer.read.documents.tables import read_table
from analyzer.read.pages.front import Facts
from analyzer.read.pages.layout import Part, read_parts
from analyzer.read.pages.relabel import relabel, unlist
from analyzer.records import ReadWarning, SegmentKind

_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.)?\s*\d+(?:\s*(?:of|von|/)\s*\d+)?\W*", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"(?:untitled|document|dokument|microsoft word).*|.*\.\w{2,4}", re.IGNORECASE
)
# Signs of the fonts that hold pictures, by the codes that word processors give them.
_SYMBOLS = {
    0xF0E0: "→",
    0xF0DF: "←",
    0xF04A: "☺",
    0xF04C: "☹",
    0xF0FC: "✓",
    0xF0A7: "▪",
    0xF0B7: "•",
    0xF0BE: "—",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table's cells by rows; what a nested table holds stands in its cell, flat."""

    rows: tuple[tuple[tuple[Block, ...], ...], ...]


def read_document(
    items: Iterable[Block | Table], *, path: str, asides: Sequence[Fragment] = ()
) -> Reading:
    """The reading of a document; ``strong`` of its blocks is the first bold run: see ``relabel``.

    ``asides`` are comments and notes; each goes to the place its line says. Raises
    UnreadableTranscript where the document holds no text.
    """
    parts, remarks, names = _body(items)
    text = "\n".join(block.text for part in parts for block in part.blocks)
    if not text.strip():
        raise UnreadableTranscript(
            "the document holds no text.",
            path=path,
            hint="If it shows some, it is a picture; export the transcript as text.",
        )
    asides = [*remarks, *asides]
    return read_pasted_cues(text, path=path, asides=asides) or read_parts(
        parts, asides=asides, facts=Facts(people=names)
    )


def _body(items: Iterable[Block | Table]) -> tuple[list[Part], list[Fragment], tuple[str, ...]]:
    """The parts of the text in order; of its tables the remarks and the speakers named."""
    parts: list[Part] = []
    names: list[str] = []
    remarks: list[Fragment] = []
    paragraphs: list[Block] = []
    for item in items:
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


def _relabelled(table: Table) -> list[tuple[tuple[Block, ...], ...]]:
    """The table's rows, the labels of each column brought into form."""
    rows = [list(row) for row in table.rows]
    for index in range(max((len(row) for row in rows), default=0)):
        cells = [row[index] for row in rows if index < len(row)]
        blocks = iter(relabel([block for cell in cells for block in cell]))
        for row in rows:
            if index < len(row):
                row[index] = tuple(next(blocks) for _ in row[index])
    return [tuple(row) for row in rows]


def margin_texts(texts: Iterable[str], *, is_head: bool) -> Iterator[Fragment]:
    """The words of headers or footers, each once, page numbers aside."""
    kind = SegmentKind.FRONT if is_head else SegmentKind.LOGISTICS
    for text in dict.fromkeys(texts):
        if text and not is_page_number(text):
            yield Fragment(text=text, outside=kind)


def is_page_number(text: str) -> bool:
    """Whether a line in a margin is a page's number and no more: "- 3 -", "Page 3 of 12"."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def title_in(text: str) -> str | None:
    """The title that a file's properties hold, None for what programs write there themselves."""
    text = " ".join(text.split())
    return text if text and _NO_TITLE.fullmatch(text) is None else None


def deletion_warning(deleted: Sequence[tuple[int, str]]) -> Iterator[ReadWarning]:
    """What is said of tracked deletions, given as paragraph numbers and words."""
    if deleted:
        n_words = sum(len(words.split()) for _, words in deleted)
        message = f"{len(deleted)} tracked deletions ({n_words} words) were left out."
        yield ReadWarning(message=message, source_line=deleted[0][0])


def note_warnings(notes: Iterable[Fragment]) -> Iterator[ReadWarning]:
    """What is said of comments and footnotes that stand beside the talk."""
    notes = list(notes)
    for kind, what in (
        (SegmentKind.COMMENTS, "comments in the margin"),
        (SegmentKind.FRONT, "footnotes and endnotes"),
    ):
        found = [note for note in notes if note.outside is kind]
        if found:
            message = f"{len(found)} {what} are kept as outside text."
            yield ReadWarning(message=message, source_line=found[0].line)


def symbol(code: int) -> str:
    """A sign by its code; empty for what only the font knows, and for what is no sign."""
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    is_private = 0xE000 <= code < 0xF900 or 0xD800 <= code < 0xE000
    return "" if is_private or not 0 <= code <= 0x10FFFF else chr(code)


def tidy(text: str) -> str:
    """The text with blanks around its lines off and no-break spaces plain; tabs stay."""
    lines = text.replace("\u00a0", " ").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def hidden_texts(hidden: Iterable[tuple[int, str]]) -> Iterator[Fragment]:
    """Hidden text, given as paragraph numbers and words, as outside text."""
    for line, text in hidden:
        yield Fragment(text=" ".join(text.split()), line=line, outside=SegmentKind.LOGISTICS)


def hidden_warning(hidden: Sequence[tuple[int, str]]) -> Iterator[ReadWarning]:
    """What is said of hidden text."""
    if hidden:
        message = f"{len(hidden)} stretches of hidden text are kept as outside text."
        yield ReadWarning(message=message, source_line=hidden[0][0])
