"""Invented sessions about a few matters, with vectors that say which: themes that are known."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from analyzer.archive import Archive
from analyzer.records import Analysis, Exchange, Quote, Role, Segment, SegmentKind, Speaker
from analyzer.records.passages import EncodedPassages, packed
from analyzer.segment.passages import cut_passages
from tests.builders import a_label, a_session, an_advice, an_analysis, whole_turns

# What a client says and what the coach answers, by matter.
MATTERS = {
    "fee": (
        "They want a lower percentage on the placement fee again, for the third time.",
        "Never cut the placement fee before you know what the vacancy costs them.",
    ),
    "silence": (
        "The hiring manager went silent and my emails stay without a reply since Easter.",
        "Leave a short voicemail, and let the silence stand after it, no more emails.",
    ),
    "offer": (
        "My candidate took the counter offer and withdrew her resignation on Friday.",
        "Talk about the counter offer before the resignation letter, not after it.",
    ),
}
WIDTH = 16
VOWELS = "aeiou"


def a_call(matter: str, number: int, *, client: str | None = None) -> Analysis:
    """One client's call about a matter; the number makes it a session of its own."""
    asked, advised = MATTERS[matter]
    name = client or f"N{VOWELS[number % 5]}l{VOWELS[number // 5 % 5]}t{VOWELS[number // 25 % 5]}"
    talk = (
        (0, f"{asked} It is case {'x' * (number % 7 + 1)} of mine."),
        (1, f"{advised} Say it calmly."),
    )
    key = hashlib.sha256(f"{matter} {number}".encode()).hexdigest()[:12]
    session = a_session(
        id=key,
        talk=talk,
        speakers=(Speaker(name=name, role=Role.CLIENT), Speaker(name="Mike", role=Role.COACH)),
        held_on=dt.date(2024, 1, 1) + dt.timedelta(days=number),
        path=f"calls/{matter}-{number}.txt",
    )
    bare = an_analysis(session, exchanges=(), advice=())
    quote = Quote(turn=1, start=0, end=len(advised))
    problem = a_label("fee-pressure") if matter == "fee" else None
    return replace(
        bare,
        sentences=whole_turns(session),
        segments=(Segment(first=0, end=2, kind=SegmentKind.ADVICE, exchange=0),),
        exchanges=(Exchange(first=0, end=2, asker=0, problem=problem),),
        advice=(an_advice(first=1, end=2, quote=quote),),
    )


def meanings(analysis: Analysis, matter: str, number: int) -> EncodedPassages:
    """Vectors that point mostly where the matter lies, and a little anywhere."""
    passages = cut_passages(analysis)
    random = np.random.default_rng([list(MATTERS).index(matter), number])
    vectors = random.normal(0, 0.12, (len(passages), WIDTH))
    vectors[:, list(MATTERS).index(matter)] += 1
    return EncodedPassages(encoder="test 1", passages=passages, vectors=packed(vectors))


def add(archive: Archive, calls: Iterable[tuple[str, int]]) -> None:
    """Puts calls into an archive, each a matter with a number."""
    for matter, number in calls:
        analysis = a_call(matter, number)
        archive.add(analysis, passages=meanings(analysis, matter, number))


def some_calls(n_each: int, *, first: int = 0) -> list[tuple[str, int]]:
    """So many calls about each matter."""
    return [(matter, number) for number in range(first, first + n_each) for matter in MATTERS]


def matter_of(session_id: str) -> str:
    """What the session with this id is about."""
    return next(
        matter
        for matter in MATTERS
        for number in range(200)
        if hashlib.sha256(f"{matter} {number}".encode()).hexdigest()[:12] == session_id
    )
