"""Every notebook runs from top to bottom in any folder, and lies here without output."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))
EXECUTE = "from nbclient.cli import main; main()"
each = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: str(path.name))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sample archive is kept: one place for all workers of this run."""
    return tmp_path_factory.getbasetemp().parent / "cache"


def test_the_notebooks_are_numbered_from_one_on() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05", "06"]


@each
def test_a_notebook_holds_no_output(notebook: Path) -> None:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)


@each
def test_a_notebook_runs_from_top_to_bottom(notebook: Path, tmp_path: Path, cache: Path) -> None:
    copy = shutil.copyfile(notebook, tmp_path / notebook.name)
    command = [sys.executable, "-c", EXECUTE, str(copy), "--output", str(tmp_path / "done.ipynb")]
    done = subprocess.run(
        [*command, "--startup_timeout", "600"],
        cwd=tmp_path,
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
