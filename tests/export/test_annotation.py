"""Forms that other tools of annotation and corpora read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser
from spacy.language import Language
from spacy.tokens import DocBin

from analyzer.archive import Archive
from analyzer.export import write_export
from analyzer.export.label_studio import utf16_units
from analyzer.export.markdown import plain
from analyzer.export.spacy_docs import BETWEEN_TURNS, doc_of
from analyzer.export.stretches import parts
from analyzer.read import read_session
from analyzer.read.folders import find_files
from analyzer.read.research.corpus import each_conversation
from analyzer.records import Analysis, MadeWith, Pack, Role, Sentence, Turn
from tests.builders import a_session, an_analysis


def _lines(place: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]


def _n_labels(archive: Archive) -> int:
    return sum(len(it.advice.labels) for one in archive.analyses() for it in parts(one))


def test_docs_of_spacy_hold_the_words_of_every_finding(
    archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    place = write_export(archive, tmp_path / "x.spacy", target="spacy", pack=recruiting)
    docs = {
        it.user_data["session_id"]: it
        for it in DocBin().from_disk(place).get_docs(spacy.blank("en").vocab)
    }
    assert set(docs) == set(archive.chosen())
    for analysis in archive.analyses():
        doc = docs[analysis.session.id]
        assert doc.text == BETWEEN_TURNS.join(it.text for it in analysis.session.turns)
        said = [analysis.text_of(it) for it in analysis.sentences]
        assert [it.text for it in doc.spans["sentences"]] == said
        assert [it.label_ for it in doc.spans["sentences"]] == [
            it.move for it in analysis.sentences
        ]
        assert [it.text for it in doc.spans["turns"]] == [it.text for it in analysis.session.turns]
        for span, advice in zip(
            doc.spans["advice"],
            [(it, label) for it in analysis.advice for label in it.labels],
            strict=True,
        ):
            stretch, label = advice
            assert (span.label_, span.id_) == (label.category, label.source)
            inside = said[stretch.first : stretch.end]
            assert span.text.startswith(inside[0])
            assert span.text.endswith(inside[-1])
        assert len(doc.user_data["advice"]) == len(doc.spans["advice"])
        assert {it.text for it in doc.spans["uptake"]} <= set(said)


@given(texts=st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=3))
def test_docs_hold_any_text(texts: list[str], nlp: Language) -> None:
    session = replace(
        a_session(), turns=tuple(Turn(speaker=0, text=it) for it in texts), outside=()
    )
    sentences = tuple(
        Sentence(turn=number, start=0, end=len(text)) for number, text in enumerate(texts)
    )
    made_with = MadeWith(analyzer="1", pack="recruiting 1", models="")
    analysis = Analysis(
        session=session,
        sentences=sentences,
        exchanges=(),
        segments=(),
        advice=(),
        made_with=made_with,
    )
    doc = doc_of(analysis, nlp=nlp)
    assert doc.text == BETWEEN_TURNS.join(texts)
    assert [it.text for it in doc.spans["sentences"]] == texts


def test_our_reader_reads_a_corpus_of_convokit_back(
    archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    place = write_export(archive, tmp_path / "corpus", target="convokit", pack=recruiting)
    utterances = str(place / "utterances.jsonl")
    read = [read_session(it) for it in each_conversation([utterances])]
    every = [it.session for it in archive.analyses()]
    assert len(read) == len(every)
    for made, session in zip(read, every, strict=True):
        assert (
            " ".join(it.text for it in made.turns).split()
            == " ".join(it.text for it in session.turns).split()
        )
    rows = _lines(place / "utterances.jsonl")
    conversations = json.loads((place / "conversations.json").read_text(encoding="utf-8"))
    speakers = json.loads((place / "speakers.json").read_text(encoding="utf-8"))
    assert {it["conversation_id"] for it in rows} == set(conversations)
    assert {it["speaker"] for it in rows} <= set(speakers)
    ids = {it["id"] for it in rows}
    assert len(ids) == len(rows)
    assert all(it["reply-to"] in ids for it in rows if it["reply-to"] is not None)
    assert set(conversations) <= ids


def test_a_folder_of_a_corpus_is_found_as_one(
    archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    place = write_export(archive, tmp_path / "corpus", target="convokit", pack=recruiting)
    found = find_files([str(place)]).files
    assert len(list(each_conversation(found))) == len(archive.sessions())


def test_tasks_of_prodigy_have_spans_of_the_words(
    archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    place = write_export(archive, tmp_path / "tasks", target="prodigy", pack=recruiting)
    tasks = _lines(place / "spans.jsonl")
    by_id = {it.session.id: it for it in archive.analyses()}
    n = 0
    for task in tasks:
        analysis = by_id[task["meta"]["session"]]
        turn = analysis.session.turns[task["meta"]["turn"]]
        assert task["text"] == turn.text
        wanted = [it for it in parts(analysis) if it.quote.turn == task["meta"]["turn"]]
        quotes = [analysis.text_of(it.quote) for it in wanted for _ in it.advice.labels]
        assert [task["text"][it["start"] : it["end"]] for it in task["spans"]] == quotes
        assert task.get("answer") == ("accept" if quotes else None)
        n += len(quotes)
    assert n == _n_labels(archive) > 20
    choices = _lines(place / "textcat.jsonl")
    assert len(choices) == sum(len(it.advice) for it in by_id.values())
    known = {it.id for it in recruiting.advice}
    assert all({*it["accept"]} <= {one["id"] for one in it["options"]} == known for it in choices)


def test_regions_of_label_studio_hold_their_words_as_a_browser_counts(
    archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    place = write_export(archive, tmp_path / "tasks", target="label-studio", pack=recruiting)
    tasks = json.loads((place / "tasks.json").read_text(encoding="utf-8"))
    config = etree.parse(place / "config.xml")
    labels = {it.get("value") for it in config.iter("Label")}
    assert labels == {it.id for it in (*recruiting.advice, *recruiting.problem)}
    n = 0
    for task in tasks:
        assert task["predictions"] == []
        for region in task["annotations"][0]["result"]:
            value = region["value"]
            text = task["data"]["dialogue"][int(value["start"])]["text"].encode("utf-16-le")
            shown = text[2 * value["startOffset"] : 2 * value["endOffset"]].decode("utf-16-le")
            assert shown == value["text"]
            assert {*value["paragraphlabels"]} <= labels
            n += region["from_name"] == "advice"
    assert n == _n_labels(archive)


def test_what_models_found_is_a_prediction(tmp_path: Path, recruiting: Pack) -> None:
    with Archive.open(tmp_path / "a.db", create=True) as archive:
        archive.add(an_analysis())
        place = write_export(archive, tmp_path / "tasks", target="label-studio", pack=recruiting)
    (task,) = json.loads((place / "tasks.json").read_text(encoding="utf-8"))
    assert task["annotations"] == []
    assert task["predictions"][0]["result"]


@given(st.text(max_size=30))
def test_a_browser_counts_as_utf16_does(text: str) -> None:
    assert utf16_units(text) == sum(2 if ord(it) > 0xFFFF else 1 for it in text)


def _rendered(text: str) -> str:
    tree = LexborHTMLParser(MarkdownIt("commonmark").render(text))
    body = tree.body
    return "" if body is None else body.text()


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20))
def test_signs_mean_nothing_in_markdown(text: str) -> None:
    assert _rendered(plain(text)).strip() == text


def test_a_page_shows_the_words_of_every_turn_and_quote(
    archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    place = write_export(archive, tmp_path / "pages", target="markdown", pack=recruiting)
    pages = sorted(place.glob("*.md"))
    assert len(pages) == len(archive.sessions())
    for analysis in archive.analyses():
        words = _words_on(analysis, pages)
        for turn in analysis.session.turns:
            assert " ".join(turn.text.split()) in words
        for advice in analysis.advice:
            assert words.count(" ".join(analysis.text_of(advice.quote).split())) > 1
        assert any(it.role is Role.COACH for it in analysis.session.speakers)


def _words_on(analysis: Analysis, pages: list[Path]) -> str:
    page = next(it for it in pages if it.stem == Path(analysis.session.source.path).stem)
    return " ".join(_rendered(page.read_text(encoding="utf-8")).split())


@pytest.mark.parametrize(("target", "ending"), [("markdown", ".md"), ("icf-docx", ".docx")])
def test_one_session_may_be_one_file(
    target: str, ending: str, archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    first, *_ = archive.chosen()
    place = tmp_path / f"one{ending}"
    write_export(archive, place, target=target, pack=recruiting, sessions=[first])
    assert place.is_file()
