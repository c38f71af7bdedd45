from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.notebook.transcript import transcript_of
from analyzer.records import Analysis, Exchange, Quote, Segment, SegmentKind, Sentence
from tests.builders import a_label, a_session, an_advice, an_analysis, whole_turns


class Page(HTMLParser):
    """What a reader sees of a piece of HTML, and which tags it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.titles: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.titles += [value or "" for name, value in attrs if name == "title"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(analysis: Analysis, *, first: int = 0, end: int | None = None) -> Page:
    return Page(transcript_of(analysis, first=first, end=end)._repr_html_())


def without_findings(analysis: Analysis) -> Analysis:
    return replace(analysis, exchanges=(), segments=(), advice=())


def test_a_transcript_shows_who_says_what_in_what_role() -> None:
    seen = page(without_findings(an_analysis()))
    assert seen.words[:4] == ["Ana", " ", "client", "HR says there is no role."]
    assert "Mike" in seen.words
    assert "I'll call him this afternoon." in seen.words


def test_advice_is_marked_and_named_behind_its_last_sentence() -> None:
    seen = page(an_analysis())
    assert seen.tags.count("mark") == 2
    assert seen.tags.count("sub") == 1
    assert any("locus-of-control" in word for word in seen.words)
    why = "locus-of-control: recruiting 1 went by what was said around it"
    assert seen.titles[2:4] == [f"situation · {why}", f"situation · {why}"]


def test_advice_that_is_only_possible_says_so_and_why_on_pointing_at_it() -> None:
    label = a_label(sure=False, because=("manager", "budget"))
    seen = page(an_analysis(advice=(an_advice(labels=(label,)),)))
    assert any("possibly locus-of-control" in word for word in seen.words)
    assert "recruiting 1 went most by the words manager, budget" in seen.titles[2]


def test_advice_of_no_type_is_marked_too() -> None:
    seen = page(an_analysis(advice=(an_advice(labels=()),)))
    assert seen.tags.count("mark") == 2
    assert any("advice of no type" in word for word in seen.words)


def test_the_names_of_a_pack_stand_where_they_are_known() -> None:
    shown = transcript_of(an_analysis(), names={"locus-of-control": "Locus of control"})
    assert "Locus of control" in shown._repr_html_()


def test_parts_and_matters_are_headed_where_they_begin() -> None:
    analysis = replace(
        an_analysis(),
        exchanges=(Exchange(first=0, end=2, asker=1), Exchange(first=2, end=5, asker=1)),
        segments=(
            Segment(first=0, end=2, kind=SegmentKind.QUESTION, exchange=0),
            Segment(first=2, end=5, kind=SegmentKind.ADVICE, exchange=1),
        ),
        advice=(),
    )
    words = page(analysis).words
    assert "Ana asks · question" in words
    assert "Ana asks · advice" in words


def test_sentences_whose_moves_are_not_tagged_say_so() -> None:
    session = a_session()
    bare = replace(without_findings(an_analysis(session)), sentences=whole_turns(session))
    assert page(bare).titles == ["no move"] * 3


@pytest.mark.parametrize(
    ("first", "end", "n_sentences"), [(0, 2, 2), (3, 99, 2), (-4, 1, 1), (4, 2, 0), (99, 100, 0)]
)
def test_a_part_can_be_shown_and_what_lies_beyond_is_left_out(
    first: int, end: int, n_sentences: int
) -> None:
    assert len(page(an_analysis(), first=first, end=end).titles) == n_sentences


def test_no_formula_is_looked_for_in_sums_of_money() -> None:
    html = transcript_of(an_analysis())._repr_html_()
    assert 'class="tex2jax_ignore mathjax_ignore"' in html


@given(name=st.text(), text=st.text().filter(str.strip))
def test_names_and_words_are_shown_as_they_are_and_make_no_tags(name: str, text: str) -> None:
    session = a_session(talk=[(0, text)])
    speakers = (replace(session.speakers[0], name=name),)
    analysis = replace(
        an_analysis(),
        session=replace(session, speakers=speakers),
        sentences=(Sentence(turn=0, start=0, end=len(text)),),
        exchanges=(),
        segments=(),
        advice=(an_advice(first=0, end=1, exchange=None, quote=Quote(turn=0, start=0, end=1)),),
    )
    html = transcript_of(analysis)._repr_html_()
    ours = {"div", "b", "bdi", "span", "br", "mark", "sub"}
    assert set(Page(html).tags) <= ours
    assert "<script" not in html.lower()
    assert html.count("<") == html.count(">")


def test_what_would_run_in_a_page_is_only_read() -> None:
    session = a_session(
        talk=[(0, '</mark><script>alert("x")</script><img src=x onerror=alert(1)>')]
    )
    bare = replace(without_findings(an_analysis()), session=session, sentences=whole_turns(session))
    html = transcript_of(bare)._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
