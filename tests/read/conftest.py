from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import TypeAdapter

from analyzer.read.base import Reader, Reading
from analyzer.read.decode import decode

Golden = Callable[..., Reading]


@pytest.fixture(scope="session")
def golden() -> Golden:
    """Reads a file, or bytes in its place, and compares with the JSON of the same name beside it.

    With ANALYZER_WRITE_GOLDEN=1 in the environment it writes that JSON instead; read the difference
    before it is committed.
    """

    def check(reader: Reader, path: Path, content: bytes | None = None) -> Reading:
        raw = decode(path.read_bytes() if content is None else content, path=path.name)
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


@pytest.fixture(scope="session")
def word() -> ModuleType:
    """The maker of Word documents that lies beside the tests."""
    path = Path(__file__).with_name("docx_builder.py")
    spec = importlib.util.spec_from_file_location("docx_builder", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
