"""Where a call goes over to another asker by name, as in "Tess, what have you brought?"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from analyzer.records import Role, Sentence, Session

REACH = 6
LEADS = 0.8
FEWEST_WORDS = 15
FEWEST_TURNS = 2
CALLED_WITHIN = 2


def find_handovers(session: Session, sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """The sentences with which a client begins who was called by name and then leads, in order.

    A client leads who says most of what clients say in the next turns. Someone who only puts in a
    word does not, and a client who goes on with his own matter is not taken up again.
    """
    first_of: dict[int, int] = {}
    for index, sentence in enumerate(sentences):
        first_of.setdefault(sentence.turn, index)
    return tuple(first_of[turn] for turn in _leading_turns(session) if turn in first_of)


def _leading_turns(session: Session) -> Iterator[int]:
    words = [len(turn.text.split()) for turn in session.turns]
    leader: int | None = None
    for number, turn in enumerate(session.turns):
        if turn.speaker == leader or _role(session, number) is not Role.CLIENT:
            continue
        if _leads(session, number, words=words):
            leader = turn.speaker
            if _was_called(session, number):
                yield number


def _role(session: Session, turn: int) -> Role:
    return session.speakers[session.turns[turn].speaker].role


def _leads(session: Session, number: int, *, words: Sequence[int]) -> bool:
    """Whether who begins with a turn is the client who says most in it and those after it."""
    near = range(number, min(len(words), number + REACH))
    said, turns = Counter[int](), Counter[int]()
    for place in near:
        if _role(session, place) is Role.CLIENT:
            said[session.turns[place].speaker] += words[place]
            turns[session.turns[place].speaker] += 1
    speaker = session.turns[number].speaker
    return (
        turns[speaker] >= FEWEST_TURNS
        and said[speaker] >= FEWEST_WORDS
        and said[speaker] >= LEADS * said.total()
    )


def _was_called(session: Session, number: int) -> bool:
    """Whether somebody who is no client says the first name just before."""
    speaker = session.turns[number].speaker
    names = session.speakers[speaker].name.split()
    name = re.sub(r"['’]s?$", "", names[0]) if names else ""
    if len(name) < 2:
        return False
    call = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    return any(
        session.turns[place].speaker != speaker
        and _role(session, place) is not Role.CLIENT
        and call.search(session.turns[place].text) is not None
        for place in range(max(0, number - CALLED_WITHIN), number)
    )
