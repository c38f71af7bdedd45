from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import TypeAdapter

from analyzer.read import read_bytes
from analyzer.records import Session

Golden = Callable[..., Session]


@pytest.fixture(scope="session")
def golden() -> Golden:
    """Reads a file, or bytes in its place, and compares with the JSON of the same name beside it.

    With ANALYZER_WRITE_GOLDEN=1 in the environment it writes that JSON instead; read the difference
    before it is committed.
    """

    def check(path: Path, content: bytes | None = None) -> Session:
        content = path.read_bytes() if content is None else content
        session = read_bytes(content, path=path.name)
        found = TypeAdapter(Session).dump_python(session, mode="json", exclude_defaults=True)
        expected = path.with_suffix(path.suffix + ".json")
        if os.environ.get("ANALYZER_WRITE_GOLDEN"):
            text = json.dumps(found, ensure_ascii=False, indent=1)
            expected.write_text(text + "\n", encoding="utf-8")
        assert found == json.loads(expected.read_text(encoding="utf-8"))
        return session

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
