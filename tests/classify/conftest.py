"""Labelled sessions of our own making, and analyses that say exactly what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from analyzer.classify.labelled import LabelledSession, read_labelled
from analyzer.records import (
    Advice,
    Analysis,
    Category,
    Exchange,
    Label,
    MadeWith,
    Pack,
    Quote,
    Segment,
    Sentence,
    Speaker,
)

HEADERS = """\
#session: {id}
#pack: {pack}
#form: {form}
#coach: Ada
#clients: Ben, Cleo
#problem 1: overload
#problem 2: conflict
#date: 2024-05-01
#channel: recorded
"""

ROWS = """\
front\t0\t-\t-\t-\tThe long week
opening\t1\tAda\tsocial\t-\tMorning, Ben.
opening\t1\tBen\tsocial\t-\tMorning.
exploration\t1\tBen\tsituation\t-\tI work every night until ten.
exploration\t1\tAda\tquestion-open\t-\tWhat would you drop?
exploration\t1\tBen\tgap\t-\tI never asked myself.
advice\t1\tAda\tdirective\tsay-no\tSay no to the Friday report.
¶
advice\t1\tAda\tscript\tsay-no|hand-over\t"I hand the Friday report to Nils."
advice\t1\tBen\tacknowledgement\t-\tRight.
advice\t1\tAda\trationale\thand-over\tNils wants to learn it.
closing\t1\tBen\tcommitment\t-\tI will tell him.
logistics\t0\tAda\tlogistics\t-\tCleo is next.
exploration\t2\tCleo\tsituation\t-\tMy deputy and I do not speak.
exploration\t2\tAda\tquestion-closed\t-\tSince when?
exploration\t2\tCleo\tsituation\t-\tSince March.
exploration\t2\tDan\taffirmation\t-\tThat is hard.
advice\t2\tAda\tdirective\task-first\tAsk him what he saw in March.
closing\t2\tCleo\tsocial\t-\tThank you.
"""


@pytest.fixture
def pack() -> Pack:
    def categories(*ids: str) -> tuple[Category, ...]:
        return tuple(Category(id=i, name=i, definition=f"About {i}.") for i in ids)

    return Pack(
        name="own",
        version="1",
        language="en",
        advice=categories("say-no", "hand-over", "ask-first", "rest"),
        problem=categories("overload", "conflict", "new-role"),
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_file(
        rows: str = ROWS, *, name: str = "own-a01", headers: str = HEADERS, form: str = "group"
    ) -> Path:
        path = tmp_path / f"{name}.tsv"
        head = headers.format(id=name, pack="own", form=form)
        path.write_text(head + rows, encoding="utf-8", newline="")
        return path

    return write_file


@pytest.fixture
def labelled(write: Callable[..., Path]) -> LabelledSession:
    return read_labelled(write())


@pytest.fixture
def oracle() -> Callable[[LabelledSession], Analysis]:
    return perfect_analysis


def perfect_analysis(labelled: LabelledSession) -> Analysis:
    """An analysis that finds what is labelled; exchanges must stand in one piece."""
    sentences = tuple(
        Sentence(turn=s.turn, start=s.start, end=s.end, move=s.move, score=1.0)
        for s in labelled.sentences
    )
    numbers = [s.exchange for s in labelled.sentences]
    exchanges = []
    for number in labelled.exchanges:
        first, last = numbers.index(number), len(numbers) - numbers[::-1].index(number)
        problem = labelled.problem_of(number)
        assert problem is not None
        label = Label(category=problem, score=1.0, source="person:test")
        exchanges.append(Exchange(first=first, end=last, problem=label))
    segments = [
        Segment(first=first, end=end, kind=labelled.sentences[first].segment)
        for first, end in _runs([s.segment for s in labelled.sentences])
    ]
    advice = [
        Advice(
            first=first,
            end=end,
            exchange=None,
            labels=tuple(
                Label(category=c, score=1.0, source="person:test")
                for c in labelled.sentences[first].advice
            ),
            quote=Quote(
                turn=sentences[first].turn, start=sentences[first].start, end=sentences[first].end
            ),
        )
        for first, end in _runs([(s.advice, s.exchange) for s in labelled.sentences])
        if labelled.sentences[first].advice
    ]
    pairs = zip(labelled.session.speakers, labelled.roles, strict=True)
    speakers = tuple(Speaker(name=s.name, role=role, score=1.0) for s, role in pairs)
    return Analysis(
        session=replace(labelled.session, speakers=speakers),
        sentences=sentences,
        exchanges=tuple(exchanges),
        segments=tuple(segments),
        advice=tuple(advice),
        made_with=MadeWith(analyzer="0", pack="own 1", models="none"),
    )


def _runs(labels: Sequence[object]) -> list[tuple[int, int]]:
    runs, first = [], 0
    for _, group in groupby(labels):
        end = first + len(list(group))
        runs.append((first, end))
        first = end
    return runs
