from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

for module in ("distributed", "pyarrow"):
    pytest.importorskip(module, reason="needs the extra 'cluster'")

from analyzer.cluster import PartedFolder, read_gathered
from tests.cli.running import Runner
from tests.cluster.quickly import QuickWork, write_call


@pytest.fixture
def quick_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.cli.parts.clustering.Work", QuickWork)


@pytest.mark.usefixtures("quick_work")
def test_add_fills_a_folder_on_a_cluster_and_goes_on_from_there(
    run: Runner, cluster: Any, tmp_path: Path
) -> None:
    for number in range(3):
        write_call(tmp_path / "calls", f"{number}.json", matter="fee", number=number)
    write_call(tmp_path / "calls", "copy.json", matter="fee", number=1, bare=True)
    write_call(tmp_path / "calls", "bad.json", fails=True)
    given = ("add", tmp_path / "calls", "-a", tmp_path / "found")
    ran = run(*given, "--cluster", cluster.scheduler_address)
    assert (ran.code, ran.out) == (1, f"{tmp_path}/found: 3 added, 1 duplicate, 1 failed\n")
    assert ran.err == f"error: {tmp_path}/calls/bad.json: it is empty.\n"
    folder = PartedFolder.open(tmp_path / "found")
    assert len(read_gathered(folder).sessions) == 3
    assert folder.parts("themes") == [0]

    again = run(*given, "--cluster", cluster.scheduler_address)
    assert again.out == f"{tmp_path}/found: 4 unchanged, 1 failed\n"


def test_a_cluster_that_does_not_answer_is_named(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.cluster.running.WAIT_S", 0.2)
    file = write_call(tmp_path / "calls", "a.json", matter="fee", number=1)
    given = ("add", file, "-a", tmp_path / "found", "--cluster", "tcp://127.0.0.1:1")
    ran = run(*given)
    assert ran.code == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in ran.err
    assert not (tmp_path / "found").exists()
    assert "is for this machine" in run(*given, "--jobs", "2").err
