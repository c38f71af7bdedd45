from __future__ import annotations

import sys

import pytest

from analyzer.cli.parts.talk import Talk
from analyzer.errors import UnreadableTranscript

FILES = ["a.txt", "b.txt", "c.txt"]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person watches standard error."""
    monkeypatch.setattr("analyzer.cli.parts.talk.is_watched", lambda stream: stream is sys.stderr)
    monkeypatch.setenv("TERM", "xterm")


def test_a_failure_is_one_line_and_sets_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk()
    assert talk.code == 0
    talk.fail(UnreadableTranscript("the file\n is empty.", path="a.txt", hint="Copy it again."))
    assert talk.code == 1
    assert capsys.readouterr() == ("", "error: a.txt: the file is empty. Copy it again.\n")


def test_no_progress_is_shown_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk()
    with talk.doing("Loading"):
        assert list(talk.track(FILES, doing="Analysing", total=3)) == FILES
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("terminal")
def test_progress_is_shown_on_standard_error_only(capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk()
    for file in talk.track(FILES, doing="Analysing", total=3):
        talk.say(f"[{file}] is done")
    said = capsys.readouterr()
    assert said.out == ""
    assert "Analysing" in said.err
    assert "[b.txt] is done" in said.err


@pytest.mark.usefixtures("terminal")
def test_a_wait_is_shown_on_standard_error_only(capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk()
    with talk.doing("Loading the models"), talk.doing("something inside"):
        talk.say("half done")
    said = capsys.readouterr()
    assert said.out == ""
    assert "half done" in said.err


@pytest.mark.usefixtures("terminal")
def test_no_bar_runs_through_results_on_the_same_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.cli.parts.talk.is_watched", lambda _: True)
    assert list(Talk().track(FILES, doing="Analysing", total=3, beside_result=True)) == FILES
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("terminal")
def test_a_bar_that_is_stopped_gives_the_terminal_back() -> None:
    talk = Talk()
    items = talk.track(FILES, doing="Analysing", total=3)
    next(items)
    items.close()  # type: ignore[attr-defined] # a generator
    talk.say("still there")
    assert list(talk.track(FILES, doing="Again", total=3)) == FILES
