"""Where each question begins when one voice reads them out and answers: captions without names.

Nobody else speaks, so no change of voice tells. What tells is how a reader of questions talks
("so Dana asks", "I see a question about", "good question"), a question right after a word that
closes the last one ("All right."), and the talk turning to something else. The weights are set by
hand; nothing here was trained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from analyzer.encoder import Vectors
from analyzer.records import Sentence, Session
from analyzer.records.scores import Matrix
from analyzer.segment.topics import topic_depth

NEAR = 45
APART = 115
LIKELY = 4.5
ANNOUNCED = 2.0
LEAST_ANNOUNCED = 3
DEPTH_WEIGHT = 3.0
SHORT = 8
SHORTEST_QUESTION = 5

_NO_NAME = (
    r"(?!(?:I|He|She|It|They|We|You|That|This|Who|What|There|So|And|But|Somebody|Someone|Everybody"
    r"|Everyone|People|One|The|My|Your|Um|Uh|Okay|Yeah)\b)"
)
_NAME = rf"{_NO_NAME}[A-Z][\w'’.&]*(?:\s+(?:[A-Z][\w'’.]*|and|is|in|\d+)){{0,3}}"
_LEAD = r"(?:^|[,.]\s+|\b(?:[Ss]o|[Oo]kay|[Uu]m|[Uu]h|[Yy]eah|[Aa]nd|[Rr]ight|[Oo]h|see),?\s+)"
_TELLS = r"(?:asks|asked|is asking|wants to know|wonders|says|said|ha[sd] a question|writes|wrote)"
_FILLERS = (
    r"(?:(?:um|uh|oh|yeah|yes|so|and|okay|ok|all right|alright|right|well|now|then|hi|hey|cool"
    r"|let'?s see|great|good)[,.]?\s+)*"
)
_QUESTION = re.compile(
    rf"{_FILLERS}(?:(?:if|when) [^,?]+, )?(?:do|does|did|can|could|is|are|was|were|will|would"
    r"|should|have|has|what(?:'s)?|why|how|when|where|which|who|any|am)\b.*\?",
    re.IGNORECASE | re.DOTALL,
)
_CLOSES_THE_LAST = re.compile(
    r"(?:(?:um|uh|oh|yeah|so|and|well)[,.]?\s+)*(?:okay|all right|alright|right|let'?s see)\b"
    r"|(?:um|uh)\b",
    re.IGNORECASE,
)
_CUES: tuple[tuple[re.Pattern[str], float], ...] = (
    # "so Dana asks"
    (re.compile(rf"{_LEAD}{_NAME}\s+(?:also\s+|just\s+|actually\s+)?{_TELLS}\b"), 3.0),
    (re.compile(r"\b(?:asks|asked|is asking|wants to know)\b", re.IGNORECASE), 1.0),
    # "a comment from Dana"
    (
        re.compile(
            r"\b(?:question|comment|one)s? (?:is |comes |here )?(?:from|by)\b", re.IGNORECASE
        ),
        2.0,
    ),
    # "I see another question"
    (
        re.compile(
            r"\b(?:see|saw|have|got|there'?s|there is|there was|is|was)"
            r" (?:an?|the|this|some|another|more|also|our|one|lots? of|a couple(?: of)?)? ?"
            r"(?:\w+ ){0,2}questions?\b",
            re.IGNORECASE,
        ),
        1.5,
    ),
    (
        re.compile(
            r"\b(?:next|another|other|more|last|first|second|final) questions?\b", re.IGNORECASE
        ),
        0.5,
    ),
    (re.compile(r"\bquestion (?:is|was|about|on|regarding|around)\b", re.IGNORECASE), 1.0),
    (
        re.compile(
            r"\b(?:good|great|interesting|excellent|fair|big|tough) (?:question|point)",
            re.IGNORECASE,
        ),
        1.5,
    ),
    (
        re.compile(
            r"(?:(?:um|uh|oh|yeah|so|and|well)[,.]?\s+)*(?:okay|all right|alright)\b.*",
            re.IGNORECASE | re.DOTALL,
        ),
        0.7,
    ),
)
_ANYWHERE, _WHOLE = _CUES[:-1], _CUES[-1]
QUESTION_WEIGHT = 0.75
AFTER_CLOSING_WEIGHT = 1.0


def find_questions(
    session: Session, sentences: Sequence[Sentence], *, vectors: Vectors
) -> tuple[int, ...]:
    """The sentences at which one voice turns to another question, in order.

    ``vectors`` (n sentences, d) are those of the sentence encoder. Empty where fewer than three of
    the places found are announced in words: then it is no reading of questions, but a lecture, an
    article, or talk whose voices the file does not part.
    """
    texts = [session.turns[one.turn].text[one.start : one.end] for one in sentences]
    if not texts:
        return ()
    lengths = [len(text.split()) for text in texts]
    begins = np.concatenate([[0], np.cumsum(lengths)])[: len(texts)]
    cues = _cues(texts, lengths=lengths, begins=begins)
    scores = cues + DEPTH_WEIGHT * topic_depth(vectors, lengths)
    chosen = list(_peaks(scores, begins=begins))
    if sum(1 for index in chosen if cues[index] >= ANNOUNCED) < LEAST_ANNOUNCED:
        return ()
    return tuple(sorted(chosen))


def _peaks(scores: Matrix, *, begins: Matrix) -> Iterator[int]:
    """The likeliest places first, none within the shortest answer of another."""
    taken: list[float] = []
    for index in np.argsort(-scores, kind="stable"):
        if scores[index] < LIKELY:
            return
        if all(abs(begins[index] - other) > APART for other in taken):
            taken.append(float(begins[index]))
            yield int(index)


def _cues(texts: Sequence[str], *, lengths: Sequence[int], begins: Matrix) -> Matrix:
    """How strongly the words around each sentence say that a question begins there."""
    closes = [_CLOSES_THE_LAST.match(text) is not None for text in texts]
    asks = [
        length >= SHORTEST_QUESTION and _QUESTION.fullmatch(text) is not None
        for text, length in zip(texts, lengths, strict=True)
    ]
    after_closing = [
        asks[i] and (closes[i] or _was_closed(i, closes=closes, lengths=lengths))
        for i in range(len(texts))
    ]
    total = QUESTION_WEIGHT * _spread(asks, begins) + AFTER_CLOSING_WEIGHT * _spread(
        after_closing, begins
    )
    for pattern, weight in _ANYWHERE:
        hits = [pattern.search(text) is not None for text in texts]
        total += weight * _spread(hits, begins)
    pattern, weight = _WHOLE
    total += weight * _spread([pattern.match(text) is not None for text in texts], begins)
    return total


def _was_closed(index: int, *, closes: Sequence[bool], lengths: Sequence[int]) -> bool:
    """Whether a short sentence just before the one at ``index`` closes the last question."""
    if index > 0 and closes[index - 1] and lengths[index - 1] <= SHORT:
        return True
    before = index - 2
    is_near = before >= 0 and lengths[before] <= SHORT // 2 and lengths[index - 1] <= SHORT // 2
    return is_near and closes[before]


def _spread(hits: Sequence[bool], begins: Matrix) -> Matrix:
    """1 at each hit, falling to 0 within some forty words on both sides; of two the greater."""
    spread = np.zeros(len(hits))
    for hit in np.flatnonzero(np.asarray(hits, dtype=bool)):
        lo = int(np.searchsorted(begins, begins[hit] - NEAR))
        hi = int(np.searchsorted(begins, begins[hit] + NEAR))
        near = 1 - np.abs(begins[lo:hi] - begins[hit]) / NEAR
        spread[lo:hi] = np.maximum(spread[lo:hi], near)
    return spread
