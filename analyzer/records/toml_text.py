"""TOML files that people write by hand: read, and checked so that a mistake is named by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from analyzer.errors import AnalyzerError, did_you_mean

# A table of a list, by its name and number; None for what stands above all tables.
At = tuple[str, int] | None

_KEBAB: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_HEADER: Final = re.compile(r"\s*\[{1,2}\s*([\w-]+)\s*\]")


class TomlText:
    """The text and path of a file, kept while it is checked so that a message can name the line.

    Mistakes are raised as errors of the kind ``error``.
    """

    def __init__(self, text: str, path: str, *, error: type[AnalyzerError]) -> None:
        self.text_lines = text.splitlines()
        self.path = path
        self.kind = error
        self._text = text

    def content(self, *, hint: str) -> dict[str, Any]:
        """What the file says; ``hint`` tells how such a file looks where it is no TOML."""
        try:
            return tomllib.loads(self._text)
        except (ValueError, RecursionError) as error:
            place = re.search(r"\(at line (\d+), column \d+\)", str(error))
            what = str(error)[: place.start()].strip() if place else str(error)
            raise self.kind(
                f"not valid TOML: {what[:1].lower()}{what[1:].rstrip('.')}.",
                path=self.path,
                line=int(place[1]) if place else None,
                hint=hint,
            ) from error

    def tables(self, content: dict[str, Any], name: str, *, hint: str) -> list[dict[str, Any]]:
        """The tables of a list, ``[[name]]``, empty where there are none."""
        tables = content.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.error(f"{name} is not a list of tables.", hint, None, name)
        return tables

    def check_keys(self, table: dict[str, Any], allowed: Sequence[str], owner: str, at: At) -> None:
        """Raises an error for a key that is not among those allowed."""
        for key in table:
            if key not in allowed:
                hint = joined(did_you_mean(key, allowed), f"Keys of {owner} are {listed(allowed)}.")
                raise self.error(f"unknown key {key!r}.", hint, at, key)

    def text(self, table: dict[str, Any], key: str, owner: str, at: At) -> str:
        """The text under a key, which must be there and say something."""
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

    def texts(self, table: dict[str, Any], key: str, owner: str, at: At) -> tuple[str, ...]:
        """The list of texts under a key, empty where it is not there."""
        values = table.get(key, [])
        if not isinstance(values, list):
            hint = f'Put it in square brackets: {key} = ["…", "…"].'
            raise self.error(f"{key} of {owner} is {values!r}, not a list of texts.", hint, at, key)
        for value in values:
            if not isinstance(value, str) or not value.strip():
                hint = "Each entry is a text in quotes."
                raise self.error(f"{key} of {owner} holds {value!r}.", hint, at, key)
        return tuple(values)

    def check_id(self, value: str, key: str, at: At) -> None:
        """Raises an error for a name or id that is not in kebab case."""
        if not is_kebab(value):
            what = f"{key} {value!r} is not in the right form."
            raise self.error(what, kebab_hint(value), at, key)

    def error(
        self, what: str, hint: str | None, at: At, key: str | None, *, of: str | None = None
    ) -> AnalyzerError:
        """What is wrong, with its line; ``of`` names an id whose last line it is."""
        if of is not None:
            own = [n for n, line in enumerate(self.text_lines, start=1) if _gives_id(line, of)]
            return self.kind(what, path=self.path, line=own[-1] if own else None, hint=hint)
        line = next(iter(self.lines_of(at, key)), None)
        if line is None and at is not None:
            line = next(iter(self.lines_of(at, None)), None)
        return self.kind(what, path=self.path, line=line, hint=hint)

    def lines_of(self, at: At, key: str | None) -> Iterable[int]:
        """Lines, from 1, that set ``key`` in the table ``at``; without key, where it begins."""
        counts: dict[str, int] = {}
        here: At = None
        for number, line in enumerate(self.text_lines, start=1):
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


def read_toml(file: Path, *, what: str, path: str, missing: str, error: type[AnalyzerError]) -> str:
    """The text of a file. Raises an error of the kind given; ``missing`` is its hint where none is.

    ``what`` is the noun for such a file in messages.
    """
    try:
        content = file.read_bytes()
    except IsADirectoryError as reason:
        hint = "Name the .toml file in it."
        raise error(f"this is a folder, not a {what}.", path=str(file), hint=hint) from reason
    except FileNotFoundError as reason:
        raise error(f"there is no such {what}.", path=str(file), hint=missing) from reason
    except OSError as reason:
        hint = "Check that you may read it."
        raise error(f"cannot be opened: {reason.strerror}.", path=str(file), hint=hint) from reason
    return decoded_toml(content, path=path, error=error)


def decoded_toml(content: bytes, *, path: str, error: type[AnalyzerError]) -> str:
    """The text of the bytes of a file. Raises an error of the kind given where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = reason.object[: reason.start].count(b"\n") + 1
        hint = "Save it as UTF-8 text."
        raise error("not text in UTF-8.", path=path, line=line, hint=hint) from reason


def is_kebab(value: str) -> bool:
    """Whether the value has the form of a name or id: small letters, digits, single hyphens."""
    return _KEBAB.fullmatch(value) is not None


def kebab_hint(value: str) -> str:
    """What the form of a name is, and how this one would be in it."""
    better = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
    rule = "Use small letters, digits and single hyphens, a letter first"
    return f"{rule}: {better!r}." if is_kebab(better) else f"{rule}."


def is_toml_path(name: str) -> bool:
    """Whether the name is that of a file, and not of something shipped.

    >>> is_toml_path("my.toml"), is_toml_path("recruiting")
    (True, False)
    """
    return name.endswith(".toml") or re.search(r"[/\\]", name) is not None


def listed(values: Sequence[str]) -> str:
    """The values as they stand in a message."""
    return ", ".join(values)


def joined(*sentences: str) -> str:
    """The sentences that say something, as one text."""
    return " ".join(sentence for sentence in sentences if sentence)


def _gives_id(line: str, wanted: str) -> bool:
    return re.match(rf"""\s*["']?id["']?\s*=\s*["']{wanted}["']""", line) is not None


def _sets(line: str, key: str) -> bool:
    """Whether the line gives a value to the key, or opens the table of that name."""
    name = re.escape(key)
    return re.match(rf"""\s*(?:["']?{name}["']?\s*[=.]|\[+\s*{name}\b)""", line) is not None
