"""Labelled sessions written in every form and read back: who says what and when must be the same.

Every tenth session is taken; with ANALYZER_ALL_SESSIONS=1 in the environment all are. Articles with
comments below them are no talk and are left out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from analyzer.classify.labelled import read_labelled
from analyzer.read import read_bytes
from tests.read.rendering.cues import CUES
from tests.read.rendering.pages import PAGES, STARTS
from tests.read.rendering.talk import Said, heard, talk_of, written

LABELLED = Path(__file__).resolve().parents[2] / "data" / "labelled"
STEP = 1 if os.environ.get("ANALYZER_ALL_SESSIONS") else 10
# A name and a colon that somebody says at the head of a line is a label to anybody who reads it.
SURE = frozenset({"vtt-zoom", "vtt-voices", "sbv"})
MOST_IN_A_HUNDRED = 1
FORMS: dict[str, Callable[[Sequence[Said]], str]] = PAGES | CUES


@cache
def talks() -> tuple[tuple[str, tuple[Said, ...]], ...]:
    """The talk of the labelled sessions, by name."""
    found = (read_labelled(path) for path in sorted(LABELLED.glob("*.tsv"))[::STEP])
    return tuple((one.id, talk_of(one.session)) for one in found if one.form != "article")


@pytest.mark.parametrize("form", FORMS)
def test_talk_is_read_back_as_it_was_written(form: str) -> None:
    wrong = []
    for name, talk in talks():
        session = read_bytes(FORMS[form](talk).encode(), path=f"{name}.{form}")
        if heard(session) != written(talk):
            wrong.append(name)
        elif form in CUES:
            times = [(turn.start_ms, turn.end_ms) for turn in session.turns]
            assert times == [(said.start_ms, said.end_ms) for said in talk], name
        elif form in STARTS:
            assert [turn.start_ms for turn in session.turns] == [said.start_ms for said in talk]
    most = 0 if form in SURE else MOST_IN_A_HUNDRED * len(talks()) // 100
    assert len(wrong) <= most, wrong
