from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from analyzer.read.base import Reader, Reading
from analyzer.read.decode import decode

Golden = Callable[[Reader, Path], Reading]


@pytest.fixture(scope="session")
def golden() -> Golden:
    """Reads a file and compares the reading with the JSON of the same name beside it.

    With ANALYZER_WRITE_GOLDEN=1 in the environment it writes that JSON instead; read the difference
    before it is committed.
    """

    def check(reader: Reader, path: Path) -> Reading:
        raw = decode(path.read_bytes(), path=path.name)
        assert reader.claims(raw) >= 0.9
        reading = reader.parse(raw)
        found = TypeAdapter(Reading).dump_python(reading, mode="json", exclude_defaults=True)
        expected = path.with_suffix(path.suffix + ".json")
        if os.environ.get("ANALYZER_WRITE_GOLDEN"):
            text = json.dumps(found, ensure_ascii=False, indent=1)
            expected.write_text(text + "\n", encoding="utf-8")
        assert found == json.loads(expected.read_text(encoding="utf-8"))
        return reading

    return check
