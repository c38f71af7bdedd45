"""Names that stand before a colon once or twice: somebody who speaks once, or a heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from analyzer.read.labels.ballot import PLAYED, RECURS, Tally
from analyzer.read.labels.grammar import Row, Shape
from analyzer.read.people.everyday import EVERYDAY
from analyzer.read.people.names import (
    is_handle,
    is_person_like,
    is_plausible,
    is_role_like,
    split_note,
    split_role,
)

# The voices of a call in which a recorder knows only its own microphone from all others.
_ME_AND_THEM = frozenset(("me", "them", "you"))
# Inside a sentence, or addressed: "ask Omar", "Omar, hi."
_SAID_BY_OTHERS = re.compile(
    r"(?<=[a-z,] )[A-ZÀ-Þ][^\W\d_]+|(?:^|(?<=[.?!:] ))[A-ZÀ-Þ][^\W\d_]+(?=[,?!])"
)
_SHORTEST_HANDLE = 5
_SMALL_WORDS = re.compile(r"(?<![^\W_])[a-zß-ÿ][^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rare:
    """Rare speakers: those of whom there is proof, and those who only look like somebody."""

    proven: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()


def rare_speakers(
    rows: Sequence[Row],
    tallies: Mapping[str, Tally],
    *,
    shape: Shape,
    chosen: set[str],
    listed: set[str],
) -> Rare:
    """Candidates used once or twice that are speakers all the same.

    Proof is a role word, a list of names on the page, a name that others say or that a sure speaker
    bears. Without it a name counts that has the form of the sure labels and no everyday word in it;
    a handle in small letters where a sure speaker is called by one, too.
    """
    nameless = _ME_AND_THEM if chosen <= _ME_AND_THEM else frozenset[str]()
    candidates = {
        key: tally
        for key, tally in tallies.items()
        if key not in chosen
        and len(key) > 1
        and len(tally.rows) < RECURS
        and (key in nameless or key.split(maxsplit=1)[0] not in PLAYED)
    }
    if shape is Shape.ALONE:
        candidates = _with_words(candidates, {row for key in chosen for row in tallies[key].rows})
    if not candidates:
        return Rare()
    proven = {
        key
        for key in candidates
        if key in listed or is_role_like(candidates[key].name) or key in nameless
    }
    form = _Form.of([tallies[key] for key in chosen], timed=shape is Shape.TIME)
    said, small = _words_of(rows)
    in_small = any(_is_small_handle(split_note(tallies[key].name)[0]) for key in chosen)
    doubted: set[str] = set()
    for key, tally in candidates.items():
        writes_first = tally.rows[0] == 0 and _is_greeted(tally.name, rows)
        if key in proven or not form.fits(tally, first=writes_first):
            continue
        alone = form.alone and _is_alone(tally) and is_plausible(tally.name)
        if (
            alone
            or writes_first
            or _is_named(tally.name, said)
            or _shares_a_name(key, tally, chosen)
        ):
            proven.add(key)
        elif _looks_like_somebody(tally.name, small) or (in_small and _is_nick(tally, rows)):
            doubted.add(key)
    return Rare(proven=frozenset(proven), doubted=frozenset(doubted))


def _with_words(candidates: Mapping[str, Tally], labelled: Collection[int]) -> dict[str, Tally]:
    """The candidates with words below them; a line between two labels is what the first says."""
    return {
        key: tally
        for key, tally in candidates.items()
        if not all(row - 1 in labelled and row + 1 in labelled for row in tally.rows)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How the sure labels are set: bold, at the start of blocks, from which row on, with times.

    ``alone`` is whether each is a line of a time and a name and nothing else.
    """

    strong: bool
    opening: bool
    first: int
    timed: bool
    alone: bool
    shouted: bool
    headings: bool

    @classmethod
    def of(cls, sure: Sequence[Tally], *, timed: bool) -> _Form:
        n_rows = 0.9 * sum(len(tally.rows) for tally in sure)
        return cls(
            strong=sum(tally.strong for tally in sure) >= n_rows,
            opening=sum(tally.opening for tally in sure) >= n_rows,
            first=min(index for tally in sure for index in tally.rows),
            timed=timed or sum(tally.timed for tally in sure) >= n_rows,
            alone=all(map(_is_alone, sure)),
            shouted=any(_is_shouted(tally.name) for tally in sure),
            headings=any(tally.headings for tally in sure),
        )

    def fits(self, tally: Tally, *, first: bool) -> bool:
        """Whether the candidate is set like the sure labels, says something and quotes nothing.

        Above the sure labels stand headings; ``first`` is whether this one is known to be none.
        """
        n_rows = len(tally.rows)
        in_form = (tally.strong == n_rows or not self.strong) and (
            tally.opening == n_rows or not self.opening
        )
        timed = self.timed and tally.timed == n_rows
        early = max(tally.rows) < self.first and not (first or timed or tally.sentences)
        alike = (self.shouted or not _is_shouted(tally.name)) and (
            self.headings or not tally.headings
        )
        return in_form and alike and not tally.quoted and not early


