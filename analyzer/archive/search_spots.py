"""Places in the archive that a search may show, from passages in memory or read when needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from analyzer.archive.meaning import Mask, Meanings, Places
from analyzer.archive.rows import read_analysis
from analyzer.archive.search_codes import KIND_NUMBERS, Facts, facts_of
from analyzer.archive.search_filters import Narrowing
from analyzer.archive.search_words import B, Term, fit_of_words, matching_turns
from analyzer.records import Quote
from analyzer.records.passages import PassageKind
from analyzer.segment.passages import cut_passages

KINDS = tuple(PassageKind)
# Passages that are looked at for words, and sessions without vectors that are read for it.
MOST_LOOKED_AT = 200
MOST_READ = 40
KEPT = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A passage of a session: its number there, its kind, its sentences, and its quote."""

    session: str
    number: int
    kind: PassageKind
    first: int
    end: int
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSpot:
    """A passage of talk in which words of a question stand, and how well it fits them (BM25)."""

    spot: Spot
    text: str
    score: float
    words: tuple[str, ...]


@dataclass(kw_only=True)
class Passages:
    """The passages of an archive: those in memory, and those of sessions without vectors.

    The latter are cut anew where words were found, and kept for the next search.
    """

    meanings: Meanings
    _cut: dict[int, Facts] = field(default_factory=dict)

    def facts(self, session: int, connection: sqlite3.Connection) -> Facts:
        """The passages of a session, by the number it has."""
        meanings = self.meanings
        if meanings.has_passages(session):
            return meanings.facts[meanings.offsets[session] : meanings.offsets[session + 1]]
        if session not in self._cut:
            analysis = read_analysis(connection, meanings.sessions[session])
            if analysis is None:  # only where somebody took out a row by hand
                return meanings.facts[:0]
            if len(self._cut) >= KEPT:
                self._cut.pop(next(iter(self._cut)))
            self._cut[session] = facts_of(analysis, cut_passages(analysis))
        return self._cut[session]

    def spot(self, session: int, number: int, facts: Facts) -> Spot:
        """A passage of a session, whose facts are given."""
        first, end, turn, start, stop, _, _, kind = facts[number].item()
        return Spot(
            session=self.meanings.sessions[session],
            number=number,
            kind=KINDS[kind],
            first=first,
            end=end,
            quote=Quote(turn=turn, start=start, end=stop),
        )

    def spots_at(self, places: Places) -> list[Spot]:
        """The passages in memory at these places."""
        meanings = self.meanings
        sessions = meanings.sessions_of(places)
        numbers = places - meanings.offsets[sessions]
        return [
            self.spot(session, number, meanings.facts[meanings.offsets[session] :])
            for session, number in zip(sessions.tolist(), numbers.tolist(), strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What filters leave of an archive.

    ``is_chosen`` says which sessions, ``mask`` which passages in memory. ``n_before`` counts, for
    each passage of talk in the order of turns, those in the mask before it, and at its end all.
    ``keys`` are the first and the last key that turns of chosen sessions may have.
    """

    narrowing: Narrowing
    is_chosen: Mask
    mask: Mask
    n_before: Places
    keys: tuple[int, int]


def scope_of(meanings: Meanings, narrowing: Narrowing) -> Scope:
    """What the filters leave."""
    is_chosen = narrowing.chosen(meanings.sessions)
    mask = meanings.may_be_shown
    if not narrowing.is_open:
        sessions = meanings.all_sessions()
        mask = mask & narrowing.mask(meanings.facts, sessions, is_chosen=is_chosen)
    talk, _ = meanings.talk
    return Scope(
        narrowing=narrowing,
        is_chosen=is_chosen,
        mask=mask,
        n_before=np.concatenate([[0], np.cumsum(mask[talk])]),
        keys=meanings.keys_within(is_chosen),
    )


def spots_by_words(
    passages: Passages, terms: Sequence[Term], connection: sqlite3.Connection, *, scope: Scope
) -> list[WordSpot]:
    """Passages of talk in which the terms stand, the best first.

    Looked at are the best turns that have any in the scope, until ``MOST_LOOKED_AT`` passages.
    """
    found: list[WordSpot] = []
    n_looked_at = 0
    keys, weights = matching_turns(connection, terms, within=scope.keys)
    for key, session in _promising(passages.meanings, keys, weights, scope=scope):
        turn = key - int(passages.meanings.first_keys[session])
        spots = _talk_in(passages, session, turn, connection, scope=scope)
        if not spots:
            continue
        text = connection.execute(_TEXT, (key,)).fetchone()[0]
        for spot in spots:
            said = text[spot.quote.start : spot.quote.end]
            score, words = fit_of_words(said, terms)
            if words:
                found.append(WordSpot(spot=spot, text=said, score=score, words=words))
        n_looked_at += len(spots)
        if n_looked_at >= MOST_LOOKED_AT:
            break
    return sorted(found, key=lambda it: (-it.score, it.spot.session, it.spot.first))


def _promising(
    meanings: Meanings, keys: Places, weights: npt.NDArray[np.float64], *, scope: Scope
) -> Iterator[tuple[int, int]]:
    """Keys of turns that may hold a passage in the scope, with their sessions' numbers.

    First come those whose terms weigh most for their length, counted in passages; the latest first
    among equals.
    """
    if not len(keys) or not len(meanings.sessions):
        return
    sessions = np.searchsorted(meanings.first_keys, keys, side="right") - 1
    is_unknown = (np.diff(meanings.offsets)[sessions] == 0) & scope.is_chosen[sessions]
    _, turn_keys = meanings.talk
    begins, ends = (np.searchsorted(turn_keys, keys, side=side) for side in ("left", "right"))
    is_known = scope.n_before[ends] > scope.n_before[begins]
    for_length = weights / (1 - B + B * np.maximum(ends - begins, 1))
    order = np.lexsort((-keys, -for_length.round(6)))
    read: set[int] = set()
    for it in order[(is_known | is_unknown)[order]].tolist():
        session = int(sessions[it])
        if is_unknown[it]:
            read.add(session)
            if len(read) > MOST_READ:
                return
        yield int(keys[it]), session


def _talk_in(
    passages: Passages, session: int, turn: int, connection: sqlite3.Connection, *, scope: Scope
) -> list[Spot]:
    """The passages of talk in a turn that are in the scope."""
    facts = passages.facts(session, connection)
    numbers = np.flatnonzero(
        (facts["turn"] == turn) & (facts["kind"] == KIND_NUMBERS[PassageKind.TALK])
    )
    if not scope.narrowing.is_open:
        of_session = np.full(len(numbers), session)
        narrowing, is_chosen = scope.narrowing, scope.is_chosen
        numbers = numbers[narrowing.mask(facts[numbers], of_session, is_chosen=is_chosen)]
    return [passages.spot(session, number, facts) for number in numbers.tolist()]


_TEXT = "SELECT text FROM turns WHERE key = ?"
