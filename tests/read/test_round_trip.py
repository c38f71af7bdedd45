"""Labelled sessions written in every form and read back: who says what and when must be the same.

Every tenth session is taken; with ANALYZER_ALL_SESSIONS=1 in the environment all are. Articles with
comments below them are no talk and are left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest

from analyzer.classify.labelled import read_labelled
from analyzer.read import read_bytes
from analyzer.read.trees import Json
from analyzer.records import Session
from tests.read.rendering.cues import CUES
from tests.read.rendering.files import FILES, TIMED_FILES
from tests.read.rendering.pages import PAGES, STARTS
from tests.read.rendering.talk import Said, heard, talk_of, written
from tests.read.services import test_note_takers_round_trip as note_takers
from tests.read.services import test_round_trip as services

LABELLED = Path(__file__).resolve().parents[2] / "data" / "labelled"
STEP = 1 if os.environ.get("ANALYZER_ALL_SESSIONS") else 10
# A name and a colon that somebody says at the head of a line is a label to anybody who reads it.
BY_HAND = frozenset({*PAGES, "srt", "docx-plain", "odt", "rtf", "docx-teams", "docx-table"})
MOST_IN_A_HUNDRED, WHERE_CUES_CUT = 1, 2
# Nobody has a mentor's table made of a letter and its answer.
TALK_ONLY = frozenset({"docx-table"})
LETTER = 2
MS_A_WORD, WORDS, VOICES = 400, 300, 3
SERVICES = [*services.FORMS, *note_takers.FORMS]
Write = Callable[[list[services.Said]], Json]


@cache
def talks() -> tuple[tuple[str, tuple[Said, ...]], ...]:
    """The talk of the labelled sessions, by name."""
    found = (read_labelled(path) for path in sorted(LABELLED.glob("*.tsv"))[::STEP])
    return tuple((one.id, talk_of(one.session)) for one in found if one.form != "article")


def differing(form: str, write: Callable[[Sequence[Said]], bytes]) -> list[str]:
    """The sessions that do not come back as they were written in a form."""
    wrong = []
    for name, talk in talks():
        if form in TALK_ONLY and len(talk) == LETTER:
            continue
        session = read_bytes(write(talk), path=f"{name}.{form}")
        if heard(session) != written(talk) or times(session, form) != told(talk, form):
            wrong.append(name)
    return wrong


def times(session: Session, form: str) -> list[tuple[int | None, int | None]]:
    """When each turn begins and ends, as far as the form tells it."""
    if form in CUES or form in TIMED_FILES:
        return [(turn.start_ms, turn.end_ms) for turn in session.turns]
    return [(turn.start_ms, None) for turn in session.turns] if form in STARTS else []


def told(talk: Sequence[Said], form: str) -> list[tuple[int | None, int | None]]:
    """The same as it was written."""
    if form in CUES or form in TIMED_FILES:
        return [(said.start_ms, said.end_ms) for said in talk]
    return [(said.start_ms, None) for said in talk] if form in STARTS else []


@pytest.mark.parametrize("form", [*PAGES, *CUES])
def test_talk_in_text_is_read_back_as_it_was_written(form: str) -> None:
    write = (PAGES | CUES)[form]
    in_a_hundred = WHERE_CUES_CUT if form == "srt" else MOST_IN_A_HUNDRED
    most = in_a_hundred * len(talks()) // 100 if form in BY_HAND else 0
    assert len(wrong := differing(form, lambda talk: write(talk).encode())) <= most, wrong


@pytest.mark.parametrize("form", FILES)
def test_talk_in_files_of_programs_is_read_back_as_it_was_written(form: str) -> None:
    most = MOST_IN_A_HUNDRED * len(talks()) // 100 if form in BY_HAND else 0
    assert len(wrong := differing(form, FILES[form])) <= most, wrong


@pytest.mark.parametrize(
    ("name", "voice", "write"), SERVICES, ids=[write.__name__ for _, _, write in SERVICES]
)
def test_talk_in_json_of_services_is_read_back_as_it_was_written(
    name: str, voice: str, write: Write
) -> None:
    for called, talk in talks():
        said = spoken(talk)
        session = read_bytes(json.dumps(write(said)).encode(), path="call.json")
        voices = [one.label or one.name for one in session.speakers]
        turns = [(voices[it.speaker], it.text, it.start_ms, it.end_ms) for it in session.turns]
        assert session.source.format == name
        assert turns == services.turns_of(said, voice), called


def spoken(talk: Sequence[Said]) -> list[services.Said]:
    """The first words of a talk, 400 ms each, with their voices by number: 300 of three voices."""
    numbers = {name: n for n, name in enumerate(dict.fromkeys(said.speaker for said in talk))}
    known = takewhile(lambda said: numbers[said.speaker] < VOICES, talk)
    words = [(numbers[said.speaker], word) for said in known for word in said.line.split()]
    return [
        services.Said(voice, word, "", n * MS_A_WORD)
        for n, (voice, word) in enumerate(words[:WORDS])
    ]
