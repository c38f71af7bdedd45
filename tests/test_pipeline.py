from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from analyzer.classify.advice import AdviceModel
from analyzer.encoder import WIDTH, Vectors
from analyzer.errors import ModelError
from analyzer.pipeline import (
    Models,
    analyze_session,
    load_models,
)
from analyzer.records import Analysis, Pack, Role, Session, Speaker
from analyzer.records.pack_file import load_pack, shipped_packs
from analyzer.records.store import analysis_from_json, analysis_to_json
from analyzer.settings import Settings, resource_folder
from tests.builders import a_call, a_session
from tests.effort import IN_PROPORTION, effort_of, growth

SAID = (
    "How do I get past HR?",
    "Ask him whose budget it is. Then leave a voicemail, off the record.",
    "Right.",
    "No, I never asked.",
    "“Dana, what happens if it slips to March?” That is what I would say.",
    "Grab the free guide. Let's take Omar next.",
    "***",
    "I'll call her this afternoon. Thank you.",
)


class NoMeaning:
    """An encoder for tests that need none: every text means the same, at no cost."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        vectors[:, 0] = 1.0
        return vectors


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    roles = draw(st.lists(st.sampled_from(Role), min_size=1, max_size=4))
    words = st.sampled_from(SAID) | st.text(max_size=60).filter(str.strip)
    turn = st.tuples(st.integers(0, len(roles) - 1), words)
    return a_session(
        talk=draw(st.lists(turn, max_size=15)),
        speakers=tuple(Speaker(name=f"S{n}", role=role) for n, role in enumerate(roles)),
    )


def whole(analysis: Analysis) -> None:
    """What holds for any analysis of any session."""
    turns, sentences = analysis.session.turns, analysis.sentences
    for number, turn in enumerate(turns):
        inside = [n for it in sentences if it.turn == number for n in range(it.start, it.end)]
        assert len(inside) == len(set(inside))
        assert {n for n, it in enumerate(turn.text) if not it.isspace()} <= set(inside)
    covered = [n for it in analysis.segments for n in range(it.first, it.end)]
    assert covered == list(range(len(sentences)))
    assert all(a.end <= b.first for a, b in pairwise(analysis.exchanges))
    assert all(a.end <= b.first for a, b in pairwise(analysis.advice))
    for advice in analysis.advice:
        assert analysis.text_of(advice.quote).strip()
        assert sentences[advice.first].turn <= advice.quote.turn <= sentences[advice.end - 1].turn
    for exchange in analysis.exchanges:
        if exchange.quote is not None:
            first, last = sentences[exchange.first].turn, sentences[exchange.end - 1].turn
            assert first <= exchange.quote.turn <= last


@given(session=sessions())
@settings(max_examples=40)
def test_an_analysis_of_anything_covers_every_word_and_points_at_its_own_session(
    recruiting: Pack, taught: Models, session: Session
) -> None:
    analysis = analyze_session(session, pack=recruiting, models=taught)
    whole(analysis)
    assert replace(analysis.session, speakers=session.speakers) == session
    assert analysis_from_json(analysis_to_json(analysis)) == analysis


@pytest.mark.parametrize(
    "session",
    [
        a_session(talk=[], speakers=()),
        a_session(talk=[]),
        a_call("Mike: Call."),
        a_call("Ana: Hm?"),
        a_call("Who: ***"),
        a_call(*["Mike: So you call him, and you ask what it costs."] * 5),
    ],
    ids=["nothing", "no turns", "one sentence", "one question", "marks", "one voice"],
)
def test_the_smallest_sessions_are_analysed(
    recruiting: Pack, shipped: Models, session: Session
) -> None:
    analysis = analyze_session(session, pack=recruiting, models=shipped)
    whole(analysis)
    assert len(analysis.sentences) >= len(session.turns)


def test_analysing_twice_gives_the_same_bytes(recruiting: Pack, shipped: Models) -> None:
    session = a_call(*[f"{('Ana', 'Mike')[n % 2]}: {said}" for n, said in enumerate(SAID)])
    first, second = (
        analysis_to_json(analyze_session(session, pack=recruiting, models=shipped))
        for _ in range(2)
    )
    assert first == second


def test_every_process_gives_the_same_bytes() -> None:
    sample = resource_folder("samples") / "2024-05-14-imani-clarke.txt"
    said = {
        subprocess.run(
            [sys.executable, "-m", "analyzer", "analyze", str(sample), "--json"],
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_an_analysis_says_what_it_was_made_with(recruiting: Pack, shipped: Models) -> None:
    made_with = analyze_session(a_call("Mike: So."), pack=recruiting, models=shipped).made_with
    assert made_with.analyzer == analyzer.__version__
    assert made_with.pack == "recruiting 1"
    assert made_with.models == shipped.names
    assert shipped.names.startswith("sentences 1, recruiting 1")


def test_roles_are_filled_in_and_the_words_stay(recruiting: Pack, shipped: Models) -> None:
    speakers = (Speaker(name="Ana"), Speaker(name="Mike", role=Role.COACH))
    session = replace(a_session(), speakers=speakers)
    found = analyze_session(session, pack=recruiting, models=shipped).session
    assert found.turns == session.turns
    assert found.speakers[1].role is Role.COACH
    assert all(speaker.score is not None for speaker in found.speakers)


class Unasked:
    def encode(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(f"asked about {len(texts)} sentences")


def test_the_encoder_is_asked_only_where_somebody_goes_by_its_vectors(
    recruiting: Pack, shipped: Models
) -> None:
    assert isinstance(shipped.advice, AdviceModel)
    by_words = replace(
        shipped,
        encoder=Unasked(),
        advice=replace(shipped.advice, meaning=None),
        problems=replace(shipped.problems, meaning=None, prototypes=None),
    )
    two = a_call(*[f"{('Ana', 'Mike')[n % 2]}: {said}" for n, said in enumerate(SAID)])
    whole(analyze_session(two, pack=recruiting, models=by_words))
    one = a_call(*[f"Ana: {said}" for said in SAID])
    with pytest.raises(AssertionError, match="asked about"):
        analyze_session(one, pack=recruiting, models=by_words)


def test_a_higher_bar_says_less_and_never_something_else(recruiting: Pack, shipped: Models) -> None:
    session = a_call(*[f"{('Ana', 'Mike')[n % 2]}: {said}" for n, said in enumerate(SAID * 2)])
    bars = [
        analyze_session(
            session,
            pack=recruiting,
            models=shipped,
            settings=Settings(min_advice_score=bar, min_problem_score=bar),
        )
        for bar in (0.0, 0.6, 1.01)
    ]
    low, high, never = ({(it.first, it.end, it.labels) for it in one.advice} for one in bars)
    assert never <= high <= low
    assert never == set()
    assert [it.problem for it in bars[2].exchanges] == [None] * len(bars[2].exchanges)


def test_a_long_session_takes_effort_in_proportion(recruiting: Pack, taught: Models) -> None:
    models = replace(taught, encoder=NoMeaning())
    lines = ["Ana: I asked him. He said no.", "Mike: Ask whose budget it is. Then wait."]
    lines += ["Bo: My client left me.", "Mike: Call her again."]

    def effort(times: int) -> int:
        session = a_call(*lines * times, clients=("Ana", "Bo"))

        def work() -> None:
            analysis = analyze_session(session, pack=recruiting, models=models)
            assert len(analysis.sentences) == 6 * times

        return effort_of(work)

    assert growth(effort, few=30, many=300) < IN_PROPORTION


def test_models_that_are_not_there_are_missed(recruiting: Pack, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model is here"):
        load_models(recruiting, folder=tmp_path)


def test_a_shipped_model_refuses_another_version_of_its_pack(recruiting: Pack) -> None:
    with pytest.raises(ModelError, match="made for pack 'recruiting 1', not for 'recruiting 99'"):
        load_models(replace(recruiting, version="99"))


@pytest.fixture
def own_network(tmp_path: Path) -> Path:
    """A folder of the shipped models with a network of its own, which may be spoilt."""
    for folder in ("sentences", "recruiting", "encoder"):
        (tmp_path / folder).symlink_to(resource_folder("models") / folder)
    shutil.copytree(resource_folder("models") / "network", tmp_path / "network")
    return tmp_path


def test_a_network_that_was_taught_another_version_of_the_pack_is_refused(
    own_network: Path, recruiting: Pack
) -> None:
    file = own_network / "network" / "network.json"
    record = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**record, "packs": {"recruiting": "99"}}), encoding="utf-8")
    with pytest.raises(ModelError, match="version 99 of pack 'recruiting', not recruiting 1"):
        load_models(recruiting, folder=own_network)


def test_a_network_damaged_in_one_byte_is_refused_before_any_work(
    own_network: Path, recruiting: Pack
) -> None:
    file = own_network / "network" / "pieces.onnx"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(ModelError, match="not the file"):
        load_models(recruiting, folder=own_network)


@pytest.mark.parametrize("name", shipped_packs())
def test_every_shipped_pack_has_models_of_its_own_but_the_one_nobody_labelled(name: str) -> None:
    pack = load_pack(name)
    models = load_models(pack)
    assert (f"{name} 1" in models.names) == (name != "sales")
    session = a_call(*[f"{('Ana', 'Mike')[n % 2]}: {said}" for n, said in enumerate(SAID)])
    analysis = analyze_session(session, pack=pack, models=models)
    whole(analysis)
    ids = {category.id for category in (*pack.advice, *pack.problem)}
    assert {label.category for it in analysis.advice for label in it.labels} <= ids
