"""Lists of words: given names, short forms of them, places, and words that give nobody away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analyzer.privacy.words import folded
from analyzer.read.people.everyday import ALSO_NAMES, EVERYDAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """All lists; words are folded, names of places are runs of folded words."""

    given: frozenset[str]
    places: frozenset[tuple[str, ...]]
    plain: frozenset[str]
    common: frozenset[str]
    company_ends: frozenset[str]
    place_ends: frozenset[str]
    short_forms: Mapping[str, tuple[str, ...]]


@cache
def load_lists() -> Lists:
    """The lists that came with the package, read once."""
    places: set[tuple[str, ...]] = set()
    for line in _lines("places"):
        # A line of many words lists towns, a short one is a name of several words.
        words = folded(line)
        places |= {words} if len(words) <= _LONGEST_PLACE else {(word,) for word in words}
    forms = {words[0]: words[1:] for line in _lines("nicknames") for words in [folded(line)]}
    given = frozenset(word for line in _lines("given") for word in folded(line))
    common = frozenset(word for line in _lines("common") for word in folded(line))
    company_ends, place_ends = (frozenset(line.split()) for line in _lines("ends"))
    return Lists(
        given=given | frozenset(short for them in forms.values() for short in them) | ALSO_NAMES,
        places=frozenset(places),
        plain=frozenset(word for line in _lines("plain") for word in line.split()),
        common=common | frozenset(word for word in EVERYDAY if word.isalpha()) | ALSO_NAMES,
        company_ends=company_ends,
        place_ends=place_ends,
        short_forms=forms,
    )


_LONGEST_PLACE = 4


def _lines(name: str) -> Iterator[str]:
    text = files("analyzer.privacy.lists").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
