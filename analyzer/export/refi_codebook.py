"""Codebooks of REFI-QDA (``.qdc``): the pack as codes that other programs of the field read.

Advice and problems are two codes that hold the categories; the description of a code says all that
the pack says of it, in a form that ``analyzer import`` reads back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from analyzer.export.choosing import Material
from analyzer.export.documents import xml_text
from analyzer.records import Category, Pack
from analyzer.version import __version__

NAMESPACE: Final = "urn:QDA-XML:codebook:1.0"
NSMAP: Final[Any] = {None: NAMESPACE}
ORIGIN: Final = f"analyzer {__version__}"
ADVICE: Final = "Advice"
PROBLEMS: Final = "Problems"
# The lists of a category, by how they are headed in a description.
LISTS: Final = {"examples": "Examples", "counter_examples": "Not this", "rules": "Sure signs"}
ID: Final = "Id"
# Ids are made of what they stand for, under a name of our own.
_OURS: Final = uuid5(NAMESPACE_URL, "https://analyzer.example/export/refi-qda")
# Told apart in print and by the colour-blind; repeated where there are more categories.
_COLOURS: Final = (
    "#4477AA",
    "#EE6677",
    "#228833",
    "#CCBB44",
    "#66CCEE",
    "#AA3377",
    "#BBBBBB",
    "#EE8866",
)

Element = Any  # lxml ships no types


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code, and those under it; only codes with ``is_codable`` stand at words."""

    guid: str
    name: str
    description: str = ""
    is_codable: bool = True
    colour: str | None = None
    under: tuple[Code, ...] = ()


def guid(*parts: object) -> str:
    """An id made of what it stands for: the same on every run and every machine.

    >>> guid("code", "recruiting", "urgency") == guid("code", "recruiting", "urgency")
    True
    """
    return str(uuid5(_OURS, "\x1f".join(map(str, parts))))


def write(material: Material, place: Path) -> None:
    """The pack of the sessions as a codebook."""
    place.write_bytes(codebook_bytes(material.pack))


def codebook_bytes(pack: Pack) -> bytes:
    """A pack as a codebook."""
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", {"origin": ORIGIN}, nsmap=NSMAP)
    codes = etree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    for code in pack_codes(pack):
        add_code(codes, code, namespace=NAMESPACE)
    return xml_bytes(root)


def pack_codes(pack: Pack) -> tuple[Code, ...]:
    """The categories of a pack as codes, under a code for advice and one for problems."""
    groups = ((ADVICE, pack.advice), (PROBLEMS, pack.problem))
    return tuple(
        Code(
            guid=guid("group", pack.name, name),
            name=name,
            description=f"Pack: {pack.name}\nVersion: {pack.version}\nLanguage: {pack.language}",
            is_codable=False,
            under=tuple(_codes(pack, categories)),
        )
        for name, categories in groups
        if categories
    )


def category_guid(pack: Pack, category_id: str) -> str:
    """The id of the code of a category."""
    return guid("code", pack.name, category_id)


def _codes(pack: Pack, categories: Sequence[Category]) -> Iterator[Code]:
    for number, category in enumerate(categories):
        yield Code(
            guid=category_guid(pack, category.id),
            name=category.name,
            description=describe(category),
            colour=_COLOURS[number % len(_COLOURS)],
        )


def describe(category: Category) -> str:
    """All that a pack says of a category, for people to read and ``analyzer import`` too."""
    parts = [category.definition]
    for field, head in LISTS.items():
        texts: tuple[str, ...] = getattr(category, field)
        if texts:
            parts.append("\n".join((f"{head}:", *(f"- {_one_line(text)}" for text in texts))))
    parts.append(f"{ID}: {category.id}")
    return "\n\n".join(parts)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def add_code(parent: Element, code: Code, *, namespace: str) -> None:
    """Puts a code, and those under it, into an element."""
    colour = {} if code.colour is None else {"color": code.colour}
    element = etree.SubElement(
        parent,
        f"{{{namespace}}}Code",
        {
            "guid": code.guid,
            "name": xml_text(code.name),
            "isCodable": "true" if code.is_codable else "false",
            **colour,
        },
    )
    if code.description:
        etree.SubElement(element, f"{{{namespace}}}Description").text = xml_text(code.description)
    for one in code.under:
        add_code(element, one, namespace=namespace)


def xml_bytes(root: Element) -> bytes:
    """The document as bytes."""
    etree.indent(root)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content + b"\n"
