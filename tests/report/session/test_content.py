from __future__ import annotations

import re
from collections import Counter

import pytest

from analyzer.errors import ReportError
from analyzer.records import Analysis, ModelCard, Move, Pack
from analyzer.report.parts import Quotation
from analyzer.report.session.content import compose_session
from tests.report.rich_calls import material_of, rich_call
from tests.report.sessions import Said, build_analysis
from tests.report.test_content import quoted


def test_a_session_report_says_what_was_brought_advised_agreed_and_left_open(pack: Pack) -> None:
    report = compose_session(material_of([build_analysis(rich_call())], pack))
    [part] = report.exchanges
    assert part.problem == "HR is in the way"
    assert [card.types for card in part.advice] == [("Hiring manager first",), ("Pain uncovering",)]
    objection = part.advice[0].answer_quote
    assert objection is not None
    assert objection.words == "He will only send me back to the people office."
    assert [one.words for one in part.advice[1].scripts] == [
        "“Whose weekend does that chair cost you?”"
    ]
    assert part.advice[1].quote is None
    assert [one.words.words for one in report.agreed] == [
        "I will ring Wayne about the chair before nine tomorrow."
    ]
    assert [one.words for one in report.questions] == ["What if his machine answers me again?"]
    [gap] = report.gaps
    assert gap.question is not None
    assert gap.question.words == "What does the empty chair cost the plant?"


def test_counts_of_a_session_are_those_of_its_analysis(pack: Pack) -> None:
    analysis = build_analysis(rich_call(), timed=True)
    report = compose_session(material_of([analysis], pack))
    facts = {fact.words: fact.count for fact in report.facts}
    assert facts["exchange"] == str(len(analysis.exchanges))
    assert facts["stretches of advice"] == str(len(analysis.advice))
    assert facts["commitment"] == str(len(report.agreed))
    said = Counter[str]()
    for turn in analysis.session.turns:
        said[analysis.session.speakers[turn.speaker].name] += len(turn.text.split())
    assert {row.name: row.words for row in report.speakers} == {
        name: str(n) for name, n in said.items()
    }


def test_the_strip_runs_by_time_or_by_words(pack: Pack) -> None:
    timed = compose_session(material_of([build_analysis(rich_call(), timed=True)], pack)).strip
    plain = compose_session(material_of([build_analysis(rich_call())], pack)).strip
    assert timed is not None
    assert plain is not None
    assert all(":" in tick.words for tick in timed.ticks)
    assert [tick.words for tick in plain.ticks] == ["100 words"]
    for strip in (timed, plain):
        assert strip.parts[0].start == 0.0
        assert strip.parts[-1].end == 1.0
        for span in (*strip.parts, *strip.advice, *strip.scripts):
            assert 0 <= span.start < span.end <= 1
        assert len(strip.advice) == 2


def test_places_in_a_session_are_times_or_turns_and_name_no_session(pack: Pack) -> None:
    for timed in (True, False):
        report = compose_session(material_of([build_analysis(rich_call(), timed=timed)], pack))
        for one in quoted(report):
            if isinstance(one, Quotation):
                assert one.session == 0
                assert bool(one.time) is timed
                assert timed or re.fullmatch(r"turn \d+", one.where)


def test_an_article_without_a_client_has_nothing_agreed_or_open(pack: Pack) -> None:
    lines: list[Said] = [("Mara", Move.DIRECTIVE, "urgency", "Build the date into the first call.")]
    report = compose_session(material_of([build_analysis(lines, asks=False)], pack))
    assert report.agreed_section is None
    assert report.open_section is None
    assert [part.heading for part in report.exchanges] == ["The advice"]


def test_advice_that_is_only_possible_stands_apart(pack: Pack) -> None:
    analysis = build_analysis(rich_call(), possible=["manager-first"])
    [part] = compose_session(material_of([analysis], pack)).exchanges
    assert [card.types for card in part.advice] == [("Pain uncovering",)]
    assert part.possible.startswith("Only possible: Hiring manager first (turn ")


def test_only_labels_of_the_session_are_judged(pack: Pack, card: ModelCard) -> None:
    report = compose_session(material_of([build_analysis(rich_call())], pack, [card]))
    [table] = report.label_tables
    assert {row.name for row in table.rows} == {"Hiring manager first", "Pain uncovering"}


def test_a_session_report_is_about_one_session(few: tuple[Analysis, ...], pack: Pack) -> None:
    with pytest.raises(ReportError, match="about one session, and these are 3"):
        compose_session(material_of(few, pack))
