from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.export import targets
from tests.cli.running import Runner

LABELLED = Path(__file__).parents[2] / "data" / "labelled"
TWO = [LABELLED / "rec-c05.tsv", LABELLED / "rec-e03.tsv"]


@pytest.fixture
def archive(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    done = run("import", *TWO, "-a", "calls.db", "--by", "Nora")
    assert (done.code, done.out) == (0, "2 of 2 labelled sessions are in calls.db.\n")
    return "calls.db"


def test_labelled_sessions_go_in_and_come_out(run: Runner, archive: str) -> None:
    done = run("export", "-a", archive, "--to", "labelled", "-o", "out")
    assert (done.code, done.out) == (0, "out\n")
    for path in TWO:
        assert Path("out", path.name).read_bytes() == path.read_bytes()


def test_help_lists_every_target(run: Runner) -> None:
    said = run("export", "--help").out
    assert all(f"  {it.name} " in said and it.about in said for it in targets())


def test_one_session_is_chosen_by_its_file(run: Runner, archive: str) -> None:
    done = run("export", "-a", archive, "--to", "labelled", "-o", "one", "--session", "rec-c05.tsv")
    assert done.code == 0
    assert [it.name for it in Path("one").glob("*.tsv")] == ["rec-c05.tsv"]


def test_what_is_in_the_way_is_named(run: Runner, archive: str) -> None:
    Path("x.qdc").write_text("mine", encoding="utf-8")
    done = run("export", "-a", archive, "--to", "refi-qdc", "-o", "x.qdc")
    assert done.code == 1
    assert "--force" in done.err
    assert run("export", "-a", archive, "--to", "refi-qdc", "-o", "x.qdc", "--force").code == 0


def test_a_codebook_becomes_a_pack_that_can_be_used(run: Runner, archive: str) -> None:
    assert run("export", "-a", archive, "--to", "refi-qdc", "-o", "book.qdc").code == 0
    done = run("import", "book.qdc", "-o", "mine.toml")
    assert (done.code, done.out) == (0, "mine.toml\n")
    assert run("pack", "check", "mine.toml").code == 0
    assert "--force" in run("import", "book.qdc", "-o", "mine.toml").err


def test_a_file_that_breaks_a_rule_is_named_and_the_others_go_in(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.tsv").write_text("#session: bad\nno row\n", encoding="utf-8")
    done = run("import", "bad.tsv", TWO[0], "-a", "calls.db")
    assert done.code == 1
    assert "bad.tsv" in done.err
    assert done.out == "1 of 2 labelled sessions are in calls.db.\n"


def test_wrong_use_is_said(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "-a" in run("import", TWO[0]).err
    assert "alone" in run("import", "a.qdc", "b.qdc").err
    assert run("export", "-a", "gone.db", "--to", "word", "-o", "x").code == 2
