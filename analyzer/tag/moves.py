"""What each sentence does: the likeliest move given the whole session, and two plain rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from analyzer.records import Move, Sentence, Session
from analyzer.records.scores import Matrix

MOVES = tuple(Move)
# Words with a gap to fill in are words to say, however the sentence around them reads.
BLANK = re.compile(
    r"""
      _{3,}                                 # You told me ____.
    | [_\[({]+ \s* fill [ -] in \b         # _(fill in the blank)_
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What points on to another part of a series arranges, whatever that part will be about.
INSTALMENT = r"(?:blog\s)?(?:entry|post|part|article|issue|instal{1,2}ment)"
WE_WILL = r"\b(?:i|we)(?:['’](?:ll|m|re)|\s(?:will|shall|am|are))\b"
NEXT_PART = re.compile(
    rf"""
      \bnext\s{INSTALMENT}\b .* {WE_WILL}
    | {WE_WILL} .* \b(?:in|for)\s(?:the|my|our)\snext\s{INSTALMENT}\b
    | \bpart\s(?:two|three|four|five|[ivx]+|\d+)\s(?:will|goes|comes|follows)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
BARE_NO = re.compile(
    r"(?: (?:uh|um|well),? \s )? (?: no | nope | not \s (?:yet|really) )"
    r"(?: ,? \s i \s (?:did|have) (?: n['’]t | \s not ) )? [.!]?",
    re.VERBOSE | re.IGNORECASE,
)
DONE_QUESTION = re.compile(
    r"\b (?: did | have | had ) \s you \b | ^ \W* (?: did | have | ever ) \b",
    re.VERBOSE | re.IGNORECASE,
)
JUST_BEFORE = 3
SURE = 0.95
MAJORITY = 0.5


def tag_moves(
    session: Session, sentences: Sequence[Sentence], *, scores: Matrix
) -> tuple[Sentence, ...]:
    """The sentences with their moves; ``scores`` of shape (n, 16) in the order of ``Move``.

    A blank to fill in makes a sentence words to say, and a bare no to whether something was done is
    a gap, whatever the scores. Promotion is said only where it is likelier than all else.
    """
    best = _likeliest(scores)
    tagged = []
    for index, sentence in enumerate(sentences):
        move, score = MOVES[best[index]], float(scores[index, best[index]])
        text = session.turns[sentence.turn].text[sentence.start : sentence.end]
        if BLANK.search(text):
            move, score = Move.SCRIPT, SURE
        elif NEXT_PART.search(text):
            move, score = Move.LOGISTICS, SURE
        elif BARE_NO.fullmatch(text) and _was_asked_if_done(session, sentences, index):
            move, score = Move.GAP, SURE
        tagged.append(replace(sentence, move=move, score=round(score, 4)))
    return tuple(tagged)


def _was_asked_if_done(session: Session, sentences: Sequence[Sentence], index: int) -> bool:
    """Whether another speaker's last question, just before, was whether something has been done."""
    speaker = session.turns[sentences[index].turn].speaker
    for sentence in reversed(sentences[max(0, index - JUST_BEFORE) : index]):
        turn = session.turns[sentence.turn]
        text = turn.text[sentence.start : sentence.end]
        if turn.speaker != speaker and text.rstrip("”\"'’ ").endswith("?"):
            return DONE_QUESTION.search(text) is not None
    return False


def _likeliest(scores: Matrix) -> npt.NDArray[np.intp]:
    """The likeliest move; promotion, which is rare, only where it is likelier than all else."""
    allowed = scores.copy()
    column = MOVES.index(Move.PROMOTION)
    allowed[allowed[:, column] <= MAJORITY, column] = 0.0
    best: npt.NDArray[np.intp] = allowed.argmax(axis=1)
    return best
