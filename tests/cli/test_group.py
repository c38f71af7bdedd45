from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from analyzer import __version__
from analyzer.cli import main
from analyzer.errors import AnalyzerError, ArchiveError, ModelError, PackError
from tests.cli.running import Runner

HEAVY = ["pandas", "spacy", "sklearn", "matplotlib", "pydantic", "numpy", "scipy", "rich", "typst"]
COMMANDS = [
    "demo",
    "read",
    "analyze",
    "add",
    "refresh",
    "list",
    "show",
    "search",
    "themes",
    "trends",
    "report",
    "archive",
    "archive info",
    "archive check",
    "archive compact",
    "pack",
    "pack list",
    "pack show",
    "pack check",
    "pack new",
    "train",
    "evaluate",
    "formats",
    "schema",
]


def python(code: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **more}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
    )


def test_help_loads_nothing_heavy() -> None:
    code = f"""
import sys
from analyzer.cli import main
try:
    main(["--help"])
except SystemExit as end:
    assert end.code == 0
print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""
    ran = python(code)
    assert ran.stdout.startswith("Usage: analyzer")
    assert ran.stderr.strip() == "[]"


def test_python_m_analyzer_is_the_same_command() -> None:
    command = [sys.executable, "-m", "analyzer", "--version"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout == f"analyzer {__version__}\n"


def test_help_says_first_what_to_try_without_files(run: Runner) -> None:
    said = run("--help").out
    steps = ("analyzer demo", "analyzer analyze call.txt", "analyzer add calls/", "analyzer report")
    places = [said.index(step) for step in steps]
    assert places == sorted(places)


def test_the_bare_command_is_its_help(run: Runner) -> None:
    bare, helped = run(), run("--help")
    assert (bare.code, bare.out) == (0, helped.out)


def test_the_bare_pack_command_is_its_help(run: Runner) -> None:
    bare, helped = run("pack"), run("pack", "--help")
    assert (bare.code, bare.out) == (0, helped.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_with_an_example(command: str, run: Runner) -> None:
    ran = run(*command.split(), "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: analyzer {command}")
    assert f"  Example:\n    analyzer {command}" in ran.out
    assert run(*command.split(), "-h").out == ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_said_in_full_in_the_list(command: str, run: Runner) -> None:
    *group, name = command.split()
    line = next(it for it in run(*group, "--help").lines if it.startswith(f"  {name} "))
    assert line.endswith(".")
    assert not line.endswith("...")


def test_a_mistyped_command_gets_the_nearest(run: Runner) -> None:
    ran = run("anlyze", "call.txt")
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err == (
        "error: No such command 'anlyze'. Did you mean 'analyze'? Commands are demo, read, "
        "analyze, add, refresh, list, show, search, themes, trends, measures, report, export, "
        "import, review, redact, forget, archive, pack, train, evaluate, agree, formats, schema.\n"
        "See 'analyzer --help'.\n"
    )


def test_a_missing_argument_is_wrong_use(run: Runner) -> None:
    ran = run("read")
    assert ran.code == 2
    assert ran.err == "error: Missing argument 'FILE...'.\nSee 'analyzer read --help'.\n"


def test_a_missing_archive_option_is_wrong_use(run: Runner) -> None:
    ran = run("list")
    assert ran.code == 2
    assert ran.err == "error: Missing option '-a' / '--archive'.\nSee 'analyzer list --help'.\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(ArchiveError("no archive here."), 2, id="an archive named wrongly"),
        pytest.param(PackError("no such pack."), 2, id="a pack named wrongly"),
        pytest.param(ModelError("the model is damaged."), 1, id="anything else"),
    ],
)
def test_an_error_of_ours_is_one_line_and_a_code(
    error: AnalyzerError, code: int, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("analyzer.records.store.json_schema", fail)
    ran = run("schema")
    assert (ran.code, ran.out, ran.err) == (code, "", f"error: {error}\n")


def test_an_error_of_the_system_names_the_file(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device", "calls.db")

    monkeypatch.setattr("analyzer.records.store.json_schema", fail)
    ran = run("schema")
    assert (ran.code, ran.err) == (1, "error: calls.db: No space left on device.\n")


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("analyzer.records.store.json_schema", fail)
    with pytest.raises(ZeroDivisionError):
        main(["schema"])


def test_an_interruption_ends_with_130(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("analyzer.records.store.json_schema", interrupt)
    ran = run("schema")
    assert (ran.code, ran.out, ran.err.strip()) == (130, "", "stopped.")


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="pipes of Unix only")
@pytest.mark.parametrize("arguments", ["schema", "--help", "pack show leadership"])
def test_a_reader_that_leaves_early_is_no_error(arguments: str) -> None:
    command = f"sleep 0.2; {sys.executable} -m analyzer {arguments}; echo $? >&2"
    ran = subprocess.run(
        ["bash", "-c", f"( {command} ) | head -n 0"], capture_output=True, text=True, check=True
    )
    assert ran.stderr == "141\n"


def test_output_is_utf8_whatever_the_locale() -> None:
    code = """
import sys
from analyzer.cli import main
main(["pack", "show", "recruiting", "--json"])
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert "“" in ran.stdout.decode("utf-8")


def test_a_name_that_is_no_text_is_printed_all_the_same(run: Runner, tmp_path: Path) -> None:
    ran = run("read", os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt"))
    assert ran.code == 1
    assert "caf\\udce9.txt" in ran.err


def test_without_standalone_mode_errors_reach_the_caller() -> None:
    with pytest.raises(click.UsageError):
        main(["read"], standalone_mode=False)
