"""Searching an archive by meaning and by words together, and for what was advised before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from analyzer.archive.meaning import (
    N_COMPARED,
    Meanings,
    Numbers,
    Places,
    likeness_of,
    load_meanings,
    nearest,
    nearest_matters,
)
from analyzer.archive.search_advice import Advised, read_advised
from analyzer.archive.search_filters import EVERYTHING, SearchFilters, narrow
from analyzer.archive.search_hits import Candidate, Hit, read_hit, read_text
from analyzer.archive.search_merge import merge_candidates
from analyzer.archive.search_spots import Passages, Scope, Spot, scope_of, spots_by_words
from analyzer.archive.search_words import (
    Term,
    fit_of_words,
    fold_words,
    question_phrases,
    weigh_terms,
)
from analyzer.archive.store import Archive
from analyzer.encoder import Encoder, encoder_name, load_encoder
from analyzer.records.passages import PassageKind
from analyzer.settings import resource_folder

LONGEST_QUESTION = 4_000
PAGES_KB = 65_536
# So many different ones are taken from each of the two ways before they are put together.
DEPTH = 60
# ``nearest``, or the same among some.
Nearest = Callable[..., tuple[Places, Numbers]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many sessions there are, and in how many of them meaning can be looked for.

    ``n_encoded_otherwise`` are those whose vectors another encoder made. Both they and those
    without vectors are found by their words only, until ``analyzer refresh`` has been run.
    """

    n_sessions: int
    n_by_meaning: int
    n_encoded_otherwise: int


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A question made ready, and what the archive holds at this moment."""

    vector: Numbers | None
    terms: tuple[Term, ...]
    passages: Passages
    scope: Scope


class Searcher:
    """Searches one archive; keeps what it needs of all passages in memory from the first search on.

    That is some 130 bytes a passage: 5 MB for a hundred one-hour sessions, 500 MB for ten thousand.
    When the archive has changed it is read anew. Not to be used by several threads at once.
    """

    def __init__(self, archive: Archive, *, encoder: Encoder, name: str) -> None:
        self._archive = archive
        self._encoder = encoder
        self._name = name
        self._passages: Passages | None = None
        self._version: tuple[int, int] | None = None
        self._scoped: tuple[SearchFilters, Scope] | None = None

    def coverage(self) -> Coverage:
        """In how many sessions meaning can be looked for. Raises ArchiveError."""
        with self._archive.reading() as connection:
            meanings = self._current(connection).meanings
            n_encoded = connection.execute(_ENCODED, (self._name,)).fetchone()[0]
            return Coverage(
                n_sessions=connection.execute("SELECT count(*) FROM sessions").fetchone()[0],
                n_by_meaning=n_encoded,
                n_encoded_otherwise=meanings.n_encoded_otherwise,
            )

    def search(
        self, question: str, *, limit: int = 10, filters: SearchFilters = EVERYTHING
    ) -> tuple[Hit, ...]:
        """Passages that mean what is asked or hold its words, the best first.

        Of a long question the first 4,000 characters count; of one without a letter or digit
        nothing is found. Words in double quotes count side by side; nothing else is an operator.
        The same archive and question give the same hits. Raises ArchiveError for a filter that
        nothing in the archive answers to, and ModelError when the encoder cannot be run.
        """
        vector = self._vector(question)
        with self._archive.reading() as connection:
            asked = self._asked(question, vector, connection, filters=filters)
            found = _candidates(asked, connection, depth=max(DEPTH, 2 * limit))
            merged = merge_candidates(found)
            return tuple(read_hit(connection, it) for it in merged[: max(limit, 0)])

    def advised(
        self, question: str, *, limit: int = 10, filters: SearchFilters = EVERYTHING
    ) -> Advised:
        """What was advised in the exchanges whose matter is most like the question, by its type.

        ``limit`` is how many exchanges are looked at. Of the filters those about sessions and
        ``problem`` choose exchanges, ``advice`` leaves only advice of that type; ``role`` and
        ``move`` do not count. Raises what ``search`` raises.
        """
        vector = self._vector(question)
        wide = replace(filters, advice=None, role=None, move=None)
        with self._archive.reading() as connection:
            asked = self._asked(question, vector, connection, filters=wide)
            return read_advised(
                connection,
                _candidates(asked, connection, depth=DEPTH),
                _matters(asked, connection),
                terms=asked.terms,
                category=filters.advice,
                limit=limit,
            )

    def _vector(self, question: str) -> Numbers | None:
        text = _cleaned(question)
        if not any(letter.isalnum() for letter in text):
            return None
        vector: Numbers = self._encoder.encode([text])[0]
        return vector

    def _asked(
        self,
        question: str,
        vector: Numbers | None,
        connection: sqlite3.Connection,
        *,
        filters: SearchFilters,
    ) -> _Asked:
        passages = self._current(connection)
        scope = self._scope(connection, filters, meanings=passages.meanings)
        phrases = question_phrases(_cleaned(question))
        terms = weigh_terms(connection, phrases, n_turns=passages.meanings.n_turns)
        return _Asked(vector=vector, terms=terms, passages=passages, scope=scope)

    def _current(self, connection: sqlite3.Connection) -> Passages:
        """The passages in memory, read anew where the archive is not what it was."""
        connection.execute("SELECT 1 FROM sessions LIMIT 1").fetchone()  # from here on it is still
        version = (
            connection.execute("PRAGMA data_version").fetchone()[0],
            connection.total_changes,
        )
        if self._passages is None or version != self._version:
            self._passages, self._scoped = None, None  # room for the new ones
            # What is looked up again and again: upper pages of tables, and of the index of words.
            connection.execute(f"PRAGMA cache_size = -{PAGES_KB}")
            self._passages = Passages(meanings=load_meanings(connection, encoder=self._name))
            self._version = version
        return self._passages

    def _scope(
        self, connection: sqlite3.Connection, filters: SearchFilters, *, meanings: Meanings
    ) -> Scope:
        """What filters leave; the last are remembered, since people ask several things of one."""
        if self._scoped is None or self._scoped[0] != filters:
            archive = str(self._archive.path)
            narrowing = narrow(connection, filters, numbers=meanings.numbers, archive=archive)
            self._scoped = filters, scope_of(meanings, narrowing)
        return self._scoped[1]


def open_searcher(archive: Archive, *, folder: Path | None = None) -> Searcher:
    """A searcher with the encoder in ``folder``, or with the one that came with the package.

    Raises ModelError when it is missing or damaged.
    """
    home = folder or resource_folder("models") / "encoder"
    # One question is encoded as fast by one thread, and others would go on turning while they wait.
    return Searcher(archive, encoder=load_encoder(home, threads=1), name=encoder_name(home))


def _cleaned(question: str) -> str:
    """The beginning of a question, without what no file could hold."""
    return question[:LONGEST_QUESTION].encode("utf-8", "ignore").decode("utf-8")


def _candidates(asked: _Asked, connection: sqlite3.Connection, *, depth: int) -> list[Candidate]:
    """What meaning and words find, each weighed in both ways."""
    by_words = spots_by_words(
        asked.passages, asked.terms, connection, scope=asked.scope, n_passages=2 * depth
    )
    found = {
        it.spot.place: Candidate(spot=it.spot, said=it.said, fit=it.score, words=it.words)
        for it in by_words[:depth]
    }
    different: set[str] = set()
    folded: dict[str, list[str]] = {}
    # Words that recur in every session, a welcome say, may stand for many passages.
    limit = max(N_COMPARED, 2 * depth)
    for spot, likeness in _by_meaning(asked, connection, among=nearest, limit=limit):
        text = asked.passages.read_quote(spot, connection)
        if text not in folded:
            folded[text] = fold_words(text)
        said = " ".join(folded[text])
        if spot.place in found:
            found[spot.place] = replace(found[spot.place], likeness=likeness)
        elif said in different:  # as well as the first; where it stands is all that is told of it
            found[spot.place] = Candidate(spot=spot, said=said, likeness=likeness)
        else:
            is_talk = spot.kind is PassageKind.TALK
            whole = folded[text] if is_talk else fold_words(read_text(connection, spot))
            fit, words = fit_of_words(whole, asked.terms)
            found[spot.place] = Candidate(
                spot=spot, said=said, likeness=likeness, fit=fit, words=words
            )
        different.add(said)
        if len(different) >= depth:
            break
    return _all_weighed(asked, list(found.values()), connection)


def _matters(asked: _Asked, connection: sqlite3.Connection) -> list[Candidate]:
    """The matters most like the question by meaning, the best first."""
    near = _by_meaning(asked, connection, among=nearest_matters, limit=DEPTH)
    return [Candidate(spot=spot, said="", likeness=likeness) for spot, likeness in near]


def _by_meaning(
    asked: _Asked, connection: sqlite3.Connection, *, among: Nearest, limit: int
) -> Iterator[tuple[Spot, float]]:
    """The passages most like the question that the filters leave, the best first."""
    if asked.vector is None:
        return
    meanings = asked.passages.meanings
    places, cosines = among(meanings, asked.vector, connection, limit=limit, mask=asked.scope.mask)
    spots = asked.passages.spots_at(places)
    for spot, cosine in zip(spots, cosines.tolist(), strict=True):
        yield spot, round(cosine, 6)


def _all_weighed(
    asked: _Asked, candidates: list[Candidate], connection: sqlite3.Connection
) -> list[Candidate]:
    """The candidates with their likeness, also those that words found, where they have vectors."""
    meanings = asked.passages.meanings
    places: dict[int, int] = {}
    for it, candidate in enumerate(candidates):
        session = meanings.numbers[candidate.spot.session]
        if candidate.likeness is None and meanings.has_passages(session):
            places[it] = int(meanings.offsets[session]) + candidate.spot.number
    if asked.vector is None or not places:
        return candidates
    order = np.array(list(places.values()), dtype=np.int64)
    cosines = likeness_of(meanings, asked.vector, order, connection)
    for it, cosine in zip(places, cosines.tolist(), strict=True):
        candidates[it] = replace(candidates[it], likeness=round(cosine, 6))
    return candidates


_ENCODED = "SELECT count(*) FROM passage_codes WHERE encoder = ?"
