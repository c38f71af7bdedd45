"""Which reader a file is for: readers claim it by its content, the surest one wins."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import PurePath

from analyzer.errors import UnknownFormat
from analyzer.read.base import RawFile, Reader

LEAST_CLAIM = 0.1
_SAME = 1e-9
_NAME_AGREES = 0.01


def rank_readers(raw: RawFile, readers: Sequence[Reader]) -> list[tuple[Reader, float]]:
    """The readers and how sure each is that the file is its own, surest first.

    Content decides; a file name that agrees settles a tie and nothing more.
    """
    suffix = PurePath(raw.path.replace("\\", "/")).suffix.casefold()
    claims = [(reader, reader.claims(raw)) for reader in readers]
    return sorted(
        (
            (reader, claim + _NAME_AGREES if claim and suffix in reader.extensions else claim)
            for reader, claim in claims
        ),
        key=lambda pair: -pair[1],
    )


def choose_reader(raw: RawFile, readers: Sequence[Reader]) -> Reader:
    """The surest reader. Raises UnknownFormat when none is sure enough, or two are equally so."""
    ranked = rank_readers(raw, readers)
    best, claim = ranked[0]
    if claim < LEAST_CLAIM:
        raise UnknownFormat(
            "no reader knows this form of file.", path=raw.path, hint=_hint(readers)
        )
    equal = [reader.name for reader, other in ranked if claim - other < _SAME]
    if len(equal) > 1:
        raise UnknownFormat(
            f"this could be {' or '.join(equal)}.", path=raw.path, hint=_hint(readers)
        )
    return best


def reader_named(name: str, readers: Sequence[Reader], *, path: str) -> Reader:
    """The reader of a format asked for by name.

    Raises UnknownFormat that lists the formats, the nearest spelling first.
    """
    wanted = name.strip().casefold()
    for reader in readers:
        if reader.name == wanted:
            return reader
    near = difflib.get_close_matches(wanted, [reader.name for reader in readers], n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    raise UnknownFormat(
        f"there is no format {name!r}.{meant}",
        path=path,
        hint=f"The formats are {', '.join(reader.name for reader in readers)}.",
    )


def _hint(readers: Sequence[Reader]) -> str:
    names = ", ".join(reader.name for reader in readers)
    return f"Name one with --format; the formats are {names}."
