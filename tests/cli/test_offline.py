"""Every command where no socket can be opened: nothing is sent anywhere, nothing is fetched."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
import pytest

from analyzer.cli import main
from tests.cli.running import Runner

DATA = Path(__file__).resolve().parents[2] / "data"
LABELLED, SAMPLE = DATA / "labelled", DATA / "samples" / "2024-05-14-imani-clarke.txt"

# One run of each command, in an order in which each finds what it needs. Those without one do what
# others do, with models that take long to make or load.
RUNS = {
    "demo": None,  # what "add" and "report" do
    "read": ["read", "calls"],
    "analyze": ["analyze", "calls/2024-05-01-ana.txt"],
    "add": ["add", "calls", "-a", "calls.db"],
    "refresh": ["refresh", "-a", "calls.db"],
    "list": ["list", "-a", "calls.db"],
    "show": ["show", "2024-05-01-ana.txt", "-a", "calls.db"],
    "search": ["search", "voicemail", "-a", "calls.db"],
    "themes": ["themes", "-a", "calls.db"],
    "trends": ["trends", "-a", "calls.db"],
    "measures": ["measures", "-a", "calls.db"],
    "report": ["report", "-a", "calls.db", "-o", "a.pdf", "--anonymous"],
    "export": ["export", "-a", "calls.db", "--to", "csv", "-o", "tables"],
    "import": ["import", "one", "-a", "labelled.db"],
    "review": None,  # a server of this machine's own; tests/review sees to whom it answers
    "redact": ["redact", "calls", "-o", "shared", "--key", "calls.key"],
    "forget": ["forget", "Bo", "-a", "calls.db", "--yes"],
    "archive": ["archive", "check", "-a", "calls.db"],
    "pack": ["pack", "show", "recruiting"],
    "train": None,
    "evaluate": None,
    "agree": ["agree", "one", "other"],
    "formats": ["formats"],
    "schema": ["schema"],
}


def refused(*args: Any, **options: Any) -> NoReturn:
    raise AssertionError(f"a connection was asked for: {args} {options}")


@pytest.fixture
def without_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("connect", "connect_ex", "sendto", "sendmsg", "bind"):
        monkeypatch.setattr(socket.socket, name, refused, raising=False)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refused)


def test_every_command_is_among_them() -> None:
    assert isinstance(main, click.Group)
    assert set(main.list_commands(click.Context(main))) == set(RUNS)


@pytest.mark.usefixtures("quick", "calls", "without_sockets")
def test_no_command_opens_a_connection(run: Runner, tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        shutil.copy(LABELLED / "rec-a01.tsv", tmp_path / folder)
    for name, args in RUNS.items():
        if args is not None:
            ran = run(*args)
            assert ran.code == 0, (name, ran.err)


def test_analysing_with_the_real_models_works_without_a_network() -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], check=False).returncode:
        pytest.skip("this machine lets nobody take the network away from a process")
    ran = subprocess.run(
        [unshare, "-rn", sys.executable, "-m", "analyzer", "analyze", SAMPLE, "--json"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert '"advice":[{' in ran.stdout
