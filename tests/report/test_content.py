from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.aggregate import build_tables
from analyzer.errors import PackError, ReportError, SessionError
from analyzer.records import Analysis, ModelCard, Move, Pack
from analyzer.report.material import gather
from analyzer.report.parts import Line, Quotation
from analyzer.report.summary.content import build_summary
from analyzer.report.summary.records import Summary
from tests.report.sessions import (
    a_card,
    a_pack,
    build_analysis,
    fee_call,
    hr_call,
    there,
    twelve_sessions,
)


def quoted(value: object) -> Iterator[Quotation | Line]:
    """Every quotation and every line of context in a record, however deep."""
    if isinstance(value, Quotation | Line):
        yield value
    if isinstance(value, tuple):
        for part in value:
            yield from quoted(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from quoted(getattr(value, field.name))


def fields_of(record: Summary) -> list[tuple[str, object]]:
    """The parts of a summary by name."""
    return [(field.name, getattr(record, field.name)) for field in dataclasses.fields(record)]


def sentences(value: object) -> Iterator[str]:
    """Every text of a report that is not a quotation."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Quotation | Line):
        return
    elif isinstance(value, tuple):
        for part in value:
            yield from sentences(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from sentences(getattr(value, field.name))


def test_every_quotation_and_its_context_is_in_its_transcript(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    material = gather(archive, pack=pack, cards=[])
    shown = [*quoted(build_summary(archive, pack=pack))]
    assert len(shown) > 60
    for one in shown:
        where = list(material.numbers)
        if isinstance(one, Quotation):
            where = [where[one.session - 1]]
        said = [
            turn.text
            for analysis in map(material.talks.__getitem__, where)
            for turn in analysis.session.turns
            if analysis.session.speakers[turn.speaker].name == one.speaker
        ]
        assert any(one.words in text for text in said), one


def test_counts_are_those_of_the_tables(
    report: Summary, archive: tuple[Analysis, ...], pack: Pack
) -> None:
    tables = build_tables(archive, pack=pack)
    assert [fact.count for fact in report.facts] == [
        str(len(tables.sessions)),
        str(tables.talk.loc[tables.talk["role"] == "client", "person"].nunique()),
        str(len(tables.exchanges)),
        str(len(tables.uptake)),
    ]
    for problem in report.problems.rows:
        rows = tables.problems[tables.problems["category"] == problem.id]
        assert problem.n_exchanges == len(rows)
        assert problem.n_sessions == rows["session_id"].nunique()
    for advice in report.advice.rows:
        rows = tables.advice[tables.advice["category"] == advice.id]
        assert advice.n_stretches == len(rows)
        assert advice.n_sessions == rows["session_id"].nunique()
        assert advice.n_scripts == rows["is_script"].sum()
    for chapter in report.chapters.rows:
        rows = tables.advice[tables.advice["category"] == chapter.id]
        assert [part.count for part in chapter.uptake] == [
            (rows["uptake"] == kind).sum()
            for kind in ("commitment", "objection", "gap", "acknowledgement", "none")
        ]


def test_the_matrix_counts_exchanges(
    report: Summary, archive: tuple[Analysis, ...], pack: Pack
) -> None:
    advice = build_tables(archive, pack=pack).advice
    problems = {row.name: row.id for row in report.problems.rows}
    types = {row.name: row.id for row in report.advice.rows}
    for row, problem in enumerate(there(there(report.pairs).matrix).rows):
        for column, category in enumerate(there(there(report.pairs).matrix).columns):
            met = advice[
                (advice["problem"] == problems[problem]) & (advice["category"] == types[category])
            ]
            n_exchanges = len(met[["session_id", "exchange"]].drop_duplicates())
            assert there(there(report.pairs).matrix).counts[row][column] == n_exchanges


def test_the_panels_count_sessions(
    report: Summary, archive: tuple[Analysis, ...], pack: Pack
) -> None:
    advice = build_tables(archive, pack=pack).advice
    names = {row.name: row.id for row in report.advice.rows}
    periods = ("2023 Q1", "2023 Q2", "2023 Q3", "2023 Q4", "2024 Q1", "2024 Q2")
    assert there(report.trend).panels[0].periods == periods
    for panel in there(report.trend).panels:
        assert sum(panel.totals) == len(archive)
        if panel.group == "Advice":
            found = advice[advice["category"] == names[panel.name]]
            assert sum(panel.counts) == found["session_id"].nunique()


def test_the_order_of_the_analyses_does_not_matter(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    assert build_summary(reversed(archive), pack=pack) == build_summary(archive, pack=pack)


@settings(deadline=None, max_examples=12)
@given(st.sets(st.integers(min_value=0, max_value=11), min_size=1))
def test_any_part_of_an_archive_can_be_reported_on(places: set[int]) -> None:
    archive = twelve_sessions()
    report = build_summary([archive[place] for place in sorted(places)], pack=a_pack())
    assert report.facts[0].count == str(len(places))
    assert len(report.sessions.rows) == len(places)
    for panel in () if report.trend is None else there(report.trend).panels:
        assert len(panel.periods) >= 3


@pytest.mark.parametrize("n", [1, 2, 3])
def test_few_sessions_are_not_called_usual(few: tuple[Analysis, ...], pack: Pack, n: int) -> None:
    report = build_summary(few[:n], pack=pack)
    assert report.is_compact
    assert report.findings_heading.startswith("What this" if n == 1 else "What these")
    assert "not what is usual" in report.remarks[0]
    said = " ".join(finding.text for finding in report.findings)
    assert "most often" not in said
    assert "%" not in said
    assert (report.trend, report.themes, report.glance) == (None, None, None)


def test_percentages_are_given_of_words_alone(report: Summary) -> None:
    elsewhere = [value for name, value in fields_of(report) if name != "talk"]
    assert not [text for text in sentences(tuple(elsewhere)) if re.search(r"\d ?%", text)]
    assert re.search(r"\d%", report.talk.section.lead[0])


def test_nothing_is_drawn_over_fewer_than_three_periods(pack: Pack) -> None:
    archive = [
        analysis for analysis in twelve_sessions() if str(analysis.session.held_on) < "2023-06"
    ]
    report = build_summary(archive, pack=pack)
    assert there(report.trend).panels == ()
    assert "fewer than 3 quarters" in there(report.trend).section.lead[0]


def test_sessions_without_a_date_are_counted_where_time_is_told(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    undated = build_analysis(hr_call("Zoe", "Quarry Lane", 9), path="calls/z.txt")
    report = build_summary([*archive, undated], pack=pack)
    assert "1 session without a date is left out" in there(report.trend).section.lead[0]
    assert report.period.endswith("; 1 session without a date")
    assert report.sessions.rows[-1].date == ""
    calls = [
        build_analysis(hr_call(f"Zoe{number}", "Quarry Lane", number), path=f"calls/{number}.txt")
        for number in range(4)
    ]
    none = build_summary(calls, pack=pack)
    assert none.period == ""
    assert there(none.trend).section.lead == (
        "No session has a date, so nothing can be said about change over time.",
    )


def test_a_type_not_to_be_relied_on_carries_the_mark_wherever_it_is_named(
    report: Summary, pack: Pack
) -> None:
    plain = pack.category("fee-terms").name
    naming = [text for text in sentences(report) if plain in text and "means." not in text]
    assert len(naming) > 8
    for text in naming:
        assert text.count(plain) == text.count(f"{plain} †"), text
    assert report.mark_note.startswith("† do not rely on")
    chapter = next(chapter for chapter in report.chapters.rows if chapter.id == "fee-terms")
    assert chapter.verdict == "do not rely on"
    assert chapter.reliability.startswith("Do not rely on this label.")
    row = next(row for row in report.trust.label_tables[0].rows if plain in row.name)
    assert (row.verdict, row.f1, row.support) == ("do not rely on", "0.37", 40)


def test_a_report_without_a_card_says_so(archive: tuple[Analysis, ...], pack: Pack) -> None:
    report = build_summary(archive, pack=pack)
    assert "Nothing is known" in report.trust.section.lead[0]
    assert any("no model card" in remark for remark in report.remarks)
    assert (report.trust.heads, report.trust.label_tables, report.mark_note) == ((), (), "")
    assert all(chapter.reliability == "" for chapter in report.chapters.rows)


def test_a_card_for_another_pack_says_nothing_about_this_one(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    for other in ("leadership 1", "recruiting 2"):
        card = dataclasses.replace(a_card(), pack=other)
        assert build_summary(archive, pack=pack, cards=[card]) == build_summary(archive, pack=pack)


def test_a_card_for_every_pack_does_not_stand_in_for_the_pack(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    head = dataclasses.replace(a_card().heads[0], head="moves", labels=())
    card = dataclasses.replace(a_card(), pack=None, heads=(head,))
    report = build_summary(archive, pack=pack, cards=[card])
    assert "Nothing is known" in report.trust.section.lead[0]
    assert report.trust.heads[0].kind == "moves"


def test_what_was_left_open_is_counted(pack: Pack, card: ModelCard) -> None:
    archive = [
        build_analysis(hr_call("Ines", "Larkfield", 3), problem=None, path="a.txt"),
        build_analysis(hr_call("Omar", "Brightwater", 4), path="b.txt"),
        build_analysis([("Mara", Move.STORY, "", "I once fell off a ladder.")], asks=False),
    ]
    report = build_summary(archive, pack=pack, cards=[card])
    assert report.gaps.section.lead[:2] == (
        "1 of 2 exchanges carries no problem type, because nothing was sure enough.",
        "1 of 3 sessions holds no recognised advice at all.",
    )
    assert "given to 1 of 2 exchanges" in report.problems.section.lead[0]


def test_warnings_name_their_session_and_line(report: Summary) -> None:
    warning = report.gaps.rows[0]
    assert (warning.message, warning.where) == ("One line names no speaker.", "6, line 4")


def test_a_file_is_named_without_its_folders(pack: Pack) -> None:
    analysis = build_analysis(fee_call("Omar", "Brightwater", 9), path="C:\\Users\\me\\call.vtt")
    assert build_summary([analysis], pack=pack).sessions.rows[0].file == "call.vtt"


def test_times_are_shown_where_the_transcript_has_them(
    few: tuple[Analysis, ...], pack: Pack
) -> None:
    report = build_summary(few, pack=pack)
    by_session = {one.session: one.time for one in quoted(report) if isinstance(one, Quotation)}
    assert by_session[2] == by_session[3] == ""
    assert re.fullmatch(r"\d+:\d\d", by_session[1])


def test_words_to_say_are_the_coachs_and_not_shown_twice(report: Summary) -> None:
    chapter = next(chapter for chapter in report.chapters.rows if chapter.id == "pain-uncovering")
    shown = [*chapter.quotes, *chapter.scripts]
    assert len({one.words for one in shown}) == len(shown)
    assert {one.speaker for one in shown} == {"Mara"}


def test_types_without_enough_stand_in_the_list_of_rare_ones(
    archive: tuple[Analysis, ...], pack: Pack
) -> None:
    lines = fee_call("Zoe", "Quarry Lane", 9)
    lines.append(("Mara", Move.DIRECTIVE, "urgency", "Ask them by when the chair must be filled."))
    rare = build_analysis(lines, problem="fee-pressure", path="calls/z.txt")
    report = build_summary([*archive, rare], pack=pack)
    assert [row.id for row in report.chapters.rare] == ["urgency"]
    assert "urgency" not in {chapter.id for chapter in report.chapters.rows}
    assert "Not found" not in " ".join(report.advice.section.lead)


def test_types_that_were_never_found_are_named(report: Summary) -> None:
    assert report.advice.section.lead[1].startswith("Not found in these sessions: Urgency †.")


def test_advice_of_two_types_counts_under_both_and_says_so(pack: Pack) -> None:
    lines = hr_call("Ines", "Larkfield", 3)
    lines[4] = (*lines[4][:2], "manager-first|urgency", lines[4][3])
    report = build_summary([build_analysis(lines)], pack=pack)
    assert "1 stretch carries two types and counts under both." in report.advice.section.lead[0]


def test_a_chain_leads_from_problem_to_answer(report: Summary) -> None:
    chain = there(report.pairs).chains[0]
    assert (chain.problem, chain.advice) == ("HR is in the way", "Hiring manager first")
    assert chain.counts == "met in all 8 exchanges"
    assert [kind for kind, _ in chain.quotes][:2] == ["problem", "advice"]
    assert len({quote.session for _, quote in chain.quotes}) == 1


def test_every_link_leads_somewhere(report: Summary) -> None:
    anchors = {
        section.anchor
        for section in (
            report.problems.section,
            report.advice.section,
            there(report.pairs).section,
            report.chapters.section,
        )
    }
    assert {finding.anchor for finding in report.findings} <= anchors
    linked = [row.anchor for row in report.advice.rows if row.anchor]
    assert linked == [chapter.anchor for chapter in report.chapters.rows]


def test_no_session_is_no_report(pack: Pack) -> None:
    with pytest.raises(ReportError, match="no session"):
        build_summary([], pack=pack)


def test_a_session_that_comes_twice_is_refused(few: tuple[Analysis, ...], pack: Pack) -> None:
    with pytest.raises(SessionError, match="comes twice"):
        build_summary([few[0], few[0]], pack=pack)


def test_a_label_of_another_pack_is_refused(few: tuple[Analysis, ...], pack: Pack) -> None:
    with pytest.raises(PackError, match="fee-pressure"):
        build_summary(few, pack=dataclasses.replace(pack, problem=pack.problem[:1]))


def test_a_pack_of_the_same_types_but_another_version_is_remarked_on(
    few: tuple[Analysis, ...], pack: Pack
) -> None:
    report = build_summary(few, pack=dataclasses.replace(pack, version="2"))
    assert any("3 sessions were analysed with another pack" in line for line in report.remarks)
