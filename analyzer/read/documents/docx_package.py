"""The parts of a .docx file, unpacked with care: no bombs, no entities, no half-read archive."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from analyzer.errors import UnreadableTranscript
from analyzer.read.limits import MAX_PART_BYTES, MAX_PARTS, MAX_UNPACKED_BYTES

SAVE_AGAIN = "Open it in Word or LibreOffice, save it as .docx again, and try that."
_SIDE_PART = re.compile(r"(?:styles|comments|footnotes|endnotes|(?:header|footer)[0-9]*)\.xml")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # NotImplementedError for packing methods this Python lacks is one
)
_TRUSTED = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}

_ENTITIES = tuple("<!ENTITY".encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be"))
_NO_ENTITIES = "it declares entities, which no word processor does"

Element = Any  # lxml ships no types


def name_of(element: Element) -> str:
    """The element's name without its namespace; empty for comments and what is not Word's own."""
    return _name_in(element.tag)


@lru_cache(maxsize=1_000)
def _name_in(tag: object) -> str:
    if not isinstance(tag, str):
        return ""
    space, _, name = tag[1:].partition("}")
    return name if space in _TRUSTED else ""


def value_of(element: Element, key: str = "val") -> str | None:
    """An attribute of Word's own."""
    for attribute, value in element.attrib.items():
        if attribute.rpartition("}")[2] == key:
            return str(value)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The XML parts of a document by their names: ``document`` is the text's, always there.

    ``damaged`` names parts beside the text that could not be read.
    """

    document: Element
    parts: dict[str, Element]
    damaged: tuple[str, ...] = ()

    def roots(self, prefix: str) -> list[Element]:
        """The parts whose name begins so, in order: ``header`` gives header1.xml, header2.xml."""
        return [root for name, root in sorted(self.parts.items()) if name.startswith(prefix)]


def is_docx(content: bytes) -> bool:
    """Whether the bytes are a zip that holds, or once held, the text of a Word document."""
    return content.startswith(b"PK\x03\x04") and b"word/document" in content


def open_package(content: bytes, *, path: str) -> Package:
    """The parts of a document. Raises UnreadableTranscript for a broken, locked or bloated file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_archive(archive, path=path)
            main = _main_part(archive)
            document = parse_part(archive.read(main))
            parts, damaged = _side_parts(archive, folder=main.rpartition("/")[0])
    except UnreadableTranscript:
        raise
    except (*BROKEN, KeyError) as error:
        reason = str(error).strip("'\"")
        raise UnreadableTranscript(
            f"the document is damaged: {reason}.", path=path, hint=SAVE_AGAIN
        ) from error
    return Package(document=document, parts=parts, damaged=damaged)


def check_archive(archive: zipfile.ZipFile, *, path: str) -> None:
    """Raises UnreadableTranscript where a zip is locked, or too large once unpacked."""
    infos = archive.infolist()
    if any(info.flag_bits & 1 for info in infos):
        what = "the document is locked with a password."
        raise UnreadableTranscript(what, path=path, hint="Save it without the password first.")
    hint = "No transcript is; if it holds pictures or recordings, take them out and save it."
    if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
        what = f"unpacked, the document is larger than {MAX_UNPACKED_BYTES // 10**6} MB."
        raise UnreadableTranscript(what, path=path, hint=hint)
    if any(_is_xml(info) and info.file_size > MAX_PART_BYTES for info in infos):
        what = f"unpacked, a part of the document is larger than {MAX_PART_BYTES // 10**6} MB."
        raise UnreadableTranscript(what, path=path, hint=hint)
    if len(infos) > MAX_PARTS:
        what = f"the document has {len(infos):,} parts; more than {MAX_PARTS:,} are not read."
        raise UnreadableTranscript(what, path=path, hint=hint)


def _is_xml(info: zipfile.ZipInfo) -> bool:
    return info.filename.casefold().endswith((".xml", ".rels"))


def _main_part(archive: zipfile.ZipFile) -> str:
    """The name of the part that holds the text, as the file's relations say."""
    if "_rels/.rels" in archive.namelist():
        for relation in parse_part(archive.read("_rels/.rels")):
            if (value_of(relation, "Type") or "").endswith("/officeDocument"):
                target = (value_of(relation, "Target") or "").lstrip("/")
                if target in archive.namelist():
                    return target
    return "word/document.xml"


def _side_parts(
    archive: zipfile.ZipFile, *, folder: str
) -> tuple[dict[str, Element], tuple[str, ...]]:
    parts: dict[str, Element] = {}
    damaged: list[str] = []
    for info in archive.infolist():
        parent, _, name = info.filename.rpartition("/")
        is_side = parent == folder and _SIDE_PART.fullmatch(name) is not None
        if not is_side and info.filename != "docProps/core.xml":
            continue
        try:
            parts[name] = parse_part(archive.read(info))
        except BROKEN:
            damaged.append(info.filename)
    return parts, tuple(damaged)


def parse_part(content: bytes) -> Element:
    """The root of an XML part; one of ``BROKEN`` where it is none or declares entities."""
    if any(sign in content for sign in _ENTITIES):
        raise ValueError(_NO_ENTITIES)  # before a parser sees them: attributes would show them
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError(_NO_ENTITIES)  # in an encoding that hides the sign
    return root
