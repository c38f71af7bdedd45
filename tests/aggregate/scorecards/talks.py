"""A session written line by line, with what each sentence does and where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from analyzer.aggregate.scorecards import Count, Measure, Scorecard, Show
from analyzer.records import (
    Advice,
    Analysis,
    Exchange,
    MadeWith,
    Move,
    Quote,
    Role,
    Segment,
    SegmentKind,
    Sentence,
    Session,
    Source,
    Speaker,
    Turn,
)

NAMES = {"Mike": Role.COACH, "Ana": Role.CLIENT, "Bo": Role.OTHER, "Voice": Role.UNKNOWN}
# Who speaks, what the sentence does, its words; a line by the same speaker goes on with the turn.
Line = tuple[str, Move | None, str]
Times = Sequence[tuple[int | None, int | None]]


def a_talk(
    *lines: Line,
    advice: Sequence[tuple[int, int]] = (),
    times: Times = (),
    segments: Sequence[tuple[int, SegmentKind]] = (),
    asker: str | None = "Ana",
    id: str = "0" * 12,  # noqa: A002 - the field of the record
    held_on: dt.date | None = dt.date(2024, 5, 14),
    coach: str = "Mike",
) -> Analysis:
    """The analysis of a talk; ``segments`` say with which sentence each kind begins."""
    names = list(dict.fromkeys(name for name, _, _ in lines))
    texts: list[list[str]] = []
    who: list[int] = []
    sentences: list[Sentence] = []
    for name, move, words in lines:
        if not who or names[who[-1]] != name:
            who.append(names.index(name))
            texts.append([])
        start = len(" ".join(texts[-1])) + bool(texts[-1])
        texts[-1].append(words)
        turn = len(texts) - 1
        end = start + len(words)
        sentences.append(Sentence(turn=turn, start=start, end=end, move=move, score=0.9))
    spans = [*times, *[(None, None)] * (len(texts) - len(times))]
    turns = tuple(
        Turn(speaker=speaker, text=" ".join(said), start_ms=start, end_ms=end)
        for speaker, said, (start, end) in zip(who, texts, spans, strict=True)
    )
    borders = [*segments, (len(lines), SegmentKind.OPENING)] if segments else []
    speakers = tuple(
        Speaker(name=coach if name == "Mike" else name, role=NAMES[name]) for name in names
    )
    return Analysis(
        session=Session(
            id=id,
            source=Source(path=f"calls/{id}.txt", format="text", sha256="0" * 64),
            speakers=speakers,
            turns=turns,
            held_on=held_on,
        ),
        sentences=tuple(sentences),
        exchanges=(
            Exchange(
                first=0,
                end=len(lines),
                asker=names.index(asker) if asker in names else None,
            ),
        ),
        segments=tuple(
            Segment(first=first, end=after, kind=kind, exchange=0)
            for (first, kind), (after, _) in pairwise(borders)
        ),
        advice=tuple(
            Advice(
                first=first,
                end=end,
                exchange=0,
                labels=(),
                quote=Quote(
                    turn=sentences[first].turn,
                    start=sentences[first].start,
                    end=sentences[first].end,
                ),
            )
            for first, end in advice
        ),
        made_with=MadeWith(analyzer="0.1.0", pack="recruiting 1", models="sentences 1"),
    )


def a_measure(count: Count, **more: object) -> Measure:
    fields = {"id": count.value, "name": count.value, "definition": "Counted.", "show": Show.NUMBER}
    return Measure(count=count, **(fields | more))  # type: ignore[arg-type]


def a_card(*measures: Measure) -> Scorecard:
    return Scorecard(name="mine", version="1", title="Mine", about="Mine.", measures=measures)
