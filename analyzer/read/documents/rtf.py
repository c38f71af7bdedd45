"""Rich text (.rtf): what Word, TextEdit, Descript and old .doc files that are rich text hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading, Shape, packed_shape
from analyzer.read.documents.document import (
    deletion_warning,
    hidden_texts,
    hidden_warning,
    margin_texts,
    note_warnings,
    read_document,
    title_in,
)
from analyzer.read.documents.rtf_walk import RtfWalk
from analyzer.records import ReadWarning, SegmentKind


class Rtf:
    """Rich text; ``line`` of what is read is the number of the paragraph in the document."""

    name = "rtf"
    about = "rich text (.rtf, or .doc that is rich text): labelled text, tables with feedback"
    extensions: tuple[str, ...] = (".rtf", ".doc")

    def claims(self, raw: RawFile) -> float:
        """1.0 for what opens as rich text."""
        return 1.0 if packed_shape(raw.content) is Shape.RTF else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The document as a page. Raises UnreadableTranscript where it holds no text."""
        walk = RtfWalk()
        try:
            walk.read(raw.content)
        except RecursionError as error:
            raise UnreadableTranscript(
                "the groups of this document nest too deep.",
                path=raw.path,
                hint="Open it in Word or LibreOffice and save it as .docx.",
            ) from error
        notes = [*_notes(walk), *hidden_texts(walk.hidden)]
        reading = read_document(walk.items, path=raw.path, asides=notes)
        return replace(
            reading,
            fragments=(
                *margin_texts(walk.heads, is_head=True),
                *reading.fragments,
                *margin_texts(walk.feet, is_head=False),
            ),
            title=reading.title or title_in(walk.title),
            held_on=reading.held_on or walk.created,
            warnings=(*reading.warnings, *_warnings(walk)),
        )


def _notes(walk: RtfWalk) -> Iterator[Fragment]:
    for note in walk.notes:
        yield Fragment(
            text=f"{note.author}: {note.text}" if note.author else note.text,
            line=note.line,
            outside=SegmentKind.COMMENTS if note.is_comment else SegmentKind.FRONT,
        )


def _warnings(walk: RtfWalk) -> Iterator[ReadWarning]:
    yield from deletion_warning(walk.deleted)
    yield from note_warnings(_notes(walk))
    yield from hidden_warning(walk.hidden)
    if not walk.is_whole:
        yield ReadWarning(message="the file breaks off before its end.", source_line=walk.number)
