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
    Baseline,
    Category,
    Exchange,
    HeadScore,
    Label,
    LabelScore,
    MadeWith,
    ModelCard,
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
def many(write: Callable[..., Path]) -> tuple[LabelledSession, ...]:
    forms = {"own-a": "group", "own-b": "dialogue", "own-c": "qa"}
    return tuple(
        read_labelled(write(name=f"{writer}{n:02}", form=form))
        for writer, form in forms.items()
        for n in range(1, 5)
    )


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
        problem = dict(labelled.problems).get(number)
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


@pytest.fixture
def card() -> ModelCard:
    """A card with one label that can be relied on and one that cannot."""
    good = LabelScore(
        label="script",
        support=1200,
        base_rate=0.1,
        precision=0.8,
        recall=0.7,
        f1=0.7467,
        f1_low=0.71,
        f1_high=0.78,
        rely=True,
    )
    weak = replace(good, label="story", support=0, f1=0.0, f1_low=0.0, f1_high=1.0, rely=False)
    head = HeadScore(
        head="moves",
        unit="sentence",
        macro_f1=0.7467,
        micro_f1=0.75,
        baselines=(Baseline(name="TF-IDF", macro_f1=0.5, micro_f1=0.61),),
        labels=(good, weak),
    )
    return ModelCard(
        name="sentences",
        version="1",
        pack=None,
        licence="MIT",
        intended_use="Reads coaching calls in English.",
        limits=("Other languages.", "Court hearings."),
        trained_on="Invented sessions.",
        n_sessions=152,
        n_sentences=17175,
        data_sha256="d" * 64,
        file_sha256="f" * 64,
        seed=1,
        folds="5 folds by session",
        libraries=(("python", "3.11.7"), ("numpy", "2.0.0")),
        heads=(head,),
        history=("Word pairs: moves 0.54 to 0.56.",),
    )
