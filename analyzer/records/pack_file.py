"""Packs as TOML files: read, and checked so that mistakes are named by line.

A pack file holds ``name``, ``version``, ``language`` and tables ``[[advice]]`` and ``[[problem]]``.
With ``extends`` it takes over the categories of another pack, but for those that ``without`` names;
a category with an id of that pack stands in the place of the one taken over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from analyzer.errors import PackError, did_you_mean
from analyzer.records.packs import Category, Pack
from analyzer.records.toml_text import (
    TomlText,
    decoded_toml,
    is_toml_path,
    joined,
    listed,
    read_toml,
)
from analyzer.settings import PACKAGE

PACK_KEYS: Final = ("name", "version", "language", "extends", "without", "advice", "problem")
CATEGORY_KEYS: Final = ("id", "name", "definition", "examples", "counter_examples", "rules")

# The files that a pack is read for, each extending the next.
Chain = tuple[str, ...]

_TEXTS: Final = ("examples", "counter_examples", "rules")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_COMMON_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be but by can do for from had has have he her him his how i if in is
        it its me my no not of oh ok okay on one or our right she so that the their them then there
        they this to up us was we well were what when who why will with yeah yes you your""",
    )
)


def shipped_packs() -> tuple[str, ...]:
    """The names of the packs that come with the package, in alphabetical order.

    >>> shipped_packs()
    ('leadership', 'recruiting', 'sales')
    """
    return tuple(sorted(file.stem for file in (PACKAGE / "packs").glob("*.toml")))


def load_pack(name_or_path: str | Path) -> Pack:
    """The shipped pack of that name, or the pack in that ``.toml`` file.

    >>> load_pack("recruiting").category("fee-terms").name
    'Fee terms'

    Raises PackError when there is no such pack or the file breaks a rule: it names the line, the
    value, what is allowed and the nearest spelling.
    """
    wanted = str(name_or_path)
    if isinstance(name_or_path, Path) or is_pack_path(wanted):
        return replace(_load_file(Path(name_or_path), path=wanted), file=wanted)
    return _load_shipped(wanted)


def is_pack_path(name: str) -> bool:
    """Whether the name is that of a file, a user's own pack, and not of a shipped pack.

    >>> is_pack_path("my.toml"), is_pack_path("recruiting")
    (True, False)
    """
    return is_toml_path(name)


def _load_file(file: Path, *, path: str, chain: Chain = ()) -> Pack:
    """The pack in a file; ``chain`` are the files that build on it, the outermost first."""
    missing = f"Begin one with 'analyzer pack new'; shipped packs are {listed(shipped_packs())}."
    text = read_toml(file, what="pack file", path=path, missing=missing, error=PackError)
    return _parse(text, path=path, chain=chain)


def _load_shipped(wanted: str) -> Pack:
    shipped = shipped_packs()
    if wanted not in shipped:
        hint = (
            f"Shipped packs are {listed(shipped)}; your own is named by its file, 'my-pack.toml'."
        )
        raise PackError(
            f"There is no pack named {wanted!r}.", hint=joined(did_you_mean(wanted, shipped), hint)
        )
    file = PACKAGE / "packs" / f"{wanted}.toml"
    return _load_file(file, path=str(file))


def parse_pack(text: str, *, path: str) -> Pack:
    """The pack a TOML text holds. Raises PackError.

    ``path`` is named in messages, and a pack that this one extends is looked for beside it.
    """
    return _parse(text, path=path)


def _parse(text: str, *, path: str, chain: Chain = ()) -> Pack:
    pack = _PackText(text, path, chain)
    hint = "Texts stand in quotes, lists in brackets, and a category begins with [[advice]]."
    return pack.pack(pack.content(hint=hint))


def parse_pack_bytes(content: bytes, *, path: str) -> Pack:
    """The pack that the bytes of a file hold; ``path`` is as for a text. Raises PackError."""
    return parse_pack(decoded_toml(content, path=path, error=PackError), path=path)


def pack_digest(pack: Pack) -> str:
    """Eight hexadecimal digits that change whenever anything in the pack changes."""
    content = TypeAdapter(Pack).dump_json(pack)
    return hashlib.sha256(content).hexdigest()[:8]


