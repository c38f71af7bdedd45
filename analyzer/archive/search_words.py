"""Finding turns by the words of a question: FTS5 finds them, BM25 says how well passages fit."""

from __future__ import annotations

import math
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

MAX_WORDS = 64
# A word in more turns than this tells little by itself; so many turns are weighed in all.
MOST_TURNS = 5_000
MOST_TAKEN = 10_000
MOST_PAIRED = 3
# With so many turns that hold rarer words, common words need not be looked for.
ENOUGH = 1_000
# BM25 as by Robertson and Zaragoza (2009); passages of talk have about 28 words.
K1, B, USUAL_WORDS = 1.2, 0.75, 28

_WORD = re.compile(r"[^\W_]+")
_ACCENT = re.compile(r"[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of a question, or a phrase that stood in quotes, and how much it tells.

    ``weight`` falls with the number of turns it is in (inverse document frequency); ``n_turns`` is
    exact below ``MOST_TURNS`` and an estimate above.
    """

    words: tuple[str, ...]
    n_turns: int
    weight: float

    @property
    def match(self) -> str:
        """The term as FTS5 asks for it: its words side by side."""
        return _quoted(self.words)


def fold_words(text: str) -> list[str]:
    """The words of a text without capitals and accents, as the index of words has them.

    >>> fold_words("The Café's fee -- twice")
    ['the', 'cafe', 's', 'fee', 'twice']
    """
    if not text.isascii():
        text = _ACCENT.sub("", unicodedata.normalize("NFD", text))
    return _WORD.findall(text.casefold())


def question_phrases(question: str) -> tuple[tuple[str, ...], ...]:
    """The words of a question, and as one what stands in double quotes; each once, at most 64.

    >>> question_phrases('who said "off the record" or WHO?')
    (('who',), ('said',), ('off', 'the', 'record'), ('or',))
    """
    found: dict[tuple[str, ...], None] = {}
    for place, piece in enumerate(question.split('"')):
        words = fold_words(piece)
        for phrase in [tuple(words)] if place % 2 else [(word,) for word in words]:
            if phrase:
                found[phrase] = None
            if len(found) == MAX_WORDS:
                return tuple(found)
    return tuple(found)


def weigh_terms(
    connection: sqlite3.Connection, phrases: Sequence[tuple[str, ...]], *, n_turns: int
) -> tuple[Term, ...]:
    """The phrases that stand somewhere in the archive, the rarest first, with their weights."""
    terms = []
    for words in phrases:
        n_with, last = connection.execute(_COUNT, (_quoted(words), MOST_TURNS)).fetchone()
        if not n_with:
            continue
        if n_with == MOST_TURNS:  # the first so many stand among the first ``last`` turns
            n_with = max(n_with, round(n_with * n_turns / max(last, 1)))
        weight = math.log1p((max(n_turns - n_with, 0) + 0.5) / (n_with + 0.5))
        terms.append(Term(words=words, n_turns=n_with, weight=weight))
    return tuple(sorted(terms, key=lambda term: (term.n_turns, term.words)))


def matching_turns(
    connection: sqlite3.Connection, terms: Sequence[Term], *, within: tuple[int, int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Keys of turns that hold terms, rising, and what the terms in each weigh together.

    Keys lie ``within`` the first and the last. Terms are taken from the rarest on while the turns
    they are in are few enough; where that gives few turns, commoner ones count where two of them
    meet. Where nothing else is left, the latest turns with the rarest word are taken.
    """
    found: list[npt.NDArray[np.int64]] = []
    weights: list[npt.NDArray[np.float64]] = []
    room = MOST_TAKEN
    common: list[Term] = []
    for term in terms:
        if term.n_turns > min(room, MOST_TURNS):
            common.append(term)
            continue
        found.append(_keys(connection, term.match, within, limit=room))
        weights.append(np.full(len(found[-1]), term.weight))
        room -= len(found[-1])
    for one, other in combinations(common[:MOST_PAIRED], 2):
        if MOST_TAKEN - room >= ENOUGH:
            break
        match = f"{one.match} AND {other.match}"
        if connection.execute(_COUNT, (match, room + 1)).fetchone()[0] <= room:
            found.append(_keys(connection, match, within, limit=room))
            weights.append(np.full(len(found[-1]), (one.weight + other.weight) / MOST_PAIRED))
            room -= len(found[-1])
    if common and not any(map(len, found)):
        found = [_keys(connection, common[0].match, within, limit=MOST_TURNS)]
        weights = [np.full(len(found[0]), common[0].weight)]
    if not found:
        return np.empty(0, dtype=np.int64), np.empty(0)
    keys, places = np.unique(np.concatenate(found), return_inverse=True)
    total = np.zeros(len(keys))
    np.add.at(total, places, np.concatenate(weights))
    return keys, total


def _keys(
    connection: sqlite3.Connection, match: str, within: tuple[int, int], *, limit: int
) -> npt.NDArray[np.int64]:
    rows = connection.execute(_KEYS, (match, *within, limit)).fetchall()
    return np.array(rows, dtype=np.int64).reshape(-1)


def _quoted(words: Sequence[str]) -> str:
    return f'"{" ".join(words)}"'


def fit_of_words(words: Sequence[str], terms: Sequence[Term]) -> tuple[float, tuple[str, ...]]:
    """How well a text fits the terms (BM25, 0 for not at all), and which of them stand in it.

    ``words`` are those of the text as ``fold_words`` gives them.
    """
    counts = Counter(words)
    flat = f" {' '.join(words)} "
    longer = K1 * (1 - B + B * len(words) / USUAL_WORDS)
    score, found = 0.0, []
    for term in terms:
        phrase = " ".join(term.words)
        times = counts[phrase] if len(term.words) == 1 else flat.count(f" {phrase} ")
        if times:
            score += term.weight * times * (K1 + 1) / (times + longer)
            found.append(phrase)
    return score, tuple(found)


_COUNT = """
SELECT count(*), max(rowid) FROM (SELECT rowid FROM turn_words WHERE turn_words MATCH ? LIMIT ?)
"""
_KEYS = """
SELECT rowid FROM turn_words WHERE turn_words MATCH ? AND rowid BETWEEN ? AND ?
ORDER BY rowid DESC LIMIT ?
"""
