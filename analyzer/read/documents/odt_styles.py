"""What the styles of an OpenDocument text say: headings, quotations, bold and hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.read.documents.docx_package import Element, value_of

_NAMESPACE = re.compile(r"\{urn:oasis:names:tc:opendocument:xmlns:(\w+):1\.\d\}(.+)")
_HEADING = re.compile(r"(?:contents )?heading(?: \d+)?|title|subtitle", re.IGNORECASE)
_BOLD = re.compile(r"bold|bolder|[6-9]00")
_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OdtStyle:
    """One style, its parents' properties in it. ``is_light`` where it says that it is not bold."""

    is_bold: bool = False
    is_light: bool = False
    is_hidden: bool = False
    is_heading: bool = False
    is_quote: bool = False
    is_rule: bool = False


PLAIN = OdtStyle()


def tag_of(element: Element) -> str:
    """The element's name with the prefix that everybody uses: "text:p"; empty for comments.

    Prefixes are the file's own choice; what they stand for is not.
    """
    if not isinstance(element.tag, str):
        return ""
    match = _NAMESPACE.fullmatch(element.tag)
    return f"{match[1]}:{match[2]}" if match else element.tag.rpartition("}")[2]


def read_odt_styles(roots: Iterable[Element | None]) -> dict[str, OdtStyle]:
    """The styles of the parts by their names; later parts win."""
    named: dict[str, Element] = {}
    for root in roots:
        for element in root.iter() if root is not None else ():
            if tag_of(element) == "style:style":
                named[value_of(element, "name") or ""] = element
    return {name: _resolved(element, named) for name, element in named.items()}


def _resolved(style: Element, named: dict[str, Element]) -> OdtStyle:
    bold: bool | None = None
    hidden: bool | None = None
    names: list[str] = []
    current: Element | None = style
    for _ in range(_DEEPEST):
        if current is None:
            break
        names.append((value_of(current, "name") or "").replace("_20_", " "))
        for child in current:
            if tag_of(child) == "style:text-properties":
                weight, display = value_of(child, "font-weight"), value_of(child, "display")
                if bold is None and weight is not None:
                    bold = _BOLD.fullmatch(weight) is not None
                if hidden is None and display is not None:
                    hidden = display == "none"
        current = named.get(value_of(current, "parent-style-name") or "")
    return OdtStyle(
        is_bold=bool(bold),
        is_light=bold is False,
        is_hidden=bool(hidden),
        is_heading=any(_HEADING.fullmatch(name) for name in names),
        is_quote=any(name.startswith("Quot") for name in names),
        is_rule="Horizontal Line" in names,
    )
