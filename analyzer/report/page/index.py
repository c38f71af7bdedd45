"""What the page knows of every session before it opens one: names to filter by, and findings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.report.page.records import Given, Matter, Tag, Talk

NO_TYPE = "Advice of no known type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A finding as far as it is filtered by, and the sentences ``[first, end)`` that show it.

    Names are given as their number in the index, -1 for none; types and problem may be only
    possible. ``kind`` is "advice" or "problem".
    """

    session: int
    kind: str
    first: int
    end: int
    types: tuple[int, ...]
    problem: int
    client: int
    person: int
    part: int
    script: bool
    uptake: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A session whose words are on the page, and who speaks in it, by numbers of ``people``."""

    number: int
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All sessions, all findings in the order said, and the names they refer to, each in order."""

    types: tuple[str, ...]
    problems: tuple[str, ...]
    clients: tuple[str, ...]
    people: tuple[str, ...]
    parts: tuple[str, ...]
    sessions: tuple[Head, ...]
    findings: tuple[Entry, ...]


@dataclass
class IndexMaker:
    """Takes in sessions one after another, so that none of them needs to be kept."""

    heads: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    parts: dict[str, None] = field(default_factory=dict)

    def add(self, talk: Talk) -> None:
        """Takes note of a session and of what was found in it."""
        people = frozenset(talk.voices[turn.voice].person for turn in talk.turns)
        self.heads.append((talk.number, people))
        self.parts.update(dict.fromkeys(part.name for part in talk.parts))
        self.rows += sorted(_rows(talk), key=lambda row: (row.first, row.end, row.kind))

    def index(self) -> Index:
        """The index of all that was taken in."""
        types = _numbered(tag.name for row in self.rows for tag in row.types)
        problems = _numbered(row.problem.name for row in self.rows if row.problem)
        clients = _numbered(row.client for row in self.rows)
        people = _numbered(name for _, names in self.heads for name in names)
        parts = {name: number for number, name in enumerate(self.parts)}
        return Index(
            types=tuple(types),
            problems=tuple(problems),
            clients=tuple(clients),
            people=tuple(people),
            parts=tuple(parts),
            sessions=tuple(
                Head(
                    number=number,
                    people=tuple(sorted(people[name] for name in names if name)),
                )
                for number, names in self.heads
            ),
            findings=tuple(
                Entry(
                    session=row.session,
                    kind=row.kind,
                    first=row.first,
                    end=row.end,
                    types=tuple(types[tag.name] for tag in row.types),
                    problem=problems[row.problem.name] if row.problem else -1,
                    client=clients.get(row.client, -1),
                    person=people.get(row.person, -1),
                    part=parts.get(row.part, -1),
                    script=row.script,
                    uptake=row.uptake,
                )
                for row in self.rows
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    session: int
    kind: str
    first: int
    end: int
    types: tuple[Tag, ...]
    problem: Tag | None
    client: str
    person: str
    part: str
    script: bool
    uptake: str


def _rows(talk: Talk) -> Iterator[_Row]:
    """Problems that are shown by somebody's words, and advice."""
    where = _Where(talk)
    for matter in talk.matters:
        if matter.problem is not None and matter.quoted is not None:
            yield where.row(matter.quoted, matter, None)
    for given in talk.advice:
        yield where.row(
            given.quoted, None if given.matter is None else talk.matters[given.matter], given
        )


class _Where:
    """Who says a sentence of a session, and in which part."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.turns = [turn for turn in talk.turns if turn.first is not None]
        self.firsts = [turn.first or 0 for turn in self.turns]
        self.starts = [part.first for part in talk.parts]

    def row(self, quoted: tuple[int, int], matter: Matter | None, given: Given | None) -> _Row:
        first, end = quoted
        turn = self.turns[bisect_right(self.firsts, first) - 1]
        part = bisect_right(self.starts, first) - 1
        return _Row(
            session=self.talk.number,
            kind="problem" if given is None else "advice",
            first=first,
            end=end,
            types=() if given is None else given.types,
            problem=None if matter is None else matter.problem,
            client="" if matter is None else matter.client,
            person=self.talk.voices[turn.voice].person,
            part=self.talk.parts[part].name if part >= 0 else "",
            script=given is not None and given.script,
            uptake="" if given is None else given.uptake,
        )


def _numbered(names: Iterable[str]) -> Mapping[str, int]:
    ordered: Sequence[str] = sorted(
        {name for name in names if name}, key=lambda name: (name.casefold(), name)
    )
    return {name: number for number, name in enumerate(ordered)}
