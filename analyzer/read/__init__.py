"""Transcript files to sessions: one file per format, and the choice among them."""

from __future__ import annotations

from pathlib import Path

from analyzer.read.base import RawFile, Reader
from analyzer.records import Session

FORMATS: tuple[Reader, ...] = ()

__all__ = ["FORMATS", "detect", "read_bytes", "read_session"]


def detect(raw: RawFile) -> list[tuple[Reader, float]]:
    """The readers and how sure each is that the file is its own, surest first."""
    return sorted(((reader, reader.claims(raw)) for reader in FORMATS), key=lambda pair: -pair[1])


def read_bytes(content: bytes, *, path: str, format: str | None = None) -> Session:  # noqa: A002 - the word of the command line
    """The session that the bytes of a file hold."""
    raise NotImplementedError


def read_session(path: str | Path, *, format: str | None = None) -> Session:  # noqa: A002 - the word of the command line
    """The session that a file holds."""
    raise NotImplementedError
