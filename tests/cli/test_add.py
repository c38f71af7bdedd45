from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.archive import Archive
from analyzer.read.companions import look_into
from analyzer.records import Label
from tests.cli.running import Runner

pytestmark = pytest.mark.usefixtures("quick")

ANA, BO, CY = "calls/2024-05-01-ana.txt", "calls/2024-05-02-bo.txt", "calls/2024-05-03-cy.txt"


def paths_in(archive: str = "calls.db") -> list[str]:
    with Archive.open(archive) as store:
        return sorted(session.path for session in store.sessions())


@pytest.mark.usefixtures("calls")
def test_a_folder_is_added_and_the_archive_made(run: Runner) -> None:
    ran = run("add", "calls/", "-a", "calls.db")
    assert (ran.code, ran.out, ran.err) == (0, "calls.db: 3 added\n", "")
    assert paths_in() == [ANA, BO, CY]


@pytest.mark.usefixtures("calls")
def test_adding_again_changes_nothing_and_analyses_nothing(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "calls", "-a", "calls.db")
    before = Path("calls.db").read_bytes()

    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("analyzer.batch.analyze_session", fail)
    ran = run("add", "./calls/", ANA, "-a", "calls.db")
    assert (ran.code, ran.out, ran.err) == (0, "calls.db: 3 unchanged\n", "")
    assert Path("calls.db").read_bytes() == before


def test_new_files_are_added_to_those_that_are_there(run: Runner, calls: Path) -> None:
    run("add", "calls", "-a", "calls.db")
    text = (calls / "2024-05-01-ana.txt").read_text(encoding="utf-8")
    (calls / "2024-05-04-di.txt").write_text(text.replace("Ana", "Di"), encoding="utf-8")
    assert run("add", "calls", "-a", "calls.db").out == "calls.db: 1 added, 3 unchanged\n"


@pytest.mark.usefixtures("calls")
def test_one_talk_in_two_files_counts_once(run: Runner) -> None:
    shutil.copy(ANA, "calls/copy of ana.txt")
    ran = run("add", "calls", "-a", "calls.db")
    assert (ran.code, ran.out) == (0, "calls.db: 3 added, 1 duplicate\n")
    assert ran.err == f"calls/copy of ana.txt holds the same talk as {ANA}; counted once.\n"


@pytest.mark.usefixtures("calls")
def test_a_changed_talk_is_told_and_replaced_when_asked(run: Runner) -> None:
    run("add", ANA, "-a", "calls.db")
    with Archive.open("calls.db") as store:
        earlier = store.sessions()[0].id
    text = Path(ANA).read_text(encoding="utf-8")
    Path(ANA).write_text(text.replace("voicemail", "message"), encoding="utf-8")
    ran = run("add", ANA, "-a", "calls.db")
    assert (ran.code, ran.out) == (0, "calls.db: 1 added\n")
    assert ran.err == (
        f"{ANA} has changed; session {earlier}, which it held before, is still in. Run again with "
        "--replace to take it out.\n"
    )
    assert paths_in() == [ANA, ANA]
    ran = run("add", ANA, "-a", "calls.db", "--replace")
    assert paths_in() == [ANA]
    assert ran.err == (
        f"{ANA} has changed; session {earlier}, which it held before, was taken out.\n"
    )
    assert run("add", ANA, "-a", "calls.db", "--replace").err == ""


@pytest.mark.usefixtures("calls")
def test_what_a_person_labelled_goes_over_to_the_same_words_or_is_told(run: Runner) -> None:
    run("add", ANA, "-a", "calls.db")
    with Archive.open("calls.db") as store:
        (analysis,) = store.analyses()
        (advice, *others) = analysis.advice
        by_kd = Label(category="urgency", score=1.0, source="person:kd")
        labelled = replace(analysis, advice=(replace(advice, labels=(by_kd,)), *others))
        store.add(labelled)
        quote = advice.quote
        words = analysis.session.turns[quote.turn].text[quote.start : quote.end]
    text = Path(ANA).read_text(encoding="utf-8")
    Path(ANA).write_text(f"{text}\n\nAna: And now one word more than there was.", "utf-8")
    assert "went with it" not in run("add", ANA, "-a", "calls.db", "--replace").err
    with Archive.open("calls.db") as store:
        (found,) = store.analyses()
        assert [it.labels[0] for it in found.advice if by_kd in it.labels] == [by_kd]
    Path(ANA).write_text("Ana: Quite another talk.\n\nMike: Is it? Yes, it is.", "utf-8")
    ran = run("add", ANA, "-a", "calls.db", "--replace")
    assert ran.err.splitlines()[-1] == (
        f"'urgency', which kd gave to words that are gone, went with it: {words[:80]}"
    )


