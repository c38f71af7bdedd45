"""Packs as TOML files: read, checked so that mistakes are named by line, begun from a template.

A pack file holds ``name``, ``version``, ``language`` and tables ``[[advice]]`` and ``[[problem]]``.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from analyzer.errors import PackError, did_you_mean
from analyzer.records.packs import Category, Pack
from analyzer.settings import PACKAGE

PACK_KEYS: Final = ("name", "version", "language", "advice", "problem")
CATEGORY_KEYS: Final = ("id", "name", "definition", "examples", "counter_examples", "rules")
FEW_EXAMPLES: Final = 5

_TEXTS: Final = ("examples", "counter_examples", "rules")
_KEBAB: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_HEADER: Final = re.compile(r"\s*\[{1,2}\s*([\w-]+)\s*\]")
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
    ('leadership', 'recruiting')
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
    if isinstance(name_or_path, Path) or wanted.endswith(".toml") or re.search(r"[/\\]", wanted):
        return parse_pack_bytes(_content(Path(name_or_path)), path=wanted)
    shipped = shipped_packs()
    if wanted not in shipped:
        hint = (
            f"Shipped packs are {_listed(shipped)}; your own is named by its file, 'my-pack.toml'."
        )
        raise PackError(
            f"There is no pack named {wanted!r}.", hint=_joined(did_you_mean(wanted, shipped), hint)
        )
    file = PACKAGE / "packs" / f"{wanted}.toml"
    return parse_pack_bytes(_content(file), path=str(file))


def parse_pack(text: str, *, path: str) -> Pack:
    """The pack a TOML text holds; ``path`` is only named in messages. Raises PackError."""
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        what = str(error)[: place.start()].strip() if place else str(error)
        raise PackError(
            f"not valid TOML: {what[:1].lower()}{what[1:].rstrip('.')}.",
            path=path,
            line=int(place[1]) if place else None,
            hint="Texts stand in quotes, lists in brackets, and a category begins with [[advice]].",
        ) from error
    return _PackText(text, path).pack(content)


def parse_pack_bytes(content: bytes, *, path: str) -> Pack:
    """The pack that the bytes of a file hold; ``path`` is for messages. Raises PackError."""
    return parse_pack(_decoded(content, path=path), path=path)


def pack_notes(pack: Pack) -> tuple[str, ...]:
    """What is allowed in the pack but weakens it, a plain sentence each; empty when all is well."""
    notes = []
    for kind, categories in (("advice", pack.advice), ("problem", pack.problem)):
        homes: dict[str, str] = {}
        for category in categories:
            n_examples = len(category.examples)
            if n_examples < FEW_EXAMPLES:
                counted = "1 example" if n_examples == 1 else f"{n_examples} examples"
                notes.append(
                    f"{kind} {category.id!r} has {counted}; "
                    f"with {FEW_EXAMPLES} or more it is found more surely."
                )
            for example in category.examples:
                home = homes.setdefault(" ".join(example.lower().split()), category.id)
                if home != category.id:
                    notes.append(
                        f"{kind} {home!r} and {category.id!r} share the example {example!r}."
                    )
    if not pack.problem:
        notes.append("there are no [[problem]] categories, so no problem is named in an exchange.")
    return tuple(notes)


def pack_digest(pack: Pack) -> str:
    """Eight hexadecimal digits that change whenever anything in the pack changes."""
    content = TypeAdapter(Pack).dump_json(pack)
    return hashlib.sha256(content).hexdigest()[:8]


def pack_template(name: str) -> str:
    """A pack file to begin with: one advice and one problem category to write over.

    Raises PackError when the name is not of the form ``my-pack``.
    """
    if not _KEBAB.fullmatch(name):
        raise PackError(f"{name!r} is no name for a pack.", hint=_kebab_hint(name))
    return _TEMPLATE.replace("NAME", name)


class _PackText:
    """A pack file's text and path, kept while it is checked so that a message can name the line."""

    def __init__(self, text: str, path: str) -> None:
        self.lines = text.splitlines()
        self.path = path

    def pack(self, content: dict[str, Any]) -> Pack:
        self.check_keys(content, PACK_KEYS, "a pack", None)
        name = self.text(content, "name", "the pack", None)
        self.check_id(name, "name", None)
        version = self.text(content, "version", "the pack", None)
        language = "en"
        if "language" in content:
            language = self.text(content, "language", "the pack", None)
        if not _LANGUAGE.fullmatch(language):
            hint = 'Write its two-letter code, such as "en".'
            raise self.error(f"language is {language!r}.", hint, None, "language")
        advice = self.categories(content, "advice")
        if not advice:
            hint = (
                "Add at least one [[advice]] table; 'analyzer pack new' writes one to begin with."
            )
            raise PackError("the pack has no advice categories.", path=self.path, hint=hint)
        problem = self.categories(content, "problem")
        return Pack(name=name, version=version, language=language, advice=advice, problem=problem)

    def categories(self, content: dict[str, Any], kind: str) -> tuple[Category, ...]:
        tables = content.get(kind, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            hint = f"Begin each category with [[{kind}]], in double square brackets."
            raise self.error(f"{kind} is not a list of tables.", hint, None, kind)
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
        if not examples and not rules:
            hint = "Give at least one example sentence; five work well."
            raise self.error(f"{owner} has neither examples nor rules.", hint, at, "id")
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

    def check_keys(
        self, table: dict[str, Any], allowed: Sequence[str], owner: str, at: tuple[str, int] | None
    ) -> None:
        for key in table:
            if key not in allowed:
                hint = _joined(
                    did_you_mean(key, allowed), f"Keys of {owner} are {_listed(allowed)}."
                )
                raise self.error(f"unknown key {key!r}.", hint, at, key)

    def text(self, table: dict[str, Any], key: str, owner: str, at: tuple[str, int] | None) -> str:
        if key not in table:
            what = f"{owner} has no {key}."
            raise self.error(what, f'Add a line {key} = "…".', at, "id" if "id" in table else None)
        value = table[key]
        if not isinstance(value, str):
            hint = (
                f'Put it in quotes: {key} = "{value}".' if isinstance(value, int | float) else None
            )
            raise self.error(f"{key} of {owner} is {value!r}, not a text.", hint, at, key)
        if not value.strip():
            raise self.error(f"{key} of {owner} is empty.", "Write it out.", at, key)
        return value

    def texts(
        self, table: dict[str, Any], key: str, owner: str, at: tuple[str, int]
    ) -> tuple[str, ...]:
        values = table.get(key, [])
        if not isinstance(values, list):
            hint = f'Put it in square brackets: {key} = ["…", "…"].'
            raise self.error(f"{key} of {owner} is {values!r}, not a list of texts.", hint, at, key)
        for value in values:
            if not isinstance(value, str) or not value.strip():
                hint = "Each entry is a text in quotes."
                raise self.error(f"{key} of {owner} holds {value!r}.", hint, at, key)
        return tuple(values)

    def check_id(self, value: str, key: str, at: tuple[str, int] | None) -> None:
        if not _KEBAB.fullmatch(value):
            raise self.error(
                f"{key} {value!r} is not in the right form.", _kebab_hint(value), at, key
            )

    def check_rule(self, rule: str, owner: str, at: tuple[str, int]) -> None:
        words = [word for word in re.split(r"[\s*]+", rule.lower()) if re.search(r"\w", word)]
        bare = [word.strip(".,;:!?'\"“”‘’()…-") for word in words]
        if not bare or (len(bare) == 1 and bare[0] in _COMMON_WORDS):
            hint = 'A rule is a phrase that is a sure sign by itself, such as "whose budget".'
            raise self.error(f"rule {rule!r} of {owner} matches everything.", hint, at, "rules")

    def error(
        self, what: str, hint: str | None, at: tuple[str, int] | None, key: str | None
    ) -> PackError:
        line = next(iter(self.lines_of(at, key)), None)
        if line is None and at is not None:
            line = next(iter(self.lines_of(at, None)), None)
        return PackError(what, path=self.path, line=line, hint=hint)

    def lines_of(self, at: tuple[str, int] | None, key: str | None) -> Iterable[int]:
        """Lines, from 1, that set ``key`` in the table ``at``; without key, where it begins."""
        counts: dict[str, int] = {}
        here: tuple[str, int] | None = None
        for number, line in enumerate(self.lines, start=1):
            header = _HEADER.match(line)
            if header:
                here = (header[1], counts.get(header[1], 0))
                counts[header[1]] = here[1] + 1
            if key is None:
                found = header is not None and here == at
            else:
                inside = here == at or (at is None and header is not None)
                found = inside and _sets(line, key)
            if found:
                yield number


def _sets(line: str, key: str) -> bool:
    """Whether the line gives a value to the key, or opens the table of that name."""
    name = re.escape(key)
    return re.match(rf"""\s*(?:["']?{name}["']?\s*[=.]|\[+\s*{name}\b)""", line) is not None


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except IsADirectoryError as error:
        hint = "Name the .toml file in it."
        raise PackError("this is a folder, not a pack file.", path=str(file), hint=hint) from error
    except FileNotFoundError as error:
        hint = f"Begin one with 'analyzer pack new'; shipped packs are {_listed(shipped_packs())}."
        raise PackError("there is no such pack file.", path=str(file), hint=hint) from error
    except OSError as error:
        hint = "Check that you may read it."
        raise PackError(
            f"cannot be opened: {error.strerror}.", path=str(file), hint=hint
        ) from error


def _decoded(content: bytes, *, path: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        hint = "Save it as UTF-8 text."
        raise PackError("not text in UTF-8.", path=path, line=line, hint=hint) from error


def _kebab_hint(value: str) -> str:
    better = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
    rule = "Use small letters, digits and single hyphens, a letter first"
    return f"{rule}: {better!r}." if _KEBAB.fullmatch(better) else f"{rule}."


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values)


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


_TEMPLATE: Final = """\
# A pack: the advice you want to find in your sessions, and the problems clients bring.
# Check it with:  analyzer pack check NAME.toml
# Use it with:    analyzer analyze call.txt --pack NAME.toml

name = "NAME"
version = "1"        # raise it when you change what a category means
language = "en"

# One [[advice]] table for each type of advice. Write over this one and add more.
[[advice]]
id = "ask-for-the-date"          # small letters and hyphens; stays the same for ever
name = "Ask for the date"        # as it reads in a report
definition = "Get a day by which the other person decides, instead of a promise to be in touch."
# Five or more sentences that a coach would say when giving this advice.
examples = [
  "Don't leave the room before you both have a day in your calendar.",
  "Ask her by when she'll know, and write it down while she watches.",
  "“Would the twelfth work, or do you need until the end of that week?”",
  "An answer without a date is a polite no.",
  "When he says soon, ask him what soon means.",
]
# Sentences that look like it and are not.
counter_examples = ["We met on the twelfth."]
# Optional: phrases that are a sure sign by themselves; * stands for up to three words.
rules = ["by what date", "what does soon mean"]

# One [[problem]] table for each type of problem that clients bring. You may leave them out.
[[problem]]
id = "no-decision"
name = "No decision"
definition = "The other side keeps putting off a decision."
# Five or more sentences that a client would say about it.
examples = [
  "They like everything and still can't make up their minds.",
  "It's the third time that the meeting was moved.",
  "He says he'll think it over, and he's been thinking since May.",
  "Whenever I ask, somebody else has to be asked first.",
  "How do I get them to say yes or no?",
]
"""
