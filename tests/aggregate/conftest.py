from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from analyzer.aggregate import Tables, build_tables
from analyzer.records import (
    Advice,
    Analysis,
    Category,
    Exchange,
    Label,
    MadeWith,
    Move,
    Pack,
    Quote,
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

# A matter is its client, its problem and its advice: categories, script or not, uptake.
Given = tuple[tuple[str, ...], bool, UptakeKind | None]
Matter = tuple[str | None, str | None, Sequence[Given]]
Call = Callable[..., Analysis]
ADVICE = ("pain-uncovering", "retainer", "urgency")
PROBLEMS = ("bad-client", "hr-blocking")
_MATTER = "Matter {} is stuck. What now?"
ONE: Matter = ("Ana", "hr-blocking", ((("urgency",), False, UptakeKind.COMMITMENT),))


class _Talk:
    """A call written down sentence by sentence, each of them a turn."""

    def __init__(self, clients: Sequence[str]) -> None:
        self.speakers = ["Mike", *clients]
        self.turns: list[Turn] = []
        self.moves: list[Move] = []

    def say(self, name: str, text: str, *, move: Move = Move.RATIONALE) -> int:
        number = len(self.turns)
        self.moves.append(move)
        self.turns.append(
            Turn(
                speaker=self.speakers.index(name),
                text=text,
                start_ms=number * 1000,
                end_ms=number * 1000 + 600,
            )
        )
        return number

    def quote(self, turn: int, words: str) -> Quote:
        start = self.turns[turn].text.index(words)
        return Quote(turn=turn, start=start, end=start + len(words))


def a_call(
    number: int = 0,
    *,
    matters: Sequence[Matter] = (ONE,),
    loose: Sequence[Given] = (),
    clients: Sequence[str] = (),
    held_on: dt.date | None = dt.date(2024, 2, 29),
    pack: str = "small 1",
    possible: Sequence[str] = (),
) -> Analysis:
    """A session in which each matter is asked, answered with advice and taken up.

    ``loose`` advice belongs to no exchange; ``clients`` are clients who bring no matter;
    ``possible`` are the categories that are not sure here.
    """
    asking = [client for client, _, _ in matters if client is not None]
    talk = _Talk(list(dict.fromkeys([*clients, *asking])))
    exchanges: list[Exchange] = []
    advice: list[Advice] = []
    for place, (client, problem, given) in enumerate(matters):
        first = talk.say(client or "Mike", _MATTER.format(place), move=Move.QUESTION_OPEN)
        advice += [
            _give(talk, one, exchange=place, client=client, possible=possible) for one in given
        ]
        exchanges.append(
            Exchange(
                first=first,
                end=len(talk.turns),
                asker=None if client is None else talk.speakers.index(client),
                problem=None
                if problem is None
                else Label(
                    category=problem,
                    score=0.75,
                    source="model:m",
                    sure=problem not in possible,
                    because=("stuck",),
                ),
                quote=None if problem is None else talk.quote(first, "is stuck."),
            )
        )
    advice += [_give(talk, one, exchange=None, client=None, possible=possible) for one in loose]
    end = len(talk.turns)
    return Analysis(
        session=Session(
            id=f"{number:012x}",
            source=Source(path=f"calls/{number}.vtt", format="webvtt", sha256=f"{number:064x}"),
            speakers=tuple(
                Speaker(name=name, role=Role.CLIENT if place else Role.COACH)
                for place, name in enumerate(talk.speakers)
            ),
            turns=tuple(talk.turns),
            title=f"Call {number}",
            held_on=held_on,
        ),
        sentences=tuple(
            Sentence(turn=turn, start=0, end=len(said.text), move=talk.moves[turn], score=0.5)
            for turn, said in enumerate(talk.turns)
        ),
        exchanges=tuple(exchanges),
        segments=(Segment(first=0, end=end, kind=SegmentKind.ADVICE),) if end else (),
        advice=tuple(advice),
        made_with=MadeWith(analyzer="1", pack=pack, models="m 1"),
    )


def _give(
    talk: _Talk,
    given: Given,
    *,
    exchange: int | None,
    client: str | None,
    possible: Sequence[str],
) -> Advice:
    categories, script, kind = given
    turn = talk.say("Mike", f"First: “ask for {len(talk.turns)}”, then wait.")
    uptake = None
    if kind is not None:
        answer = (
            None if client is None else talk.quote(talk.say(client, "I will do that."), "I will")
        )
        uptake = Uptake(kind=kind, quote=answer)
    return Advice(
        first=turn,
        end=turn + 1,
        exchange=exchange,
        labels=tuple(
            Label(
                category=it,
                score=0.9,
                source="model:m",
                sure=it not in possible,
                because=("ask", "wait"),
            )
            for it in categories
        ),
        quote=talk.quote(turn, "“ask for"),
        script=script,
        uptake=uptake,
    )


def _categories(ids: Sequence[str]) -> tuple[Category, ...]:
    return tuple(Category(id=it, name=it.capitalize(), definition=it) for it in ids)


@pytest.fixture(scope="session")
def call() -> Call:
    """``call(3, matters=…)`` is the analysis of session number 3."""
    return a_call


@pytest.fixture(scope="session")
def pack() -> Pack:
    return Pack(
        name="small",
        version="1",
        language="en",
        advice=_categories(ADVICE),
        problem=_categories(PROBLEMS),
    )


@pytest.fixture(scope="session")
def tables_of(pack: Pack) -> Callable[..., Tables]:
    """``tables_of(call(1), call(2))`` are the tables of these sessions."""

    def build(*analyses: Analysis, join_names: bool = True) -> Tables:
        return build_tables(analyses, pack=pack, join_names=join_names)

    return build
