"""What a reader of research files makes of a text, good or spoilt."""

from __future__ import annotations

from hypothesis import strategies as st

from analyzer.errors import AnalyzerError
from analyzer.read.base import RawFile, Reader, Reading
from tests.read.research.spoiling import spoil


def read(reader: Reader, text: str) -> Reading:
    return reader.parse(RawFile(path="call.txt", content=text.encode(), text=text))


def said(reading: Reading) -> list[tuple[str | None, str]]:
    """Who says what; text outside the talk left out."""
    return [(part.speaker, part.text) for part in reading.fragments if part.outside is None]


def read_or_refused(reader: Reader, good: str, data: st.DataObject) -> None:
    """Spoils good XML and fails on any error but a refusal, and on empty words."""
    try:
        reading = read(reader, spoil(good, data))
    except AnalyzerError:
        return
    assert all(part.text for part in reading.fragments)
