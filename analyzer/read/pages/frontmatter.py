"""YAML front matter of Markdown pages, as far as pages use it: keys, strings, lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.read.pages.front import Facts, header_people, names_in_list
from analyzer.read.pages.page_dates import find_date

_FENCE = re.compile(r"\ufeff?---[ \t]*\n(?P<yaml>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w .-]*?)\s*:(?:\s+(?P<value>.*)|\s*)")
_ITEM = re.compile(r"\s*-\s+(?P<value>.*)")
_DATE_KEYS = ("held_on", "held", "recorded", "recorded_on", "date", "published", "publish_date")
_AUTHOR_KEYS = ("author", "authors", "by")
_PEOPLE_KEYS = ("speakers", "speaker", "participants", "guests", "guest", "host", "hosts", "with")
_LIMIT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The lines between the fences, what they say, and how many lines they and the fences take."""

    text: str
    facts: Facts
    n_lines: int


def split_front_matter(text: str) -> tuple[FrontMatter | None, str]:
    r"""The front matter and the page without it.

    >>> matter, page = split_front_matter("---\ntitle: A call\n---\nAna: Hi.\n")
    >>> matter.facts.title if matter else None, page
    ('A call', 'Ana: Hi.\n')
    """
    match = _FENCE.match(text[:_LIMIT])
    if match is None or match["yaml"] is None or not match["yaml"].split("\n")[0].strip():
        return None, text
    keys = _read_yaml(match["yaml"])
    if not keys:
        return None, text
    matter = FrontMatter(
        text=match["yaml"].rstrip("\n"),
        facts=_facts(keys),
        n_lines=text[: match.end()].count("\n"),
    )
    return matter, text[match.end() :]


def _read_yaml(yaml: str) -> dict[str, list[str]]:
    """Top-level keys with their values as lists; what is nested deeper is not read."""
    keys: dict[str, list[str]] = {}
    key = None
    for line in yaml.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _KEY.fullmatch(line)
        item = _ITEM.fullmatch(line)
        if match is not None and not line[0].isspace():
            key = match["key"].strip().casefold()
            keys[key] = _values(match["value"] or "")
        elif item is not None and key is not None:
            keys[key] += [_unquoted(item["value"])]
        elif key is not None and line[0].isspace() and len(keys[key]) == 1:
            keys[key][0] = _unquoted(f"{keys[key][0]} {line.strip()}")
    return {name: [value for value in values if value] for name, values in keys.items()}


def _values(text: str) -> list[str]:
    bare = text.strip()
    if bare.startswith("[") and bare.endswith("]"):
        return [_unquoted(part) for part in bare[1:-1].split(",")]
    return [_unquoted(bare)] if bare not in ("", "|", ">", "|-", ">-") else []


def _unquoted(text: str) -> str:
    bare = text.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'":
        return bare[1:-1].replace("''", "'").replace('\\"', '"')
    return bare


def _facts(keys: Mapping[str, list[str]]) -> Facts:
    dates = [find_date(value) for key in _DATE_KEYS for value in keys.get(key, ())]
    authors = [value for key in _AUTHOR_KEYS for value in keys.get(key, ())]
    people = [
        name
        for key in (*_PEOPLE_KEYS, *_AUTHOR_KEYS)
        for value in keys.get(key, ())
        for name in names_in_list(value)
    ]
    said = header_people([f"{key}: {', '.join(values)}" for key, values in keys.items() if values])
    return Facts(
        title=next(iter(keys.get("title", ())), None),
        held_on=next((date for date in dates if date is not None), None),
        author=authors[0] if authors and names_in_list(authors[0]) else None,
        people=(*people, *said.people),
        roles=said.roles,
    )
