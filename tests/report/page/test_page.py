from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest

from analyzer.records import Analysis, ModelCard, Move, Pack
from analyzer.report.content import compose
from analyzer.report.evidence import browse
from analyzer.report.material import gather
from analyzer.report.page import page_html
from analyzer.report.parts import Quotation
from tests.report.sessions import build_analysis
from tests.report.test_content import quoted
from tests.report.test_pdf import HOSTILE, flat

VOID = {"meta", "br", "input", "link", "img", "hr"}


class Page(HTMLParser):
    """What a browser finds: elements with attributes, text, and whether tags are closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self.quotes: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "blockquote":
            self.quotes.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.raw:
            self.raw[self.open[-1]].append(data)
        else:
            self.text.append(data)
            if "blockquote" in self.open:
                self.quotes[-1] += data


def page_of(analyses: Sequence[Analysis], pack: Pack, *cards: ModelCard) -> str:
    material = gather(analyses, pack=pack, cards=cards)
    return page_html(compose(material, title=None, subtitle=None), browse(material))


@pytest.fixture(scope="module")
def html(archive: tuple[Analysis, ...], pack: Pack, card: ModelCard) -> str:
    return page_of(archive, pack, card)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_two_runs_give_the_same_text(
    html: str, archive: tuple[Analysis, ...], pack: Pack, card: ModelCard
) -> None:
    assert page_of(archive[::-1], pack, card) == html


def test_every_element_is_closed_where_it_was_opened(page: Page) -> None:
    assert page.open == []


def test_nothing_is_loaded_from_anywhere(page: Page) -> None:
    loading = {"src", "srcset", "action", "data", "poster", "background", "xlink:href"}
    for tag, attributes in page.elements:
        assert not loading & set(attributes), tag
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form"}
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
    for kind in ("style", "script"):
        assert [tag for tag, _ in page.elements].count(kind) == 1
        digest = hashlib.sha256("".join(page.raw[kind]).encode()).digest()
        assert f"{kind}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


def test_every_quotation_is_in_its_transcript(page: Page, archive: tuple[Analysis, ...]) -> None:
    said = [turn.text for analysis in archive for turn in analysis.session.turns]
    assert len(page.quotes) > 40
    for words in page.quotes:
        assert any(words in text for text in said)


def test_all_that_the_report_quotes_is_on_the_page(
    page: Page, archive: tuple[Analysis, ...], pack: Pack, card: ModelCard
) -> None:
    material = gather(archive, pack=pack, cards=[card])
    report = compose(material, title=None, subtitle=None)
    shown = {one.words for one in quoted(report) if isinstance(one, Quotation)}
    assert shown <= set(page.quotes)
    text = flat(" ".join(page.text))
    for advice in report.advice_rows:
        counts = f"{advice.n_stretches} {advice.n_sessions} {advice.n_scripts}"
        assert f"{advice.name} {counts}" in text
    for finding in report.findings:
        assert flat(finding.text) in text
    assert text.count("do not rely on") >= 3


def test_every_link_leads_to_an_element_and_every_id_is_there_once(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    linked = {str(attributes["href"])[1:] for tag, attributes in page.elements if tag == "a"}
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


def test_every_control_has_a_label_and_is_hidden_until_the_script_runs(page: Page) -> None:
    controls = {attributes["id"] for tag, attributes in page.elements if tag in {"input", "select"}}
    labels = {attributes["for"] for tag, attributes in page.elements if tag == "label"}
    assert controls == labels
    filters = next(
        attributes for _, attributes in page.elements if attributes.get("id") == "filters"
    )
    assert "hidden" in filters


def test_each_entry_says_what_it_can_be_filtered_by(
    page: Page, archive: tuple[Analysis, ...]
) -> None:
    labels = [
        json.loads(attributes["data-labels"] or "")
        for _, attributes in page.elements
        if attributes.get("class") == "entry"
    ]
    n_findings = sum(
        len(analysis.advice) + sum(one.problem is not None for one in analysis.exchanges)
        for analysis in archive
    )
    assert len(labels) == n_findings
    assert {
        "advice": ["Fee terms †"],
        "problem": ["Pressure on the fee"],
        "client": ["Abel"],
    } in (labels)


def test_each_quotation_can_be_opened_to_its_context(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert tags.count("details") - 1 == tags.count("blockquote")
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
    material = gather([analysis], pack=dataclasses.replace(pack, advice=(named,)), cards=[])
    page = Page(page_html(compose(material, title=words, subtitle=words), browse(material)))
    assert words in page.quotes
    assert page.open == []
    assert [tag for tag, _ in page.elements].count("script") == 1
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
