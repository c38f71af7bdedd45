"""People by name: who counts as one, who has no name, and how a report says so."""

from __future__ import annotations

import dataclasses

import pytest

from analyzer.records import Analysis, Pack, Role
from analyzer.report.summary.content import build_summary
from tests.report.page.parsing import Page, page_of
from tests.report.sessions import build_analysis, hr_call

GUESS = (
    "This is a guess from the names alone. “analyzer report --names-as-written” undoes it; "
    "quotations keep the names of the transcript."
)


def calls(*pairs: tuple[str, str]) -> list[Analysis]:
    """A session for each coach and client."""
    return [
        build_analysis(
            [
                (coach if who == "Mara" else who, move, given, words)
                for who, move, given, words in hr_call(client, "Alm", 9)
            ],
            coach=coach,
            path=f"calls/{number}.txt",
        )
        for number, (coach, client) in enumerate(pairs)
    ]


TWO_NAMES = (("Mara", "Ines"), ("Mara Holt", "Ines Vale"), ("Mara Holt", "Ines"))


def test_a_person_under_two_names_counts_once_and_the_report_says_so(pack: Pack) -> None:
    report = build_summary(calls(*TWO_NAMES), pack=pack)
    assert report.subtitle == "3 coaching sessions with Mara Holt"
    assert (report.facts[1].count, report.facts[1].words) == ("1", "client by name")
    assert {(row.coach, row.clients) for row in report.sessions.rows} == {
        ("Mara Holt", "Ines Vale")
    }
    assert report.sessions.section.lead[1:] == (
        f"Names taken together: “Mara” for Mara Holt; “Ines” for Ines Vale. {GUESS}",
    )
    assert (
        "“Mara” is taken for Mara Holt, and 1 name more likewise. This is a guess: see “The "
        "sessions”."
    ) in report.remarks


def test_names_as_written_count_each_for_itself_and_the_report_says_so(pack: Pack) -> None:
    report = build_summary(calls(*TWO_NAMES), pack=pack, join_names=False)
    assert report.subtitle == "3 coaching sessions with Mara and Mara Holt"
    assert report.facts[1].count == "2"
    assert [row.clients for row in report.sessions.rows] == ["Ines", "Ines Vale", "Ines"]
    assert report.sessions.section.lead[1:] == (
        "Names count as they are written, so that a person under two names counts twice.",
    )
    assert not any("guess" in remark for remark in report.remarks)


def test_quotations_keep_the_name_of_the_transcript_and_filters_take_the_person(
    pack: Pack,
) -> None:
    page = Page(page_of(calls(*TWO_NAMES), pack))
    assert page.blocks["index"]["clients"] == ["Ines Vale"]
    assert page.blocks["index"]["people"] == ["Ines Vale", "Mara Holt"]
    named = {voice["name"] for talk in page.talks for voice in talk["voices"]}
    assert {"Ines", "Mara", "Mara Holt"} <= named


def test_where_no_name_is_taken_for_another_nothing_is_said(pack: Pack) -> None:
    report = build_summary(calls(("Mara", "Ines")), pack=pack)
    assert len(report.sessions.section.lead) == 1


@pytest.mark.parametrize(
    ("pairs", "subtitle", "fact"),
    [
        (
            [("Coach", "Client")],
            "One coaching session; the coach is unnamed",
            ("1", "unnamed client"),
        ),
        (
            [("Coach", "Client"), ("Coach", "Speaker 2")],
            "2 coaching sessions; the coach is unnamed",
            ("2", "unnamed clients"),
        ),
        (
            [("Mara", "Ines"), ("Coach", "Client"), ("Mara", "Omar")],
            "3 coaching sessions with Mara; in 1 of them the coach is unnamed",
            ("2", "clients by name"),
        ),
        (
            [(name, "Ines") for name in ("Mara", "Bo", "Cy", "Di")],
            "4 coaching sessions with 4 coaches",
            ("1", "client by name"),
        ),
    ],
)
def test_labels_that_name_nobody_are_unnamed_and_not_counted_by_name(
    pairs: list[tuple[str, str]], subtitle: str, fact: tuple[str, str], pack: Pack
) -> None:
    report = build_summary(calls(*pairs), pack=pack)
    assert report.subtitle == subtitle
    assert (report.facts[1].count, report.facts[1].words) == fact
    assert [(row.coach, row.clients) for row in report.sessions.rows] == pairs
    notes = " ".join(report.sessions.section.lead[1:])
    assert ("name nobody: who speaks under them is unnamed" in notes) == ("unnamed" in subtitle)


def test_many_names_taken_together_are_cut_short(pack: Pack) -> None:
    first = [f"Name{letter}" for letter in "abcdefghijklmnopqrst"]
    pairs = [("Mara", name) for one in first for name in (one, f"{one} Vale")]
    note = build_summary(calls(*pairs), pack=pack).sessions.section.lead[1]
    assert note.count(" for ") == 12
    assert "; 8 more. This is a guess" in note


def test_no_coach_is_no_coach_without_a_name(pack: Pack, few: tuple[Analysis, ...]) -> None:
    nobody = [
        dataclasses.replace(
            analysis,
            session=dataclasses.replace(
                analysis.session,
                speakers=tuple(
                    dataclasses.replace(it, role=Role.UNKNOWN) for it in analysis.session.speakers
                ),
            ),
        )
        for analysis in few
    ]
    report = build_summary(nobody, pack=pack)
    assert report.subtitle == "3 coaching sessions"
    assert (report.facts[1].count, report.facts[1].words) == ("0", "clients by name")
