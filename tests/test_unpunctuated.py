"""A talk that a recogniser wrote down without marks and capitals, from captions to findings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from shutil import copytree

import pytest

from analyzer.classify.borders import load_borders
from analyzer.errors import ModelError
from analyzer.pipeline import Models, analyze_session
from analyzer.read import read_bytes
from analyzer.records import Pack, Session
from analyzer.records.store import analysis_to_json
from analyzer.settings import resource_folder
from tests.builders import a_session

CUES = (
    "okay so tell me what happened with the",
    "plant manager after we talked last week",
    "um well i called him on thursday and he",
    "said the budget is frozen until april",
    "right and what did you ask him then",
    "nothing i just said okay and hung up",
    "so next time ask him what the open seat",
    "costs him every week that it stays open",
    "yeah i never thought of asking that",
    "i will call him tomorrow morning at nine",
)


def captions() -> Session:
    cues = [
        f"00:00:{2 * n:02}.000 --> 00:00:{2 * n + 2:02}.000\n{text}\n"
        for n, text in enumerate(CUES)
    ]
    return read_bytes("\n".join(["WEBVTT\n", *cues]).encode(), path="call.vtt")


def test_captions_without_marks_come_out_as_sentences_word_for_word(
    recruiting: Pack, shipped: Models
) -> None:
    session = captions()
    analysis = analyze_session(session, pack=recruiting, models=shipped)
    said = [session.turns[one.turn].text[one.start : one.end] for one in analysis.sentences]
    assert " ".join(said).split() == " ".join(CUES).split()
    assert 5 <= len(said) <= 20
    assert max(len(text.split()) for text in said) < 30


def test_the_same_captions_give_the_same_bytes(recruiting: Pack, shipped: Models) -> None:
    first, second = (
        analysis_to_json(analyze_session(captions(), pack=recruiting, models=shipped))
        for _ in range(2)
    )
    assert first == second


def test_a_damaged_splitter_stops_talk_without_marks_and_no_other(
    recruiting: Pack, shipped: Models, tmp_path: Path
) -> None:
    folder = tmp_path / "splitter"
    copytree(resource_folder("models") / "splitter", folder)
    (folder / "weights.npz").write_bytes(b"PK")
    models = replace(shipped, splitter=partial(load_borders, folder))
    talk = a_session(talk=[(0, "Call him. Then wait."), (1, "I will.")])
    assert analyze_session(talk, pack=recruiting, models=models).sentences
    with pytest.raises(ModelError, match="make splitter"):
        analyze_session(captions(), pack=recruiting, models=models)


def test_the_splitter_is_named_among_the_models(shipped: Models) -> None:
    assert "splitter 1" in shipped.names.split(", ")
