from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

for module in ("distributed", "pyarrow", "duckdb"):
    pytest.importorskip(module, reason="needs the extra 'cluster', and duckdb")

import duckdb

from analyzer.aggregate import SCHEMA, Tables, advice_counts, read_tables
from analyzer.aggregate.themes import KINDS, find_themes
from analyzer.archive import Archive, Status
from analyzer.batch import Work, analyze_many
from analyzer.cluster import (
    PartedFolder,
    add_files,
    make_tables,
    read_gathered,
    read_heads,
    read_table,
    told,
)
from analyzer.cluster import find_themes as find_gathered_themes
from analyzer.errors import ArchiveError, ClusterError
from analyzer.records import Pack
from tests.builders import a_card
from tests.cluster.quickly import QuickWork, write_call

pytestmark = pytest.mark.usefixtures("small_parts")


def on_cluster(
    client: Any, work: Work, files: Sequence[str], folder: Path
) -> tuple[PartedFolder, dict[str, str]]:
    """The folder filled, and what failed."""
    found = PartedFolder.make(folder, pack=work.pack.label, n_files=len(files))
    failures = {
        file: str(error)
        for done in add_files(files, found, client=client, work=work)
        for file, error in done.failures
    }
    cards = [a_card()]
    assert sum(make_tables(found, client=client, pack=work.pack, cards=cards)) == len(
        read_table(found, "sessions")
    )
    return found, failures


def on_one_machine(work: Work, files: Sequence[str]) -> Archive:
    archive = Archive.in_memory()
    for file in files:
        outcome = work(file)
        if outcome.analysis is not None:
            archive.add(outcome.analysis, passages=outcome.passages)
    return archive


def bytes_of(frame: pd.DataFrame) -> tuple[bytes, str]:
    parquet = io.BytesIO()
    frame.to_parquet(parquet)
    return parquet.getvalue(), frame.to_csv()


def check_same(tables: Tables, expected: Tables) -> None:
    for name in SCHEMA:
        mine, theirs = getattr(tables, name), getattr(expected, name)
        pd.testing.assert_frame_equal(mine, theirs, check_exact=True)
        assert bytes_of(mine) == bytes_of(theirs), name


def test_with_a_worker_killed_in_the_middle_tables_and_themes_are_those_of_one_machine(
    client: Any, work: Work, files: list[str], tmp_path: Path, recruiting: Pack
) -> None:
    deaths = tmp_path / "deaths"
    killer = write_call(
        tmp_path / "calls", "mid.json", matter="offer", number=9, kills=str(deaths), times=1
    )
    given = [*files, killer]
    folder, failures = on_cluster(client, work, given, tmp_path / "found")

    assert deaths.read_text(encoding="utf-8") == "x"
    assert folder.n_parts > 4
    assert list(failures) == [files[-1]]
    assert sorted(read_heads(folder)) == sorted(set(given) - {files[-1]})
    assert [it.name for it in tmp_path.rglob(".*.half")] == []

    archive = on_one_machine(work, given)
    expected = read_tables(archive, pack=recruiting, cards=[a_card()])
    tables = read_gathered(folder)
    assert len(tables.sessions) == 19
    check_same(tables, expected)
    one = tables.sessions["session_id"].iloc[3]
    check_same(tables.of_session(one), expected.of_session(one))
    pd.testing.assert_frame_equal(
        advice_counts(tables, pack=recruiting), advice_counts(expected, pack=recruiting)
    )
    for kind in KINDS:
        found = find_gathered_themes(folder, kind, client=client)
        assert found.themes
        assert found == find_themes(archive, kind)
        assert found == find_gathered_themes(folder, kind, client=client)
    others_read(folder, tables)


