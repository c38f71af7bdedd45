"""Analyses and corrections for tests: any that may be, and one that is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import strategies as st

from analyzer.corrections.places import Places, Span
from analyzer.corrections.records import (
    Correction,
    LabelAdvice,
    MergeAdvice,
    RejectAdvice,
    SetMove,
    SetName,
    SetProblem,
    SetRole,
    SetSegment,
    ShapeAdvice,
    SplitAdvice,
)
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
)
from tests.builders import a_label, a_session, sentences_of

CATEGORIES = ("urgency", "retainer", "locus-of-control", "own-words")
WORDS = ("Ask him.", "Why is it open?", "I see 🙂.", "No, I never asked.", "Then leave it.")


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """Talks of two with findings anywhere, as models may give them."""
    turns = draw(
        st.lists(
            st.tuples(st.integers(0, 1), st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)),
            min_size=1,
            max_size=8,
        )
    )
    session = a_session(talk=[(who, " ".join(words)) for who, words in turns])
    sentences = sentences_of(session)
    n = len(sentences)
    bounds = sorted({0, n, *draw(st.lists(st.integers(1, n), max_size=5))})
    parts = list(pairwise(bounds))
    exchanges = tuple(
        Exchange(
            first=first,
            end=end,
            asker=draw(st.sampled_from((None, 0, 1))),
            problem=draw(st.sampled_from((None, a_label("hr-blocking", score=0.6)))),
        )
        for first, end in parts
        if draw(st.booleans())
    )
    segments = tuple(
        Segment(first=first, end=end, kind=draw(st.sampled_from(SegmentKind)))
        for first, end in parts
    )
    given = sorted({0, n, *draw(st.lists(st.integers(1, n), max_size=6))})
    advice = tuple(
        Advice(
            first=first,
            end=end,
            exchange=None,
            labels=(a_label(draw(st.sampled_from(CATEGORIES)), score=0.7),),
            quote=Quote(
                turn=sentences[first].turn, start=sentences[first].start, end=sentences[first].end
            ),
        )
        for first, end in pairwise(given)
        if draw(st.booleans())
    )
    return Analysis(
        session=session,
        sentences=sentences,
        exchanges=exchanges,
        segments=segments,
        advice=advice,
        made_with=MadeWith(analyzer="1", pack="recruiting 1", models="sentences 1"),
    )


@st.composite
def corrections(draw: st.DrawFn, analysis: Analysis) -> Correction:
    """Any correction of the talk; some have no place in what was found."""
    start, end = draw(spans(analysis))
    start2, end2 = draw(spans(analysis))
    kinds: list[Correction] = [
        LabelAdvice(
            start=start,
            end=end,
            categories=tuple(draw(st.sets(st.sampled_from(CATEGORIES), max_size=2))),
        ),
        RejectAdvice(start=start, end=end),
        ShapeAdvice(start=start, end=end, to_start=start2, to_end=end2),
        SplitAdvice(start=start, end=end, at=start2),
        MergeAdvice(start=start, end=end),
        SetProblem(start=start, end=end, category=draw(st.sampled_from((None, "mindset")))),
        SetMove(start=start, end=end, move=draw(st.sampled_from(Move))),
        SetSegment(start=start, end=end, segment=draw(st.sampled_from(SegmentKind))),
        SetRole(speaker=draw(st.integers(0, 1)), role=draw(st.sampled_from(Role))),
        SetName(speaker=draw(st.integers(0, 1)), name=draw(st.sampled_from(("Kim", "Ana", "B")))),
    ]
    return draw(st.sampled_from(kinds))


@st.composite
def spans(draw: st.DrawFn, analysis: Analysis) -> Span:
    """The characters of some sentences one after another."""
    n = len(analysis.sentences)
    first = draw(st.integers(0, n - 1))
    return Places(analysis).between(first, draw(st.integers(first + 1, n)))


def refreshed(analysis: Analysis, *, models: str = "sentences 2") -> Analysis:
    """The analysis as it was, but of newer models."""
    return replace(analysis, made_with=replace(analysis.made_with, models=models))
