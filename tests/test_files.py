from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from analyzer.files import (
    is_open_to_others,
    make_private_file,
    make_private_folder,
    write_private,
)

posix = pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_only_the_owner_may_read_what_is_written_whatever_the_umask(
    tmp_path: Path, umask: int
) -> None:
    before = os.umask(umask)
    try:
        write_private(tmp_path / "key", b"secret")
        make_private_file(tmp_path / "empty")
        make_private_folder(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert [rights(tmp_path / name) for name in ("key", "empty")] == [0o600, 0o600]
    assert [rights(tmp_path / name) for name in ("a", "a/b")] == [0o700, 0o700]
    assert not is_open_to_others(tmp_path / "key")


@posix
def test_a_file_that_others_may_read_is_replaced_by_one_that_they_may_not(tmp_path: Path) -> None:
    place = tmp_path / "report.pdf"
    place.write_bytes(b"old")
    place.chmod(0o644)
    assert is_open_to_others(place)
    write_private(place, b"new")
    assert (place.read_bytes(), rights(place)) == (b"new", 0o600)


def test_what_is_there_stays_where_nothing_is_to_be_replaced(tmp_path: Path) -> None:
    place = tmp_path / "key"
    write_private(place, b"first", replace=False)
    with pytest.raises(FileExistsError):
        write_private(place, b"second", replace=False)
    assert place.read_bytes() == b"first"
    assert [it.name for it in tmp_path.iterdir()] == ["key"]


def test_a_file_that_is_there_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "calls.db").write_bytes(b"full")
    make_private_file(tmp_path / "calls.db")
    assert (tmp_path / "calls.db").read_bytes() == b"full"


def test_nothing_is_left_beside_where_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_private(tmp_path / "folder", b"text")
    assert [it.name for it in tmp_path.iterdir()] == ["folder"]
