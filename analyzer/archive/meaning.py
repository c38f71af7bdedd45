"""Finding passages by what they mean: two bits a number in memory, the best few in full.

A vector's 384 signs are compared with those of the question first (Charikar 2002), by counting the
bits that differ. The nearest are weighed with the question's own numbers against their signs, the
best of these against signs and widths, and the best of these are compared in full, with vectors
that are read from the archive. How many are kept at each step was chosen by measuring;
``benchmarks/search.py`` shows what is missed.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analyzer.archive.search_codes import FACTS, KIND_NUMBERS, Facts
from analyzer.errors import ArchiveError
from analyzer.records.passages import MeaningVectors, PassageKind, unpacked

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint64]

CODE_WORDS, CODE_BYTES = 6, 48
BLOCK = 1 << 15  # as many codes as stay in a processor's nearest memory
# The nearest by signs are at least so many, or this share of all; so many of them by weighed signs,
# and so many of these by signs and widths.
FEWEST_NEAR, SHARE_NEAR = 8_000, 1 / 100
N_WEIGHED, N_COMPARED = 8_000, 400
# What stands for a number that is wide or is not, in parts of the deviation of all.
WIDE, NARROW = 1.3, 0.35
SAMPLED = 16
FEW = 4
FURTHER = CODE_WORDS * 64 + 1


@dataclass(frozen=True, kw_only=True)
class Meanings:
    """The passages of all sessions in memory, session by session as they were added.

    ``sessions`` holds every session with a turn; those without vectors have no passages here.
    ``offsets`` (n sessions + 1) are the passages of each, ``first_keys`` the key of its first turn;
    a session's turns have keys without a gap. ``codes`` (12, n passages) are the vectors' signs,
    six words each, and then which of their numbers are wide.
    ``n_encoded_otherwise`` counts sessions whose vectors another encoder made, so that they do not
    compare.
    """

    sessions: tuple[str, ...]
    offsets: Places
    first_keys: Places
    n_turns: int
    codes: Codes
    facts: Facts
    n_encoded_otherwise: int

    @property
    def n_passages(self) -> int:
        """How many passages there are."""
        return len(self.facts)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each session, by its id."""
        return {session: number for number, session in enumerate(self.sessions)}

    @cached_property
    def may_be_shown(self) -> Mask:
        """Which passages may be hits: all but whole exchanges, which are for finding themes."""
        may_be: Mask = self.facts["kind"] != KIND_NUMBERS[PassageKind.EXCHANGE]
        return may_be

    @cached_property
    def matters(self) -> tuple[Places, Codes]:
        """The passages that are the matter of an exchange, rising, and their codes side by side."""
        places = np.flatnonzero(self.facts["kind"] == KIND_NUMBERS[PassageKind.PROBLEM])
        return places, np.take(self.codes, places, axis=1)

    @cached_property
    def is_talk(self) -> Mask:
        """Which passages are talk."""
        is_talk: Mask = self.facts["kind"] == KIND_NUMBERS[PassageKind.TALK]
        return is_talk

    @cached_property
    def talk(self) -> tuple[Places, Places]:
        """The passages of talk by the keys of the turns they are in, and these keys, rising."""
        places = np.flatnonzero(self.is_talk)
        keys = np.repeat(self.first_keys, np.diff(self.offsets)) + self.facts["turn"]
        return places, keys[places]

    def has_passages(self, session: int) -> bool:
        """Whether a session can be found by meaning."""
        return bool(self.offsets[session + 1] > self.offsets[session])

    def all_sessions(self) -> Places:
        """The number of the session of every passage."""
        return np.repeat(np.arange(len(self.sessions)), np.diff(self.offsets))

    def sessions_of(self, places: Places) -> Places:
        """The number of the session each passage is in."""
        return np.searchsorted(self.offsets, places, side="right") - 1

    def keys_within(self, is_chosen: Mask) -> tuple[int, int]:
        """The first and the last key of turns that chosen sessions may have."""
        chosen = np.flatnonzero(is_chosen)
        if not len(chosen):
            return 0, 0
        ends = np.append(self.first_keys[1:], self.n_turns + 1)
        return int(self.first_keys[chosen[0]]), int(ends[chosen[-1]]) - 1


