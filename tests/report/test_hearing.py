"""Every kind of report, on both papers, as somebody hears it who does not see it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from analyzer.report.kinds import ReportKind
from analyzer.report.style import Paper
from tests.report.checking import Shown, faults, misquoted, quotations
from tests.report.conftest import Making
from tests.report.reading import read

CASES = [pytest.param(kind, paper, id=f"{kind}-{paper}") for kind in ReportKind for paper in Paper]


@pytest.mark.parametrize(("kind", "paper"), CASES)
def test_a_report_can_be_heard(kind: ReportKind, paper: Paper, made: Making) -> None:
    assert faults(made(kind, paper)) == []


@pytest.mark.parametrize(("kind", "paper"), CASES)
def test_every_page_has_the_size_of_its_paper(kind: ReportKind, paper: Paper, made: Making) -> None:
    with pikepdf.open(io.BytesIO(made(kind, paper))) as opened:
        widths = {round(float(page.mediabox[2]), 2) for page in opened.pages}
    assert widths == {paper.width}


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_quotation_of_a_report_is_in_the_archive_where_it_says(
    kind: ReportKind, made: Making, store: Path
) -> None:
    shown = quotations(read(made(kind, Paper.A4)).root)
    assert shown
    assert misquoted(shown, store) == []


def test_what_is_on_one_paper_is_on_the_other(made: Making) -> None:
    a4, letter = (
        [re.sub(r"p\.\s\d+$", "", node.text) for node in read(made(kind, paper)).root.all("P")]
        for kind in [ReportKind.THEMES]
        for paper in Paper
    )
    assert a4 == letter


def test_every_link_leads_to_a_page_of_the_report(made: Making) -> None:
    with pikepdf.open(io.BytesIO(made(ReportKind.THEMES, Paper.A4))) as opened:
        pages = {page.objgen for page in opened.pages}
        links: list[Any] = [
            note
            for page in opened.pages
            for note in page.get("/Annots", [])
            if "/Dest" in note or "/A" in note
        ]
        leads = [note.get("/Dest", note.get("/A", {}).get("/D")) for note in links]
        assert len(leads) > 20
        root: Any = opened.Root
        named: Any = root.get("/Names", {}).get("/Dests", {})
        known = {str(name) for name in named.get("/Names", [])[::2]} if named else set()
        for lead in leads:
            assert (
                str(lead) in known if isinstance(lead, pikepdf.String) else lead[0].objgen in pages
            )


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        (Shown("I have not asked her.", "Bea, 01.txt, 4 Jan 2023 [2]"), "nobody says"),
        (Shown("I have not asked him.", "Mara, 01.txt, 4 Jan 2023 [2]"), "is not said at"),
        (Shown("I have not asked him.", "Bea, 02.txt, 4 Jan 2023 [2]"), "is not said at"),
        (Shown("I have not asked him.", "Bea, 01.txt, 5 Jan 2023 [2]"), "is not said at"),
        (Shown("I have not asked him.", "Carl, 02.txt, 5 Apr 2023, 9:00 [3]"), "is not said at"),
        (Shown("", "Bea, 01.txt, 4 Jan 2023 [2]"), "nobody says"),
    ],
)
def test_a_wrong_quotation_is_found(shown: Shown, wrong: str, store: Path) -> None:
    assert wrong in misquoted([shown], store)[0]
    assert (
        misquoted([Shown("I have not asked him.", "gap: Bea, 01.txt, 4 Jan 2023 [2]")], store) == []
    )


def _without_figure_words(opened: pikepdf.Pdf) -> None:
    for one in opened.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure":
            one.Alt = pikepdf.String(" ")


def _without_language(opened: pikepdf.Pdf) -> None:
    del opened.Root.Lang


def _with_cells_for_heads(opened: pikepdf.Pdf) -> None:
    for one in opened.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH":
            one.S = pikepdf.Name.TD


def _with_a_skipped_level(opened: pikepdf.Pdf) -> None:
    for one in opened.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/H2":
            one.S = pikepdf.Name.H3


def _without_letters(opened: pikepdf.Pdf) -> None:
    for one in opened.objects:
        if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
            del one.ToUnicode


def _in_another_order(opened: pikepdf.Pdf) -> None:
    for one in opened.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TR":
            one.K = pikepdf.Array(list(reversed(list(one.K))))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_without_figure_words, "has no words"),
        (_without_language, "has no language"),
        (_with_cells_for_heads, "has no head"),
        (_with_a_skipped_level, "skips a level"),
        (_without_letters, "does not say which letters"),
        (_in_another_order, "in another order"),
    ],
)
def test_a_harmed_file_is_found(
    harm: Callable[[pikepdf.Pdf], None], told: str, made: Making
) -> None:
    harmed = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(ReportKind.THEMES, Paper.A4))) as opened:
        harm(opened)
        opened.save(harmed)
    assert any(told in fault for fault in faults(harmed.getvalue()))
