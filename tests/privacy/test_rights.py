from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from analyzer.archive import Archive
from analyzer.records.pack_file import load_pack
from analyzer.report import write_report
from tests.builders import an_analysis

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")


def test_archives_with_what_lies_beside_them_and_reports_are_for_their_owner_alone(
    tmp_path: Path,
) -> None:
    before = os.umask(0o000)
    try:
        with Archive.open(tmp_path / "calls.db", create=True) as archive:
            archive.add(an_analysis())
            write_report(archive, tmp_path / "a.html", pack=load_pack("recruiting"))
            files = {it.name: stat.S_IMODE(it.stat().st_mode) for it in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert files == dict.fromkeys(("a.html", "calls.db", "calls.db-shm", "calls.db-wal"), 0o600)
