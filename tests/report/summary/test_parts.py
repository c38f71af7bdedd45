"""Parts of the summary that the counts alone do not make: themes, talk, moves, sessions."""

from __future__ import annotations

import pytest

from analyzer.aggregate.themes import Member, Theme, Themes
from analyzer.records import Analysis, Pack
from analyzer.report import talk
from analyzer.report.material import gather
from analyzer.report.summary.content import build_summary, compose
from analyzer.report.summary.records import Summary
from tests.report.sessions import build_analysis, hr_call, there


def a_theme(members: list[tuple[str, int]], **changed: object) -> Theme:
    known: dict[str, object] = {
        "id": "p-1",
        "kind": "problem",
        "name": "empty chair, plant manager",
        "phrases": ("empty chair",),
        "members": tuple(Member(*it) for it in members),
        "n_sessions": len(members),
        "n_clients": len(members),
        "stability": 0.82,
        "is_tentative": False,
        "category": "hr-blocking",
        "category_share": 1.0,
        "quotes": (),
    }
    return Theme(**{**known, **changed})  # type: ignore[arg-type]


@pytest.fixture
def themed(archive: tuple[Analysis, ...], pack: Pack) -> Summary:
    of_hr = [it.session.id for number, it in enumerate(archive) if number % 3]
    themes = Themes(
        kind="problem",
        themes=(
            a_theme([(one, 0) for one in of_hr]),
            a_theme([(of_hr[0], 0), (of_hr[1], 0)], id="p-2", name="two", is_tentative=True),
            a_theme([(one, 0) for one in of_hr], id="p-3", name="hidden", is_hidden=True),
        ),
        unassigned=(),
        note=None,
    )
    material = gather(archive, pack=pack, cards=[], themes={"problem": themes})
    return compose(material, title=None, subtitle=None)


def test_a_theme_says_how_often_for_whom_how_surely_and_what_came_of_it(themed: Summary) -> None:
    (group,) = there(themed.themes).groups
    card = group.cards[0]
    assert card.counts == "8 exchanges in 8 of 12 sessions, of 8 clients by name"
    assert card.stability == "Stability 0.82."
    assert card.companions == (
        "In the pack: HR is in the way, all 8 exchanges.",
        "Advice given with it, by exchanges: Hiring manager first (8) and Pain uncovering (8).",
        "What clients did after the advice: commitment 16.",
    )
    assert group.lead == "2 themes, holding 8 exchanges; 1 of them tentative."


def test_tentative_themes_are_marked_and_hidden_ones_never_shown(themed: Summary) -> None:
    (group,) = there(themed.themes).groups
    assert [(card.name, card.tentative) for card in group.cards] == [
        ("empty chair, plant manager", ""),
        ("two", "tentative"),
    ]
    assert any(finding.anchor == "themes" for finding in themed.findings)


def test_the_first_page_has_no_more_than_ten_lines_and_one_figure(report: Summary) -> None:
    assert 5 <= len(report.findings) <= 10
    assert all(finding.quote is None for finding in report.findings)
    glance = there(report.glance)
    assert [bar.count for bar in glance.problems] == [8, 4]
    assert glance.alt.startswith("What clients bring, in exchanges: HR is in the way 8")


def test_types_say_for_whom_and_how_they_moved(report: Summary) -> None:
    row = report.problems.rows[0]
    assert row.clients == "Brought by Bea, Carl, Eli, Fay, Hana and 3 more."
    assert row.moved.startswith("In ")
    assert "of 6 sessions before" in row.moved
    assert report.chapters.rows[0].moved.endswith("since.")
    assert report.advice.moved_head.startswith("Sessions before, since")


def test_measures_of_talk_say_unknown_where_there_are_no_times(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    untimed = [build_analysis(hr_call("Ines", "Alm", 3), path="a.txt")]
    measures = {it.name: it for it in talk.measures(gather(untimed, pack=pack, cards=[]))}
    assert measures["Share of the time"].value == "unknown: no session has times for every turn"
    assert measures["Open questions"].value == "1"
    assert measures["Advice before the first question"].value == "in no session"
    some = {it.name: it for it in talk.measures(gather(archive, pack=pack, cards=[]))}
    assert "unknown in 6 of 12 sessions" in some["Share of the time"].value
    # In the calls about fees the coach asks nothing before he advises.
    assert some["Advice before the first question"].value.startswith("in 4 of 12 sessions")


def test_of_very_many_sessions_those_are_listed_that_the_report_names(
    archive: tuple[Analysis, ...], pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.report.summary.sessions.MOST_LISTED", 5)
    found = build_summary(archive, pack=pack).sessions
    assert len(found.rows) < 12
    assert found.section.lead[0].startswith(f"Of 12 sessions the {len(found.rows)} that the report")
    assert [row.n_sessions for row in found.years] == ["8", "4"]


def test_few_sessions_make_fewer_parts(few: tuple[Analysis, ...], pack: Pack) -> None:
    one = build_summary(few[:1], pack=pack)
    assert (one.news, one.themes, one.questions, one.promises, one.trend) == (None,) * 5
    assert one.findings[0].quote is not None
