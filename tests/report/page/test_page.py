from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.records import Analysis, ModelCard, Move, Pack
from analyzer.report import write_report
from analyzer.report.parts import Quotation
from analyzer.report.summary.content import build_summary
from tests.report.page.parsing import Page, page_of
from tests.report.sessions import build_analysis
from tests.report.test_content import quoted
from tests.report.test_pdf import HOSTILE, flat


@pytest.fixture(scope="module")
def html(archive: tuple[Analysis, ...], pack: Pack, card: ModelCard) -> bytes:
    return page_of(archive, pack, [card])


@pytest.fixture(scope="module")
def page(html: bytes) -> Page:
    return Page(html)


def test_two_runs_give_the_same_text(
    html: bytes, archive: tuple[Analysis, ...], pack: Pack, card: ModelCard
) -> None:
    assert page_of(archive[::-1], pack, [card]) == html


def test_every_element_is_closed_where_it_was_opened(page: Page) -> None:
    assert page.open == []


def test_nothing_is_loaded_from_anywhere(page: Page) -> None:
    loading = {"src", "srcset", "action", "data", "poster", "background", "xlink:href"}
    for tag, attributes in page.elements:
        assert not loading & set(attributes), tag
        assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
        assert str(attributes.get("href", "#")).startswith("#")
    assert not re.search(r"url\(|@import|https?:", "".join(page.raw["style"]))


def test_only_its_own_style_and_script_may_run(page: Page) -> None:
    policy = next(
        attributes["content"] or ""
        for tag, attributes in page.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert [tag for tag, _ in page.elements].count("style") == 1
    allowed = set(re.findall(r"'sha256-([^']+)'", policy))
    own = [*page.raw["style"], *page.raw["script"]]
    assert {
        base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in own
    } == allowed
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


def test_every_quotation_is_in_its_transcript(page: Page, archive: tuple[Analysis, ...]) -> None:
    said = [turn.text for analysis in archive for turn in analysis.session.turns]
    assert len(page.quotes) > 20
    for words in page.quotes:
        assert any(words in text for text in said)


def test_all_that_the_report_quotes_is_on_the_page(
    page: Page, archive: tuple[Analysis, ...], pack: Pack, card: ModelCard
) -> None:
    report = build_summary(archive, pack=pack, cards=[card])
    shown = {one.words for one in quoted(report) if isinstance(one, Quotation)}
    assert shown <= set(page.quotes)
    text = flat(" ".join(page.text))
    for advice in report.advice.rows:
        cells = (advice.n_stretches, advice.share, advice.n_sessions, advice.n_clients)
        assert flat(" ".join(map(str, (advice.name, *cells, advice.n_scripts)))) in text
    for finding in report.findings:
        assert flat(finding.text) in text
    assert text.count("do not rely on") >= 3


def test_every_link_leads_to_an_element_and_every_id_is_there_once(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    linked = {
        str(attributes["href"])[1:]
        for tag, attributes in page.elements
        if tag == "a" and "href" in attributes
    }
    assert linked <= set(ids)
    labelled = {
        attributes["aria-labelledby"]
        for _, attributes in page.elements
        if "aria-labelledby" in attributes
    }
    assert labelled <= set(ids)


def test_every_figure_has_words_or_is_hidden_from_those_who_hear_it(page: Page) -> None:
    for tag, attributes in page.elements:
        if tag == "svg":
            assert attributes.get("aria-hidden") == "true" or attributes.get("aria-label")


def test_every_control_has_a_label(page: Page) -> None:
    controls = {
        attributes["id"]
        for tag, attributes in page.elements
        if tag in {"input", "select"} and attributes["id"] != "keys-on"
    }
    labels = {
        attributes["for"]
        for tag, attributes in page.elements
        if tag == "label" and "for" in attributes
    }
    assert controls == labels


def test_what_needs_the_script_is_hidden_until_it_runs(page: Page) -> None:
    for tag, attributes in page.elements:
        classes = str(attributes.get("class", "")).split()
        needs = attributes.get("id") in {"view-session", "view-find"}
        if "scripted-only" in classes or needs:
            assert "hidden" in attributes, tag


def test_the_scripts_never_take_text_for_markup(page: Page) -> None:
    scripts = "".join(page.raw["script"])
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser"
        r"|createContextualFragment|srcdoc|\bfetch\(|XMLHttpRequest|WebSocket|\bimport\(|localStorage",
        scripts,
    )


def test_each_quotation_can_be_opened_to_its_context(page: Page) -> None:
    assert " ".join(page.text).count("Context") == len(page.quotes)
    assert "What did the plant manager say about it?" in " ".join(page.text)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_they_are(words: str, pack: Pack) -> None:
    analysis = build_analysis(
        [
            (f"C {words}", Move.SITUATION, "", words),
            ("Mara", Move.DIRECTIVE, "manager-first", words),
        ],
        title=words,
        path=f"calls/{words}.txt",
        warnings=[words],
    )
    named = dataclasses.replace(pack.advice[1], name=words, definition=words)
    own = dataclasses.replace(pack, advice=(named,))
    page = Page(page_of([analysis], own, title=words, subtitle=words))
    assert words in page.quotes
    assert words in "".join(page.talks[0]["turns"][0]["says"])
    assert page.open == []
    assert [tag for tag, _ in page.elements].count("script") == len(page.raw["script"]) + 2
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)


def test_words_from_right_to_left_keep_their_direction(pack: Pack) -> None:
    words = "שלום, אני רוצה לדבר על העבודה החדשה."
    analysis = build_analysis([("Ana", Move.SITUATION, "", words)])
    page = Page(page_of([analysis], pack))
    assert words in page.quotes
    assert all(
        attributes.get("dir") == "auto" for tag, attributes in page.elements if tag == "blockquote"
    )


@pytest.mark.parametrize("n", [1, 2, 3])
def test_small_archives_make_a_page(few: tuple[Analysis, ...], pack: Pack, n: int) -> None:
    page = Page(page_of(few[:n], pack))
    assert page.open == []
    assert "not what is usual" in " ".join(page.text)


def test_a_session_with_nothing_in_it_makes_a_page(pack: Pack) -> None:
    analysis = build_analysis([("Mara", Move.STORY, "", "I fell.")], problem=None, asks=False)
    page = Page(page_of([analysis], pack))
    assert page.open == []
    assert page.quotes == []


def test_without_names_no_block_of_data_holds_one(
    archive: tuple[Analysis, ...], pack: Pack, tmp_path: Path
) -> None:
    with Archive.open(tmp_path / "calls.db", create=True) as opened:
        for analysis in archive:
            opened.add(analysis)
        path = write_report(opened, tmp_path / "page.html", pack=pack, anonymous=True)
    page = Page(path.read_bytes())
    told = json.dumps(page.blocks) + " ".join(page.text)
    names = {speaker.name for analysis in archive for speaker in analysis.session.speakers}
    assert "Client 2" in told
    assert [name for name in names if re.search(rf"\b{name}\b", told)] == []