@pytest.mark.usefixtures("calls")
def test_an_earlier_talk_that_another_file_holds_stays(run: Runner) -> None:
    shutil.copy(ANA, "calls/copy.txt")
    run("add", "calls", "-a", "calls.db")
    text = Path(ANA).read_text(encoding="utf-8")
    Path(ANA).write_text(text.replace("voicemail", "message"), encoding="utf-8")
    ran = run("add", ANA, "-a", "calls.db", "--replace")
    assert ran.out == "calls.db: 1 added\n"
    assert ran.err.endswith("which it held before, stays: calls/copy.txt holds it too.\n")
    assert len(paths_in()) == 4


@pytest.mark.usefixtures("calls")
def test_one_bad_file_is_named_and_the_rest_is_done(run: Runner) -> None:
    Path("calls/empty.txt").touch()
    Path("calls/photo.jpg").write_bytes(b"\xff\xd8\xff")
    ran = run("add", "calls", "gone.txt", "-a", "calls.db")
    assert (ran.code, ran.out) == (1, "calls.db: 3 added, 2 failed\n")
    assert ran.err.splitlines() == [
        "passed over 1 file with an ending no format has: calls/photo.jpg.",
        "error: calls/empty.txt: the file is empty. Check that the export was finished.",
        "error: gone.txt: there is no such file. Check the spelling of the path.",
    ]


@pytest.mark.usefixtures("calls")
def test_stopped_from_the_keyboard_it_says_what_was_kept_and_goes_on_from_there(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cli import conftest

    def interrupt(session: Any, **more: Any) -> Any:
        if session.source.path == BO:
            raise KeyboardInterrupt
        return conftest.quick_analysis(session, **more)

    monkeypatch.setattr("analyzer.batch.analyze_session", interrupt)
    ran = run("add", "calls", "-a", "calls.db")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.split("\n") == [
        "1 session kept in calls.db; the same command goes on from there.",
        "",
        "stopped.",
        "",
    ]
    assert paths_in() == [ANA]
    monkeypatch.setattr("analyzer.batch.analyze_session", conftest.quick_analysis)
    assert run("add", "calls", "-a", "calls.db").out == "calls.db: 2 added, 1 unchanged\n"


def test_standard_input_has_no_place_in_an_archive(run: Runner, tmp_path: Path) -> None:
    ran = run("add", "-", "-a", tmp_path / "calls.db", stdin=b"Ana: Hello.")
    assert ran.code == 2
    assert ran.err == (
        "error: An archive keeps where each session came from; name files and folders, not '-'.\n"
        "See 'analyzer add --help'.\n"
    )
    assert not (tmp_path / "calls.db").exists()


@pytest.mark.usefixtures("calls")
def test_an_unknown_pack_is_wrong_use_and_makes_no_archive(run: Runner) -> None:
    ran = run("add", "calls", "-a", "calls.db", "--pack", "recruting")
    assert ran.code == 2
    assert ran.err.startswith("error: There is no pack named 'recruting'. Did you mean")
    assert not Path("calls.db").exists()


@pytest.mark.usefixtures("calls")
def test_a_folder_in_place_of_an_archive_is_wrong_use(run: Runner) -> None:
    ran = run("add", "calls", "-a", "calls")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: calls: this is a folder, not an archive. Name a file.\n"


def test_no_jobs_is_wrong_use(run: Runner) -> None:
    ran = run("add", "calls", "-a", "calls.db", "--jobs", "0")
    assert ran.code == 2
    assert ran.err.startswith(
        "error: Invalid value for '-j' / '--jobs': 0 is not in the range x>=1"
    )


@pytest.mark.usefixtures("calls")
def test_a_folder_is_looked_into_once_however_many_files_are_in_it(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "calls", "-a", "calls.db")
    looked: list[Path] = []

    def look(folder: Path) -> Any:
        looked.append(folder)
        return look_into(folder)

    monkeypatch.setattr("analyzer.read.digests.look_into", look)
    monkeypatch.setattr("analyzer.read.companions.look_into", look)
    assert run("add", "calls", "-a", "calls.db").out == "calls.db: 3 unchanged\n"
    assert looked == [Path("calls")]


@pytest.mark.usefixtures("calls")
def test_what_passages_mean_is_kept_with_each_session(run: Runner) -> None:
    run("add", "calls", "-a", "calls.db")
    with Archive.open("calls.db") as store:
        assert {it.encoder for it in store.sessions()} == {"small 1"}
        assert all(store.passages(it.id) is not None for it in store.sessions())
