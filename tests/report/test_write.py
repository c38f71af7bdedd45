from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.errors import ReportError
from analyzer.records import Analysis, ModelCard, Pack
from analyzer.report import write_report


@pytest.mark.parametrize(
    ("name", "start"),
    [
        pytest.param("report.pdf", b"%PDF-", id="pdf"),
        pytest.param("Summary.PDF", b"%PDF-", id="capital letters"),
        pytest.param("report.html", b"<!doctype html>", id="html"),
    ],
)
def test_the_ending_says_what_is_written(
    tmp_path: Path,
    archive: tuple[Analysis, ...],
    pack: Pack,
    card: ModelCard,
    name: str,
    start: bytes,
) -> None:
    written = write_report(archive, tmp_path / name, pack=pack, cards=[card])
    assert written == tmp_path / name
    assert written.read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["report.pdf", "report.html"])
def test_the_same_analyses_in_any_order_give_the_same_bytes(
    tmp_path: Path, archive: tuple[Analysis, ...], pack: Pack, card: ModelCard, name: str
) -> None:
    first = write_report(archive, tmp_path / name, pack=pack, cards=[card]).read_bytes()
    again = write_report(archive[::-1], str(tmp_path / name), pack=pack, cards=[card])
    assert again.read_bytes() == first


def test_title_and_subtitle_can_be_chosen(
    tmp_path: Path, few: tuple[Analysis, ...], pack: Pack
) -> None:
    path = tmp_path / "report.html"
    write_report(few, path, pack=pack, title="A year of calls", subtitle="For Priya & Tom")
    html = path.read_text(encoding="utf-8")
    assert "<title>A year of calls</title>" in html
    assert "For Priya &amp; Tom" in html


@pytest.mark.parametrize("name", ["report.docx", "report", "report.pdf.txt"])
def test_another_ending_is_refused_with_those_that_work(
    tmp_path: Path, few: tuple[Analysis, ...], pack: Pack, name: str
) -> None:
    with pytest.raises(ReportError, match=r"End the path in \.pdf or \.html\."):
        write_report(few, tmp_path / name, pack=pack)


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, few: tuple[Analysis, ...], pack: Pack
) -> None:
    with pytest.raises(ReportError, match="cannot be written") as caught:
        write_report(few, tmp_path / "none" / "report.html", pack=pack)
    assert caught.value.path == str(tmp_path / "none" / "report.html")


def test_a_folder_in_the_place_of_the_file_is_left_as_it_was(
    tmp_path: Path, few: tuple[Analysis, ...], pack: Pack
) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(ReportError, match="cannot be written"):
        write_report(few, tmp_path / "report.html", pack=pack)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_report_that_fails_leaves_the_old_one(tmp_path: Path, pack: Pack) -> None:
    path = tmp_path / "report.pdf"
    path.write_text("the old one")
    with pytest.raises(ReportError, match="no session"):
        write_report([], path, pack=pack)
    assert path.read_text() == "the old one"


def test_reports_are_imported_without_matplotlib_and_typst() -> None:
    check = (
        "import sys, analyzer.report; "
        "print(sorted({'matplotlib', 'typst', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_rerun_says_the_same_though_the_archive_remembers_the_last_report(
    tmp_path: Path, archive: tuple[Analysis, ...], pack: Pack
) -> None:
    kept = Archive.in_memory()
    for analysis in archive[:4]:
        kept.add(analysis)
    first, again = (
        write_report(kept, tmp_path / name, pack=pack).read_bytes() for name in ("a.html", "b.html")
    )
    kept.add(archive[4])
    grown, once_more = (
        write_report(kept, tmp_path / name, pack=pack).read_bytes() for name in ("c.html", "d.html")
    )
    assert first == again
    assert grown == once_more
    assert grown != first
