"""A pack of one's own that learns from what people corrected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.cli.parts.growing import grow
from analyzer.cli.parts.talk import Talk
from analyzer.corrections.places import Places
from analyzer.corrections.records import LabelAdvice, RejectAdvice
from analyzer.errors import PackError
from analyzer.growing import (
    Decision,
    agrees,
    decisions,
    grow_pack,
    pack_text,
    place_beside,
    with_decisions,
)
from analyzer.pipeline import analyze_session, load_models
from analyzer.records import Analysis, Category, Pack
from analyzer.records.pack_file import load_pack, parse_pack
from tests.builders import a_call
from tests.test_own_pack import OWN_PACK

TALKS = (
    (
        "Ana: My voice breaks in the second half of every concert.",
        "Mike: Drink a glass of water between the pieces. Keep your throat wet.",
        "Mike: Hum for five minutes before you sing a single note.",
        "Ana: I will do that.",
    ),
    (
        "Bo: By the last piece I croak.",
        "Mike: Take a sip of water whenever the others sing. A wet throat lasts longer.",
        "Mike: Tune to the basses, not to the piano.",
        "Bo: Thanks, I will.",
    ),
    (
        "Cy: My throat is dry after the first song.",
        "Mike: Put a bottle of water under your chair and drink from it.",
        "Cy: That is easy.",
    ),
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    path = tmp_path_factory.mktemp("packs") / "choir.toml"
    path.write_text(OWN_PACK, encoding="utf-8")
    return load_pack(path)


@pytest.fixture(scope="module")
def analyses(pack: Pack) -> tuple[Analysis, ...]:
    models = load_models(pack)
    return tuple(
        analyze_session(
            replace(a_call(*lines, clients=("Ana", "Bo", "Cy")), id=f"{number:012x}"),
            pack=pack,
            models=models,
        )
        for number, lines in enumerate(TALKS)
    )


@pytest.fixture
def path(tmp_path: Path, analyses: tuple[Analysis, ...]) -> Path:
    """Water is a warm-up, says kd, of what the coach says first; and the rest is none."""
    place = tmp_path / "calls.db"
    with Archive.open(place, create=True) as archive:
        for analysis in analyses:
            archive.add(analysis)
            key, places = analysis.session.id, Places(analysis)
            water = [n for n, it in enumerate(analysis.sentences) if it.turn == 1]
            start, end = places.between(water[0], water[-1] + 1)
            archive.correct(
                key, LabelAdvice(start=start, end=end, categories=("warm-up",)), by="kd"
            )
    return place


def test_what_people_decided_becomes_examples(pack: Pack, path: Path) -> None:
    with Archive.open(path) as archive:
        grown = grow_pack(pack, archive)
    assert (grown.n_decisions, grown.n_sessions) == (3, 3)
    new = grown.pack.advice[0].examples[len(pack.advice[0].examples) :]
    assert grown.n_examples == len(new) == 3
    assert all("water" in it or "throat" in it for it in new)
    assert grown.pack.advice[1] == pack.advice[1]
    assert grown.compared is not None
    assert grown.compared.n_decisions == 3
    assert 0 <= grown.compared.n_before <= grown.compared.n_after <= 3


def test_the_pack_is_written_beside_and_can_be_used(
    pack: Pack, path: Path, analyses: tuple[Analysis, ...]
) -> None:
    lines = list(grow(str(path), pack, out=None, talk=Talk()))
    place = place_beside(pack, None)
    assert place.name == "choir.learnt.toml"
    assert "learnt from 3 decisions in 3 sessions" in lines[0]
    assert "on sessions left out it agrees with" in lines[1]
    assert str(place) in lines[2]
    grown = load_pack(place)
    with Archive.open(path) as archive:
        assert grown == grow_pack(pack, archive).pack
    assert load_models(grown).names
    assert place_beside(grown, None) == place
    assert analyses


def test_what_was_rejected_is_a_counter_example(path: Path, analyses: tuple[Analysis, ...]) -> None:
    key = analyses[0].session.id
    with Archive.open(path) as archive:
        analysis = archive.analysis(key)
        given = analysis.advice[0]
        start, end = Places(analysis).span(given)
        archive.undo(key, by="kd")
        archive.correct(key, LabelAdvice(start=start, end=end, categories=("listen",)), by="jo")
        archive.correct(key, RejectAdvice(start=start, end=end), by="jo")
        told = decisions(archive.analysis(key), archive.corrections(key))
    assert [it.categories for it in told] == [()]
    assert told[0].instead_of == ("listen",)
    assert told[0].quote in "\n".join(TALKS[0])


def test_without_decisions_or_with_a_shipped_pack_it_says_what_to_do(
    pack: Pack, tmp_path: Path, analyses: tuple[Analysis, ...]
) -> None:
    with Archive.open(tmp_path / "new.db", create=True) as archive:
        archive.add(analyses[0])
        with pytest.raises(PackError, match="analyzer review"):
            grow_pack(pack, archive)
        with pytest.raises(PackError, match="labelled sessions"):
            grow_pack(load_pack("recruiting"), archive)


def test_agreeing_means_the_same_about_the_same_words(analyses: tuple[Analysis, ...]) -> None:
    analysis = next(it for it in analyses if any(one.labels for one in it.advice))
    given = next(it for it in analysis.advice if it.labels)
    span = Places(analysis).span(given)
    one = Decision(
        session_id="x",
        is_problem=False,
        span=span,
        categories=(given.labels[0].category,),
        quote="",
    )
    assert agrees(one, analysis)
    assert not agrees(replace(one, categories=("other",)), analysis)
    assert agrees(replace(one, categories=()), analysis) is not given.labels[0].sure
    assert not agrees(one, replace(analysis, advice=()))
    assert agrees(replace(one, categories=()), replace(analysis, advice=()))


texts = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)


@given(st.lists(texts, max_size=4), texts)
def test_a_pack_is_read_back_as_it_was_written(examples: list[str], definition: str) -> None:
    category = Category(
        id="ask", name="Ask", definition=definition, examples=tuple(examples), rules=("whose idea",)
    )
    pack = Pack(
        name="my",
        version="1",
        language="en",
        advice=(category,),
        problem=(replace(category, id="bad", rules=()),),
    )
    assert parse_pack(pack_text(pack), path="my.toml") == pack


@given(st.lists(texts, max_size=60))
def test_a_category_never_grows_without_end(quotes: list[str]) -> None:
    pack = parse_pack(OWN_PACK, path="choir.toml")
    told = [
        Decision(
            session_id="x", is_problem=False, span=(0, 1), categories=("warm-up",), quote=quote
        )
        for quote in quotes
    ]
    grown = with_decisions(pack, told)
    assert grown == with_decisions(grown, told) or len(grown.advice[0].examples) == 40
    assert len(set(grown.advice[0].examples)) == len(grown.advice[0].examples) <= 40
