"""Cutting an analysed session into passages that are looked up by what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from analyzer.encoder import Vectors
from analyzer.records import Analysis
from analyzer.records.passages import Passage, PassageKind

# About what the encoder sees at once, and what can be read at a glance in a list of hits.
LONGEST_WORDS = 60
FEWEST_WORDS = 4


def cut_passages(analysis: Analysis) -> tuple[Passage, ...]:
    """What each exchange brings, each advice, each exchange as a whole, and the talk turn by turn.

    A problem runs to its first advice: until then its matter is told. Turns are cut between
    sentences, into stretches of at most 60 words; a longer sentence stands alone, and a stretch of
    fewer than four words ("Right. Okay.") is none.
    """
    return (
        *_problems(analysis),
        *(Passage(kind=PassageKind.ADVICE, first=it.first, end=it.end) for it in analysis.advice),
        *(
            Passage(kind=PassageKind.EXCHANGE, first=it.first, end=it.end)
            for it in analysis.exchanges
        ),
        *_talk(analysis),
    )


def passage_texts(analysis: Analysis, passages: Sequence[Passage]) -> list[str]:
    """The words of each passage; of a problem only what its asker says, where he speaks.

    Of several turns it is the words one after another.
    """
    askers = {it.first: it.asker for it in analysis.exchanges}
    return [
        _text(analysis, it, askers.get(it.first) if it.kind is PassageKind.PROBLEM else None)
        for it in passages
    ]


def whole_exchanges(passages: Sequence[Passage], texts: Sequence[str], *, talk: Vectors) -> Vectors:
    """What each exchange is about, (n exchanges, d): the mean of its talk, weighted by words.

    ``texts`` are those of the passages, ``talk`` (n talk passages, d) their vectors. Long sentences
    say what a matter is about, "Right, exactly" does not. Zeros where an exchange holds no talk.
    """
    places = [
        (it.first, it.end, len(text.split()))
        for it, text in zip(passages, texts, strict=True)
        if it.kind is PassageKind.TALK
    ]
    wholes = [
        _weighted(talk, [n * (it.first <= a and b <= it.end) for a, b, n in places])
        for it in passages
        if it.kind is PassageKind.EXCHANGE
    ]
    return np.array(wholes, dtype=np.float32).reshape(-1, talk.shape[1])


def _weighted(vectors: Vectors, weights: Sequence[int]) -> Vectors:
    mean = np.array(weights, dtype=np.float32) @ vectors / max(sum(weights), 1)
    return mean.astype(np.float32)


def _problems(analysis: Analysis) -> Iterator[Passage]:
    for number, exchange in enumerate(analysis.exchanges):
        answers = [it.first for it in analysis.advice if it.exchange == number]
        told = min((first for first in answers if first > exchange.first), default=exchange.end)
        yield Passage(kind=PassageKind.PROBLEM, first=exchange.first, end=told)


def _talk(analysis: Analysis) -> Iterator[Passage]:
    words = [len(analysis.text_of(sentence).split()) for sentence in analysis.sentences]
    first = n_words = 0
    for index, sentence in enumerate(analysis.sentences):
        goes_on = index > first and sentence.turn == analysis.sentences[index - 1].turn
        if index > first and (not goes_on or n_words + words[index] > LONGEST_WORDS):
            if n_words >= FEWEST_WORDS:
                yield Passage(kind=PassageKind.TALK, first=first, end=index)
            first, n_words = index, 0
        n_words += words[index]
    if n_words >= FEWEST_WORDS:
        yield Passage(kind=PassageKind.TALK, first=first, end=len(words))


def _text(analysis: Analysis, passage: Passage, asker: int | None) -> str:
    sentences = analysis.sentences[passage.first : passage.end]
    turns = analysis.session.turns
    told = [it for it in sentences if turns[it.turn].speaker == asker]
    return " ".join(analysis.text_of(it) for it in told or sentences)