def load_meanings(connection: sqlite3.Connection, *, encoder: str) -> Meanings:
    """All passages that this encoder encoded, with their facts, in the order of their turns.

    Raises ArchiveError where somebody changed rows so that they make no passages any more.
    """
    keys = connection.execute(_FIRST_KEYS).fetchall()
    sizes = dict(connection.execute(_SIZES, (encoder,)).fetchall())
    numbers = {session: number for number, (session, _) in enumerate(keys)}
    offsets = np.cumsum([0, *(sizes.get(session, 0) for session, _ in keys)], dtype=np.int64)
    codes = np.empty((2 * CODE_WORDS, offsets[-1]), dtype=np.uint64)
    facts = np.empty(offsets[-1], dtype=FACTS)
    for session, its_codes, its_facts in connection.execute(_CODES, (encoder,)):
        if session not in numbers:
            continue
        number = numbers[session]
        some = slice(offsets[number], offsets[number + 1])
        try:
            codes[:, some] = np.frombuffer(its_codes, dtype=np.uint64).reshape(-1, len(codes)).T
            facts[some] = np.frombuffer(its_facts, dtype=FACTS)
        except (ValueError, TypeError) as error:
            raise _do_not_fit(session, error) from error
    return Meanings(
        sessions=tuple(numbers),
        offsets=offsets,
        first_keys=np.array([key for _, key in keys], dtype=np.int64),
        n_turns=connection.execute("SELECT coalesce(max(key), 0) FROM turns").fetchone()[0],
        codes=codes,
        facts=facts,
        n_encoded_otherwise=connection.execute(_OTHERWISE, (encoder,)).fetchone()[0],
    )


def _do_not_fit(session: str, why: object) -> ArchiveError:
    return ArchiveError(
        f"the archive's passages of session {session} do not fit together ({why}).",
        hint="Have them made anew with 'analyzer refresh'.",
    )


def nearest(
    meanings: Meanings,
    vector: Numbers,
    connection: sqlite3.Connection,
    *,
    limit: int,
    mask: Mask,
) -> tuple[Places, Numbers]:
    """The passages in the mask most alike a vector of length 1, and their cosines, the best first.

    Equally alike ones come in the order of the archive.
    """
    near = _near(meanings.codes, vector, mask=mask, n_compared=max(N_COMPARED, limit))
    return _best(meanings, vector, near, connection, limit=limit)


def nearest_matters(
    meanings: Meanings,
    vector: Numbers,
    connection: sqlite3.Connection,
    *,
    limit: int,
    mask: Mask,
) -> tuple[Places, Numbers]:
    """The same among the matters of exchanges, which are few and lie side by side in memory."""
    places, codes = meanings.matters
    near = places[_near(codes, vector, mask=mask[places], n_compared=max(N_COMPARED, limit))]
    return _best(meanings, vector, near, connection, limit=limit)


def _best(
    meanings: Meanings,
    vector: Numbers,
    places: Places,
    connection: sqlite3.Connection,
    *,
    limit: int,
) -> tuple[Places, Numbers]:
    likeness = likeness_of(meanings, vector, places, connection)
    order = np.argsort(-likeness, kind="stable")[:limit]
    return places[order], likeness[order]


def likeness_of(
    meanings: Meanings, vector: Numbers, places: Places, connection: sqlite3.Connection
) -> Numbers:
    """The cosines of the passages at these places with a vector of length 1."""
    if not len(places):
        return np.zeros(0, dtype=np.float32)
    likeness: Numbers = unpacked(_read_vectors(meanings, places, connection)) @ vector
    return likeness


def _near(codes: Codes, vector: Numbers, *, mask: Mask, n_compared: int) -> Places:
    """Which codes in the mask stand for vectors that are worth comparing in full, rising."""
    near = _near_by_signs(codes[:CODE_WORDS], vector, mask=mask)
    n_weighed = max(N_WEIGHED, n_compared)
    if len(near) > n_weighed:
        signs = np.take(codes[:CODE_WORDS], near, axis=1)
        near = _heaviest(near, _weigh_signs(signs, vector), n_weighed)
    if len(near) > n_compared:
        near = _heaviest(near, _weigh_all(np.take(codes, near, axis=1), vector), n_compared)
    return near


def _heaviest(near: Places, weights: Numbers, wanted: int) -> Places:
    return np.sort(near[np.argpartition(-weights, wanted)[:wanted]])


def _near_by_signs(signs: Codes, vector: Numbers, *, mask: Mask) -> Places:
    """Which signs (6, n) in the mask differ least from the vector's, rising."""
    n_places = int(np.count_nonzero(mask))
    wanted = max(FEWEST_NEAR, round(n_places * SHARE_NEAR))
    if n_places <= wanted:
        return np.flatnonzero(mask)
    code = np.packbits(vector > 0).view(np.uint64)
    if n_places * FEW < len(mask):
        places = np.flatnonzero(mask)
        return places[_least(count_differing(np.take(signs, places, axis=1), code), wanted)]
    # Gathering so many codes would take longer than comparing them all.
    differing = count_differing(signs, code)
    differing[~mask] = FURTHER
    return _least(differing, wanted)


