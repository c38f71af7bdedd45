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
from analyzer.archive.search_words import B, Term, fit_of_words, fold_words, matching_turns
from analyzer.records import Quote
from analyzer.records.passages import PassageKind
from analyzer.segment.passages import cut_passages

KINDS = tuple(PassageKind)
# Sessions without vectors that are read for one question, and kept for the next.
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

    @property
    def place(self) -> tuple[str, int]:
        """Session and number, which no other spot has."""
        return self.session, self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSpot:
    """A passage of talk in which words of a question stand, and how well it fits them (BM25).

    ``said`` are its words without capitals and accents.
    """

    spot: Spot
    said: str
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

    def spots_at(self, places: Places) -> Iterator[Spot]:
        """The passages in memory at these places."""
        meanings = self.meanings
        sessions = meanings.sessions_of(places)
        numbers = places - meanings.offsets[sessions]
        for session, number in zip(sessions.tolist(), numbers.tolist(), strict=True):
            yield self.spot(session, number, meanings.facts[meanings.offsets[session] :])

    def read_quote(self, spot: Spot, connection: sqlite3.Connection) -> str:
        """The words that a spot quotes."""
        key = int(self.meanings.first_keys[self.meanings.numbers[spot.session]]) + spot.quote.turn
        text: str = connection.execute(_TEXT, (key,)).fetchone()[0]
        return text[spot.quote.start : spot.quote.end]


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
    passages: Passages,
    terms: Sequence[Term],
    connection: sqlite3.Connection,
    *,
    scope: Scope,
    n_passages: int,
) -> list[WordSpot]:
    """Passages of talk in which the terms stand, the best first.

    Looked at are those in the scope of the most promising turns, until there are ``n_passages``.
    """
    found: list[WordSpot] = []
    n_looked_at = 0
    keys, weights = matching_turns(connection, terms, within=scope.keys)
    for turn in _promising(passages.meanings, keys, weights, scope=scope):
        spots = _talk_in(passages, turn, connection, scope=scope)
        if not spots:
            continue
        text = connection.execute(_TEXT, (turn.key,)).fetchone()[0]
        for spot in spots:
            folded = fold_words(text[spot.quote.start : spot.quote.end])
            score, words = fit_of_words(folded, terms)
            if words:
                said = " ".join(folded)
                found.append(WordSpot(spot=spot, said=said, score=score, words=words))
        n_looked_at += len(spots)
        if n_looked_at >= n_passages:
            break
    return sorted(found, key=lambda it: (-it.score, it.spot.session, it.spot.first))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A turn in which words were found: key, session, and where its passages lie in memory.

    ``begin`` and ``end`` count passages of talk in the order of turns; equal for a session without.
    """

    key: int
    session: int
    begin: int
    end: int


def _promising(
    meanings: Meanings, keys: Places, weights: npt.NDArray[np.float64], *, scope: Scope
) -> Iterator[_Turn]:
    """The turns with these keys that may hold a passage in the scope.

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
        yield _Turn(key=int(keys[it]), session=session, begin=int(begins[it]), end=int(ends[it]))


def _talk_in(
    passages: Passages, turn: _Turn, connection: sqlite3.Connection, *, scope: Scope
) -> list[Spot]:
    """The passages of talk in a turn that are in the scope."""
    meanings = passages.meanings
    if turn.end > turn.begin:
        places = meanings.talk[0][turn.begin : turn.end]
        numbers = places[scope.mask[places]] - meanings.offsets[turn.session]
        facts = passages.facts(turn.session, connection)
        return [passages.spot(turn.session, it, facts) for it in numbers.tolist()]
    facts = passages.facts(turn.session, connection)
    number = turn.key - int(meanings.first_keys[turn.session])
    numbers = np.flatnonzero(
        (facts["turn"] == number) & (facts["kind"] == KIND_NUMBERS[PassageKind.TALK])
    )
    of_session = np.full(len(numbers), turn.session)
    passes = scope.narrowing.mask(facts[numbers], of_session, is_chosen=scope.is_chosen)
    return [passages.spot(turn.session, it, facts) for it in numbers[passes].tolist()]


_TEXT = "SELECT text FROM turns WHERE key = ?"
