"""Tables as CSV: a file a table, UTF-8, commas between cells, an empty cell where it is missing."""

from __future__ import annotations

from pathlib import Path

from analyzer.aggregate.schema import SCHEMA
from analyzer.export.choosing import Material
from analyzer.export.dictionary import DICTIONARY, dictionary_page
from analyzer.export.placing import write_text
from analyzer.export.tables import batches


def write(material: Material, place: Path) -> None:
    """A folder with a file for each table, and a page that explains the columns."""
    place.mkdir()
    for table in SCHEMA:
        _write_table(material, table, place / f"{table}.csv")
    write_text(place / DICTIONARY, dictionary_page(material, form="csv"))


def _write_table(material: Material, table: str, place: Path) -> None:
    with place.open("w", encoding="utf-8", errors="replace", newline="") as file:
        for number, frame in enumerate(batches(material, table)):
            frame.to_csv(file, index=False, header=number == 0, lineterminator="\n")
