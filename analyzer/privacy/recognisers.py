"""Trained recognisers of names, used where one is installed and never needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from analyzer.privacy.kinds import Kind


class Recognised(NamedTuple):
    """A name that a recogniser found, as written, and its kind."""

    written: str
    kind: Kind


class Recogniser(Protocol):
    """Something that finds names in texts."""

    @property
    def name(self) -> str:
        """What it is, with its version."""

    def find(self, texts: Sequence[str]) -> Iterator[Recognised]:
        """The names in the texts of one talk."""


def installed_recogniser() -> Recogniser | None:
    """The recogniser that is installed: Presidio or spaCy with an English model; else None."""
    from analyzer.privacy.trained import load_recogniser  # noqa: PLC0415 - spaCy loads slowly

    return load_recogniser()
