"""The labelled recruiting sessions cut at their exchanges: what long sessions are made of."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from analyzer.classify.labelled import LabelledSentence, LabelledSession, read_labelled_folder
from analyzer.encoder import encoder_name, load_encoder
from analyzer.records import (
    Advice,
    Analysis,
    Exchange,
    Label,
    MadeWith,
    Move,
    Quote,
    Role,
    Segment,
    Sentence,
    Session,
    Source,
    Speaker,
    Turn,
    Uptake,
    UptakeKind,
)
from analyzer.records.passages import EncodedPassages, PassageKind, packed
from analyzer.segment.passages import cut_passages, passage_texts
from analyzer.settings import resource_folder

LABELLED = Path(__file__).parent.parent / "data" / "labelled"
PACK = "recruiting"
FEWEST_WORDS = 8
_UPTAKE = {
    Move.COMMITMENT: UptakeKind.COMMITMENT,
    Move.GAP: UptakeKind.GAP,
    Move.ACKNOWLEDGEMENT: UptakeKind.ACKNOWLEDGEMENT,
    Move.SITUATION: UptakeKind.OBJECTION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One labelled exchange as an analysis by itself, and what its passages mean."""

    analysis: Analysis
    passages: EncodedPassages | None
    n_words: int


@cache
def labelled_pieces(vectors_at: Path | None) -> tuple[Piece, ...]:
    """The exchanges of the labelled sessions; with vectors where there is a folder to keep them."""
    analyses = [
        analysis
        for session in read_labelled_folder(LABELLED)
        if session.pack == PACK
        for number in session.exchanges
        if (analysis := _cut(session, number)) is not None
    ]
    encoded: Sequence[EncodedPassages | None] = [None] * len(analyses)
    if vectors_at is not None:
        encoded = _encoded(analyses, vectors_at)
    return tuple(
        Piece(
            analysis=analysis,
            passages=passages,
            n_words=sum(len(turn.text.split()) for turn in analysis.session.turns),
        )
        for analysis, passages in zip(analyses, encoded, strict=True)
    )


def _encoded(analyses: Sequence[Analysis], folder: Path) -> list[EncodedPassages]:
    home = resource_folder("models") / "encoder"
    name = encoder_name(home)
    # What an exchange means as a whole is made of its talk, when a session is put together.
    passages = [
        tuple(it for it in cut_passages(analysis) if it.kind is not PassageKind.EXCHANGE)
        for analysis in analyses
    ]
    ends = list(itertools.accumulate(map(len, passages)))
    kept = folder / "pieces.npz"
    vectors = np.empty((0, 0), dtype=np.int8)
    if kept.exists():
        with np.load(kept) as file:
            vectors = file["vectors"] if str(file["encoder"]) == name else vectors
    if len(vectors) != ends[-1]:
        texts = [
            text
            for analysis, its in zip(analyses, passages, strict=True)
            for text in passage_texts(analysis, its)
        ]
        print(f"encoding {len(texts):,} passages once", file=sys.stderr)
        vectors = packed(load_encoder(home, threads=1).encode(texts))
        np.savez(kept, vectors=vectors, encoder=name)
    return [
        EncodedPassages(encoder=name, passages=its, vectors=vectors[end - len(its) : end])
        for its, end in zip(passages, ends, strict=True)
    ]


def _cut(session: LabelledSession, exchange: int) -> Analysis | None:
    """One exchange with its labels; None where nothing but short turns is in it."""
    inside = [it for it in session.sentences if it.exchange == exchange]
    by_turn = [list(its) for _, its in itertools.groupby(inside, key=lambda it: it.turn)]
    said = [
        [(session.text_of(it), it) for it in its]
        for its in by_turn
        if sum(len(session.text_of(it).split()) for it in its) >= FEWEST_WORDS
    ]
    turns: list[Turn] = []
    sentences: list[Sentence] = []
    labelled: list[LabelledSentence] = []
    for speaker, group in itertools.groupby(said, key=lambda its: its[0][1].speaker):
        spoken = [one for its in group for one in its]
        start = 0
        for text, one in spoken:
            sentences.append(
                Sentence(turn=len(turns), start=start, end=start + len(text), move=one.move)
            )
            labelled.append(one)
            start += len(text) + 1
        turns.append(Turn(speaker=speaker, text=" ".join(text for text, _ in spoken)))
    if not sentences:
        return None
    speakers = tuple(
        Speaker(name=it.name, role=role)
        for it, role in zip(session.session.speakers, session.roles, strict=True)
    )
    clients = [n for n, it in enumerate(speakers) if it.role is Role.CLIENT]
    problem = dict(session.problems).get(exchange)
    advice = tuple(_advice(sentences, labelled, speakers, turns))
    return Analysis(
        session=Session(
            id=session.id,
            source=Source(path=session.id, format="labelled", sha256=""),
            speakers=speakers,
            turns=tuple(turns),
        ),
        sentences=tuple(sentences),
        exchanges=(
            Exchange(
                first=0,
                end=len(sentences),
                asker=clients[0] if clients else None,
                problem=None if problem is None else _label(problem),
                quote=None if problem is None else _quote(sentences[0]),
            ),
        ),
        segments=tuple(_segments(labelled)),
        advice=advice,
        made_with=MadeWith(analyzer="0", pack=f"{PACK} 1", models="labels"),
    )


def _segments(labelled: Sequence[LabelledSentence]) -> Iterator[Segment]:
    end = 0
    for kind, group in itertools.groupby(labelled, key=lambda it: it.segment):
        first, end = end, end + len(list(group))
        yield Segment(first=first, end=end, kind=kind, exchange=0)


def _advice(
    sentences: Sequence[Sentence],
    labelled: Sequence[LabelledSentence],
    speakers: Sequence[Speaker],
    turns: Sequence[Turn],
) -> Iterator[Advice]:
    """Neighbouring sentences with the same advice as one stretch, and how the client answers."""
    end = 0
    for categories, group in itertools.groupby(labelled, key=lambda it: it.advice):
        first, end = end, end + len(list(group))
        if not categories:
            continue
        answers = [
            it
            for it in sentences[end : end + 6]
            if speakers[turns[it.turn].speaker].role is Role.CLIENT
        ]
        kind = UptakeKind.NONE
        if answers and answers[0].move is not None:
            kind = _UPTAKE.get(answers[0].move, UptakeKind.NONE)
        yield Advice(
            first=first,
            end=end,
            exchange=0,
            labels=tuple(map(_label, categories)),
            quote=_quote(max(sentences[first:end], key=lambda it: it.end - it.start)),
            script=any(it.move is Move.SCRIPT for it in sentences[first:end]),
            uptake=Uptake(kind=kind, quote=None if kind is UptakeKind.NONE else _quote(answers[0])),
        )


def _label(category: str) -> Label:
    return Label(category=category, score=1.0, source="person:labels")


def _quote(sentence: Sentence) -> Quote:
    return Quote(turn=sentence.turn, start=sentence.start, end=sentence.end)
