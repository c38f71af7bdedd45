from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analyzer.aggregate import SCHEMA, read_tables
from analyzer.archive import Archive
from analyzer.export import write_export
from analyzer.export.dictionary import meanings
from analyzer.records import Pack


def test_every_column_is_explained_and_nothing_else_is() -> None:
    told = meanings()
    assert {table: list(columns) for table, columns in told.items()} == {
        table: list(columns) for table, columns in SCHEMA.items()
    }
    assert all(said for columns in told.values() for said, _, _ in columns.values())


@pytest.mark.parametrize("table", SCHEMA)
def test_other_readers_find_the_same_rows(
    table: str, archive: Archive, tmp_path: Path, recruiting: Pack
) -> None:
    for target in ("csv", "parquet"):
        write_export(archive, tmp_path / target, target=target, pack=recruiting)
    wanted = getattr(read_tables(archive, pack=recruiting), table)
    read = pq.read_table(tmp_path / "parquet" / f"{table}.parquet")
    assert read.column_names == list(SCHEMA[table])
    assert read.num_rows == len(wanted)
    for column in wanted:
        there = [None if pd.isna(it) else it for it in wanted[column].astype("object")]
        if wanted[column].dtype.kind == "M":
            there = [it and it.date() for it in there]
        assert read[column].to_pylist() == there
    if table != "warnings":
        csv = tmp_path / "csv" / f"{table}.csv"
        rows = duckdb.read_csv(str(csv), header=True, all_varchar=True)
        assert len(rows.fetchall()) == len(wanted)
        said = pd.read_csv(csv, dtype="str", keep_default_na=False)
        for column in wanted:
            if SCHEMA[table][column] == "str":
                assert said[column].tolist() == wanted[column].fillna("").tolist()


def test_cells_that_are_missing_never_are_without_a_reason(
    archive: Archive, recruiting: Pack
) -> None:
    tables, told = read_tables(archive, pack=recruiting), meanings()
    for table in SCHEMA:
        for column, (_, _, missing) in told[table].items():
            assert missing or not getattr(tables, table)[column].isna().any(), (table, column)
