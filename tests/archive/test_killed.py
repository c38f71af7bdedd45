"""Processes killed in the middle of writing, hundreds of them: nothing is lost or half written."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

KILLER = Path(__file__).with_name("killer.py")
VERSIONS = Path(__file__).with_name("versions")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="killing needs fork")


def killed(what: str | Path, path: Path, *, n_kills: int) -> int:
    """How many steps were done by processes that were killed; each was looked after."""
    seed = str(random.randrange(10**9))  # noqa: S311 - no secret
    ran = subprocess.run(
        [sys.executable, str(KILLER), str(what), str(path), str(n_kills), seed],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"seed {seed}: {ran.stderr}"
    found = json.loads(ran.stdout)
    assert found["kills"] == n_kills
    return int(found["done"])


def test_two_hundred_killed_writers_lose_nothing_and_leave_nothing_half_written(path: Path) -> None:
    assert killed("writers", path, n_kills=200) > 200


def test_killed_upgrades_leave_the_archive_as_it_was_or_as_it_is_to_be(path: Path) -> None:
    old = path.with_name("old.db")
    old.write_bytes(gzip.decompress((VERSIONS / "1.db.gz").read_bytes()))
    killed(old, path, n_kills=50)
