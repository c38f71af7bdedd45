"""Which part of the session each sentence belongs to, as runs that cover the whole session."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analyzer.records import Exchange, Move, Role, Segment, SegmentKind, Sentence, Session
from analyzer.records.scores import Matrix

KINDS = tuple(SegmentKind)
MAJORITY = 0.5
NEVER_SPOKEN = frozenset({SegmentKind.FRONT})
BEFORE_THE_TALK = frozenset({SegmentKind.FRONT, SegmentKind.QUESTION})
THE_TALK = frozenset({SegmentKind.EXPLORATION, SegmentKind.ADVICE, SegmentKind.CLOSING})


def find_kinds(
    session: Session, sentences: Sequence[Sentence], *, scores: Matrix
) -> tuple[SegmentKind, ...]:
    """The segment kind of each sentence: the likeliest, and ``comments`` for readers of an article.

    ``session`` is as it was read, so that only the form of the page makes somebody a reader, not
    what a model thinks of the voice. Promotion is rare: it is said only where it is likelier than
    all else, and of a sentence standing alone only if that sentence itself sells.
    """
    first_comment = _first_comment(session)
    allowed = scores.copy()
    column = KINDS.index(SegmentKind.PROMOTION)
    sells = allowed[:, column] > MAJORITY
    for index in _alone(sells):
        if sentences[index].move not in {None, Move.PROMOTION}:
            sells[index] = False
    allowed[~sells, column] = 0.0
    best = allowed.argmax(axis=1)
    return tuple(
        SegmentKind.COMMENTS
        if first_comment is not None and sentence.turn >= first_comment
        else KINDS[best[index]]
        for index, sentence in enumerate(sentences)
    )


def _alone(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Where a true flag has no true neighbour."""
    padded = np.concatenate([[False], flags, [False]])
    return np.flatnonzero(flags & ~padded[:-2] & ~padded[2:])


def settle_kinds(
    kinds: Sequence[SegmentKind], *, exchanges: Sequence[Exchange], scores: Matrix
) -> tuple[SegmentKind, ...]:
    """The kinds with those mended that cannot stand where they stand.

    A question as written or read out comes before the talk about it: once an exchange has come to
    exploration or later, a sentence called question takes the next likeliest kind. Where nobody
    asks, as in an article, there is no question. ``front`` is never spoken.
    """
    settled = list(kinds)
    for exchange in exchanges:
        talk_began = len(exchanges) == 1 and exchange.asker is None
        for index in range(exchange.first, exchange.end):
            barred = BEFORE_THE_TALK if talk_began else NEVER_SPOKEN
            if settled[index] in barred:
                order = scores[index].argsort()[::-1]
                settled[index] = next(KINDS[kind] for kind in order if KINDS[kind] not in barred)
            talk_began = talk_began or settled[index] in THE_TALK
    return tuple(settled)


def find_segments(
    kinds: Sequence[SegmentKind], *, exchanges: Sequence[Exchange]
) -> tuple[Segment, ...]:
    """Runs of one kind in one exchange; together they cover every sentence once, in order."""
    home: list[int | None] = [None] * len(kinds)
    for number, exchange in enumerate(exchanges):
        home[exchange.first : exchange.end] = [number] * (exchange.end - exchange.first)
    segments: list[Segment] = []
    first = 0
    for index in range(1, len(kinds) + 1):
        if index < len(kinds) and (kinds[index], home[index]) == (kinds[first], home[first]):
            continue
        segments.append(Segment(first=first, end=index, kind=kinds[first], exchange=home[first]))
        first = index
    return tuple(segments)


def _first_comment(session: Session) -> int | None:
    """The first turn by a reader of an article: one author begins, and the page names readers."""
    roles = [session.speakers[turn.speaker].role for turn in session.turns]
    voices = {turn.speaker for turn in session.turns}
    authors = {voice for voice in voices if session.speakers[voice].role is not Role.OTHER}
    if len(authors) != 1 or Role.OTHER not in roles or roles[0] is Role.OTHER:
        return None
    return roles.index(Role.OTHER)
