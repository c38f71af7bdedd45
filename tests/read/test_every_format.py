"""What holds for every format that has files of its own in ``files/<format>``."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.read import FORMATS, detect, read_bytes
from analyzer.read.decode import decode
from tests.read.conftest import Golden

FILES = Path(__file__).with_name("files")


def is_expectation(path: Path) -> bool:
    """Whether a file says how another is read: ``call.vtt.json`` does, ``call.json`` does not."""
    return path.suffix == ".json" and bool(Path(path.stem).suffix)


TRANSCRIPTS = sorted(
    path for path in FILES.glob("*/*") if path.is_file() and not is_expectation(path)
)
each_transcript = pytest.mark.parametrize(
    "path",
    TRANSCRIPTS,
    ids=lambda path: f"{path.parent.name}/{path.name}",
)


@each_transcript
def test_a_file_is_read_as_expected(path: Path, golden: Golden) -> None:
    assert golden(path).source.format == path.parent.name


@each_transcript
def test_a_file_is_known_by_its_content(path: Path) -> None:
    content = path.read_bytes()
    (first, claim), (second, other) = detect(decode(content, path="no-suffix"))[:2]
    assert first.name == path.parent.name
    assert claim > other, second.name


@each_transcript
def test_nobody_left_unasked_would_have_been_as_sure(path: Path) -> None:
    raw = decode(path.read_bytes(), path="no-suffix")
    surest = detect(raw)[0][1]
    for one in FORMATS:
        claim = one.reader.claims(raw)
        assert claim <= one.at_most, one.name
        assert claim < surest or one.name == path.parent.name, one.name
        assert not claim or raw.shape in one.shapes, one.name


@each_transcript
def test_the_same_bytes_give_the_same_session(path: Path) -> None:
    content = path.read_bytes()
    assert read_bytes(content, path=path.name) == read_bytes(content, path=path.name)
