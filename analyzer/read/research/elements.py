"""XML read without fear: no entities, no network, no document type loaded, bounded in size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from analyzer.errors import UnreadableTranscript
from analyzer.read.limits import MAX_XML_CHARS

Element = Any  # lxml ships no types

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_OPENING = re.compile(
    r"(?:\s|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE[^>\[]*>)*<(?:\w+:)?([\w.-]+)"
)
_ENTITIES = "<!ENTITY"
_LAST_SURE_LINE = 65_534
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_HOW = "Save it again in the program it was made with."


def root_name(text: str) -> str | None:
    """The name of the element that the text of an XML file opens with; None for other text.

    >>> root_name('<?xml version="1.0"?><!-- mine --><TEI xmlns="x">'), root_name("Ana: hi")
    ('TEI', None)
    """
    match = _OPENING.match(text[:20_000])
    return None if match is None else match[1]


def parse_xml(text: str, *, path: str) -> Element:
    """The root element. Lines are those of the text.

    Raises UnreadableTranscript with the line where it is broken, for one that declares entities,
    nests too deep or is larger than any transcript.
    """
    if len(text) > MAX_XML_CHARS:
        what = f"this file is larger than {MAX_XML_CHARS // 10**6} MB, which no transcript is."
        raise UnreadableTranscript(what, path=path, hint="Export a single session.")
    if _ENTITIES in text:
        line = text.count("\n", 0, text.index(_ENTITIES)) + 1
        what = "this file declares entities, which no transcript needs."
        raise UnreadableTranscript(what, path=path, line=line, hint=_HOW)
    # The text is decoded already: what it says of its encoding no longer holds.
    declared = _DECLARATION.match(text)
    head = "\n" * declared[0].count("\n") if declared else ""
    body = text[declared.end() :] if declared else text
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring((head + body).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        what = f"this XML is broken: {error.msg}."
        raise UnreadableTranscript(what, path=path, line=error.lineno or None, hint=_HOW) from error
    except ValueError as error:
        what = f"this XML cannot be read: {error}."
        raise UnreadableTranscript(what, path=path, hint=_HOW) from error


def name_of(element: Element) -> str:
    """The element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(root: Element, *names: str) -> Iterator[Element]:
    """The elements of these names in and below the root, in order, whatever their namespace."""
    wanted = set(names)
    return (element for element in root.iter() if name_of(element) in wanted)


def children(element: Element, *names: str) -> Iterator[Element]:
    """The elements of these names just below an element."""
    wanted = set(names)
    return (child for child in element if name_of(child) in wanted)


def text_of(element: Element | None) -> str:
    """All text in and below an element, blanks made single; empty for None."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def id_of(element: Element) -> str:
    """The ``xml:id`` of an element, or its plain ``id``; empty where it has none."""
    return str(element.get(_ID) or element.get("id") or "")


def line_of(element: Element) -> int | None:
    """The line an element stands in; None in long files, where the parser does not know."""
    line = element.sourceline
    return line if isinstance(line, int) and 0 < line <= _LAST_SURE_LINE else None
