"""Every notebook runs from top to bottom, as a reader would run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
EXECUTE = "from nbclient.cli import main; main()"


def test_there_are_notebooks() -> None:
    assert list(NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize(
    "notebook", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: str(path.name)
)
def test_a_notebook_runs_from_top_to_bottom(notebook: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE, str(notebook), "--output", str(tmp_path / "done.ipynb")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
