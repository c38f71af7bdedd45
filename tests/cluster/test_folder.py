from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

for module in ("distributed", "pyarrow"):
    pytest.importorskip(module, reason="needs the extra 'cluster'")

import pyarrow as pa
import pyarrow.parquet as pq

from analyzer.batch import Work
from analyzer.cluster import PartedFolder, read_gathered, read_heads, read_table
from analyzer.cluster.folder import dealt, write_whole
from analyzer.cluster.parts import Part, analyse_part, make_part_tables
from analyzer.errors import ArchiveError, MissingExtra, ModelError
from tests.cluster.quickly import STAMP, write_call

PACK = "recruiting 1"


@given(st.lists(st.text(min_size=1)), st.integers(1, 50))
def test_every_file_belongs_to_one_part_told_by_its_path_alone(
    files: list[str], n_parts: int
) -> None:
    folder = PartedFolder(path=Path("found"), n_parts=n_parts, pack=PACK)
    parts = dealt(folder, files)
    assert sorted(file for mine in parts.values() for file in mine) == sorted(set(files))
    assert parts == dealt(folder, reversed(files))
    assert all(0 <= number < n_parts for number in parts)


def test_the_number_of_parts_is_settled_once(tmp_path: Path) -> None:
    made = PartedFolder.make(tmp_path / "found", pack=PACK, n_files=200)
    assert made.n_parts == 4
    assert PartedFolder.make(tmp_path / "found", pack=PACK, n_files=9_000) == made
    assert PartedFolder.open(tmp_path / "found") == made


def test_a_folder_of_other_things_or_another_pack_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ArchiveError, match="holds other things"):
        PartedFolder.make(tmp_path, pack=PACK, n_files=1)
    with pytest.raises(ArchiveError, match="no folder that a cluster has filled"):
        PartedFolder.open(tmp_path)
    assert [it.name for it in tmp_path.iterdir()] == ["mine.txt"]
    PartedFolder.make(tmp_path / "found", pack=PACK, n_files=1)
    with pytest.raises(ArchiveError, match="what the pack 'recruiting 1' found"):
        PartedFolder.make(tmp_path / "found", pack="sales 1", n_files=1)
    with pytest.raises(ArchiveError, match="nothing can be written"):
        PartedFolder.make(tmp_path / "mine.txt" / "found", pack=PACK, n_files=1)


def test_a_folder_without_its_tables_says_so(tmp_path: Path) -> None:
    folder = PartedFolder.make(tmp_path / "found", pack=PACK, n_files=1)
    with pytest.raises(ArchiveError, match="not all tables"):
        read_table(folder, "advice")


def test_a_folder_in_which_nothing_was_found_has_empty_tables(tmp_path: Path) -> None:
    folder = PartedFolder.make(tmp_path / "found", pack=PACK, n_files=1)
    folder.mark(whole=True)
    tables = read_gathered(folder)
    assert len(tables.sessions) == len(tables.turns) == 0
    assert str(tables.sessions["held_on"].dtype) == "datetime64[ms]"


def test_a_file_is_put_there_whole_or_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "advice" / "part-00000.parquet"
    write_whole(pa.table({"n": [1, 2]}), place)

    def half(_: Any, where: Path, **__: Any) -> None:
        Path(where).write_bytes(b"PAR1")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", half)
    with pytest.raises(OSError, match="No space"):
        write_whole(pa.table({"n": [3]}), place)
    assert pq.read_table(place).column("n").to_pylist() == [1, 2]
    assert [it.name for it in place.parent.iterdir()] == [place.name]


def test_what_dead_machines_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    folder = PartedFolder.make(tmp_path / "found", pack=PACK, n_files=1)
    place = folder.place("advice", 0)
    write_whole(pa.table({"n": [1]}), place)
    (place.parent / ".part-00000.parquet.12ab.half").write_bytes(b"PAR1")
    folder.sweep()
    assert [it.name for it in place.parent.iterdir()] == [place.name]


def a_part(work: Work, folder: PartedFolder, *files: str) -> Part:
    return Part(folder=folder, number=0, files=files, work=work, stamp=STAMP)


def test_a_part_done_twice_is_there_once(work: Work, tmp_path: Path) -> None:
    folder = PartedFolder.make(tmp_path / "found", pack=PACK, n_files=1)
    file = write_call(tmp_path / "calls", "a.json", matter="fee", number=1)
    other = write_call(tmp_path / "calls", "b.json", matter="fee", number=2)
    for _ in range(2):
        assert analyse_part(a_part(work, folder, file)) == ()
    analyse_part(a_part(work, folder, other))
    once = folder.place("analyses", 0).read_bytes()
    analyse_part(a_part(work, folder, file, other))
    assert folder.place("analyses", 0).read_bytes() == once
    assert list(read_heads(folder)) == [file, other]


def test_a_file_that_fails_now_keeps_what_it_held(work: Work, tmp_path: Path) -> None:
    folder = PartedFolder.make(tmp_path / "found", pack=PACK, n_files=1)
    file = write_call(tmp_path / "calls", "a.json", matter="fee", number=1)
    analyse_part(a_part(work, folder, file))
    write_call(tmp_path / "calls", "a.json", fails=True)
    ((failed, error),) = analyse_part(a_part(work, folder, file))
    assert failed == file
    assert "it is empty" in str(error)
    assert list(read_heads(folder)) == [file]


def test_what_no_archive_can_hold_fails_alone(work: Work, tmp_path: Path) -> None:
    folder = PartedFolder.make(tmp_path / "found", pack=PACK, n_files=1)
    late = write_call(tmp_path / "calls", "a.json", matter="fee", number=2, late=2**70)
    other = write_call(tmp_path / "calls", "b.json", matter="fee", number=3)
    ((failed, error),) = analyse_part(a_part(work, folder, late, other))
    assert failed == late
    assert "something that no file can keep" in str(error)
    assert list(read_heads(folder)) == [other]


def test_a_machine_with_other_models_is_refused(work: Work, tmp_path: Path) -> None:
    folder = PartedFolder.make(tmp_path / "found", pack=PACK, n_files=1)
    file = write_call(tmp_path / "calls", "a.json", matter="fee", number=1)
    other = type(STAMP)(analyzer="0.1.0", pack=PACK, models="sentences 2")
    part = Part(folder=folder, number=0, files=(file,), work=work, stamp=other)
    with pytest.raises(ModelError, match="sentences 1, another has"):
        analyse_part(part)
    assert read_heads(folder) == {}


def test_a_part_of_duplicates_alone_has_empty_tables(work: Work, tmp_path: Path) -> None:
    folder = PartedFolder.make(tmp_path / "found", pack=PACK, n_files=1)
    file = write_call(tmp_path / "calls", "a.json", matter="fee", number=1)
    analyse_part(a_part(work, folder, file))
    assert make_part_tables(folder, 0, [], {}, work.pack, ()) == 0
    folder.mark(whole=True)
    assert len(read_table(folder, "advice")) == 0


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "analyzer.cluster")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pip install 'dask\[distributed\]' pyarrow"):
        import analyzer.cluster  # noqa: F401
