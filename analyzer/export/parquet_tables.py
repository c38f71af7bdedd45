"""Tables as Parquet: one file a table, types kept, labels as dictionaries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pandas import CategoricalDtype

from analyzer.aggregate.schema import SCHEMA
from analyzer.errors import MissingExtra
from analyzer.export.choosing import Material
from analyzer.export.dictionary import DICTIONARY, dictionary_page
from analyzer.export.placing import write_text
from analyzer.export.tables import batches


def write(material: Material, place: Path) -> None:
    """A folder with a file for each table, and a page that explains the columns.

    Raises MissingExtra where pyarrow is not installed.
    """
    try:
        import pyarrow  # noqa: ICN001, PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415 - an extra
    except ImportError as error:
        hint = "pip install 'coaching-call-analyzer[parquet]', or hand on as csv."
        raise MissingExtra("Parquet takes the package pyarrow.", hint=hint) from error
    place.mkdir()
    for table in SCHEMA:
        _write_table(material, table, place / f"{table}.parquet", pyarrow)
    write_text(place / DICTIONARY, dictionary_page(material, form="parquet"))


def _write_table(material: Material, table: str, place: Path, arrow: Any) -> None:  # noqa: ANN401 - a module
    schema = arrow.schema(
        [(column, _arrow_type(dtype, arrow)) for column, dtype in SCHEMA[table].items()]
    )
    with arrow.parquet.ParquetWriter(place, schema, compression="zstd") as writer:
        for frame in batches(material, table):
            rows = arrow.Table.from_pandas(frame, schema=schema, preserve_index=False)
            writer.write_table(rows.replace_schema_metadata(None))


def _arrow_type(dtype: str | CategoricalDtype, arrow: Any) -> Any:  # noqa: ANN401 - a module, a type
    if isinstance(dtype, CategoricalDtype):
        return arrow.dictionary(arrow.int8(), arrow.string())
    return {
        "str": arrow.string(),
        "int32": arrow.int32(),
        "Int32": arrow.int32(),
        "Int64": arrow.int64(),
        "float64": arrow.float64(),
        "bool": arrow.bool_(),
        "boolean": arrow.bool_(),
    }.get(dtype, arrow.date32())
