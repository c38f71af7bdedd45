"""What the client does with advice: the strongest answer in the client's words that follow it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from analyzer.records import (
    Advice,
    Exchange,
    Move,
    Quote,
    Role,
    Sentence,
    Session,
    Uptake,
    UptakeKind,
)

REACH = 8
FEW_WORDS = 2
KIND_OF = {
    Move.COMMITMENT: UptakeKind.COMMITMENT,
    Move.RATIONALE: UptakeKind.OBJECTION,
    Move.GAP: UptakeKind.GAP,
    Move.ACKNOWLEDGEMENT: UptakeKind.ACKNOWLEDGEMENT,
    Move.AFFIRMATION: UptakeKind.ACKNOWLEDGEMENT,
}
STRENGTH = tuple(UptakeKind)


def tag_uptake(
    advice: Sequence[Advice],
    sentences: Sequence[Sentence],
    *,
    session: Session,
    exchanges: Sequence[Exchange],
) -> tuple[Advice, ...]:
    """The advice with the client's answer to each stretch.

    Looked at are the client's sentences inside the stretch and up to eight sentences after it, as
    far as the exchange goes and the coach gives no other advice. Commitment weighs more than
    objection, objection more than a gap, a gap more than an acknowledgement; of answers alike the
    first is quoted.
    """
    # An advice lies on one side of each border, so the next border is where its exchange ends.
    borders = sorted({border for one in exchanges for border in (one.first, one.end)})
    found = []
    for number, one in enumerate(advice):
        limits = [one.end + REACH, len(sentences)]
        limits += [following.first for following in advice[number + 1 : number + 2]]
        nearest = bisect_left(borders, one.end)
        limits += borders[nearest : nearest + 1]
        span = range(one.first, min(limits))
        found.append(replace(one, uptake=_strongest(span, sentences, session=session)))
    return tuple(found)


def _strongest(span: range, sentences: Sequence[Sentence], *, session: Session) -> Uptake:
    best = Uptake(kind=UptakeKind.NONE)
    for index in span:
        sentence = sentences[index]
        turn = session.turns[sentence.turn]
        if session.speakers[turn.speaker].role is not Role.CLIENT or sentence.move is None:
            continue
        kind = KIND_OF.get(sentence.move)
        text = turn.text[sentence.start : sentence.end]
        if kind is UptakeKind.OBJECTION and len(text.split()) <= FEW_WORDS:
            continue
        if kind is not None and STRENGTH.index(kind) < STRENGTH.index(best.kind):
            quote = Quote(turn=sentence.turn, start=sentence.start, end=sentence.end)
            best = Uptake(kind=kind, quote=quote)
    return best
