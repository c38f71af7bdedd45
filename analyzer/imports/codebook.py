"""Codebooks of REFI-QDA (``.qdc``), or of a project (``.qdpx``), as packs.

Codes under one that is called problems become problem categories, all others advice; people move
what belongs elsewhere. A code without a description is defined by its name until they write more.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from analyzer.errors import CodebookError
from analyzer.export.refi_codebook import ADVICE, ID, LISTS, PROBLEMS
from analyzer.records import Category, Pack
from analyzer.records.pack_file import parse_pack
from analyzer.records.toml_text import is_kebab

MAX_BYTES: Final = 64_000_000
MAX_DEPTH: Final = 50
_PROBLEM = re.compile(r"problems?\b|challenges?\b|concerns?\b|issues?\b", re.IGNORECASE)
_FACT = re.compile(r"(Pack|Version|Language): (\S.*)")
_ID_LINE = re.compile(rf"{ID}: (\S+)")
_BROKEN = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, ValueError, RuntimeError)
_HINT: Final = "Export it again as a REFI-QDA codebook (.qdc)."

Element = Any  # lxml ships no types


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A pack made of a codebook, and the names of its codes that nothing explains."""

    pack: Pack
    undescribed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Code:
    name: str
    description: str
    parents: tuple[str, ...]
    is_problem: bool


def read_codebook(path: str | Path) -> Codebook:
    """The pack that a codebook makes; one that ``analyzer export`` wrote comes back as it was.

    Raises CodebookError where the file is no codebook, is damaged or holds no codes.
    """
    place = Path(path)
    root = _root(place)
    codes = tuple(_codes(root))
    if not codes:
        raise CodebookError("this codebook holds no codes.", path=str(place), hint=_HINT)
    taken: set[str] = set()
    made = [(code.is_problem, _category(code, taken)) for code in codes]
    facts = _facts(root)
    name = facts.get("Pack", "")
    advice = tuple(it for is_problem, it in made if not is_problem)
    pack = Pack(
        name=name if is_kebab(name) else _kebab(place.stem, "codebook"),
        version=facts.get("Version", "1"),
        language=facts.get("Language", "en"),
        # A pack needs advice; problems alone are kept as such for a person to sort.
        advice=advice or tuple(it for _, it in made),
        problem=tuple(it for is_problem, it in made if is_problem) if advice else (),
    )
    undescribed = tuple(code.name for code in codes if not code.description)
    return Codebook(pack=pack, undescribed=undescribed)


def pack_text(pack: Pack) -> str:
    """The file of a pack. Raises PackError where its content breaks a rule of packs.

    >>> made = Pack(name="mine", version="1", language="en", problem=(), advice=(
    ...     Category(id="ask", name="Ask", definition="Ask first."),))
    >>> parse_pack(pack_text(made), path="mine.toml") == made
    True
    """
    lines = [
        f"# A pack: check it with 'analyzer pack check {pack.name}.toml'.",
        f"name = {_quoted(pack.name)}",
        f"version = {_quoted(pack.version)}",
        f"language = {_quoted(pack.language)}",
    ]
    for kind, categories in (("advice", pack.advice), ("problem", pack.problem)):
        for category in categories:
            lines += ["", f"[[{kind}]]", *_category_lines(category)]
    text = "\n".join(lines) + "\n"
    parse_pack(text, path=f"{pack.name}.toml")
    return text


def _category_lines(category: Category) -> Iterator[str]:
    for key in ("id", "name", "definition"):
        yield f"{key} = {_quoted(getattr(category, key))}"
    for key in LISTS:
        texts = getattr(category, key)
        if texts:
            yield f"{key} = ["
            yield from (f"  {_quoted(text)}," for text in texts)
            yield "]"


