"""A cluster of two processes on this machine, and calls for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch import Work
from analyzer.records import Pack
from tests.aggregate.themes.calls import MATTERS
from tests.cli.conftest import run as run  # noqa: PLC0414 - the same fixture here
from tests.cluster.quickly import QuickWork, write_call


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two workers, each a process; one that is killed is started again."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        local_directory=str(tmp_path_factory.mktemp("workers")),
    ) as running:
        yield running


@pytest.fixture
def client(cluster: Any) -> Iterator[Any]:
    from distributed import Client

    with Client(cluster, set_as_default=False) as one:
        yield one


@pytest.fixture
def work(recruiting: Pack) -> Work:
    return QuickWork(pack=recruiting, with_passages=True)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of about four files, so that few files make many."""
    monkeypatch.setattr("analyzer.cluster.folder.FILES_A_PART", 4)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Calls with people under two names, one talk in three files, and one that fails."""
    folder = tmp_path / "calls"
    names = {1: "Imani", 4: "Imani Clarke", 5: "Speaker 1"}
    calls = [
        write_call(folder, f"{matter}-{n}.json", matter=matter, number=n, client=names.get(n))
        for matter in MATTERS
        for n in range(6)
    ]
    copies = [
        write_call(folder, f"a{n} copy of fee.json", matter="fee", number=2, bare=n == 0)
        for n in range(2)
    ]
    return [*calls, *copies, write_call(folder, "bad.json", fails=True)]
