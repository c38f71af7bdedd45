"""What ``analyzer review`` says where it cannot serve its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.cli.parts import reviewing
from tests.cli.running import Runner
from tests.review.calls import a_long_call, an_archive


def test_without_an_archive_no_page_is_served(run: Runner) -> None:
    ran = run("review", "-a", "nothing.db", "--no-browser")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no archive here" in ran.err


def test_without_the_extra_the_line_to_install_it_is_told(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = an_archive(tmp_path / "reviewed.db", a_long_call(n_turns=4))
    monkeypatch.setattr(reviewing, "find_spec", lambda _: None)
    ran = run("review", "-a", str(archive), "--no-browser")
    assert ran.code == 1
    assert "pip install 'coaching-call-analyzer[review]'" in ran.err


def test_a_reviewer_without_a_name_is_told(run: Runner, tmp_path: Path) -> None:
    archive = an_archive(tmp_path / "reviewed.db", a_long_call(n_turns=4))
    ran = run("review", "-a", str(archive), "--no-browser", "--by", "  ")
    assert ran.code == 1
    assert "no name of a reviewer" in ran.err


def test_one_pack_learns_at_a_time(run: Runner, tmp_path: Path) -> None:
    archive = str(an_archive(tmp_path / "reviewed.db", a_long_call(n_turns=4)))
    ran = run("train", "--from-archive", archive)
    assert ran.code == 2
    assert "--pack my.toml" in ran.err
    ran = run("train", "--from-archive", archive, "--pack", "recruiting")
    assert ran.code == 2
    assert "export --to labelled" in ran.err