def _quoted(text: str) -> str:
    """A text as TOML has it: as JSON, but for a sign that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _root(place: Path) -> Element:
    try:
        if place.stat().st_size > MAX_BYTES:
            raise CodebookError("it is larger than a codebook can be.", path=str(place))
        content = place.read_bytes()
        if content.startswith(b"PK"):
            content = _project_file(place)
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except OSError as error:
        what = f"it cannot be read: {error.strerror}."
        raise CodebookError(what, path=str(place), hint=_HINT) from error
    except _BROKEN as error:
        if isinstance(error, CodebookError):
            raise
        raise CodebookError("this is no codebook.", path=str(place), hint=_HINT) from error
    return root


def _project_file(place: Path) -> bytes:
    with zipfile.ZipFile(place) as archive:
        for info in archive.infolist():
            if info.filename.lower().endswith(".qde") and info.file_size <= MAX_BYTES:
                return archive.read(info)
    raise CodebookError("no project is in this file.", path=str(place), hint=_HINT)


def _codes(root: Element) -> Iterator[_Code]:
    for codes in root.iter("{*}Codes"):
        for code in _children(codes, "Code"):
            yield from _code(code, parents=(), is_problem=False)


def _code(element: Element, *, parents: tuple[str, ...], is_problem: bool) -> Iterator[_Code]:
    name = " ".join((element.get("name") or "").split())
    under = _children(element, "Code")
    is_problem = is_problem or (bool(under) and _PROBLEM.match(name) is not None)
    if name and element.get("isCodable", "true") in {"true", "1"} and not _is_own(parents, name):
        description = (element.findtext("{*}Description") or "").strip()
        yield _Code(name=name, description=description, parents=parents, is_problem=is_problem)
    if len(parents) < MAX_DEPTH:
        for one in under:
            yield from _code(one, parents=(*parents, name), is_problem=is_problem)


def _is_own(parents: tuple[str, ...], name: str) -> bool:
    """Whether a project that we wrote has the code for what is found beside a pack's categories."""
    return parents[:1] in {("Uptake",), ("Parts of a session",)} or name == "Words to say"


def _children(element: Element, name: str) -> list[Element]:
    return list(element.iterfind(f"{{*}}{name}"))


def _facts(root: Element) -> dict[str, str]:
    """What the codes for advice and problems say of the pack, where we wrote them."""
    for code in root.iter("{*}Code"):
        if code.get("name") in {ADVICE, PROBLEMS} and code.get("isCodable") == "false":
            text = code.findtext("{*}Description") or ""
            facts = {match[1]: match[2].strip() for match in _FACT.finditer(text)}
            if facts:
                return facts
    return {}


def _category(code: _Code, taken: set[str]) -> Category:
    definition, lists, own_id = _described(code.description)
    wanted = own_id if own_id and is_kebab(own_id) else _kebab(code.name, "code")
    key = _free(wanted, code.parents, taken)
    taken.add(key)
    return Category(id=key, name=code.name, definition=definition or code.name, **lists)


def _described(description: str) -> tuple[str, dict[str, tuple[str, ...]], str | None]:
    """Definition, lists and id in a description; of another program's all is the definition."""
    parts = description.replace("\r\n", "\n").split("\n\n")
    own_id = _ID_LINE.fullmatch(parts[-1].strip())
    if own_id is None:
        return " ".join(description.split()), {}, None
    heads = {f"{head}:": field for field, head in LISTS.items()}
    definition: list[str] = []
    lists: dict[str, tuple[str, ...]] = {}
    for part in parts[:-1]:
        first, *rest = part.split("\n")
        if first in heads and all(line.startswith("- ") for line in rest):
            lists[heads[first]] = tuple(line[2:] for line in rest)
        else:
            definition.append(part)
    return "\n\n".join(definition), lists, own_id[1]


def _free(wanted: str, parents: Sequence[str], taken: set[str]) -> str:
    """An id that is not taken: with the code above in front, then with a number."""
    key = wanted
    if key in taken and parents:
        key = f"{_kebab(parents[-1], 'code')}-{wanted}"
    number = 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _kebab(name: str, otherwise: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain)).lstrip("0123456789-")
    return words or otherwise
