"""OpenDocument texts (.odt, .ott, .fodt), as LibreOffice and Google Docs write them."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
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
    BROKEN,
    SAVE_AGAIN,
    Element,
    check_archive,
    parse_part,
)
from analyzer.read.documents.odt_styles import OdtStyle, read_odt_styles, tag_of
from analyzer.read.documents.odt_walk import OdtWalk, deleted_words
from analyzer.read.pages.page_dates import find_date
from analyzer.records import ReadWarning

_PACKED = b"PK\x03\x04"
_TEXT = b"application/vnd.oasis.opendocument.text"
_FLAT = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|office:document)")
_PARTS = ("content.xml", "styles.xml", "meta.xml")
_HEADS = frozenset(("style:header", "style:header-left", "style:header-first"))
_FEET = frozenset(("style:footer", "style:footer-left", "style:footer-first"))


class Odt:
    """OpenDocument texts; ``line`` of what is read is the number of the paragraph."""

    name = "odt"
    about = "OpenDocument texts (.odt): labelled text, tables with feedback"
    extensions: tuple[str, ...] = (".odt", ".ott", ".fodt")

    def claims(self, raw: RawFile) -> float:
        """1.0 for a zip that holds an OpenDocument text, whole or not, or for a flat one."""
        if raw.content.startswith(_PACKED):
            is_packed = b"mimetype" + _TEXT in raw.content[:200]
            return 1.0 if is_packed else 0.0
        head = raw.content[:4096]
        is_flat = _FLAT.match(head) and b"<office:document" in head and _TEXT in head
        return 1.0 if is_flat else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The text as a page. Raises UnreadableTranscript: broken, locked, or without text."""
        parts, damaged = _parts(raw)
        content = parts["content.xml"]
        styles = read_odt_styles((parts.get("styles.xml"), content))
        walk = OdtWalk(styles=styles, changes=deleted_words(content))
        try:
            items = list(walk.items(_body(content, path=raw.path)))
        except RecursionError as error:
            raise _damaged("it nests too deep", path=raw.path) from error
        asides = [*walk.notes, *hidden_texts(walk.hidden)]
        reading = read_document(items, path=raw.path, asides=asides)
        margins = parts.get("styles.xml")
        title, date = _properties(parts.get("meta.xml"))
        return replace(
            reading,
            fragments=(
                *_margin(margins, _HEADS, styles),
                *reading.fragments,
                *_margin(margins, _FEET, styles),
            ),
            title=reading.title or title,
            held_on=reading.held_on or date,
            warnings=(*reading.warnings, *_warnings(walk, damaged)),
        )


def _damaged(reason: str, *, path: str) -> UnreadableTranscript:
    what = f"the document is damaged: {reason}."
    return UnreadableTranscript(what, path=path, hint=SAVE_AGAIN)


def _parts(raw: RawFile) -> tuple[dict[str, Element], tuple[str, ...]]:
    """The XML parts by name, and the names of those beside the text that could not be read."""
    try:
        if not raw.content.startswith(_PACKED):
            root = parse_part(raw.content)
            return dict.fromkeys(_PARTS, root), ()
        with zipfile.ZipFile(io.BytesIO(raw.content)) as archive:
            check_archive(archive, path=raw.path)
            _check_lock(archive, path=raw.path)
            parts = {"content.xml": parse_part(archive.read("content.xml"))}
            damaged = []
            for name in _PARTS[1:]:
                try:
                    parts[name] = parse_part(archive.read(name))
                except KeyError:
                    continue
                except BROKEN:
                    damaged.append(name)
            return parts, tuple(damaged)
    except UnreadableTranscript:
        raise
    except (*BROKEN, KeyError) as error:
        raise _damaged(str(error).strip("'\""), path=raw.path) from error


def _check_lock(archive: zipfile.ZipFile, *, path: str) -> None:
    names = archive.namelist()
    manifest = b""
    if "META-INF/manifest.xml" in names:
        manifest = archive.read("META-INF/manifest.xml")
    if b"encryption-data" in manifest or "encrypted-package" in names:
        what = "the document is locked with a password."
        raise UnreadableTranscript(what, path=path, hint="Save it without the password first.")


def _body(content: Element, *, path: str) -> Element:
    for body in content.iter():
        if tag_of(body) == "office:text":
            return body
    raise _damaged("it has no text in it", path=path)


def _margin(
    root: Element | None, kinds: frozenset[str], styles: dict[str, OdtStyle]
) -> Iterator[Fragment]:
    """The words of headers or footers."""
    texts = (
        "\n".join(block.text for block in OdtWalk(styles=styles).flat(element))
        for element in (root.iter() if root is not None else ())
        if tag_of(element) in kinds
    )
    return margin_texts(texts, is_head=kinds is _HEADS)


def _properties(root: Element | None) -> tuple[str | None, dt.date | None]:
    """Title and day of making that the file itself holds."""
    title: str | None = None
    date: dt.date | None = None
    elements = root.iter() if root is not None else ()
    metas = (element for element in elements if tag_of(element) == "office:meta")
    for child in (child for meta in metas for child in meta):
        tag = tag_of(child)
        if tag == "title":
            title = title_in(child.text or "")
        elif tag == "meta:creation-date":
            date = find_date(child.text or "")
    return title, date


def _warnings(walk: OdtWalk, damaged: tuple[str, ...]) -> Iterator[ReadWarning]:
    yield from deletion_warning(walk.deleted)
    yield from note_warnings(walk.notes)
    yield from hidden_warning(walk.hidden)
    for name in damaged:
        yield ReadWarning(message=f"the part {name} of the document is damaged and was skipped.")
