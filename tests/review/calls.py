"""A call that is long enough for many corrections, and one whose words are meant to do harm."""

from __future__ import annotations

from pathlib import Path

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
    Role,
    Segment,
    SegmentKind,
    Sentence,
    Session,
    Speaker,
)
from analyzer.records.passages import EncodedPassages
from tests.archive.adder import some_passages
from tests.builders import a_session

CATEGORIES = ("urgency", "retainer", "locus-of-control", "own-words", "follow-up")
HARM = (
    "<img src=x onerror=\"window.harmed='img'\">",
    "<script>window.harmed='script'</script>",
    "</span><svg/onload=window.harmed='svg'>",
    "javascript:window.harmed='link' {{7*7}} ${window.harmed='template'}",
    "\u202egnihton \ud7ff&lt;b&gt; &amp;amp;",
)


def a_long_call(*, session_id: str = "0123456789ab", n_turns: int = 60) -> Analysis:
    """Coach and client in turns of two sentences; every third turn of the coach is advice."""
    talk = [
        (n % 2, f"This is what turn {n} says first. And this it says then.") for n in range(n_turns)
    ]
    speakers = (Speaker(name="Mike", role=Role.COACH), Speaker(name="Ana", role=Role.CLIENT))
    session = a_session(id=session_id, talk=talk, speakers=speakers, path=f"{session_id}.txt")
    return analysis_of(session)


def a_harmful_call() -> Analysis:
    """What is said, who says it and what stands around it tries to be more than text."""
    talk = [(n % 2, f"{words} First. {words} Then.") for n, words in enumerate(HARM * 2)]
    speakers = (Speaker(name=HARM[0], role=Role.COACH), Speaker(name=HARM[1], role=Role.CLIENT))
    session = a_session(
        id="ffffffffffff",
        talk=talk,
        speakers=speakers,
        title=HARM[2],
        path=f"calls/{HARM[0]}.txt",
        outside=(Outside(before_turn=1, kind=SegmentKind.FRONT, text=HARM[1]),),
    )
    return analysis_of(session, because=(HARM[0], HARM[1]), source=f"model:{HARM[1]}")


def analysis_of(
    session: Session, *, because: tuple[str, ...] = (), source: str = "model:recruiting 1"
) -> Analysis:
    """Each turn as two sentences, its middle between them, with findings of every kind."""
    sentences: list[Sentence] = []
    for number, turn in enumerate(session.turns):
        middle = turn.text.rindex(".", 0, len(turn.text) - 1) + 1
        for start, end in ((0, middle), (middle + 1, len(turn.text))):
            sentences.append(
                Sentence(turn=number, start=start, end=end, move=Move.SITUATION, score=0.9)
            )
    n = len(sentences)
    advice = tuple(
        Advice(
            first=first,
            end=first + 2,
            exchange=0,
            labels=(
                Label(
                    category=CATEGORIES[first % len(CATEGORIES)],
                    score=0.5 + first % 40 / 100,
                    source=source,
                    because=because,
                ),
            ),
            quote=Quote(
                turn=sentences[first].turn, start=sentences[first].start, end=sentences[first].end
            ),
        )
        for first in range(0, n, 6)
    )
    problem = Label(category="hr-blocking", score=0.7, source=source, because=because)
    return Analysis(
        session=session,
        sentences=tuple(sentences),
        exchanges=(Exchange(first=0, end=n, asker=1, problem=problem),),
        segments=(
            Segment(first=0, end=2, kind=SegmentKind.OPENING, exchange=0),
            Segment(first=2, end=n, kind=SegmentKind.ADVICE, exchange=0),
        ),
        advice=advice,
        made_with=MadeWith(analyzer="1", pack="recruiting 1", models="sentences 1"),
    )


def passages_of(analysis: Analysis) -> EncodedPassages:
    return some_passages(analysis)


def an_archive(path: Path, *analyses: Analysis) -> Path:
    """A file with these analyses and their passages."""
    with Archive.open(path, create=True) as archive:
        for analysis in analyses:
            archive.add(analysis, passages=passages_of(analysis))
    return path
