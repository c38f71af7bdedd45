"""The command line run in this process, and models that answer at once."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analyzer.cli import main
from analyzer.records import Advice, Analysis, Exchange, MadeWith, Pack, Quote, Role, Session
from analyzer.records.passages import EncodedPassages
from analyzer.segment.passages import cut_passages
from tests.builders import a_label, an_advice, sentences_of
from tests.cli.running import Run, Runner

TALK = """\
Ana: HR says there is no role. What can I do?

Mike: Ask the manager whose budget it is. Then leave him a voicemail.

Ana: I'll call him this afternoon.
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Runs the command line with arguments, and bytes as standard input."""

    def run_it(*args: str | Path, stdin: bytes = b"") -> Run:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as caught:
            main([str(arg) for arg in args])
        said = capsys.readouterr()
        code = caught.value.code
        assert isinstance(code, int)
        return Run(code=code, out=said.out, err=said.err)

    return run_it


def quick_analysis(session: Session, *, pack: Pack, models: Any, **_: Any) -> Analysis:
    """The first speaker asks, the second coaches; his first sentence is an advice."""
    sentences = sentences_of(session)
    advised = [number for number, it in enumerate(sentences) if session.turns[it.turn].speaker == 1]
    advice: tuple[Advice, ...] = ()
    if advised:
        said = sentences[advised[0]]
        quote = Quote(turn=said.turn, start=said.start, end=said.end)
        label = a_label(pack.advice[0].id)
        advice = (an_advice(first=advised[0], end=advised[0] + 1, labels=(label,), quote=quote),)
    roles = (Role.CLIENT, Role.COACH, *[Role.OTHER] * len(session.speakers))
    return Analysis(
        session=_with_roles(session, roles),
        sentences=sentences,
        exchanges=(Exchange(first=0, end=len(sentences), asker=0),),
        segments=(),
        advice=advice,
        made_with=MadeWith(analyzer="0.1.0", pack=pack.label, models=models.names),
    )


def quick_passages(analysis: Analysis, *, models: Any) -> EncodedPassages:
    """The passages, all with one meaning."""
    passages = cut_passages(analysis)
    vectors = np.ones((len(passages), 384), dtype=np.int8)
    return EncodedPassages(encoder=models.encoder_name, passages=passages, vectors=vectors)


def _with_roles(session: Session, roles: tuple[Role, ...]) -> Session:
    speakers = tuple(
        replace(speaker, role=role, score=0.9)
        for speaker, role in zip(session.speakers, roles, strict=False)
    )
    return replace(session, speakers=speakers)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Analysing without models: what is under test is what the commands make of its results."""

    def load(pack: Pack, **_: Any) -> SimpleNamespace:
        return SimpleNamespace(names="quick 1", encoder_name="small 1", pack=pack, folder=None)

    # First, because naming them imports them, and they must not take up what stands in elsewhere.
    monkeypatch.setattr("analyzer.cli.parts.adding.load_models", load)
    monkeypatch.setattr("analyzer.cli.parts.refreshing.load_models", load)
    monkeypatch.setattr("analyzer.batch.analyze_session", quick_analysis)
    monkeypatch.setattr("analyzer.batch.encode_passages", quick_passages)
    monkeypatch.setattr("analyzer.pipeline.load_models", load)
    monkeypatch.setattr("analyzer.pipeline.analyze_session", quick_analysis)


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three calls, with the folder above it as working folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "calls"
    folder.mkdir()
    for day, name in enumerate(("ana", "bo", "cy"), start=1):
        text = TALK.replace("Ana", name.capitalize()).replace("afternoon", f"afternoon at {day}")
        (folder / f"2024-05-0{day}-{name}.txt").write_text(text, encoding="utf-8")
    return folder
