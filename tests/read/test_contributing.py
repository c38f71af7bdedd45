"""The worked example in CONTRIBUTING works: what it shows is registered here and reads its file."""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from pydantic import TypeAdapter

import analyzer.read
from analyzer.errors import AnalyzerError, UnreadableTranscript
from analyzer.read import FORMATS, detect, read_bytes
from analyzer.read.base import Shape
from analyzer.read.decode import decode
from analyzer.read.formats import Format
from analyzer.records import Session
from tests.read.hostile_files import STRANGE

CONTRIBUTING = Path(__file__).resolve().parents[2] / "CONTRIBUTING.md"
EXAMPLE = CONTRIBUTING.read_text(encoding="utf-8").partition("## Adding a format\n")[2]


def block(language: str, *, nth: int = 0) -> str:
    """A block of a language in the example, the first unless told."""
    example = EXAMPLE.partition("\n## ")[0]
    return cast("str", re.findall(rf"```{language}\n(.*?)```\n", example, re.DOTALL)[nth])


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Format:
    """The example's reader, put into ``FORMATS`` as the example says."""
    module = ModuleType("analyzer.read.ticker")
    exec(compile(block("python"), "ticker.py", "exec"), vars(module))  # noqa: S102 - our own
    monkeypatch.setitem(sys.modules, module.__name__, module)
    ticker = eval(block("python", nth=1), {"Format": Format, "Shape": Shape})  # noqa: S307 - same
    assert isinstance(ticker, Format)
    monkeypatch.setattr(analyzer.read, "FORMATS", (*FORMATS, ticker))
    return ticker


def test_the_example_has_two_functions_for_two_questions(reader: Format) -> None:
    (made,) = (one for one in ast.parse(block("python")).body if isinstance(one, ast.ClassDef))
    functions = [one.name for one in made.body if isinstance(one, ast.FunctionDef)]
    assert functions == ["claims", "parse"]
    assert reader.name not in {one.name for one in FORMATS}


def test_the_example_is_named_alike_in_both_places(reader: Format) -> None:
    assert reader.name == reader.reader.name
    assert reader.extensions == (".tick",)


def test_the_example_reads_its_file_as_it_says(reader: Format) -> None:
    content = block("text").encode()
    session = read_bytes(content, path="two-voices.tick")
    found: dict[str, Any] = TypeAdapter(Session).dump_python(
        session, mode="json", exclude_defaults=True
    )
    expected = json.loads(block("json"))
    expected["id"] = session.id
    expected["source"]["sha256"] = session.source.sha256
    assert found == expected
    (first, claim), (_, other) = detect(decode(content, path="call"))[:2]
    assert first is reader
    assert claim > other + 0.1


def test_the_example_claims_no_other_file_and_refuses_what_is_broken(reader: Format) -> None:
    files = (Path(__file__).with_name("files")).glob("*/*")
    for path in sorted(files):
        try:
            raw = decode(path.read_bytes(), path=path.name)
        except AnalyzerError:
            continue
        assert reader.reader.claims(raw) == 0.0
    for content in STRANGE.values():
        with pytest.raises(AnalyzerError):
            read_bytes(content, path="call", format="ticker")
    with pytest.raises(UnreadableTranscript, match="header") as caught:
        read_bytes(b"+1s Ana> Hi.\n", path="call", format="ticker")
    assert caught.value.line == 1


def test_the_bad_pattern_it_warns_of_is_none_of_ours() -> None:
    folder = Path(str(sys.modules["analyzer.read"].__file__)).parent
    sources = folder.rglob("*.py")
    assert not [path for path in sources if "(?:[a-z]+_?)*" in path.read_text(encoding="utf-8")]
