from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.archive import Archive
from analyzer.batch import Outcome
from analyzer.errors import AnalyzerError, ArchiveError, PackError
from analyzer.notebook import open_tables, sample_archive, show_session
from analyzer.records import Analysis, Pack, Quote, Sentence
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


def page(analysis: Analysis, **span: int) -> Page:
    return Page(show_session(analysis, **span)._repr_html_())


def test_a_session_shows_who_says_what_in_what_role() -> None:
    seen = page(an_analysis())
    assert seen.words[:4] == ["Ana", " ", "client", "HR says there is no role."]
    assert "Mike" in seen.words
    assert "I'll call him this afternoon." in seen.words


def test_advice_is_marked_and_named_and_nothing_else_is() -> None:
    seen = page(an_analysis())
    assert seen.tags.count("mark") == 2
    assert seen.words.count("locus-of-control") == 2
    why = "locus-of-control: recruiting 1 went by what was said around it"
    told = ["situation", f"situation · {why}"]
    assert seen.titles == [told[0], told[0], told[1], told[1], told[0]]


def test_advice_that_is_only_possible_says_so_and_why_on_pointing_at_it() -> None:
    label = a_label(sure=False, because=("manager", "budget"))
    seen = page(an_analysis(advice=(an_advice(labels=(label,)),)))
    assert seen.words.count("possibly locus-of-control") == 2
    assert "recruiting 1 went most by the words manager, budget" in seen.titles[2]


def test_sentences_whose_moves_are_not_tagged_say_so() -> None:
    session = a_session()
    bare = replace(
        an_analysis(session),
        sentences=whole_turns(session),
        exchanges=(),
        segments=(),
        advice=(),
    )
    assert page(bare).titles == ["no move"] * 3


@pytest.mark.parametrize(
    ("first", "end", "n_sentences"), [(0, 2, 2), (3, 99, 2), (-4, 1, 1), (4, 2, 0), (99, 100, 0)]
)
def test_a_part_can_be_shown_and_what_lies_beyond_is_left_out(
    first: int, end: int, n_sentences: int
) -> None:
    seen = page(an_analysis(), first=first, end=end)
    assert seen.tags.count("span") + seen.tags.count("mark") == n_sentences


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
    html = show_session(analysis)._repr_html_()
    assert Page(html).tags == ["div", "p", "b", "small", "br", "mark", "sub"]
    assert html.count("<") == html.count(">") == 2 * 6 + 1


def test_tables_come_from_an_archive_by_name_or_pack(tmp_path: Path, recruiting: Pack) -> None:
    with Archive.open(tmp_path / "calls.db", create=True) as archive:
        archive.add(an_analysis())
    for pack in ("recruiting", recruiting):
        tables = open_tables(tmp_path / "calls.db", pack=pack)
        assert tables.sessions["title"].tolist() == ["The blocked role"]
        assert tables.advice["category"].tolist() == ["locus-of-control"]
        assert tables.advice["rely"].notna().all()


def test_an_archive_or_a_pack_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError):
        open_tables(tmp_path / "none.db")
    with pytest.raises(PackError):
        open_tables(tmp_path / "none.db", pack="recruting")


def numbered(number: int) -> Analysis:
    return an_analysis(a_session(id=f"{number:012}", path=f"calls/{number}.txt"))


def test_the_samples_are_analysed_into_an_archive_and_again_without_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyze(paths: list[Path], *, pack: Pack) -> list[Outcome]:
        assert pack.name == "recruiting"
        assert len(paths) > 10
        assert not any(path.name.startswith((".", "README")) for path in paths)
        return [Outcome(path=str(it), analysis=numbered(n)) for n, it in enumerate(paths)]

    monkeypatch.setattr("analyzer.notebook.analyze_many", analyze)
    path = sample_archive(tmp_path / "samples.db")
    first = open_tables(path).sessions
    assert len(first) > 10
    assert open_tables(sample_archive(path)).sessions.equals(first)


def test_a_sample_that_cannot_be_analysed_is_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Outcome(path="a.txt", error=AnalyzerError("no talk.", path="a.txt"))
    monkeypatch.setattr("analyzer.notebook.analyze_many", lambda *_, **__: [broken])
    with pytest.raises(AnalyzerError, match=r"a\.txt: no talk"):
        sample_archive(tmp_path / "samples.db")