class _PackText(TomlText):
    """A pack file while it is checked; ``chain`` are the files that build on it."""

    def __init__(self, text: str, path: str, chain: Chain = ()) -> None:
        super().__init__(text, path, error=PackError)
        self.chain = (*chain, path)

    def pack(self, content: dict[str, Any]) -> Pack:
        self.check_keys(content, PACK_KEYS, "a pack", None)
        name = self.text(content, "name", "the pack", None)
        self.check_id(name, "name", None)
        version = self.text(content, "version", "the pack", None)
        base = self.base(content)
        language = base.language if base else "en"
        if "language" in content:
            language = self.text(content, "language", "the pack", None)
        if not _LANGUAGE.fullmatch(language):
            hint = 'Write its two-letter code, such as "en".'
            raise self.error(f"language is {language!r}.", hint, None, "language")
        advice = _merged(base.advice if base else (), self.categories(content, "advice"))
        if not advice:
            hint = (
                "Add at least one [[advice]] table; 'analyzer pack new' writes one to begin with."
            )
            raise PackError("the pack has no advice categories.", path=self.path, hint=hint)
        problem = _merged(base.problem if base else (), self.categories(content, "problem"))
        self.check_kinds(advice, problem)
        return Pack(name=name, version=version, language=language, advice=advice, problem=problem)

    def base(self, content: dict[str, Any]) -> Pack | None:
        """The pack that this one extends, less the categories it wants to be without."""
        if "extends" not in content:
            if "without" in content:
                hint = 'Name the pack to take the others from: extends = "…".'
                raise self.error("without is given, and extends is not.", hint, None, "without")
            return None
        wanted = self.text(content, "extends", "the pack", None)
        dropped = self.texts(content, "without", "the pack", None)
        pack = self.extended(wanted)
        known = [category.id for category in (*pack.advice, *pack.problem)]
        for category_id in dropped:
            if category_id not in known:
                hint = joined(did_you_mean(category_id, known), f"It has {listed(known)}.")
                what = f"{wanted} has no category {category_id!r} to be without."
                raise self.error(what, hint, None, "without")
        return replace(
            pack,
            advice=tuple(one for one in pack.advice if one.id not in dropped),
            problem=tuple(one for one in pack.problem if one.id not in dropped),
        )

    def extended(self, wanted: str) -> Pack:
        if not is_pack_path(wanted):
            try:
                return _load_shipped(wanted)
            except PackError as error:
                raise self.error(error.what, error.hint, None, "extends") from error
        file = Path(self.path).parent / wanted
        resolved = [_resolved(path) for path in self.chain]
        if _resolved(file) in resolved:
            circle = [*self.chain[resolved.index(_resolved(file)) :], str(file)]
            what = f"packs that extend each other in a circle: {' → '.join(circle)}."
            raise self.error(what, "Let one of them extend none.", None, "extends")
        if not file.exists():
            hint = (
                f"It is looked for beside this file; shipped packs are {listed(shipped_packs())}."
            )
            raise self.error(f"the pack {wanted!r} is not there.", hint, None, "extends")
        return _load_file(file, path=str(file), chain=self.chain)

    def check_kinds(self, advice: Sequence[Category], problem: Sequence[Category]) -> None:
        """An id stands for one category in the whole pack, so that a name in a report is one."""
        taken = {category.id for category in advice}
        for category in problem:
            if category.id in taken:
                raise self.error(
                    f"id {category.id!r} is given to an advice and to a problem.",
                    "Each id stands for one category; rename one.",
                    None,
                    None,
                    of=category.id,
                )

    def categories(self, content: dict[str, Any], kind: str) -> tuple[Category, ...]:
        hint = f"Begin each category with [[{kind}]], in double square brackets."
        tables = self.tables(content, kind, hint=hint)
        found: list[Category] = []
        for number, table in enumerate(tables):
            category = self.category(table, (kind, number))
            if category.id in [other.id for other in found]:
                raise self.error(
                    f"{kind} id {category.id!r} is given twice.",
                    "Each id stands for one category; rename or remove one.",
                    (kind, number),
                    "id",
                )
            found.append(category)
        return tuple(found)

    def category(self, table: dict[str, Any], at: tuple[str, int]) -> Category:
        owner = f"{at[0]} {table['id']!r}" if "id" in table else f"{at[0]} number {at[1] + 1}"
        self.check_keys(table, CATEGORY_KEYS, "a category", at)
        category_id = self.text(table, "id", owner, at)
        self.check_id(category_id, "id", at)
        name = self.text(table, "name", owner, at)
        definition = self.text(table, "definition", owner, at)
        examples, counter_examples, rules = (self.texts(table, key, owner, at) for key in _TEXTS)
        for rule in rules:
            self.check_rule(rule, owner, at)
        return Category(
            id=category_id,
            name=name,
            definition=definition,
            examples=examples,
            counter_examples=counter_examples,
            rules=rules,
        )

    def check_rule(self, rule: str, owner: str, at: tuple[str, int]) -> None:
        words = [word for word in re.split(r"[\s*]+", rule.lower()) if re.search(r"\w", word)]
        bare = [word.strip(".,;:!?'\"“”‘’()…-") for word in words]
        if all(word in _COMMON_WORDS for word in bare):
            hint = 'A rule is a phrase that is a sure sign by itself, such as "whose budget".'
            raise self.error(f"rule {rule!r} of {owner} matches everything.", hint, at, "rules")


def _merged(base: Sequence[Category], own: Sequence[Category]) -> tuple[Category, ...]:
    """The categories of both; one of ``own`` takes the place of that in ``base`` with its id."""
    mine = {category.id: category for category in own}
    kept = [mine.pop(category.id, category) for category in base]
    return (*kept, *mine.values())


def _resolved(path: str | Path) -> Path:
    return Path(path).resolve()
