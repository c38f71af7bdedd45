"""What is kept of all passages of a session together, so that a search reads little."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analyzer.records import Analysis, Move, Quote, Role
from analyzer.records.passages import EncodedPassages, Passage, PassageKind
from analyzer.segment.passages import LONGEST_WORDS

# One passage: its sentences [first, end), its quote (turn, start, stop), the moves in it as bits,
# who says the quote, its kind.
FACTS = np.dtype(
    [
        ("first", "<u4"),
        ("end", "<u4"),
        ("turn", "<u4"),
        ("start", "<u4"),
        ("stop", "<u4"),
        ("moves", "<u2"),
        ("role", "u1"),
        ("kind", "u1"),
    ]
)
Facts = npt.NDArray[np.void]
MOVE_BITS = {move: 1 << number for number, move in enumerate(Move)}
ROLE_NUMBERS = {role: number for number, role in enumerate(Role)}
KIND_NUMBERS = {kind: number for number, kind in enumerate(PassageKind)}


def codes_blob(encoded: EncodedPassages) -> bytes:
    """Two bits a number of the vectors, 96 bytes a passage, in order.

    First the signs, 48 bytes; then which numbers are wide, further from zero than half of their
    vector's.
    """
    size = np.abs(encoded.vectors.astype(np.int16))
    is_wide = size > np.median(size, axis=1, keepdims=True) if len(size) else size > 0
    bits = np.concatenate([encoded.vectors > 0, is_wide], axis=1)
    return np.packbits(bits, axis=1).tobytes()


def facts_blob(analysis: Analysis, encoded: EncodedPassages) -> bytes:
    """Where each passage stands, who says it and which moves are in it: ``FACTS``, in order."""
    return facts_of(analysis, encoded.passages).tobytes()


def facts_of(analysis: Analysis, passages: Sequence[Passage]) -> Facts:
    """The same as an array, shape (n passages,)."""
    counted = dict.fromkeys(PassageKind, 0)
    facts = np.zeros(len(passages), dtype=FACTS)
    speakers, turns = analysis.session.speakers, analysis.session.turns
    for place, passage in enumerate(passages):
        quote = _quote(analysis, passage, number=counted[passage.kind])
        counted[passage.kind] += 1
        moves = 0
        for sentence in analysis.sentences[passage.first : passage.end]:
            moves |= 0 if sentence.move is None else MOVE_BITS[sentence.move]
        role = ROLE_NUMBERS[speakers[turns[quote.turn].speaker].role]
        where = (passage.first, passage.end, quote.turn, quote.start, quote.end)
        facts[place] = (*where, moves, role, KIND_NUMBERS[passage.kind])
    return facts


def _quote(analysis: Analysis, passage: Passage, *, number: int) -> Quote:
    """The words that stand for a passage: those chosen as evidence, else its own in one turn."""
    if passage.kind is PassageKind.ADVICE and number < len(analysis.advice):
        return analysis.advice[number].quote
    if passage.kind is PassageKind.PROBLEM and number < len(analysis.exchanges):
        exchange = analysis.exchanges[number]
        if exchange.quote is not None:
            return exchange.quote
        return _told(analysis, passage, asker=exchange.asker)
    return _told(analysis, passage, asker=None)


def _told(analysis: Analysis, passage: Passage, *, asker: int | None) -> Quote:
    """A passage's words in its first turn; of its asker, where one is given and speaks."""
    inside = analysis.sentences[passage.first : passage.end]
    turns = analysis.session.turns
    begin = next((it for it in inside if turns[it.turn].speaker == asker), inside[0])
    text, end = turns[begin.turn].text, begin.end
    for sentence in inside:
        is_beside = sentence.turn == begin.turn and sentence.start >= begin.start
        if is_beside and len(text[begin.start : sentence.end].split()) <= LONGEST_WORDS:
            end = sentence.end
    return Quote(turn=begin.turn, start=begin.start, end=end)
