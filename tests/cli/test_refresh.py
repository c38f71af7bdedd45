from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analyzer.archive import Archive
from analyzer.records import Analysis, Label, Pack
from tests.cli import conftest
from tests.cli.running import Runner
from tests.cli.test_add import ANA, BO, CY, paths_in

pytestmark = pytest.mark.usefixtures("quick", "calls")


@pytest.fixture
def newer(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the models newer ones, in place of those that added the sessions."""
    del quick  # which comes first

    def load(pack: Pack, **_: Any) -> SimpleNamespace:
        return SimpleNamespace(names="quick 2", encoder_name="small 1", pack=pack, folder=None)

    monkeypatch.setattr("analyzer.cli.parts.refreshing.load_models", load)


def analyses() -> list[Analysis]:
    with Archive.open("calls.db") as store:
        return list(store.analyses())


def made_with() -> set[str]:
    return {analysis.made_with.models for analysis in analyses()}


def test_sessions_of_todays_models_stay_as_they_are(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "calls", "-a", "calls.db")
    before = Path("calls.db").read_bytes()

    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("analyzer.batch.analyze_session", fail)
    ran = run("refresh", "-a", "calls.db")
    assert (ran.code, ran.out, ran.err) == (0, "calls.db: 3 unchanged\n", "")
    assert Path("calls.db").read_bytes() == before


@pytest.mark.usefixtures("newer")
def test_sessions_of_other_models_are_analysed_anew(run: Runner) -> None:
    run("add", "calls", "-a", "calls.db")
    ran = run("refresh", "-a", "calls.db")
    assert (ran.code, ran.out, ran.err) == (0, "calls.db: 3 refreshed\n", "")
    assert made_with() == {"quick 2"}
    assert run("refresh", "-a", "calls.db").out == "calls.db: 3 unchanged\n"


@pytest.mark.usefixtures("newer")
def test_several_at_once_come_to_the_same(run: Runner) -> None:
    run("add", "calls", "-a", "calls.db")
    shutil.copy("calls.db", "other.db")
    run("refresh", "-a", "calls.db")
    one_by_one = analyses()
    assert run("refresh", "-a", "other.db", "-j", "3").out == "other.db: 3 refreshed\n"
    with Archive.open("other.db") as store:
        assert list(store.analyses()) == one_by_one


@pytest.mark.usefixtures("newer")
def test_where_a_file_is_gone_or_changed_the_text_in_the_archive_is_analysed(run: Runner) -> None:
    run("add", "calls", "-a", "calls.db")
    before = {it.session.id: it.session for it in analyses()}
    Path(ANA).unlink()
    text = Path(BO).read_text(encoding="utf-8")
    Path(BO).write_text(text.replace("voicemail", "message"), encoding="utf-8")
    ran = run("refresh", "-a", "calls.db")
    assert (ran.code, ran.out) == (0, "calls.db: 3 refreshed\n")
    lost, changed = ran.err.splitlines()
    assert lost == (
        f"1 session whose files are gone: {ANA}. They stay as the archive keeps them; --prune takes"
        " them out."
    )
    assert changed.startswith(f"{BO} is not as it was added; session ")
    assert made_with() == {"quick 2"}
    assert {it.session.id: it.session for it in analyses()} == before


@pytest.mark.usefixtures("newer")
def test_names_chosen_when_it_was_added_stay(run: Runner) -> None:
    run("add", ANA, "-a", "calls.db", "--speaker", "Mike=Michael Kern:coach")
    ran = run("refresh", "-a", "calls.db")
    assert ran.out == "calls.db: 1 refreshed\n"
    (analysis,) = analyses()
    assert "Michael Kern" in {speaker.name for speaker in analysis.session.speakers}


@pytest.mark.usefixtures("newer")
def test_labels_by_people_stay(run: Runner) -> None:
    run("add", ANA, "-a", "calls.db")
    (analysis,) = analyses()
    label = Label(category="retainer", score=1.0, source="person:kd")
    advice = (dataclasses.replace(analysis.advice[0], labels=(label,)),)
    with Archive.open("calls.db") as store:
        store.add(dataclasses.replace(analysis, advice=advice))
    assert run("refresh", "-a", "calls.db").out == "calls.db: 1 refreshed\n"
    (analysis,) = analyses()
    assert analysis.made_with.models == "quick 2"
    assert analysis.advice[0].labels[0] == label


def test_a_session_that_was_added_without_meaning_gets_it_and_keeps_its_findings(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "calls", "-a", "calls.db")
    before = analyses()
    with Archive.open("calls.db") as store:
        store._connection.execute("DELETE FROM passage_codes")
        store._connection.execute("DELETE FROM passages")

    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("analyzer.batch.analyze_session", fail)
    assert run("refresh", "-a", "calls.db").out == "calls.db: 3 refreshed\n"
    with Archive.open("calls.db") as store:
        assert all(store.passages(it.id) is not None for it in store.sessions())
    assert analyses() == before


def test_sessions_without_files_are_taken_out_when_asked(run: Runner) -> None:
    run("add", "calls", "-a", "calls.db")
    Path(ANA).unlink()
    Path(CY).unlink()
    assert run("refresh", "-a", "calls.db").out == "calls.db: 3 unchanged\n"
    ran = run("refresh", "-a", "calls.db", "--prune")
    assert (ran.code, ran.out) == (0, "calls.db: 1 unchanged, 2 taken out\n")
    assert [line.split("(")[1] for line in ran.err.splitlines()] == [
        f"{ANA}) was taken out: no file left.",
        f"{CY}) was taken out: no file left.",
    ]
    assert paths_in() == [BO]


def test_a_session_that_another_file_holds_is_not_taken_out(run: Runner) -> None:
    shutil.copy(ANA, "calls/copy of ana.txt")
    run("add", "calls", "-a", "calls.db")
    Path(ANA).unlink()
    ran = run("refresh", "-a", "calls.db", "--prune")
    assert (ran.out, ran.err) == ("calls.db: 3 unchanged\n", "")


def test_a_folder_that_is_not_there_takes_nothing_out(run: Runner) -> None:
    run("add", "calls", "-a", "calls.db")
    Path("calls").rename("elsewhere")
    ran = run("refresh", "-a", "calls.db", "--prune")
    assert (ran.code, ran.out) == (0, "calls.db: 3 unchanged\n")
    assert ran.err.startswith("the folder calls is not there; its 3 sessions stay")


def test_another_pack_is_used_on_all_sessions(run: Runner) -> None:
    run("add", ANA, "-a", "calls.db")
    run("add", BO, "-a", "calls.db", "--pack", "leadership")
    assert run("refresh", "-a", "calls.db").out == "calls.db: 2 unchanged\n"
    ran = run("refresh", "-a", "calls.db", "--pack", "leadership")
    assert ran.out == "calls.db: 1 refreshed, 1 unchanged\n"
    assert {it.made_with.pack.split()[0] for it in analyses()} == {"leadership"}


def test_a_pack_of_ones_own_has_to_be_named(run: Runner) -> None:
    run("pack", "new", "tea", "-o", "tea.toml")
    run("add", ANA, "-a", "calls.db", "--pack", "tea.toml")
    run("add", BO, "-a", "calls.db")
    ran = run("refresh", "-a", "calls.db")
    assert (ran.code, ran.out) == (1, "calls.db: 1 unchanged, 1 failed\n")
    assert ran.err == (
        "error: 1 session of the pack 'tea 1' cannot be refreshed, for it is not a shipped one."
        " Name its file with --pack; all sessions are analysed with it then.\n"
    )


@pytest.mark.usefixtures("newer")
def test_a_file_that_is_read_otherwise_today_takes_the_place_of_its_session(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", ANA, "-a", "calls.db")
    (before,) = analyses()

    def otherwise(path: str, **_: Any) -> Any:
        session = read(path)
        return dataclasses.replace(session, id="feedfeedfeed")

    from analyzer.read import read_session as read

    monkeypatch.setattr("analyzer.batch.read_session", otherwise)
    ran = run("refresh", "-a", "calls.db")
    assert ran.out == "calls.db: 1 refreshed\n"
    assert ran.err == (
        f"{ANA} is read otherwise now: session feedfeedfeed in place of {before.session.id}.\n"
    )
    assert [it.session.id for it in analyses()] == ["feedfeedfeed"]


@pytest.mark.usefixtures("newer")
def test_stopped_from_the_keyboard_it_goes_on_from_there(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "calls", "-a", "calls.db")

    def interrupt(session: Any, **more: Any) -> Any:
        if session.source.path == BO:
            raise KeyboardInterrupt
        return conftest.quick_analysis(session, **more)

    monkeypatch.setattr("analyzer.batch.analyze_session", interrupt)
    ran = run("refresh", "-a", "calls.db")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.startswith("1 session refreshed in calls.db; the same command goes on")
    assert made_with() == {"quick 1", "quick 2"}
    monkeypatch.setattr("analyzer.batch.analyze_session", conftest.quick_analysis)
    assert run("refresh", "-a", "calls.db").out == "calls.db: 2 refreshed, 1 unchanged\n"


@pytest.mark.usefixtures("newer")
def test_one_that_fails_is_named_and_stays_as_it_was(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", "calls", "-a", "calls.db")

    def fail(session: Any, **more: Any) -> Any:
        if session.source.path == BO:
            raise ZeroDivisionError
        return conftest.quick_analysis(session, **more)

    monkeypatch.setattr("analyzer.batch.analyze_session", fail)
    ran = run("refresh", "-a", "calls.db")
    assert (ran.code, ran.out) == (1, "calls.db: 2 refreshed, 1 failed\n")
    assert ran.err.startswith(f"error: {BO}: analysing broke off: ZeroDivisionError")
    assert made_with() == {"quick 1", "quick 2"}


def test_a_missing_archive_is_not_made(run: Runner) -> None:
    ran = run("refresh", "-a", "gone.db")
    assert ran.code == 2
    assert ran.err.startswith("error: gone.db: there is no archive here.")
    assert not Path("gone.db").exists()
