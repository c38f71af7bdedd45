"""What each sentence does: the likeliest move, given the whole session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzer.records import Move, Sentence
from analyzer.records.scores import Matrix

MOVES = tuple(Move)


def tag_moves(sentences: Sequence[Sentence], *, scores: Matrix) -> tuple[Sentence, ...]:
    """The sentences with their moves; ``scores`` of shape (n, 16) in the order of ``Move``."""
    best = scores.argmax(axis=1)
    return tuple(
        replace(sentence, move=MOVES[best[index]], score=round(float(scores[index, best[index]]), 4))
        for index, sentence in enumerate(sentences)
    )
