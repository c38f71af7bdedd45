"""Who is who among the speakers of all talks: one person under each of their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from analyzer.privacy.kinds import Kind
from analyzer.privacy.talks import Talk
from analyzer.privacy.words import folded
from analyzer.read.people.nameless import is_nameless
from analyzer.read.people.names import split_note, split_role, word_role
from analyzer.records import Role
from analyzer.records.names import Voice, full_names, is_unnamed

Words = tuple[str, ...]

_KINDS = {Role.COACH: Kind.COACH, Role.CLIENT: Kind.CLIENT}
_RANK = (Kind.COACH, Kind.CLIENT, Kind.SPEAKER)
_TITLES = frozenset(
    ("dr", "frau", "herr", "miss", "mr", "mrs", "ms", "prof", "professor", "rev", "sir")
)


@dataclass(slots=True)
class Person:
    """Somebody who speaks: every name as written, and the talks they speak in."""

    kind: Kind
    names: dict[str, None] = field(default_factory=dict)
    talks: set[int] = field(default_factory=set)


def find_people(talks: Sequence[Talk]) -> tuple[list[Person], frozenset[str]]:
    """The speakers with a name, in order of their first talk, and the labels that name nobody.

    One name is one person, whatever the role; a first name alone is the person with the full name
    where only one can be meant. A person has the role of coach before that of client, and of client
    before any other.
    """
    voices = [_voices(talk) for talk in talks]
    called = full_names(voices)
    people: dict[Words, Person] = {}
    labels: dict[str, None] = {}
    for number, (talk, own) in enumerate(zip(talks, voices, strict=True)):
        others: defaultdict[int, list[str]] = defaultdict(list)
        for place, name in talk.called:
            others[place].append(name)
        for place, voice in enumerate(own):
            role, name = voice
            labels.update(dict.fromkeys((name, *others[place])))
            known = [it for it in (called[voice], name, *others[place]) if names_somebody(it)]
            if not known:
                continue
            kind = _KINDS.get(role, Kind.SPEAKER)
            key = next((it for it in map(folded, known) if it in people), folded(known[0]))
            person = people.setdefault(key, Person(kind=kind))
            person.kind = min(person.kind, kind, key=_RANK.index)
            person.names.update(dict.fromkeys(bare(it) for it in known))
            person.talks.add(number)
        for name in talk.authors:
            if names_somebody(name):
                key = folded(bare(name))
                person = people.setdefault(key, Person(kind=Kind.SPEAKER))
                person.names.setdefault(bare(name))
                person.talks.add(number)
    return _united(people), frozenset(it for it in labels if not names_somebody(it))


def _united(people: dict[Words, Person]) -> list[Person]:
    """One person for each key, first names of one role joined with the full name of another."""
    by_first: defaultdict[str, list[Words]] = defaultdict(list)
    for key in people:
        if len(key) > 1:
            by_first[key[0]].append(key)
    united: list[Person] = []
    for key, person in people.items():
        longer = by_first[key[0]] if len(key) == 1 else []
        if len(longer) == 1 and not person.talks & people[longer[0]].talks:
            whole = people[longer[0]]
            whole.names.update(person.names)
            whole.talks |= person.talks
            whole.kind = min(whole.kind, person.kind, key=_RANK.index)
        else:
            united.append(person)
    return sorted(united, key=lambda it: min(it.talks))


def _voices(talk: Talk) -> tuple[Voice, ...]:
    return tuple((role, name) for role, name in talk.voices)


def names_somebody(name: str) -> bool:
    """Whether a label is somebody's name, and not "Coach", "Speaker 2" or a phone number."""
    return bool(folded(name)) and not is_unnamed(name) and not is_nameless(name)


def bare(name: str) -> str:
    """A name without the role or note behind it, and without a title before it.

    >>> bare("Dr. Ana Ruiz (Coach)")
    'Ana Ruiz'
    """
    short, _ = split_role(name)
    short, _ = split_note(short)
    words = short.split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in _TITLES:
        words.pop(0)
    return " ".join(words) or name


def notes_of(talks: Iterable[Talk]) -> Iterator[str]:
    """What stands in brackets behind the labels of speakers and is no role: "Ana (Acme)"."""
    for talk in talks:
        for _, name in talk.voices:
            _, note = split_note(name)
            if note is not None and word_role(note) is None:
                yield note
