from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from analyzer.archive import Archive
from analyzer.export import write_export
from analyzer.export.choosing import Material
from analyzer.export.documents import document_of, xml_text
from analyzer.export.refi_codebook import codebook_bytes
from analyzer.export.refi_project import MODEL, POSSIBLE, codings, user_of
from analyzer.imports import read_codebook
from analyzer.records import Analysis, Label, MadeWith, Pack, Quote, Role, Speaker, Turn
from analyzer.records.pack_file import load_pack, shipped_packs
from tests.builders import a_session

SCHEMAS = Path(__file__).parents[3] / "shared" / "reference" / "refi-qda"
Q = "{urn:QDA-XML:project:1.0}"


def schema(name: str) -> Any:
    """The official schema, which is not ours to hand on."""
    path = SCHEMAS / name
    if not path.is_file():
        pytest.skip(f"the official schema {name} is not here")
    return etree.XMLSchema(etree.parse(path))


@pytest.fixture
def project(archive: Archive, tmp_path: Path, recruiting: Pack) -> Path:
    return write_export(archive, tmp_path / "x.qdpx", target="refi-qda", pack=recruiting)


def _root(project: Path) -> Any:
    with zipfile.ZipFile(project) as archive:
        return etree.fromstring(archive.read("project.qde"))


def test_a_project_is_valid_by_the_official_schema(project: Path) -> None:
    schema("Project.xsd").assertValid(_root(project))


@pytest.mark.parametrize("name", shipped_packs())
def test_a_codebook_is_valid_by_the_official_schema(name: str) -> None:
    schema("Codebook.xsd").assertValid(etree.fromstring(codebook_bytes(load_pack(name))))


@pytest.mark.parametrize("name", shipped_packs())
def test_a_codebook_comes_back_as_the_pack_it_was(name: str, tmp_path: Path) -> None:
    place = tmp_path / "x.qdc"
    place.write_bytes(codebook_bytes(load_pack(name)))
    codebook = read_codebook(place)
    assert codebook.pack == load_pack(name)
    assert codebook.undescribed == ()


def test_the_codes_of_a_project_are_those_of_its_codebook(project: Path, recruiting: Pack) -> None:
    assert read_codebook(project).pack == recruiting


def test_every_selection_is_the_words_it_says(project: Path) -> None:
    n = 0
    with zipfile.ZipFile(project) as archive:
        for source in _root(project).iter(f"{Q}TextSource"):
            path = source.get("plainTextPath").replace("internal://", "sources/")
            text = archive.read(path).decode("utf-8")
            assert not {"\r", "\ufeff"} & set(text)
            for it in source.iter(f"{Q}PlainTextSelection"):
                start, end = int(it.get("startPosition")), int(it.get("endPosition"))
                assert text[start:end] == it.get("name") != ""
                n += 1
    assert n > 100


def test_quotes_stand_in_the_text_where_the_selections_are(archive: Archive) -> None:
    for analysis in archive.analyses():
        document = document_of(analysis)
        for advice in analysis.advice:
            start, end = document.span(advice.quote)
            assert document.text[start:end] == analysis.text_of(advice.quote)
            first, last = document.stretch(analysis, advice.first, advice.end)
            assert first <= start < end <= last


def test_every_label_is_coded_once_by_who_gave_it(
    archive: Archive, project: Path, recruiting: Pack
) -> None:
    material = Material(archive=archive, ids=archive.chosen(), pack=recruiting)
    root = _root(project)
    assert {it.get("name") for it in root.iter(f"{Q}User")} == {MODEL, "Nora"}
    wanted = sum(len(codings(it, document_of(it), pack=recruiting)) for it in material.analyses())
    assert len(list(root.iter(f"{Q}Coding"))) == wanted
    guids = [it.get("guid") for it in root.iter() if it.get("guid")]
    assert len(guids) == len(set(guids))
    codes = {it.get("guid") for it in root.iter(f"{Q}Code")}
    assert {it.get("targetGUID") for it in root.iter(f"{Q}CodeRef")} <= codes


def test_what_is_only_possible_is_by_a_user_of_its_own() -> None:
    label = Label(category="urgency", score=0.4, source="model:a 1", sure=False)
    assert user_of(label) == POSSIBLE
    assert user_of(Label(category="urgency", score=1.0, source="person:Ann")) == "Ann"


def test_another_programs_reader_opens_both(
    project: Path, tmp_path: Path, archive: Archive, recruiting: Pack
) -> None:
    refi = pytest.importorskip("pyrefiqda")
    read = refi.RefiProject.load(project, extract_dir=tmp_path / "unpacked")
    assert len(read.sources.text_source) == len(archive.sessions())
    place = write_export(archive, tmp_path / "x.qdc", target="refi-qdc", pack=recruiting)
    book = refi.RefiCodebook.load(place)
    assert [it.name for it in book.codes.code] == ["Advice", "Problems"]


@given(
    names=st.text(min_size=1).filter(str.strip),
    texts=st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=3),
)
def test_words_stand_where_they_are_said_to_in_any_text(names: str, texts: list[str]) -> None:
    speakers = (Speaker(name=names, role=Role.COACH),)
    turns = tuple(Turn(speaker=0, text=it) for it in texts)
    session = replace(a_session(), speakers=speakers, turns=turns, outside=())
    made_with = MadeWith(analyzer="1", pack="recruiting 1", models="")
    analysis = Analysis(
        session=session, sentences=(), exchanges=(), segments=(), advice=(), made_with=made_with
    )
    document = document_of(analysis)
    read = document.text.encode("utf-8").decode("utf-8-sig")
    assert read == document.text
    for number, text in enumerate(texts):
        start, end = document.span(Quote(turn=number, start=0, end=len(text)))
        plain = text.replace("\r", "\n").replace("\ufeff", "\u2060")
        assert read[start:end] == xml_text(plain.replace("\x0b", " ").replace("\x0c", " "))


@given(st.text())
def test_text_for_xml_is_as_long_as_before_and_can_be_written(text: str) -> None:
    made = xml_text(text)
    assert len(made) == len(text)
    element = etree.Element("a")
    element.text = made
    etree.tostring(element)
