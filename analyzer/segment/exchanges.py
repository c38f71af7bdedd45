"""One asker's matter after another: where each begins and ends, and who asks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analyzer.encoder import Vectors
from analyzer.records import Exchange, Role, SegmentKind, Sentence, Session
from analyzer.records.scores import Matrix
from analyzer.segment.handovers import find_handovers
from analyzer.segment.questions import find_questions

LIKELY_START = 0.4
SHORTEST = 8
# A matter may begin with the welcome, some sentences before its asker speaks.
BEFORE_HANDOVER = 4
# What stands between two askers, or beside the talk, belongs to nobody's matter.
BETWEEN = frozenset(
    {SegmentKind.LOGISTICS, SegmentKind.PROMOTION, SegmentKind.FRONT, SegmentKind.COMMENTS}
)
# How a matter opens, and how it ends: one asker's second matter is known by its order of parts.
OPENS = frozenset({SegmentKind.OPENING, SegmentKind.QUESTION, SegmentKind.EXPLORATION})
ENDS = frozenset({SegmentKind.CLOSING, SegmentKind.TAKEAWAY})


def find_exchanges(
    session: Session,
    sentences: Sequence[Sentence],
    *,
    kinds: Sequence[SegmentKind],
    starts: Matrix,
    vectors: Vectors | None = None,
) -> tuple[Exchange, ...]:
    """The exchanges in order.

    ``kinds`` is the segment kind of each sentence and ``starts`` (n,) how likely a new matter
    begins there; an asker who is called by name and then leads the talk begins one, too. The only
    client of a call begins another matter where the talk had come to its close and opens anew. One
    voice that reads out questions and answers them has a matter for each, where ``vectors`` (n, d)
    of the sentences are given. An exchange ends with the last sentence before the next one that is
    not housekeeping; what is shorter than eight sentences is none.
    """
    if vectors is not None and is_one_voice(session):
        questions = find_questions(session, sentences, vectors=vectors)
        if len(questions) > 1:
            return _read_out(questions, kinds)
    if not any(kind not in BETWEEN for kind in kinds):
        return ()
    speaker_of = [session.turns[sentence.turn].speaker for sentence in sentences]
    clients = {speaker for speaker in speaker_of if session.speakers[speaker].role is Role.CLIENT}
    begins = [next(index for index, kind in enumerate(kinds) if kind not in BETWEEN)]
    if len(clients) > 1:
        likely = _with_handovers(starts, find_handovers(session, sentences))
        begins = _likely_starts(likely, first=begins[0]) or begins
    elif clients:
        begins += _opened_anew(kinds, first=begins[0])
    bounds = [
        (first, _end_of_matter(first, following, kinds))
        for first, following in zip(begins, [*begins[1:], len(kinds)], strict=True)
    ]
    return tuple(
        Exchange(first=first, end=end, asker=_asker(session, sentences, range(first, end)))
        for first, end in bounds
        if end - first >= SHORTEST or len(bounds) == 1
    )


def is_one_voice(session: Session) -> bool:
    """Whether one speaker says everything, questions of others read out included."""
    return len({turn.speaker for turn in session.turns}) == 1


def _read_out(questions: Sequence[int], kinds: Sequence[SegmentKind]) -> tuple[Exchange, ...]:
    """The matters of questions read out: nobody who asks them is there."""
    following = [*questions[1:], len(kinds)]
    return tuple(
        Exchange(first=first, end=_end_of_matter(first, after, kinds), asker=None)
        for first, after in zip(questions, following, strict=True)
    )


def _end_of_matter(first: int, following: int, kinds: Sequence[SegmentKind]) -> int:
    end = following
    while end > first + 1 and kinds[end - 1] in BETWEEN:
        end -= 1
    return end


def _opened_anew(kinds: Sequence[SegmentKind], *, first: int) -> list[int]:
    """Where a call that had come to its close is opened again, and comes to advice again.

    "One more thing, if there's time": who asks is the same, so only the order of parts tells.
    """
    found: list[int] = []
    is_closed = False
    for index in range(first, len(kinds)):
        kind = kinds[index]
        if is_closed and kind in OPENS and index - (found or [first])[-1] >= SHORTEST:
            if SegmentKind.ADVICE in kinds[index:] and len(kinds) - index >= SHORTEST:
                found.append(index)
            is_closed = False
        elif kind not in BETWEEN:
            is_closed = kind in ENDS
    return found


def _with_handovers(starts: Matrix, handovers: Sequence[int]) -> Matrix:
    """The scores, just likely where a call is handed over and no start is likely until the next."""
    raised = starts.copy()
    for first, following in pairwise([*handovers, len(starts)]):
        end = max(first + BEFORE_HANDOVER + 1, following - BEFORE_HANDOVER)
        if starts[max(0, first - BEFORE_HANDOVER) : end].max() < LIKELY_START:
            raised[first] = LIKELY_START
    return raised


def _likely_starts(starts: Matrix, *, first: int) -> list[int]:
    """Peaks of the start score, likeliest first, none nearer than eight sentences to another."""
    chosen: list[int] = []
    taken: set[int] = set()
    for index in sorted(range(len(starts)), key=lambda i: (-starts[i], i)):
        if starts[index] < LIKELY_START:
            break
        if index >= first and index not in taken:
            chosen.append(index)
            taken.update(range(index - SHORTEST + 1, index + SHORTEST))
    return sorted(chosen)


def _asker(session: Session, sentences: Sequence[Sentence], span: range) -> int | None:
    """The client who says most in the span; None in an article, where nobody asks."""
    words: dict[int, int] = {}
    for index in span:
        sentence = sentences[index]
        turn = session.turns[sentence.turn]
        if session.speakers[turn.speaker].role is Role.CLIENT:
            words[turn.speaker] = words.get(turn.speaker, 0) + sentence.end - sentence.start
    return max(words, key=lambda speaker: (words[speaker], -speaker), default=None)
