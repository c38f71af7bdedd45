"""One session as the page shows it: every word said, in order, and what was found in it.

Whoever shows it adds no word and no number of its own. Sentences are counted through the session
from 0, so that findings and quotations point at them by ranges ``[first, end)``.
"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.report.parts import Section, SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker, the person he counts as, and what he is in the session, in a word or "".

    ``kind`` is the role as the product names it.
    """

    name: str
    person: str
    role: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A turn: whose (a number of ``Talk.voices``), when, and its text cut at its sentences.

    ``says`` put together is the whole text. ``first`` is the number of its first sentence, None
    where the turn has no sentence. ``time`` is empty where unknown.
    """

    voice: int
    time: str
    says: tuple[str, ...]
    first: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Sentences that form a part of the session, what it is called, and whose matter it is.

    ``matter`` is a number of ``Talk.matters``, None for what belongs to nobody's.
    """

    first: int
    end: int
    name: str
    matter: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """The shown name of a type, whether it is sure, and why it was given."""

    name: str
    sure: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What one asker brings: sentences, what it is called, his name or "", and the problem or None.

    ``quoted`` are the sentences that show the problem.
    """

    first: int
    end: int
    heading: str
    client: str
    problem: Tag | None
    quoted: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A stretch of advice: its sentences, those that show it, its types, and what came of it.

    ``answered`` are the sentences of the client's answer, None where there is none.
    """

    first: int
    end: int
    quoted: tuple[int, int]
    types: tuple[Tag, ...]
    matter: int | None
    script: bool
    uptake: str
    answered: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Text that nobody speaks, before turn number ``before``, and what it is."""

    before: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message written beside the talk."""

    author: str
    time: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One session: number in the table of sessions, from 1, heading, facts, words and findings."""

    number: int
    heading: str
    date: str
    file: str
    about: tuple[str, ...]
    voices: tuple[Voice, ...]
    turns: tuple[Told, ...]
    parts: tuple[Part, ...]
    matters: tuple[Matter, ...]
    advice: tuple[Given, ...]
    asides: tuple[Aside, ...]
    chat: tuple[Written, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A session in the list of all, and whether its words are on the page."""

    row: SessionRow
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """The list of all sessions, and a line where the words of some are left out; else ""."""

    section: Section
    rows: tuple[Listed, ...]
    left_out: str
