"""A process that adds numbered analyses to an archive, to be killed or run beside another one."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys

import numpy as np

from analyzer.archive import Archive
from analyzer.records import (
    Advice,
    Analysis,
    Exchange,
    Label,
    MadeWith,
    Move,
    Outside,
    Quote,
    ReadWarning,
    Role,
    Segment,
    SegmentKind,
    Sentence,
    Session,
    Source,
    Speaker,
    Turn,
    Uptake,
    UptakeKind,
)
from analyzer.records.passages import EncodedPassages, Passage, PassageKind


def numbered_analysis(number: int, *, models: str = "sentences 1", path: str = "") -> Analysis:
    """An analysis with a row in every table, wholly settled by its number and what made it."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    words = f"Ask him what session {number} costs when the seat stays empty."
    turns = [Turn(speaker=0, text="Hello Ana. How are you?", start_ms=0, end_ms=900, source_line=3)]
    for turn in range(1 + number % 4):
        turns.append(Turn(speaker=1, text=f"They froze role {turn} of {number}.", start_ms=1000))
        turns.append(Turn(speaker=0, text=words))
    turns.append(Turn(speaker=1, text="I'll call him today."))
    sentences = tuple(
        Sentence(turn=place, start=0, end=len(turn.text), move=Move.DIRECTIVE, score=0.5 + 0.1)
        for place, turn in enumerate(turns)
    )
    last = len(turns) - 1
    quote = Quote(turn=2, start=0, end=len(words))
    problem = Label(category="hr-blocking", score=0.8, source=f"model:{models}")
    return Analysis(
        session=Session(
            id=digest[:12],
            source=Source(path=path or f"calls/{number:04}.vtt", format="webvtt", sha256=digest),
            speakers=(
                Speaker(name="Mike", role=Role.COACH, score=0.98),
                Speaker(name="Ana", role=Role.CLIENT, score=0.9),
            ),
            turns=tuple(turns),
            outside=(Outside(before_turn=0, kind=SegmentKind.FRONT, text="Call", source_line=1),),
            warnings=(ReadWarning(message="one line had no speaker", source_line=2),),
            title=f"Call {number}",
            held_on=dt.date(2024, 1, 1) + dt.timedelta(days=number % 300),
        ),
        sentences=sentences,
        exchanges=(
            Exchange(
                first=0, end=last + 1, asker=1, problem=problem, quote=Quote(turn=1, start=0, end=4)
            ),
        ),
        segments=(
            Segment(first=0, end=1, kind=SegmentKind.OPENING, exchange=0),
            Segment(first=1, end=last + 1, kind=SegmentKind.ADVICE, exchange=0),
        ),
        advice=(
            Advice(
                first=2,
                end=3,
                exchange=0,
                labels=(
                    Label(category="pain-uncovering", score=0.9, source=f"model:{models}"),
                    Label(
                        category="urgency",
                        score=0.4,
                        source="rule:cost",
                        sure=False,
                        because=("costs", "stays empty"),
                    ),
                ),
                quote=quote,
                script=True,
                uptake=Uptake(kind=UptakeKind.COMMITMENT, quote=Quote(turn=last, start=0, end=9)),
            ),
        ),
        made_with=MadeWith(analyzer="1", pack="recruiting 1", models=models),
    )


def some_passages(analysis: Analysis, *, encoder: str = "small 1") -> EncodedPassages:
    """Passages of an analysis with vectors that are settled by its id, the encoder, and no more."""
    talk = [
        Passage(kind=PassageKind.TALK, first=n, end=n + 1) for n in range(len(analysis.sentences))
    ]
    passages = (
        *(Passage(kind=PassageKind.PROBLEM, first=i.first, end=i.end) for i in analysis.exchanges),
        *(Passage(kind=PassageKind.ADVICE, first=it.first, end=it.end) for it in analysis.advice),
        *talk,
    )
    seed = hashlib.sha256(f"{analysis.session.id}{encoder}".encode()).digest()
    bits = np.random.default_rng(list(seed)).integers(-127, 128, size=(len(passages), 384))
    return EncodedPassages(encoder=encoder, passages=passages, vectors=bits.astype(np.int8))


def main() -> None:
    """Adds analyses ``first`` up to ``end`` (without end for -1) to the archive named first."""
    path, first, end = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with Archive.open(path, create=True) as archive:
        number = first
        while number != end:
            # Every third is added again as made by newer models, which replaces it.
            archive.add(numbered_analysis(number))
            if number % 3 == 0:
                archive.add(numbered_analysis(number, models="sentences 2"))
            number += 1


if __name__ == "__main__":
    main()
