"""Which spellings are one person: case, a first name after a full name, declared initials."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyzer.read.people.names import (
    bare_name,
    is_role_like,
    name_key,
    split_note,
    split_role,
    word_role,
)

_LAST = chr(sys.maxunicode)
_LONGEST_SLIP = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The one name of everybody; ``names`` is by ``name_key`` of every spelling in use.

    Where only what stands in brackets tells two people apart, it is part of their keys.
    """

    names: Mapping[str, str]

    def name_of(self, name: str) -> str:
        """The person's one name; a spelling not seen before is its own."""
        key = name_key(name)
        return self.names.get(_key_with_note(name)) or self.names.get(key, bare_name(name))

    def find(self, name: str) -> str | None:
        """The speaker a name from elsewhere on the page means: equal, or alike in one way only."""
        key = name_key(name)
        if key in self.names:
            return self.names[key]
        if not key:
            return None
        alike = {
            shown
            for other, shown in self.names.items()
            if not is_role_like(shown) and _one_is_short_for(key, other)
        }
        return alike.pop() if len(alike) == 1 else None


def _one_is_short_for(key: str, other: str) -> bool:
    """Whether one of two names is the first name, or the first name and initial, of the other."""
    short, full = sorted((key.split(), other.split()), key=len)
    if not short:
        return False
    if len(short) == 1:
        return short[0] == full[0]
    return short[:-1] == full[: len(short) - 1] and full[len(short) - 1].startswith(short[-1])


def same_people(names: Sequence[str], *, listed: Collection[str] = ()) -> Identity:
    """The people behind labels, given in the order in which the file shows them.

    A short form is merged into a longer one only where exactly one longer one fits, or one of those
    ``listed`` by the page (keys of names), and where the two do not talk to each other.

    >>> identity = same_people(["Lloyd Fournier (LF)", "ANA", "LF", "Ana"])
    >>> identity.name_of("LF"), identity.name_of("ana")
    ('Lloyd Fournier', 'ANA')
    """
    key_of = _keys(set(names))
    keys = [key_of[name] for name in names]
    spellings: dict[str, Counter[str]] = {}
    for name, count in Counter(names).items():
        key = key_of[name]
        shown = bare_name(name) if key != name_key(name) else _shown(name)
        spellings.setdefault(key, Counter())[shown] += count
    counts = Counter(keys)
    aliases = _slips(counts) | _declared_initials(key_of) | _short_forms(spellings, listed)
    talk = Counter(pairwise(keys))
    merged: dict[str, str] = {}
    for short, full in aliases.items():
        exchanged = talk[short, full] + talk[full, short]
        if short in spellings and exchanged <= max(1, counts[short] // 10):
            merged[short] = full
    by_key: dict[str, str] = {}
    for key in spellings:
        target, seen = key, {key}
        while target in merged and merged[target] not in seen:
            target = merged[target]
            seen.add(target)
        by_key[key] = spellings[target].most_common(1)[0][0]
    return Identity(names=by_key)


def _keys(names: Iterable[str]) -> dict[str, str]:
    """The key of each name: with what stands in brackets where namesakes differ by that alone."""
    noted: dict[str, set[str]] = {}
    for name in names:
        with_note = _key_with_note(name)
        if with_note != name_key(name):
            noted.setdefault(name_key(name), set()).add(with_note)
    return {
        name: _key_with_note(name) if len(noted.get(name_key(name), ())) > 1 else name_key(name)
        for name in names
    }


def _key_with_note(name: str) -> str:
    plain, note = split_note(bare_name(name))
    if note is None or are_initials(note, plain) or is_role_like(plain):
        return name_key(name)
    return f"{name_key(name)} ({name_key(note)})"


def _shown(name: str) -> str:
    """The name as it is shown: without a role or initials behind it, with an organisation."""
    short, role = split_role(name)
    plain, note = split_note(name)
    if role is not None and short != name:
        return short
    if note is not None and are_initials(note, plain):
        return plain
    return name


def are_initials(note: str, name: str) -> bool:
    """Whether what stands in brackets behind a name are its initials.

    >>> are_initials("AvW", "Aaron van Wirdum"), are_initials("US", "Al")
    (True, False)
    """
    if not note[0].isupper() or len(note) > 4 or not note.isalnum():
        return False
    capitals = sum(sign.isupper() or sign.isdigit() for sign in note)
    return note[0].casefold() == name[0].casefold() and (capitals == len(note) or capitals > 1)


def _declared_initials(names: Iterable[str]) -> dict[str, str]:
    """Initials that a label declares, "Lloyd Fournier (LF)", and those of names of many words."""
    aliases: dict[str, str] = {}
    ordered = sorted(names)
    for name in ordered:
        plain, note = split_note(name)
        if note is not None and are_initials(note, plain):
            aliases.setdefault(name_key(note), name_key(name))
    by_initials: dict[str, set[str]] = {}
    for name in ordered:
        words = name_key(name).split()
        if len(words) > 1 and not is_role_like(name):
            by_initials.setdefault("".join(word[0] for word in words), set()).add(" ".join(words))
    for initials, full in by_initials.items():
        if len(full) == 1:
            aliases.setdefault(initials, next(iter(full)))
    return aliases


def _slips(counts: Mapping[str, int]) -> dict[str, str]:
    """Names written with two neighbouring letters swapped, "Guilia", as no two people are called.

    The commoner spelling stands.
    """
    aliases: dict[str, str] = {}
    for key, count in counts.items():
        for place in range(len(key) - 1 if 4 < len(key) <= _LONGEST_SLIP else 0):
            right = f"{key[:place]}{key[place + 1]}{key[place]}{key[place + 2 :]}"
            if right != key and key.isalpha() and counts.get(right, 0) > count:
                aliases[key] = right
    return aliases


def _short_forms(spellings: Mapping[str, Counter[str]], listed: Collection[str]) -> dict[str, str]:
    people = {
        key for key, shown in spellings.items() if not is_role_like(shown.most_common(1)[0][0])
    }
    aliases: dict[str, str] = {}
    ordered = sorted(people)
    for key in ordered:
        longer = set(_longer_forms(key, ordered))
        meant = [other for other in longer if other in listed]
        longer = set(meant) if len(meant) == 1 else longer
        # Of "Kip S." and "Kip Sorensen" the longest stands for both, if they are one person.
        longest = max(longer, key=len, default=None)
        if longest is not None and all(
            other == longest or _one_is_short_for(other, longest) for other in longer
        ):
            aliases[key] = longest
    for key in spellings:
        words = key.split()
        if len(words) > 1 and word_role(words[0]) and " ".join(words[1:]) in people:
            aliases[key] = " ".join(words[1:])
    return aliases


def _longer_forms(key: str, ordered: Sequence[str]) -> Sequence[str]:
    """The names of a sorted list that the key is a short form of: they begin with it.

    >>> _longer_forms("kip s", ["kip", "kip s", "kip sorensen", "kipling"])
    ['kip sorensen']
    """
    opening = key if " " in key else f"{key} "
    first = bisect_right(ordered, key)
    start = bisect_left(ordered, opening, first) if key else len(ordered)
    return ordered[start : bisect_left(ordered, opening + _LAST, start)]
