"""Small archives to search in, and an encoder that knows a few words that mean the same."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analyzer.archive import Archive
from analyzer.archive.search import Searcher
from analyzer.archive.search_words import (
    fold_words,
    matching_turns,
    question_phrases,
    weigh_terms,
)
from analyzer.encoder import Vectors
from analyzer.records import Analysis, Label, Move, Quote, Turn
from analyzer.records.passages import EncodedPassages, packed
from analyzer.segment.passages import cut_passages, passage_texts
from tests.builders import a_call, a_label, an_advice, an_analysis, an_exchange, sentences_of

SAME = {"boss": "manager", "silent": "quiet", "mute": "quiet", "cash": "money"}


class WordEncoder:
    """Texts are alike as far as they share words, or words that mean the same."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for number, text in enumerate(texts):
            for word in fold_words(text):
                seed = zlib.crc32(SAME.get(word, word).encode())
                vectors[number] += np.random.default_rng(seed).standard_normal(384)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def passages_of(analysis: Analysis, *, encoder: str = "words 1") -> EncodedPassages:
    passages = cut_passages(analysis)
    vectors = WordEncoder().encode(passage_texts(analysis, passages))
    return EncodedPassages(encoder=encoder, passages=passages, vectors=packed(vectors))


def a_talk(
    number: int,
    *lines: str,
    problem: str | None = None,
    advice: Sequence[str] = (),
    coach: str = "Mike",
    client: str = "Ana",
) -> Analysis:
    """A session of lines; each line of the coach with words to say is one advice, in order."""
    session = a_call(*lines, coach=coach, clients=[client])
    session = replace(session, id=f"{number:012x}", title=f"Call {number}")
    sentences = tuple(
        replace(it, move=Move.SCRIPT if '"' in session.turns[it.turn].text else it.move)
        for it in sentences_of(session)
    )
    given = []
    coached = [it.name for it in session.speakers].index(coach) if advice else 0
    turns = [n for n, it in enumerate(session.turns) if it.speaker == coached]
    for turn, category in zip(turns, advice, strict=False):
        inside = [n for n, it in enumerate(sentences) if it.turn == turn]
        first = sentences[inside[0]]
        given.append(
            an_advice(
                first=inside[0],
                end=inside[-1] + 1,
                labels=(a_label(category),),
                quote=Quote(turn=turn, start=first.start, end=first.end),
                script='"' in session.turns[turn].text,
            )
        )
    label: Label | None = None if problem is None else a_label(problem)
    asker = [it.name for it in session.speakers].index(client)
    exchange = an_exchange(end=len(sentences), asker=asker, problem=label)
    analysis = an_analysis(session, exchanges=(exchange,), advice=())
    return replace(analysis, sentences=sentences, advice=tuple(given))


def saying(analysis: Analysis, *texts: str) -> Analysis:
    """The analysis with other words and no findings."""
    session = replace(
        analysis.session, turns=tuple(Turn(speaker=0, text=text) for text in texts), outside=()
    )
    return replace(analysis, session=session, sentences=(), exchanges=(), segments=(), advice=())


def put(archive: Archive, *analyses: Analysis, with_vectors: bool = True) -> None:
    for analysis in analyses:
        archive.add(analysis, passages=passages_of(analysis) if with_vectors else None)


def turns_with(archive: Archive, question: str) -> list[str]:
    """The turns in which words of the question stand, those that hold most and rarest first."""
    with archive.reading() as connection:
        n_turns = connection.execute("SELECT count(*) FROM turns").fetchone()[0]
        terms = weigh_terms(connection, question_phrases(question), n_turns=n_turns)
        keys, weights = matching_turns(connection, terms, within=(0, 2**62))
        best = sorted(zip(weights.tolist(), keys.tolist(), strict=True), reverse=True)
        read = "SELECT text FROM turns WHERE key = ?"
        return [connection.execute(read, (key,)).fetchone()[0] for _, key in best]


def searching(archive: Archive) -> Searcher:
    return Searcher(archive, encoder=WordEncoder(), name="words 1")


QUIET = a_talk(
    1,
    "Ana: The manager went quiet after the second interview last week.",
    'Mike: Call him tonight. Say "I had somebody for you and now I am not sure."',
    "Ana: I will call him tonight then.",
    problem="client-ghosting",
    advice=["follow-up"],
)
FEE = a_talk(
    2,
    "Bo: They want a lower fee and more money back.",
    "Nora: Ask them which part of the work you should leave out.",
    "Bo: That is a good question to ask.",
    problem="fee-pressure",
    advice=["fee-terms"],
    coach="Nora",
    client="Bo",
)
