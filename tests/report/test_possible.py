"""Labels that are only possible: shown as such, counted apart, and in no sum."""

from __future__ import annotations

import re

import pytest

from analyzer.records import Analysis, Move, Pack
from analyzer.report.material import gather
from analyzer.report.summary.content import build_summary
from analyzer.report.summary.figures import summary_pdf
from analyzer.report.summary.records import Summary
from tests.report.page.parsing import Page, page_of
from tests.report.sessions import build_analysis, fee_call, hr_call, there
from tests.report.test_pdf import flat, text_of

URGENT = ("Mara", Move.DIRECTIVE, "urgency", "Ask them by when the chair must be filled at last.")


@pytest.fixture(scope="module")
def unsure(archive: tuple[Analysis, ...]) -> tuple[Analysis, ...]:
    """The twelve sessions, and three in which something is only possible."""
    more = [
        build_analysis(
            hr_call("Nia", "Firm 20", 30), path="calls/n.txt", possible=("pain-uncovering",)
        ),
        build_analysis(
            hr_call("Ola", "Firm 21", 31), path="calls/o.txt", possible=("hr-blocking",)
        ),
        build_analysis(
            [*fee_call("Pia", "Firm 22", 32), URGENT],
            problem="fee-pressure",
            path="calls/p.txt",
            possible=("urgency", "fee-terms"),
        ),
    ]
    return (*archive, *more)


@pytest.fixture(scope="module")
def doubtful(unsure: tuple[Analysis, ...], pack: Pack) -> Summary:
    return build_summary(unsure, pack=pack)


def test_only_sure_labels_are_counted_and_the_others_stand_beside(
    doubtful: Summary, report: Summary
) -> None:
    before = {row.id: row for row in report.advice.rows}
    rows = {row.id: row for row in doubtful.advice.rows}
    assert rows["pain-uncovering"].n_stretches == before["pain-uncovering"].n_stretches + 1
    assert rows["pain-uncovering"].n_possible == 1
    assert rows["manager-first"].n_possible == 0
    assert (rows["fee-terms"].n_stretches, rows["fee-terms"].n_possible) == (4, 1)
    problems = {row.id: row for row in doubtful.problems.rows}
    assert (problems["hr-blocking"].n_exchanges, problems["hr-blocking"].n_possible) == (9, 1)
    assert problems["hr-blocking"].counts == (
        "9 exchanges in 9 of 15 sessions, of 9 clients by name; 1 more possible"
    )
    notes = {bar.name: bar.note for bar in doubtful.advice.bars}
    assert notes["Fee terms"] == "in 4 sessions; 1 more possible"
    chapter = next(one for one in doubtful.chapters.rows if one.id == "fee-terms")
    assert chapter.counts == "4 stretches in 4 of 15 sessions; 1 more possible"
    assert sum(part.count for part in chapter.uptake) == 4


def test_possible_labels_meet_no_problem_and_stand_in_no_panel(
    doubtful: Summary, report: Summary
) -> None:
    assert "Urgency" not in there(there(doubtful.pairs).matrix).columns
    maps = [there(there(one.pairs).matrix) for one in (doubtful, report)]
    sums = [sum(sum(row) for row in one.counts) for one in maps]
    # Sure on both sides are in the three: manager-first once, own-words once.
    assert sums[0] == sums[1] + 2


def test_a_type_that_is_never_sure_is_named_with_that_word_and_has_no_chapter(
    doubtful: Summary,
) -> None:
    assert "urgency" not in {one.id for one in doubtful.chapters.rows}
    (rare,) = doubtful.chapters.rare
    assert (rare.id, rare.counts) == ("urgency", "only possible: 1 stretch")
    assert rare.quote is not None
    assert rare.quote.words == URGENT[3]
    assert "Urgency" not in {bar.name for bar in doubtful.advice.bars}


def test_what_is_possible_is_explained(doubtful: Summary, report: Summary) -> None:
    assert any("4 of them are only possible" in line for line in doubtful.trust.section.lead)
    assert "In 1 of 15 exchanges one is only possible" in doubtful.problems.section.lead[0]
    assert (
        "3 stretches have a type that is only possible and counted apart."
        in doubtful.advice.section.lead[0]
    )
    assert any("a problem type that is only possible" in it for it in doubtful.gaps.section.lead)
    assert not [line for line in report.trust.section.lead if "possible" in line]


@pytest.mark.parametrize("possible", [("hr-blocking",), ("hr-blocking", "manager-first")])
def test_a_small_report_says_possibly_too(pack: Pack, possible: tuple[str, ...]) -> None:
    one = build_analysis(hr_call("Nia", "Firm 20", 30), possible=possible)
    report = build_summary([one], pack=pack)
    said = " ".join(finding.text for finding in report.findings)
    assert "Problem" not in said
    assert ("Possibly also “Hiring manager first”" in said) == ("manager-first" in possible)
    assert report.problems.rows[0].counts == "only possible: 1 exchange"
    assert "given to no exchange for sure" in report.problems.section.lead[0]


def test_a_report_of_possible_labels_alone_is_drawn(pack: Pack) -> None:
    ids = [category.id for category in (*pack.advice, *pack.problem)]
    one = build_analysis(hr_call("Nia", "Firm 20", 30), possible=ids)
    report = build_summary([one], pack=pack)
    assert not report.chapters.rows
    assert not report.advice.bars
    text = flat(text_of(summary_pdf(report)))
    assert "only possible: 1 stretch" in text


def test_sure_words_are_quoted_before_possible_ones(
    unsure: tuple[Analysis, ...], pack: Pack
) -> None:
    material = gather(unsure, pack=pack, cards=[])
    assert all(one.sure for one in material.given("fee-terms"))
    assert [one.sure for one in material.given("urgency")] == [False]


def test_chapters_name_the_words_that_weighed_most(doubtful: Summary) -> None:
    chapter = next(one for one in doubtful.chapters.rows if one.id == "fee-terms")
    assert chapter.told_by == "Told most often by: fee (4), stays (4)."


def test_the_page_says_what_is_possible_and_why(unsure: tuple[Analysis, ...], pack: Pack) -> None:
    page = Page(page_of(unsure, pack))
    tags = [tag for talk in page.talks for given in talk["advice"] for tag in given["types"]]
    why = "test 1 went most by the words urgency, stays"
    assert {"name": "Urgency", "sure": False, "why": why} in tags
    headings = [matter["heading"] for talk in page.talks for matter in talk["matters"]]
    assert "Ola: possibly HR is in the way" in headings
    assert re.search(r"Fee terms 4 4 4 0 \+ 1", flat(" ".join(page.text)))


def test_the_pdf_says_what_is_possible(doubtful: Summary) -> None:
    text = flat(text_of(summary_pdf(doubtful)))
    assert "4 stretches in 4 of 15 sessions; 1 more possible" in text
    assert "Told most often by: fee (4), stays (4)." in text
    assert re.search(r"Fee terms † 4 4 4 0 \+ 1|Fee terms 4 4 4 0 \+ 1", text)
