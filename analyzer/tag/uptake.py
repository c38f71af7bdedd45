"""What the client does with advice: the strongest answer in the client's words that follow it."""

from __future__ import annotations

import re
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
QUESTIONS = frozenset({Move.QUESTION_OPEN, Move.QUESTION_CLOSED})
# A client who begins with "but" objects, whatever else the sentence does, save for these.
NO_OBJECTION = frozenset(
    {Move.COMMITMENT, Move.GAP, Move.SCRIPT, Move.SOCIAL, Move.LOGISTICS, Move.PROMOTION}
)
BUT = re.compile(
    r"""["'“‘]?(?:(?:yeah|yes|yep|yup|okay|ok|right|sure|well|true|fine|no|oh|hm+|mm+|um+|uh+|er+
    |so|look|i\ know|i\ hear\ you|i\ get\ that|i\ see|that's\ true|of\ course)[\s,.;:…–—-]*){0,4}
    but\b""",
    re.IGNORECASE | re.VERBOSE,
)
WHAT_IF = re.compile(r"\bwhat\ if\b", re.IGNORECASE)


def tag_uptake(
    advice: Sequence[Advice],
    sentences: Sequence[Sentence],
    *,
    session: Session,
    exchanges: Sequence[Exchange],
) -> tuple[Advice, ...]:
    """The advice with the client's answer to each stretch.

    Looked at are the client's sentences inside the stretch and up to eight sentences after it, as
    far as the exchange goes and the coach gives no other advice. Commitment, be it in part or with
    a reservation, weighs more than objection, objection more than a gap, a gap more than an
    acknowledgement; of answers alike the first is quoted.
    An objection is a reason or a forecast that does not answer a question of the coach, or what
    begins with "but" (a question only with "but what if").
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
        text = turn.text[sentence.start : sentence.end]
        kind = _kind(sentence.move, text, asked=_is_asked(index, sentences, session=session))
        if kind is not None and STRENGTH.index(kind) < STRENGTH.index(best.kind):
            quote = Quote(turn=sentence.turn, start=sentence.start, end=sentence.end)
            best = Uptake(kind=kind, quote=quote)
    return best


def _kind(move: Move, text: str, *, asked: bool) -> UptakeKind | None:
    """What a client's sentence makes of the advice; None where it is no answer to it."""
    is_short = len(text.split()) <= FEW_WORDS
    begins_with_but = BUT.match(text.replace("’", "'")) is not None
    if begins_with_but and not is_short and move not in NO_OBJECTION:
        is_objection = move not in QUESTIONS or WHAT_IF.search(text) is not None
        return UptakeKind.OBJECTION if is_objection else None
    kind = KIND_OF.get(move)
    if kind is UptakeKind.OBJECTION and (is_short or asked):
        return None
    return kind


def _is_asked(index: int, sentences: Sequence[Sentence], *, session: Session) -> bool:
    """Whether what was said last before the client's turn is a question of somebody else."""
    turn = sentences[index].turn
    while index >= 0 and sentences[index].turn == turn:
        index -= 1
    if index < 0 or sentences[index].move not in QUESTIONS:
        return False
    asker = session.turns[sentences[index].turn].speaker
    return session.speakers[asker].role is not Role.CLIENT
