"""What is looked at in a workbook before its sheets are read: its size and safety, comments."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from analyzer.errors import UnreadableTranscript
from analyzer.read.limits import MAX_PARTS, MAX_UNPACKED_BYTES

_AGAIN = "Open it in Excel or LibreOffice, save it as .xlsx again, and try that."
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
_COMMENTS = re.compile(r"xl/(?:comments/)?comments?[0-9]*\.xml|xl/threadedComments/[^/]+\.xml")
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_STAND_IN = "[Threaded comment]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The XML of the comments by part, threads first, and how many formulas the sheets have."""

    comments: tuple[bytes, ...]
    n_formulas: int


def open_parts(content: bytes, *, path: str) -> Parts:
    """Look through a workbook. Raises UnreadableTranscript where it is broken, locked or bloated.

    Also where XML declares entities, which no spreadsheet does, and for binary workbooks.
    """
    comments: list[tuple[bool, bytes]] = []
    n_formulas = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive, path=path)
            for info in archive.infolist():
                if not info.filename.casefold().endswith((".xml", ".rels")):
                    continue
                part = archive.read(info)
                if b"\x00" in part[:200] or any(sign in part for sign in _ENTITIES):
                    raise ValueError("it declares entities, which no spreadsheet does")
                if _COMMENTS.fullmatch(info.filename):
                    comments.append(("threaded" not in info.filename, part))
                if _SHEETS.fullmatch(info.filename):
                    n_formulas += part.count(b"<f>") + part.count(b"<f ")
    except UnreadableTranscript:
        raise
    except _BROKEN as error:
        what = f"this workbook is damaged: {error}."
        raise UnreadableTranscript(what, path=path, hint=_AGAIN) from error
    return Parts(comments=tuple(part for _, part in sorted(comments)), n_formulas=n_formulas)


def comments_in(parts: Parts) -> Iterator[str]:
    """What people wrote on cells. A part that cannot be read has none."""
    for part in parts.comments:
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            root = etree.fromstring(part, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        for element in root.iter("{*}comment", "{*}threadedComment"):
            # what stands as text in a thread is one text; a note's runs are parts of one
            pieces = (node.text for node in element.iter("{*}t", "{*}text") if node.text)
            text = "".join(pieces).strip()
            if text and not text.startswith(_STAND_IN):
                yield text


def _check(archive: zipfile.ZipFile, *, path: str) -> None:
    infos = archive.infolist()
    names = {info.filename for info in infos}
    if any(info.flag_bits & 1 for info in infos):
        what = "the workbook is locked with a password."
        raise UnreadableTranscript(what, path=path, hint="Save it without the password first.")
    if "xl/workbook.bin" in names:
        what = "this is a binary workbook (.xlsb)."
        raise UnreadableTranscript(what, path=path, hint="Save it as .xlsx or .csv.")
    if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES or len(infos) > MAX_PARTS:
        what = f"unpacked, the workbook is larger than {MAX_UNPACKED_BYTES // 10**6} MB."
        if len(infos) > MAX_PARTS:
            what = f"the workbook has {len(infos):,} parts; {MAX_PARTS:,} are read at most."
        hint = "No transcript is; save the sheet of the talk as a file of its own."
        raise UnreadableTranscript(what, path=path, hint=hint)