def _least(differing: npt.NDArray[np.uint16], wanted: int) -> Places:
    """Where about so many of the least counts are; the bound is read off a sample."""
    sample = differing[::SAMPLED]
    place = min(wanted // SAMPLED, len(sample) - 1)
    bound = min(int(np.partition(sample, place)[place]), FURTHER - 1)
    return np.flatnonzero(differing <= bound)


def count_differing(signs: Codes, code: Codes) -> npt.NDArray[np.uint16]:
    """How many bits of each of the signs, shape (6, n), are not those of the one code (6)."""
    n_codes = signs.shape[1]
    counts = np.empty(n_codes, dtype=np.uint16)
    apart = np.empty(BLOCK, dtype=np.uint64)
    part, first, second = (np.empty(BLOCK, dtype=np.uint8) for _ in range(3))
    for begin in range(0, n_codes, BLOCK):
        end = min(begin + BLOCK, n_codes)
        room = slice(0, end - begin)
        # Three words differ in 192 bits at most, which a byte can hold, and bytes add up fastest.
        for total, words in ((first, (0, 1, 2)), (second, (3, 4, 5))):
            total[room] = 0
            for word in words:
                np.bitwise_xor(signs[word, begin:end], code[word], out=apart[room])
                np.bitwise_count(apart[room], out=part[room])
                np.add(total[room], part[room], out=total[room])
        np.add(first[room], second[room], out=counts[begin:end], dtype=np.uint16)
    return counts


def _weigh_signs(signs: Codes, vector: Numbers) -> Numbers:
    """The sum of the vector's numbers, each with the sign (6, n) that stands in its place."""
    weights: Numbers = 2 * _summed(signs, vector) - vector.sum()
    return weights


def _weigh_all(codes: Codes, vector: Numbers) -> Numbers:
    """The same of codes (12, n), each sign for as much as its number is wide or narrow."""
    signs, wide = codes[:CODE_WORDS], codes[CODE_WORDS:]
    of_wide = 2 * _summed(signs & wide, vector) - _summed(wide, vector)
    return NARROW * _weigh_signs(signs, vector) + (WIDE - NARROW) * of_wide


def _summed(bits: Codes, vector: Numbers) -> Numbers:
    """The sum of the vector's numbers where a code's bits (6, n) are set."""
    each = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).astype(np.float32)
    sums = vector.reshape(CODE_BYTES, 8) @ each.T  # (48, 256): of each byte and each value of it
    pieces = np.ascontiguousarray(np.ascontiguousarray(bits.T).view(np.uint8).T)
    total = np.zeros(bits.shape[1], dtype=np.float32)
    for its, piece in zip(sums, pieces, strict=True):
        total += its[piece]
    return total


def _read_vectors(
    meanings: Meanings, places: Places, connection: sqlite3.Connection
) -> MeaningVectors:
    sessions = meanings.sessions_of(places)
    numbers = (places - meanings.offsets[sessions]).tolist()
    keys = [(meanings.sessions[it], n) for it, n in zip(sessions.tolist(), numbers, strict=True)]
    # One query for all takes half the time of one for each.
    found = dict(connection.execute(_VECTORS, (json.dumps(keys),)))
    cells = [found.get(place, b"") for place in range(len(keys))]
    for (session, number), cell in zip(keys, cells, strict=True):
        if len(cell) != CODE_BYTES * 8:
            raise _do_not_fit(session, f"passage {number}")
    return np.frombuffer(b"".join(cells), dtype=np.int8).reshape(-1, CODE_BYTES * 8)


# The order of the join is said, for the planner would rather read all turns.
_FIRST_KEYS = """
SELECT s.id, t.key FROM sessions AS s CROSS JOIN turns AS t
WHERE t.session_id = s.id AND t.turn = 0 ORDER BY t.key
"""
_SIZES = "SELECT session_id, n_passages FROM passage_codes WHERE encoder = ?"
_OTHERWISE = "SELECT count(*) FROM passage_codes WHERE encoder <> ?"
_CODES = "SELECT session_id, codes, facts FROM passage_codes WHERE encoder = ?"
# Asked for are pairs of session and number; a vector comes with the place of its pair. The order of
# the join is said.
_VECTORS = """
SELECT asked.key, p.vector FROM json_each(?) AS asked CROSS JOIN passages AS p
WHERE p.session_id = json_extract(asked.value, '$[0]')
  AND p.passage = json_extract(asked.value, '$[1]')
"""
