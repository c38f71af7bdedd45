"""The redactor: finds in any text what its entries name, and puts pseudonyms there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from analyzer.privacy.context import is_name_here
from analyzer.privacy.forms import find_forms
from analyzer.privacy.kinds import FORMS, PEOPLE, SPEAKERS, Entry, Found, Kind, pseudonym
from analyzer.privacy.lists import Lists, load_lists
from analyzer.privacy.sightings import form_key
from analyzer.privacy.words import WORD, fold, folded

Words = tuple[str, ...]

_BETWEEN = re.compile(r"[.,]?\s{1,3}|[-_.'’+&]|%20|\s&\s|\s-\s|-\s")
_MONTHS = frozenset(("may", "april", "june", "august"))
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\u3040-\u30ff]")
_OWNED = re.compile(r"['’]s\s*$")
_SHORT = 3


class _Sure(Enum):
    """When a name is taken for one: however written, with a capital, where the context says so."""

    ANYHOW = 0
    CAPITAL = 1
    CONTEXT = 2


class Redactor:
    """Puts pseudonyms for names, addresses, numbers and sums; the same one for the same thing.

    It knows what it was told in ``entries`` and what has a telling form; it guesses no new names.

        >>> entry = Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Imani Clarke", "Imani"))
        >>> Redactor([entry]).redacted("Imani’s mail is imani@clarke.example.com.")
        'Client 1’s mail is [e-mail].'
    """

    def __init__(self, entries: Iterable[Entry], *, lists: Lists | None = None) -> None:
        self.entries = tuple(entries)
        self._lists = lists or load_lists()
        self._forms: dict[tuple[Kind, str], Entry] = {}
        self._names: dict[str, dict[Words, tuple[Entry, _Sure]]] = {}
        self._whole: dict[str, Entry] = {}
        for entry in self.entries:
            for name in entry.names:
                self._learn(entry, name)
        # No name can stand in a text that holds no word that one begins with.
        self._first_words = frozenset((*self._names, *(f"{it}s" for it in self._names)))
        whole = sorted(self._whole, key=lambda it: (-len(it), it))
        self._without_spaces = re.compile("|".join(map(re.escape, whole))) if whole else None

    def _learn(self, entry: Entry, name: str) -> None:
        if entry.kind in FORMS:
            self._forms.setdefault((entry.kind, form_key(entry.kind, name)), entry)
            return
        if _EAST_ASIAN.search(name):
            self._whole.setdefault(name, entry)
            return
        words = folded(name)
        if not words:
            return
        sure = self._sure(entry, name, words)
        names = self._names.setdefault(words[0], {})
        if words not in names or (names[words][0] is entry and sure is _Sure.ANYHOW):
            names[words] = entry, sure
        if len(words) > 1 and len(words[-1]) > 1:
            joined = "".join(words)
            self._names.setdefault(joined, {}).setdefault((joined,), (entry, _Sure.ANYHOW))

    def _sure(self, entry: Entry, name: str, words: Words) -> _Sure:
        common = self._lists.common
        all_common = all(word in common or len(word) == 1 for word in words)
        if len(words) > 1:
            return _Sure.CAPITAL if all_common and not name.islower() else _Sure.ANYHOW
        (word,) = words
        if word in _MONTHS or (all_common and name not in entry.clear):
            return _Sure.CONTEXT
        if entry.kind in SPEAKERS and name.islower():
            return _Sure.CAPITAL if all_common else _Sure.ANYHOW  # so "ana" is written here
        if len(word) <= _SHORT or entry.kind not in PEOPLE or all_common:
            return _Sure.CAPITAL
        is_known = entry.kind in SPEAKERS or word in self._lists.given
        return _Sure.ANYHOW if is_known else _Sure.CAPITAL

    def found(self, text: str) -> tuple[Found, ...]:
        """What gives something away in a text, in order; nothing overlaps."""
        taken = [
            Found(start=start, end=end, entry=self._entry_of_form(kind, text[start:end]))
            for start, end, kind in find_forms(text)
        ]
        if self._without_spaces is not None:
            for match in self._without_spaces.finditer(text):
                _put(taken, match.start(), match.end(), self._whole[match[0]])
        for start, end, entry in self._found_names(text):
            _put(taken, start, end, entry)
        return tuple(sorted(taken, key=lambda it: it.start))

    def found_in_name(self, name: str) -> tuple[Found, ...]:
        """What gives something away in the name of a file, where names often have no capital.

        >>> entry = Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Ana",))
        >>> [(it.start, it.end) for it in Redactor([entry]).found_in_name("2024-05-01-ana.txt")]
        [(11, 14)]
        """
        found = list(self.found(name))
        titled = name.title()
        for it in self.found(titled) if len(titled) == len(name) else ():
            # A person's file is named in small letters; what "places.csv" holds is no Places.
            if it.entry.kind in PEOPLE:
                _put(found, it.start, it.end, it.entry)
        return tuple(sorted(found, key=lambda it: it.start))

    def found_in_label(self, label: str) -> tuple[Found, ...]:
        """What gives something away in what somebody is called, which may be a name as a whole.

        >>> entry = Entry(pseudonym="Client 1", kind=Kind.CLIENT, names=("Will",))
        >>> [it.entry.pseudonym for it in Redactor([entry]).found_in_label("will")]
        ['Client 1']
        """
        spans = [it.span() for it in WORD.finditer(_OWNED.sub("", label))]
        words = tuple(fold(label[start:end]) for start, end in spans)
        names = self._names.get(words[0], {}) if words else {}
        if words not in names:
            return self.found_in_name(label)
        return (Found(start=spans[0][0], end=spans[-1][1], entry=names[words][0]),)

    def redacted(self, text: str) -> str:
        """The text with pseudonyms; all else in it stays as it is."""
        return _with_pseudonyms(text, self.found(text))

    def redacted_label(self, label: str) -> str:
        """What somebody is called, with pseudonyms."""
        return _with_pseudonyms(label, self.found_in_label(label))

    def _entry_of_form(self, kind: Kind, written: str) -> Entry:
        known = self._forms.get((kind, form_key(kind, written)))
        return known or Entry(pseudonym=pseudonym(kind, None), kind=kind, names=(written,))

    def _found_names(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        if self._first_words.isdisjoint(map(fold, WORD.findall(text))):
            return
        words = [(fold(it[0]), it.start(), it.end()) for it in WORD.finditer(text)]
        place = 0
        while place < len(words):
            match = self._longest(text, words, place)
            if match is None:
                place += 1
                continue
            n_words, end, entry = match
            yield words[place][1], end, entry
            place += n_words

    def _longest(
        self, text: str, words: list[tuple[str, int, int]], place: int
    ) -> tuple[int, int, Entry] | None:
        """How many words the longest name has that begins here, its end, and whose it is."""
        first, start, end = words[place]
        names = self._names.get(first)
        if names is None:
            return self._plural(text, first, start, end)
        for name in sorted(names, key=len, reverse=True):
            last = place + len(name)
            if last > len(words) or tuple(it[0] for it in words[place:last]) != name:
                continue
            gaps = (text[words[n][2] : words[n + 1][1]] for n in range(place, last - 1))
            if not all(_BETWEEN.fullmatch(gap) for gap in gaps):
                continue
            entry, sure = names[name]
            stop = words[last - 1][2]
            if text[start - 1 : start].isdigit() and text[stop : stop + 1].isdigit():
                continue  # letters of a number: "1ebbe525"
            if self._is_meant(text, start, stop, name, sure):
                return len(name), stop, entry
        return None

    def _is_meant(self, text: str, start: int, end: int, name: Words, sure: _Sure) -> bool:
        if sure is _Sure.ANYHOW:
            return True
        if not text[start].isupper() and text[start].islower():
            return False
        if sure is _Sure.CAPITAL:
            return True
        return is_name_here(text, start, end, is_month=name[0] in _MONTHS)

    def _plural(self, text: str, word: str, start: int, end: int) -> tuple[int, int, Entry] | None:
        """A family: "the Hendersons"; its "s" stays."""
        names = self._names.get(word[:-1]) if word.endswith("s") and len(word) > 4 else None
        if names is None or (word[:-1],) not in names or not text[start].isupper():
            return None
        entry, sure = names[word[:-1],]
        if sure is _Sure.CONTEXT or entry.kind not in {*PEOPLE, Kind.NAME}:
            return None
        return 1, end - 1, entry


def _with_pseudonyms(text: str, found: Iterable[Found]) -> str:
    pieces: list[str] = []
    place = 0
    for it in found:
        pieces += [text[place : it.start], it.entry.pseudonym]
        place = it.end
    return "".join((*pieces, text[place:])) if pieces else text


def _put(taken: list[Found], start: int, end: int, entry: Entry) -> None:
    if all(end <= it.start or it.end <= start for it in taken):
        taken.append(Found(start=start, end=end, entry=entry))
