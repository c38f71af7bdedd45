"""Everybody and everything that is named in some talks, each under one pseudonym."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from analyzer.privacy.kinds import FORMS, PEOPLE, SPEAKERS, Entry, Kind, pseudonym
from analyzer.privacy.lists import Lists, load_lists
from analyzer.privacy.people import Person, find_people, notes_of
from analyzer.privacy.recognisers import Recogniser
from analyzer.privacy.sightings import Sighting, Sightings
from analyzer.privacy.talks import Talk
from analyzer.privacy.words import WORD, folded
from analyzer.read.people.everyday import EVERYDAY, FUNCTION_WORDS

Words = tuple[str, ...]

_KIND_OF_NAME = (Kind.PERSON, Kind.COMPANY, Kind.PLACE, Kind.NAME)


@dataclass(slots=True)
class _Draft:
    """An entry before it has a number."""

    kind: Kind
    names: dict[str, None] = field(default_factory=dict)
    talks: set[int] = field(default_factory=set)

    @property
    def words(self) -> list[Words]:
        return [folded(name) for name in self.names]


def make_entries(
    talks: Iterable[Talk], *, recogniser: Recogniser | None = None, lists: Lists | None = None
) -> tuple[Entry, ...]:
    """The entries for all that is named in the talks, in order of kind and number.

    Numbers go by what comes first. What the transcripts call somebody they do not name ("Speaker
    2", "Client") is never used as a pseudonym of somebody else.
    """
    lists = lists or load_lists()
    seen = Sightings(lists)
    kept: list[Talk] = []
    for number, talk in enumerate(talks):
        for text in talk.texts:
            seen.take(text, talk=number)
        if recogniser is not None:
            seen.add(recogniser.find(talk.texts))
        # An archive may hold more words than memory does.
        kept.append(replace(talk, texts=()))
    people, labels = find_people(kept)
    drafts = [_of_speaker(person) for person in people]
    _add_short_names(drafts, lists)
    _add_mentions(drafts, seen.kept())
    _add_notes(drafts, notes_of(kept), seen)
    _add_nicknames(drafts, seen, lists)
    drafts += _of_forms(seen.forms)
    numbered = _numbered(drafts, taken={" ".join(folded_label(it)) for it in labels})
    return tuple(_with_clear(it, seen) for it in numbered)


def _with_clear(entry: Entry, seen: Sightings) -> Entry:
    if entry.kind not in PEOPLE:
        return entry
    return replace(
        entry,
        clear=tuple(
            it for it in entry.names if len(folded(it)) == 1 and not seen.small[it.casefold()]
        ),
    )


def folded_label(label: str) -> tuple[str, ...]:
    """A label in the form in which two are alike: "CLIENT 2" is "Client 2"."""
    return tuple(label.casefold().split())


def _of_speaker(person: Person) -> _Draft:
    names = dict.fromkeys(sorted(person.names, key=lambda it: (-len(folded(it)), it)))
    return _Draft(kind=person.kind, names=names, talks=set(person.talks))


def _short_names(words: list[str], lists: Lists) -> Iterator[str]:
    """The first and the last word of a name; of "Stuck in Leeds" the first, "Dear Stuck"."""
    if any(word in FUNCTION_WORDS for word in words):
        yield words[0]
        return
    for word in (words[0], words[-1]):
        (small,) = folded(word)
        # "Tired Manager" is not called Manager.
        if small not in EVERYDAY or small in lists.given:
            yield word


def _add_short_names(drafts: list[_Draft], lists: Lists) -> None:
    """First and last names alone: of the one person who can be meant, else an entry of its own.

    Whoever is called by that one word alone comes first.
    """
    claimed = {words: draft for draft in drafts for words in draft.words}
    shorter: defaultdict[str, dict[str, list[_Draft]]] = defaultdict(dict)
    for draft in list(drafts):
        if draft.kind not in PEOPLE:
            continue
        for name in list(draft.names):
            words = [it[0] for it in WORD.finditer(name)]
            if not 2 <= len(words) <= _LONGEST_NAME:
                continue
            for word in _short_names(words, lists):
                if len(word) > 1:
                    shorter[folded(word)[0]].setdefault(word, []).append(draft)
            draft.names.setdefault(f"{words[0]} {words[-1][0]}")
    for short, by_spelling in shorter.items():
        meant = {id(it): it for them in by_spelling.values() for it in them}
        spellings = dict.fromkeys(by_spelling)
        if (short,) in claimed:
            continue
        if len(meant) == 1:
            next(iter(meant.values())).names.update(spellings)
        else:
            talks = set().union(*(it.talks for it in meant.values()))
            drafts.append(_Draft(kind=Kind.PERSON, names=spellings, talks=talks))


def _add_mentions(drafts: list[_Draft], kept: list[tuple[Words, Sighting]]) -> None:
    """What is spoken of, joined with who is known already."""
    known = {words: draft for draft in drafts for words in draft.words}
    by_first: defaultdict[str, list[_Draft]] = defaultdict(list)
    found: list[tuple[Words, Sighting]] = []
    for words, seen in kept:
        if words not in known:
            found.append((words, seen))
    # Names of several words first, so that one word of them alone finds them.
    for words, seen in [it for it in found if len(it[0]) > 1]:
        draft = _Draft(kind=seen.kind, names={seen.spelling: None})
        drafts.append(draft)
        known[words] = draft
        by_first[words[0]].append(draft)
        if seen.kind is Kind.PERSON:
            by_first[words[-1]].append(draft)
    for words, seen in [it for it in found if len(it[0]) == 1]:
        longer = by_first[words[0]]
        if len(longer) == 1 and (longer[0].kind is seen.kind or seen.kind is Kind.NAME):
            longer[0].names[seen.spelling] = None
            known[words] = longer[0]
        elif words not in known:
            drafts.append(_Draft(kind=seen.kind, names={seen.spelling: None}))
            known[words] = drafts[-1]


def _add_notes(drafts: list[_Draft], notes: Iterable[str], seen: Sightings) -> None:
    """What stands behind speakers' names and is of no other kind known: where from, what firm."""
    known = {words for draft in drafts for words in draft.words}
    for note in notes:
        words = folded(note)
        if note[:1].isupper() and words not in known and not seen.is_everyday(note):
            drafts.append(_Draft(kind=Kind.NAME, names={note: None}))
            known.add(words)


def _add_nicknames(drafts: list[_Draft], seen: Sightings, lists: Lists) -> None:
    """Short forms by which a speaker is called in a talk of theirs: "Thanks, Mike."."""
    speakers = [it for it in drafts if it.kind in SPEAKERS]
    for draft in speakers:
        first = {words[0] for words in draft.words if words}
        shorts = {short for name in first for short in lists.short_forms.get(name, ())}
        formal = {name for name, forms in lists.short_forms.items() if first & set(forms)}
        for short in sorted((shorts | formal) - first):
            sighting = seen.names.get((short,))
            if sighting is None or not sighting.talks & draft.talks:
                continue
            rivals = [
                it
                for it in drafts
                if it is not draft
                and (short,) in it.words
                and (it.kind in SPEAKERS or len(it.names) > 1)
            ]
            if rivals:
                continue
            drafts[:] = [it for it in drafts if it is draft or (short,) not in it.words]
            draft.names[sighting.spelling] = None


def _of_forms(forms: Mapping[tuple[Kind, str], str]) -> Iterator[_Draft]:
    for (kind, _), written in forms.items():
        yield _Draft(kind=kind, names={written: None})


def _numbered(drafts: list[_Draft], *, taken: set[str]) -> Iterator[Entry]:
    counts = Counter(draft.kind for draft in drafts)
    for kind in Kind:
        number = 0
        for draft in drafts:
            if draft.kind is not kind:
                continue
            label = _first_free(kind, number, taken, is_only=counts[kind] == 1)
            number = label[1]
            names = sorted(draft.names, key=lambda it: (-len(folded(it)), -len(it), it))
            yield Entry(pseudonym=label[0], kind=kind, names=tuple(names))


def _first_free(kind: Kind, number: int, taken: set[str], *, is_only: bool) -> tuple[str, int]:
    """The next pseudonym of a kind that no transcript has as a label, and its number.

    The only coach is "Coach".
    """
    if kind is Kind.COACH and is_only and "coach" not in taken:
        return pseudonym(kind, None), 1
    number += 1
    while kind not in FORMS and pseudonym(kind, number).casefold() in taken:
        number += 1
    return pseudonym(kind, number), number


_LONGEST_NAME = 5
