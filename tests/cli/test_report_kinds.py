"""Reports of every kind from the command line, drawn and written."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from analyzer.archive import Archive
from analyzer.cli.parts.reporting import KINDS, PAPERS
from analyzer.report import Paper, ReportKind
from tests.builders import a_session, an_analysis
from tests.cli.running import Runner


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """One session of Ana with Mike."""
    place = tmp_path / "calls.db"
    with Archive.open(place, create=True) as store:
        store.add(an_analysis())
    return place


def first_page(path: Path) -> tuple[str, float]:
    with pypdfium2.PdfDocument(path) as opened:
        page = opened[0]
        return page.get_textpage().get_text_range(), page.get_width()


def test_the_choices_are_those_of_the_library() -> None:
    assert set(KINDS) == set(ReportKind)
    assert {Paper[paper.upper()] for paper in PAPERS} == set(Paper)


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        pytest.param([], "THEME SUMMARY", id="themes"),
        pytest.param(["--session", "0123456789ab"], "SESSION REPORT", id="a session"),
        pytest.param(["--client", "ana"], "CLIENT REPORT", id="a client"),
        pytest.param(["--kind", "session"], "SESSION REPORT", id="the only session"),
        pytest.param(["--kind", "client"], "CLIENT REPORT", id="the only client"),
        pytest.param(["--kind", "playbook", "--client", "Ana"], "PLAYBOOK", id="a playbook"),
        pytest.param(
            ["--kind", "themes", "--session", "0123456789ab"], "THEME SUMMARY", id="asked for"
        ),
    ],
)
def test_the_kind_follows_from_what_is_asked_for(
    run: Runner, archive: Path, tmp_path: Path, options: list[str], kind: str
) -> None:
    target = tmp_path / "report.pdf"
    ran = run("report", "-a", archive, "-o", target, "--paper", "letter", *options)
    assert (ran.code, ran.out) == (0, f"{target}\n")
    words, width = first_page(target)
    assert kind in words.upper()
    assert width == pytest.approx(612)


def test_a_page_of_one_client_is_a_page_of_themes(
    run: Runner, archive: Path, tmp_path: Path
) -> None:
    target = tmp_path / "ana.html"
    assert run("report", "-a", archive, "-o", target, "--client", "Ana").code == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("kind", ["session", "client", "playbook"])
def test_other_kinds_are_no_page(run: Runner, archive: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "x.html"
    ran = run("report", "-a", archive, "-o", target, "--kind", kind)
    assert ran.code == 2
    assert f"a {kind} report is a PDF, and {str(target)!r} does not end in .pdf." in ran.err
    assert not target.exists()


def test_a_kind_that_is_not_there_is_told_with_those_that_are(run: Runner, archive: Path) -> None:
    ran = run("report", "-a", archive, "-o", "x.pdf", "--kind", "clients")
    assert ran.code == 2
    assert "'clients' is not one of 'themes', 'session', 'client', 'playbook'" in ran.err


def test_a_session_report_of_several_sessions_says_how_to_choose(
    run: Runner, archive: Path, tmp_path: Path
) -> None:
    with Archive.open(archive) as store:
        store.add(an_analysis(a_session(id="aaaaaaaaaaaa", path="calls/b.txt")))
    ran = run("report", "-a", archive, "-o", tmp_path / "x.pdf", "--kind", "session")
    assert ran.code != 0
    assert "about one session, and these are 2. Choose one with --session" in ran.err


def test_a_client_who_is_not_there_gets_the_nearest_name(
    run: Runner, archive: Path, tmp_path: Path
) -> None:
    ran = run("report", "-a", archive, "-o", tmp_path / "x.pdf", "--client", "Anna")
    assert ran.code != 0
    assert "no client 'Anna' in this archive. Nearest: Ana." in ran.err
