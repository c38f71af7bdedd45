from __future__ import annotations

import datetime as dt

import pytest

from analyzer.errors import ReportError
from analyzer.records import Analysis, Pack
from analyzer.report.client.content import compose_client
from tests.report.rich_calls import material_of, rich_call, three_of_one
from tests.report.sessions import build_analysis


def test_a_client_is_followed_over_time(pack: Pack) -> None:
    report = compose_client(material_of(three_of_one(), pack), client="ines")
    assert report.title == "Ines Orme"
    assert [row.problems for row in report.path] == [
        "HR is in the way",
        "Pressure on the fee",
        "HR is in the way",
    ]
    assert [visit.heading for visit in report.visits] == ["5 Mar 2024", "9 Apr 2024", "4 Jun 2024"]
    assert any("“Ines” is taken for Ines Orme" in remark for remark in report.remarks)
    assert report.matrix is not None
    assert report.matrix.counts == ((1, 0, 1), (0, 1, 0))
    assert {(row.kind, row.name): row.sessions for row in report.recurs} == {
        ("problem", "HR is in the way"): "2 of 3 sessions",
        ("advice", "Hiring manager first"): "2 of 3 sessions",
    }


def test_what_was_agreed_is_looked_for_in_later_sessions(pack: Pack) -> None:
    report = compose_client(material_of(three_of_one(), pack), client="Ines Orme")
    groups = {group.heading: group.commitments for group in report.agreed}
    [again] = groups["Came up again, with the later words below"]
    assert again.said.words.words == "I will ring Wayne about the chair before nine tomorrow."
    assert again.later is not None
    assert again.later.words == "So I rang Wayne, and the chair costs him his weekends."
    assert again.later.where == "4 Jun 2024"
    [last] = groups["Agreed last, with no later session yet"]
    assert last.said.words.words == "I will ask him on Thursday at the dock."


def test_one_session_of_a_client_claims_no_course(pack: Pack) -> None:
    report = compose_client(material_of(three_of_one()[:1], pack))
    assert report.remarks[0] == "One session shows what was said in it, and nothing about a course."
    assert report.recurs_section is None
    assert report.matrix is None
    assert [group.heading for group in report.agreed] == ["Agreed in this session"]
    assert not any("later" in finding.text for finding in report.findings)


def test_sessions_without_dates_are_in_no_order(pack: Pack) -> None:
    undated = [
        build_analysis(rich_call(), path="a.txt"),
        build_analysis(rich_call(), path="b.txt"),
    ]
    report = compose_client(material_of(undated, pack))
    [group] = report.agreed
    assert group.heading == "In sessions without a date, so that nobody knows what came later"
    assert len(group.commitments) == 2


def test_a_nameless_client_may_be_several_people(pack: Pack) -> None:
    two = [
        build_analysis(rich_call("Client"), path=f"{n}.txt", held_on=dt.date(2024, n, 1))
        for n in (1, 2)
    ]
    report = compose_client(material_of(two, pack), client="Client")
    assert any("names nobody" in remark for remark in report.remarks)


def test_a_client_who_is_not_there_gets_the_nearest_names(pack: Pack) -> None:
    with pytest.raises(ReportError, match=r"no client 'Inez Orme' in these sessions\. Did you"):
        compose_client(material_of(three_of_one(), pack), client="Inez Orme")


def test_several_clients_and_none_named_are_listed(few: tuple[Analysis, ...], pack: Pack) -> None:
    with pytest.raises(ReportError, match=r"--client NAME. There are Ines, Omar, Tove\."):
        compose_client(material_of(few, pack))