def others_read(folder: PartedFolder, tables: Tables) -> None:
    """Dask and DuckDB find the same rows and types."""
    from dask import dataframe

    for name in SCHEMA:
        rows = dataframe.read_parquet(str(folder.path / name), split_row_groups=False)
        assert len(rows) == len(getattr(tables, name))
    advice = duckdb.read_parquet(str(folder.path / "advice" / "*.parquet"))
    counts = advice.filter("sure").aggregate("category, count(*)").order("1").fetchall()
    sure = tables.advice[tables.advice["sure"]]
    assert counts == sorted(sure["category"].value_counts().items())
    ((day,),) = advice.max("held_on").fetchall()
    assert pd.Timestamp(day) == tables.advice["held_on"].max()
    assert duckdb.read_parquet(str(folder.path / "themes" / "*.parquet")).shape[0] > 0


def test_only_what_is_new_or_changed_is_analysed_again(
    client: Any, work: Work, files: list[str], tmp_path: Path, recruiting: Pack
) -> None:
    folder, _ = on_cluster(client, work, files, tmp_path / "found")
    before = read_heads(folder)
    kept = {part: folder.place("analyses", part).read_bytes() for part in folder.parts()}
    on_cluster(client, work, files, tmp_path / "found")
    assert {n: folder.place("analyses", n).read_bytes() for n in folder.parts()} == kept

    calls = tmp_path / "calls"
    new = write_call(calls, "new.json", matter="fee", number=30)
    changed = write_call(calls, "offer-1.json", matter="offer", number=31)
    now = [*files[:-1], new]
    on_cluster(client, work, [new, changed], tmp_path / "found")
    counts = told(before, read_heads(folder), now)
    assert counts == {
        Status.ADDED: 1,
        Status.UPDATED: 1,
        Status.UNCHANGED: len(files) - 2,
    }
    expected = read_tables(on_one_machine(work, now), pack=recruiting, cards=[a_card()])
    check_same(read_gathered(folder), expected)


def test_a_run_that_is_broken_off_goes_on_where_it_stopped(
    client: Any, work: Work, files: list[str], tmp_path: Path, recruiting: Pack
) -> None:
    folder = PartedFolder.make(tmp_path / "found", pack=recruiting.label, n_files=len(files))
    coming = add_files(files, folder, client=client, work=work)
    next(coming)
    del coming
    with pytest.raises(ArchiveError, match="not all tables"):
        read_gathered(folder)
    on_cluster(client, work, files, tmp_path / "found")
    expected = read_tables(on_one_machine(work, files), pack=recruiting, cards=[a_card()])
    check_same(read_gathered(folder), expected)


def test_a_run_that_another_one_wrote_over_says_so(
    client: Any, work: Work, files: list[str], tmp_path: Path, recruiting: Pack
) -> None:
    folder = PartedFolder.make(tmp_path / "found", pack=recruiting.label, n_files=len(files))

    def spoiled() -> None:
        for _ in add_files(files[:3], folder, client=client, work=work):
            for part in folder.parts():
                folder.place("analyses", part).unlink()

    with pytest.raises(ClusterError, match="another run wrote over"):
        spoiled()


def test_a_file_over_which_worker_after_worker_dies_is_named_and_the_rest_is_done(
    cluster: Any, client: Any, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Starting a worker takes most of the time: one death is enough.
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)
    calls = tmp_path / "calls"
    deadly = write_call(
        calls, "huge.json", matter="fee", number=1, kills=str(tmp_path / "deaths"), times=99
    )
    files = [write_call(calls, f"{n}.json", matter="offer", number=n) for n in range(3)]
    folder, failures = on_cluster(client, work, [deadly, *files], tmp_path / "found")
    assert folder.n_parts == 1
    assert list(failures) == [deadly]
    assert "was killed" in failures[deadly]
    assert list(read_table(folder, "sessions")["path"].sort_values()) == files


def test_the_cluster_is_an_executor_like_any_other(
    client: Any, work: Work, files: list[str], recruiting: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.batch.Work", QuickWork)
    models: Any = SimpleNamespace(folder=Path("models"))
    with client.get_executor() as executor:
        found = list(
            analyze_many(
                files, pack=recruiting, models=models, executor=executor, with_passages=True
            )
        )
    expected = [work(file) for file in files]
    assert [it.path for it in found] == files
    assert [it.analysis for it in found] == [it.analysis for it in expected]
    assert [str(it.error) for it in found] == [str(it.error) for it in expected]
