"""An archive of small analyses made by hand, opened as a notebook opens it: no model is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

import analyzer as ca
from analyzer.archive import Archive as Store
from analyzer.records import Analysis, Role
from tests.builders import a_session, a_speaker, an_analysis

PEOPLE = ("Ana", "Bo", "Ana")


def call(number: int, *, pack: str = "recruiting 1") -> Analysis:
    speakers = (
        a_speaker(),
        a_speaker(PEOPLE[number % len(PEOPLE)], role=Role.CLIENT, score=0.95),
    )
    session = a_session(
        id=f"{number:012}",
        path=f"calls/call-{number}.txt",
        speakers=speakers,
        held_on=dt.date(2024 + number, 5, 14),
        title=None,
    )
    return an_analysis(session, pack=pack)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "calls.db", create=True) as store:
        for number in range(3):
            store.add(call(number))
    return tmp_path / "calls.db"


@pytest.fixture
def archive(place: Path) -> Iterator[ca.Archive]:
    with ca.open(place) as opened:
        yield opened