def _is_shouted(name: str) -> bool:
    """Whether it is two words or more in capitals, as stage directions are written."""
    return " " in name and name.isupper()


def _is_alone(tally: Tally) -> bool:
    return tally.timed == tally.empty == len(tally.rows)


def _words_of(rows: Sequence[Row]) -> tuple[set[str], set[str]]:
    """Words that stand capitalised inside sentences, and words that stand in small letters."""
    said: set[str] = set()
    small: set[str] = set()
    for row in rows:
        said.update(_SAID_BY_OTHERS.findall(row.text))
        small.update(_SMALL_WORDS.findall(row.text))
    return {word.casefold() for word in said}, small


def _is_named(name: str, said: set[str]) -> bool:
    """Whether others say the name, capitalised inside a sentence."""
    short, _ = split_role(name)
    first = short.split()[0].strip(".,'’").casefold()
    return is_person_like(short) and first in said


def _is_greeted(name: str, rows: Sequence[Row]) -> bool:
    """Whether somebody's words begin with the name, as an answer to a letter does."""
    short, _ = split_role(name)
    greeting = re.compile(rf"(?:[^:\n]{{1,60}}:\s*)?(?:Dear |Hello |Hi )?{re.escape(short)}[,:]\s")
    return is_person_like(short) and any(greeting.match(row.text) for row in rows[1:])


def _looks_like_somebody(name: str, small: set[str]) -> bool:
    short, _ = split_role(name)
    if not is_person_like(short):
        return is_handle(short)
    words = [word.strip(".,'’").casefold() for word in short.split()]
    return not any(word in small for word in words if len(word) > 1)


def _is_small_handle(name: str) -> bool:
    """Whether it is one word in small letters that only a name can be: "pipefitter"."""
    is_word = name.isalnum() and name.islower() and len(name) >= _SHORTEST_HANDLE
    return is_word and name not in EVERYDAY and not is_role_like(name)


def _is_nick(tally: Tally, rows: Sequence[Row]) -> bool:
    """Whether a rare label is a handle in small letters, and no word that the talk uses."""
    name = tally.name
    if not _is_small_handle(name) or tally.empty:
        return False
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    called = re.compile(
        rf"(?:@|\b(?:from|by|to|with|and|hi|hello|thanks|ask),? ){re.escape(name)}\b"
    )
    used = sum(len(word.findall(row.text)) for row in rows)
    return used == len(tally.rows) + sum(len(called.findall(row.text)) for row in rows)


def _shares_a_name(key: str, tally: Tally, chosen: set[str]) -> bool:
    first, *rest = key.split()
    alike = any(other.split(maxsplit=1)[0] == first for other in chosen)
    return alike and len(first) > 1 and len(rest) < 3 and is_person_like(tally.name)
