"""What each command says of inputs that cannot be used, word for word."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.running import Runner

pytestmark = pytest.mark.usefixtures("quick", "calls")

COMMANDS = [
    pytest.param(("read",), id="read"),
    pytest.param(("analyze",), id="analyze"),
    pytest.param(("add", "-a", "calls.db"), id="add"),
]
COMMAND = pytest.mark.parametrize("command", COMMANDS)


@COMMAND
def test_an_empty_file(command: tuple[str, ...], run: Runner) -> None:
    Path("empty.txt").touch()
    ran = run(*command, "empty.txt")
    assert ran.code == 1
    assert ran.err == "error: empty.txt: the file is empty. Check that the export was finished.\n"


@COMMAND
def test_a_binary_file(command: tuple[str, ...], run: Runner) -> None:
    Path("call.txt").write_bytes(bytes(range(256)) * 20)
    ran = run(*command, "call.txt")
    assert ran.code == 1
    assert ran.err.startswith("error: call.txt: ")
    assert ran.err.count("\n") == 1


@COMMAND
def test_a_recording(command: tuple[str, ...], run: Runner) -> None:
    Path("call.mp3").write_bytes(b"ID3\x03" + bytes(100))
    ran = run(*command, "call.mp3")
    assert ran.code == 1
    assert ran.err == (
        "error: call.mp3: this is an MP3 recording, not a transcript. A recording has to be "
        "transcribed first; give the transcript (.vtt, .srt, .docx, .txt).\n"
    )


@COMMAND
def test_a_missing_file(command: tuple[str, ...], run: Runner) -> None:
    ran = run(*command, "gone.txt")
    assert ran.code == 1
    assert ran.err == "error: gone.txt: there is no such file. Check the spelling of the path.\n"


@COMMAND
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_that_may_not_be_read(command: tuple[str, ...], run: Runner) -> None:
    Path("call.txt").write_text("Ana: Hello.", encoding="utf-8")
    Path("call.txt").chmod(0)
    ran = run(*command, "call.txt", "calls/2024-05-01-ana.txt")
    assert ran.code == 1
    assert ran.err == (
        "error: call.txt: this file may not be read. Change its permissions, or copy it.\n"
    )
    assert "2024-05-01-ana" in ran.out or "1 added, 1 failed" in ran.out


@COMMAND
def test_a_folder_without_transcripts(command: tuple[str, ...], run: Runner) -> None:
    Path("photos").mkdir()
    Path("photos/one.jpg").write_bytes(b"\xff\xd8\xff")
    ran = run(*command, "photos")
    assert ran.code == 1
    assert ran.err == (
        "error: photos: this folder holds no transcripts.\n"
        "passed over 1 file with an ending no format has: photos/one.jpg.\n"
    )


@COMMAND
def test_a_folder_in_which_one_is_bad_and_the_rest_is_done(
    command: tuple[str, ...], run: Runner
) -> None:
    Path("calls/2024-05-01-empty.txt").write_bytes(b"\n\n")
    ran = run(*command, "calls")
    assert ran.code == 1
    assert ran.err == (
        "error: calls/2024-05-01-empty.txt: the file is empty. "
        "Check that the export was finished.\n"
    )
    if command[0] == "add":
        assert ran.out == "calls.db: 3 added, 1 failed\n"
    else:
        assert all(f"calls/2024-05-0{day}" in ran.out for day in (1, 2, 3))


@COMMAND
def test_a_file_of_one_line_is_read(command: tuple[str, ...], run: Runner) -> None:
    Path("one.txt").write_text("Mike: Ask her whose budget it is.", encoding="utf-8")
    ran = run(*command, "one.txt")
    assert (ran.code, ran.err) == (0, "")


@COMMAND
def test_a_file_without_speakers(command: tuple[str, ...], run: Runner) -> None:
    Path("notes.txt").write_text("just some words of nobody in particular", encoding="utf-8")
    ran = run(*command, "notes.txt")
    assert ran.code in {0, 1}
    assert ran.err.startswith("error: notes.txt: ") if ran.code else ran.out


def test_an_unknown_format_is_wrong_use(run: Runner) -> None:
    ran = run("read", "--format", "zoom_vtt", "calls")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: Invalid value for '--format': there is no format 'zoom_vtt'.")


@pytest.mark.parametrize("command", [("read",), ("analyze",)])
def test_a_dash_is_standard_input(command: tuple[str, ...], run: Runner) -> None:
    text = Path("calls/2024-05-01-ana.txt").read_bytes()
    ran = run(*command, "-", "--json", stdin=text)
    assert (ran.code, ran.err) == (0, "")
    content = json.loads(ran.out)
    assert content["session"]["source"]["path"] == "-"
    assert [speaker["name"] for speaker in content["session"]["speakers"]] == ["Ana", "Mike"]


@pytest.mark.parametrize("command", [("read",), ("analyze",)])
def test_empty_standard_input_is_named_by_its_dash(command: tuple[str, ...], run: Runner) -> None:
    ran = run(*command, "-")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "error: -: the file is empty. Check that the export was finished.\n"


@pytest.mark.parametrize("command", [("read",), ("analyze",)])
def test_json_is_one_line_a_file_and_the_same_twice(command: tuple[str, ...], run: Runner) -> None:
    first, second = (run(*command, "calls", "--json") for _ in range(2))
    assert first.out == second.out
    sessions = [json.loads(line)["session"] for line in first.lines]
    assert [session["source"]["path"] for session in sessions] == [
        "calls/2024-05-01-ana.txt",
        "calls/2024-05-02-bo.txt",
        "calls/2024-05-03-cy.txt",
    ]


@pytest.mark.parametrize("command", [("read",), ("analyze",)])
def test_sessions_in_words_are_parted_by_a_blank_line(
    command: tuple[str, ...], run: Runner
) -> None:
    ran = run(*command, "calls")
    assert ran.code == 0
    assert not ran.out.startswith("\n")
    assert "\n\n\n" not in ran.out
    assert all(f"2024-05-0{day}" in ran.out for day in (1, 2, 3))


def test_formats_lists_each_with_its_endings(run: Runner) -> None:
    names = [json.loads(line)["name"] for line in run("formats", "--json").lines]
    text = run("formats").out
    assert names
    assert all(any(line.startswith(name) for line in text.splitlines()) for name in names)


def test_the_schema_describes_what_analyze_prints(run: Runner) -> None:
    schema = json.loads(run("schema").out)
    printed = json.loads(run("analyze", "calls/2024-05-01-ana.txt", "--json").out)
    assert set(printed) == set(schema["properties"])
