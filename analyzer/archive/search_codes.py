"""What is kept of all passages of a session together, so that a search reads little."""

from __future__ import annotations

import numpy as np

from analyzer.records import Analysis, Move, Quote, Role
from analyzer.records.passages import EncodedPassages, PassageKind

# One passage: its sentences, the turn of its quote, the moves in it as bits, who says it, its kind.
FACTS = np.dtype(
    [
        ("first", "<u4"),
        ("end", "<u4"),
        ("turn", "<u4"),
        ("moves", "<u2"),
        ("role", "u1"),
        ("kind", "u1"),
    ]
)
_MOVES = {move: 1 << number for number, move in enumerate(Move)}
_ROLES = {role: number for number, role in enumerate(Role)}
_KINDS = {kind: number for number, kind in enumerate(PassageKind)}


def codes_blob(encoded: EncodedPassages) -> bytes:
    """The signs of the vectors as bits, 48 bytes a passage, in order."""
    return np.packbits(encoded.vectors > 0, axis=1).tobytes()


def facts_blob(analysis: Analysis, encoded: EncodedPassages) -> bytes:
    """Where each passage stands, who says it and which moves are in it: ``FACTS``, in order."""
    quotes: dict[PassageKind, list[Quote | None]] = {
        PassageKind.PROBLEM: [it.quote for it in analysis.exchanges],
        PassageKind.ADVICE: [it.quote for it in analysis.advice],
        PassageKind.TALK: [],
    }
    counted = dict.fromkeys(PassageKind, 0)
    rows = np.zeros(len(encoded.passages), dtype=FACTS)
    speakers, turns = analysis.session.speakers, analysis.session.turns
    for number, it in enumerate(encoded.passages):
        inside = analysis.sentences[it.first : it.end]
        of_kind = [*quotes[it.kind][counted[it.kind] :][:1], None]
        counted[it.kind] += 1
        turn = inside[0].turn if of_kind[0] is None else of_kind[0].turn
        moves = 0
        for sentence in inside:
            moves |= 0 if sentence.move is None else _MOVES[sentence.move]
        role = _ROLES[speakers[turns[turn].speaker].role]
        rows[number] = (it.first, it.end, turn, moves, role, _KINDS[it.kind])
    return rows.tobytes()
