from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from analyzer.archive import Archive
from analyzer.records import Analysis
from analyzer.records.passages import EncodedPassages

ADDER = Path(__file__).with_name("adder.py")


@pytest.fixture(scope="session")
def adder() -> ModuleType:
    """The script that other processes run, as a module."""
    spec = importlib.util.spec_from_file_location("adder", ADDER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def numbered(adder: ModuleType) -> Callable[..., Analysis]:
    """``numbered(7)`` is the analysis number 7."""
    make: Callable[..., Analysis] = adder.numbered_analysis
    return make


@pytest.fixture(scope="session")
def encoded(adder: ModuleType) -> Callable[..., EncodedPassages]:
    """``encoded(analysis)`` are passages of the analysis."""
    encode: Callable[..., EncodedPassages] = adder.some_passages
    return encode


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive.open(path, create=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def content() -> Callable[[Path], dict[str, list[tuple[object, ...]]]]:
    """All rows of an archive file in an order of their own, without the turns' meaningless keys."""

    def read(path: Path) -> dict[str, list[tuple[object, ...]]]:
        connection = sqlite3.connect(path)
        try:
            tables = [
                row[0]
                for row in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                    " AND name NOT LIKE 'turn_words%' AND name NOT LIKE 'sqlite_%'"
                )
            ]
            rows = {
                table: connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - names from the file itself
                for table in tables
            }
            words = connection.execute("SELECT rowid, * FROM turn_words").fetchall()
        finally:
            connection.close()
        by_key = {row[0]: row[1:3] for row in rows["turns"]}
        rows["turns"] = [row[1:] for row in rows["turns"]]
        rows["turn_words"] = [(*by_key[key], text) for key, text in words]
        return {table: sorted(found, key=repr) for table, found in sorted(rows.items())}

    return read
