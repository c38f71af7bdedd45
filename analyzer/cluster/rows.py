"""Analyses and tables as Arrow tables, with columns that DuckDB, Spark and Dask all have."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas import CategoricalDtype, DataFrame

from analyzer.aggregate.schema import DAY, SCHEMA
from analyzer.archive.theme_rows import ThemeItem
from analyzer.records import Analysis
from analyzer.records.passages import EncodedPassages, Passage, PassageKind
from analyzer.records.store import analysis_from_json, analysis_to_json

Cells = dict[str, Any]

_ARROW = {
    "str": pa.string(),
    "int32": pa.int32(),
    "Int32": pa.int32(),
    "Int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "boolean": pa.bool_(),
    DAY: pa.date32(),
}
# What tells one file's row from another's, and who speaks in it; small enough to hold for all.
HEAD = ("path", "sha256", "session_id", "analyzer", "pack", "models", "held_on", "title", "n_timed")


@cache
def analyses_schema() -> pa.Schema:
    """The columns of analyses: a row for each file, also where two hold the same talk."""
    voice = {"role": pa.string(), "name": pa.string(), "label": pa.string()}
    passage = {"kind": pa.string(), "first": pa.int32(), "end": pa.int32(), "vector": pa.binary()}
    text = {name: pa.string() for name in HEAD}
    return pa.schema(
        {
            **text,
            "held_on": pa.date32(),
            "n_timed": pa.int32(),
            "voices": pa.list_(pa.struct(voice)),
            "analysis": pa.string(),
            "encoder": pa.string(),
            "passages": pa.list_(pa.struct(passage)),
        }
    )


@cache
def items_schema() -> pa.Schema:
    """The columns of what themes are found among; ``vector`` has one signed byte a component."""
    return pa.schema(
        {
            "kind": pa.string(),
            "session_id": pa.string(),
            "number": pa.int32(),
            "first": pa.int32(),
            "end": pa.int32(),
            "asker": pa.int32(),
            "client": pa.string(),
            "category": pa.string(),
            "vector": pa.binary(),
        }
    )


def analysis_cells(analysis: Analysis, passages: EncodedPassages | None) -> Cells:
    """The row of a file."""
    session, made_with = analysis.session, analysis.made_with
    return {
        "path": session.source.path,
        "sha256": session.source.sha256,
        "session_id": session.id,
        "analyzer": made_with.analyzer,
        "pack": made_with.pack,
        "models": made_with.models,
        "held_on": session.held_on,
        "title": session.title,
        "n_timed": sum(turn.start_ms is not None for turn in session.turns),
        "voices": [
            {"role": it.role, "name": it.name, "label": it.label} for it in session.speakers
        ],
        "analysis": analysis_to_json(analysis),
        "encoder": None if passages is None else passages.encoder,
        "passages": None
        if passages is None
        else [
            {"kind": it.kind, "first": it.first, "end": it.end, "vector": vector.tobytes()}
            for it, vector in zip(passages.passages, passages.vectors, strict=True)
        ],
    }


def analysis_of(cells: Cells) -> tuple[Analysis, EncodedPassages | None]:
    """What a row was made of."""
    analysis = analysis_from_json(cells["analysis"])
    if cells["encoder"] is None:
        return analysis, None
    found = cells["passages"]
    vectors = np.frombuffer(b"".join(it["vector"] for it in found), dtype=np.int8)
    passages = EncodedPassages(
        encoder=cells["encoder"],
        passages=tuple(
            Passage(kind=PassageKind(it["kind"]), first=it["first"], end=it["end"]) for it in found
        ),
        vectors=vectors.reshape(len(found), -1) if found else vectors.reshape(0, 0),
    )
    return analysis, passages


@cache
def table_schema(name: str) -> pa.Schema:
    """The columns of one of the product's tables: labels as text, days as days."""
    return pa.schema(
        {
            column: pa.string() if isinstance(dtype, CategoricalDtype) else _ARROW[dtype]
            for column, dtype in SCHEMA[name].items()
        }
    )


def arrow_of(name: str, frame: DataFrame) -> pa.Table:
    """One of the product's tables for Parquet."""
    schema = table_schema(name)
    plain = {
        column: frame[column].astype("str")
        for column, dtype in SCHEMA[name].items()
        if isinstance(dtype, CategoricalDtype)
    }
    cells = [
        pa.array(plain.get(field.name, frame[field.name]), type=field.type, from_pandas=True)
        for field in schema
    ]
    return pa.Table.from_arrays(cells, schema=schema)


def frame_of(name: str, table: pa.Table) -> DataFrame:
    """A table from Parquet with the types that it has on one machine."""
    return DataFrame(
        {
            column: _typed(table.column(column), dtype)
            for column, dtype in SCHEMA[name].items()
            if column in table.column_names
        }
    )


def _typed(cells: pa.ChunkedArray, dtype: Any) -> Any:  # noqa: ANN401 - any type, any array
    if dtype == DAY:
        days = cells.cast(pa.timestamp("ms")).to_numpy(zero_copy_only=False)
        return pd.Series(days, dtype=DAY)
    if isinstance(dtype, CategoricalDtype):
        return pd.Categorical(cells.to_pylist(), dtype=dtype)
    if dtype in {"int32", "bool", "float64"}:
        return pd.Series(cells.to_numpy(zero_copy_only=False), dtype=dtype)
    return pd.Series(pd.array(cells.to_pylist(), dtype=dtype))


def items_table(kind: str, items: Sequence[ThemeItem]) -> pa.Table:
    """What themes of a kind are found among, for Parquet."""
    rows = [{"kind": kind, **item._asdict()} for item in items]
    return pa.Table.from_pylist(rows, schema=items_schema())


def items_of(table: pa.Table) -> list[ThemeItem]:
    """The items of a table, by session and number."""
    columns = [table.column(name).to_pylist() for name in ThemeItem._fields]
    return sorted(
        (ThemeItem(*row) for row in zip(*columns, strict=True)),
        key=lambda it: (it.session_id, it.number),
    )
