from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Archive
from analyzer.records import Role
from analyzer.records.store import analysis_to_json
from tests.builders import a_session, a_speaker, an_analysis
from tests.cli.running import Runner


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An archive ``calls.db`` of two sessions, one without title and date."""
    monkeypatch.chdir(tmp_path)
    bo = (a_speaker(), a_speaker("Bo", role=Role.CLIENT))
    undated = a_session(
        id="0123ffffffff", title=None, held_on=None, path="calls/bo.vtt", speakers=bo
    )
    with Archive.open("calls.db", create=True) as store:
        store.add(an_analysis())
        store.add(an_analysis(undated))
    return "calls.db"


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], Path]]:
    """What reports were asked for: ids of sessions and the place, instead of drawn reports."""
    asked: list[tuple[list[str], Path]] = []

    def write(_archive: Archive, path: Path, *, sessions: Sequence[str], **_: Any) -> Path:
        asked.append((list(sessions), path))
        return path

    monkeypatch.setattr("analyzer.report.write_report", write)
    return asked


def test_list_is_a_table_by_date(run: Runner, archive: str) -> None:
    ran = run("list", "-a", archive)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        "id            held on     coach  clients  exchanges  advice  title or file",
        "0123456789ab  2024-05-14  Mike   Ana              1       1  The blocked role",
        "0123ffffffff  no date     Mike   Bo               1       1  bo.vtt",
    ]


def test_list_json_is_one_object_a_line(run: Runner, archive: str) -> None:
    rows = [json.loads(line) for line in run("list", "-a", archive, "--json").lines]
    assert [row["id"] for row in rows] == ["0123456789ab", "0123ffffffff"]
    assert rows[0]["held_on"] == "2024-05-14"
    assert rows[0]["clients"] == ["Ana"]
    assert rows[1]["title"] is None


def test_list_of_an_empty_archive_says_how_to_fill_it(run: Runner, tmp_path: Path) -> None:
    place = tmp_path / "new.db"
    Archive.open(place, create=True).close()
    ran = run("list", "-a", place)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"no sessions yet; put some in with: analyzer add calls/ -a {place}\n"


@pytest.mark.parametrize("command", ["list", "show x", "trends", "report -o a.pdf"])
def test_a_missing_archive_is_wrong_use(
    command: str, run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*command.split(), "-a", "gone.db")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: gone.db: there is no archive here. Make one with 'analyzer add FILE… -a gone.db'.\n"
    )
    assert not Path("gone.db").exists()


def test_a_file_that_is_no_archive_is_wrong_use(run: Runner, tmp_path: Path) -> None:
    place = tmp_path / "notes.txt"
    place.write_text("Ana: Hello.\n" * 200, encoding="utf-8")
    ran = run("list", "-a", place)
    assert ran.code == 2
    assert ran.err.startswith(f"error: {place}: this is not an archive")


@pytest.mark.parametrize("session", ["0123456789ab", "01234", "ana.txt", "calls/ana.txt", "ana"])
def test_show_takes_an_id_its_beginning_or_a_file(session: str, run: Runner, archive: str) -> None:
    ran = run("show", session, "-a", archive)
    assert ran.code == 0
    assert ran.lines[0] == "The blocked role"
    assert "  1  Ana: HR is in the way (0.80)" in ran.lines


def test_show_json_is_the_analysis(run: Runner, archive: str) -> None:
    assert run("show", "ana.txt", "-a", archive, "--json").lines == [
        analysis_to_json(an_analysis())
    ]


def test_show_of_an_unknown_session_names_the_nearest(run: Runner, archive: str) -> None:
    ran = run("show", "anna.txt", "-a", archive)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: calls.db: no session 'anna.txt' in this archive.")
    assert "ana.txt" in ran.err


def test_show_of_a_beginning_that_means_several_names_them(run: Runner, archive: str) -> None:
    ran = run("show", "0123", "-a", archive)
    assert ran.code == 2
    assert ran.err == (
        "error: calls.db: '0123' means 2 sessions: 0123456789ab, 0123ffffffff. Give more of the "
        "id, or the file's whole path.\n"
    )


def test_a_report_is_about_all_sessions(
    run: Runner, archive: str, reports: list[tuple[list[str], Path]]
) -> None:
    ran = run("report", "-a", archive, "-o", "themes.pdf")
    assert (ran.code, ran.out, ran.err) == (0, "themes.pdf\n", "")
    assert reports == [(["0123456789ab", "0123ffffffff"], Path("themes.pdf"))]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        pytest.param(["--session", "ana.txt"], ["0123456789ab"], id="session"),
        pytest.param(["--client", "bo"], ["0123ffffffff"], id="client"),
        pytest.param(["--since", "2024-05-14"], ["0123456789ab"], id="day"),
        pytest.param(["--since", "2024-05"], ["0123456789ab"], id="month"),
        pytest.param(["--since", "2024"], ["0123456789ab"], id="year"),
    ],
)
def test_a_report_is_about_the_sessions_asked_for(
    options: list[str],
    ids: list[str],
    run: Runner,
    archive: str,
    reports: list[tuple[list[str], Path]],
) -> None:
    assert run("report", "-a", archive, "-o", "themes.html", *options).code == 0
    assert reports == [(ids, Path("themes.html"))]


@pytest.mark.parametrize(
    ("options", "client", "ids"),
    [
        ([], "Bo", {"0123ffffffff", "0123eeeeeeee"}),
        ([], "bo vale", {"0123ffffffff", "0123eeeeeeee"}),
        (["--names-as-written"], "Bo", {"0123ffffffff"}),
        (["--names-as-written"], "Bo Vale", {"0123eeeeeeee"}),
    ],
)
def test_a_client_under_two_names_is_one_unless_names_count_as_written(
    options: list[str],
    client: str,
    ids: set[str],
    run: Runner,
    archive: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vale = (a_speaker(), a_speaker("Bo Vale", role=Role.CLIENT))
    with Archive.open(archive) as store:
        store.add(an_analysis(a_session(id="0123eeeeeeee", path="calls/v.vtt", speakers=vale)))
    asked: list[tuple[set[str], bool]] = []

    def write(
        _archive: Archive, path: Path, *, sessions: Sequence[str], join_names: bool, **_: Any
    ) -> Path:
        asked.append((set(sessions), join_names))
        return path

    monkeypatch.setattr("analyzer.report.write_report", write)
    assert run("report", "-a", archive, "-o", "t.pdf", "--client", client, *options).code == 0
    assert asked == [(ids, not options)]


@pytest.mark.parametrize("date", ["14.5.2024", "2024-13", "2024-02-30", "May", "", "２０２４"])
def test_a_bad_date_says_how_to_write_one(date: str, run: Runner, archive: str) -> None:
    ran = run("report", "-a", archive, "-o", "themes.pdf", "--since", date)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"error: Invalid value for '--since': {date!r} is no date. Write it as 2025-03-01, "
        "2025-03 or 2025.\nSee 'analyzer report --help'.\n"
    )


def test_an_unknown_client_names_the_nearest(run: Runner, archive: str) -> None:
    ran = run("report", "-a", archive, "-o", "themes.pdf", "--client", "Anna")
    assert ran.code == 2
    assert ran.err == "error: calls.db: no client 'Anna' in this archive. Nearest: Ana.\n"


def test_a_day_after_the_last_session_is_said(run: Runner, archive: str) -> None:
    ran = run("report", "-a", archive, "-o", "themes.pdf", "--since", "2030", "--client", "Ana")
    assert ran.code == 1
    assert ran.err == (
        "error: calls.db: no session with Ana on or after 2030-01-01. The latest is of "
        "2024-05-14.\n"
    )


def test_a_report_on_nothing_says_how_to_fill_the_archive(run: Runner, tmp_path: Path) -> None:
    place = tmp_path / "new.db"
    Archive.open(place, create=True).close()
    ran = run("report", "-a", place, "-o", tmp_path / "themes.pdf")
    assert ran.code == 1
    assert ran.err == (
        f"error: {place}: the archive holds no sessions yet. Put some in with 'analyzer add "
        f"calls/ -a {place}'.\n"
    )


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("themes.doc", "'themes.doc' does not end in .pdf or .html, which says what to write."),
        ("-", "'-' does not end in .pdf or .html, which says what to write."),
        ("folder.pdf", "'folder.pdf' is a folder."),
        ("gone/themes.pdf", "the folder 'gone' is not there."),
        ("there.pdf", "'there.pdf' is there already; write over it with --force."),
    ],
)
def test_a_place_that_can_not_be_written_is_wrong_use(
    output: str, message: str, run: Runner, archive: str
) -> None:
    Path("folder.pdf").mkdir()
    Path("there.pdf").write_bytes(b"mine")
    ran = run("report", "-a", archive, "-o", output)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"error: Invalid value for '--output': {message}\nSee 'analyzer report --help'.\n"
    )
    assert Path("there.pdf").read_bytes() == b"mine"


def test_force_writes_over_a_report(
    run: Runner, archive: str, reports: list[tuple[list[str], Path]]
) -> None:
    Path("themes.pdf").write_bytes(b"old")
    assert run("report", "-a", archive, "-o", "themes.pdf", "--force").code == 0
    assert len(reports) == 1


def test_sessions_of_several_packs_ask_which(
    run: Runner, archive: str, reports: list[tuple[list[str], Path]]
) -> None:
    other = a_session(id="aaaaaaaaaaaa", held_on=dt.date(2025, 1, 1))
    with Archive.open(archive) as store:
        store.add(an_analysis(other, pack="leadership 1"))
    ran = run("report", "-a", archive, "-o", "themes.pdf")
    assert ran.code == 2
    assert ran.err == (
        "error: the sessions were analysed with several packs (leadership 1: 1, recruiting 1: 2). "
        "Choose one with --pack (in Python pack=); the others are left out.\n"
    )
    ran = run("report", "-a", archive, "-o", "themes.pdf", "--pack", "leadership")
    assert (ran.code, ran.out) == (0, "themes.pdf\n")
    assert ran.err == "2 of 3 sessions left out: analysed with another pack.\n"
    assert reports == [(["aaaaaaaaaaaa"], Path("themes.pdf"))]


@pytest.mark.usefixtures("reports")
def test_sessions_of_another_pack_than_asked_for_are_an_error(run: Runner, archive: str) -> None:
    ran = run("report", "-a", archive, "-o", "themes.pdf", "--pack", "leadership")
    assert ran.code == 1
    assert ran.err == (
        "error: no session was analysed with the pack 'leadership 1', only with recruiting 1. "
        "Analyse them with it: 'analyzer add … --pack'.\n"
    )


@pytest.mark.usefixtures("reports")
def test_a_pack_of_ones_own_has_to_be_named(run: Runner, tmp_path: Path) -> None:
    place = tmp_path / "tea.db"
    with Archive.open(place, create=True) as store:
        store.add(an_analysis(pack="tea 1"))
    ran = run("report", "-a", place, "-o", tmp_path / "themes.pdf")
    assert ran.code == 2
    assert ran.err == (
        "error: the sessions were analysed with the pack 'tea 1', which is not a shipped one. "
        "Name its file with --pack (in Python pack=).\n"
    )
    assert run("show", "ana.txt", "-a", place).lines[0] == "The blocked role"
