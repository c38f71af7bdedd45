"""The data dictionary: what every column of every table says, in which type and unit."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pandas import CategoricalDtype

from analyzer.aggregate.schema import DAY, SCHEMA
from analyzer.export.choosing import Material

DICTIONARY: Final = "dictionary.md"
_TYPES: Final = {
    "str": "text",
    "int32": "whole number",
    "Int32": "whole number",
    "Int64": "whole number",
    "float64": "number",
    "bool": "true or false",
    "boolean": "true or false",
    DAY: "day",
}


def meanings() -> dict[str, dict[str, tuple[str, str, str]]]:
    """For each table and column: what it says, its unit, and when a cell is missing."""
    text = Path(__file__).with_name("dictionary.toml").read_text(encoding="utf-8")
    return {
        table: {column: (said[0], said[1], said[2]) for column, said in columns.items()}
        for table, columns in tomllib.loads(text).items()
    }


def dictionary_page(material: Material, *, form: str) -> str:
    """A page in Markdown: the tables with their columns, then the categories of the pack."""
    return "\n".join((*_opening(form), *_tables(form), *_categories(material))) + "\n"


def _opening(form: str) -> Iterator[str]:
    yield "# What is in these tables"
    yield ""
    yield (
        "Rows of one session have the same `session_id`. Findings point at sentences `[first, end)`"
        " of the table `sentences` and at characters `[start, end)` of the text of a turn, counted"
        " in Unicode code points from 0, the end left out."
    )
    yield ""
    if form == "csv":
        yield (
            "UTF-8, a comma between cells, quotation marks around cells with commas or line ends; a"
            " missing cell is empty. Days are YYYY-MM-DD."
        )
    else:
        yield "Missing cells are null. Labels from a closed set are dictionary-encoded."


def _tables(form: str) -> Iterator[str]:
    told = meanings()
    for table, columns in SCHEMA.items():
        yield f"\n## {table}.{form}\n"
        yield "| column | type | what it says | unit | missing |"
        yield "|---|---|---|---|---|"
        for column, dtype in columns.items():
            said, unit, missing = told[table][column]
            yield f"| `{column}` | {_type(dtype)} | {said} | {unit} | {missing or 'never'} |"


def _type(dtype: str | CategoricalDtype) -> str:
    if isinstance(dtype, CategoricalDtype):
        return "one of " + ", ".join(f"`{it}`" for it in dtype.categories)
    return _TYPES[dtype]


def _categories(material: Material) -> Iterator[str]:
    pack = material.pack
    yield f"\n## Categories of the pack {pack.label}\n"
    for kind, categories in (("advice", pack.advice), ("problem", pack.problem)):
        yield f"| {kind} | name | definition |"
        yield "|---|---|---|"
        for it in categories:
            yield f"| `{it.id}` | {_cell(it.name)} | {_cell(it.definition)} |"
        yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
