"""Which reader a file is for: readers claim it by its content, the surest one wins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from analyzer.errors import UnknownFormat, did_you_mean
from analyzer.read.base import RawFile
from analyzer.read.formats import Format

LEAST_CLAIM = 0.1
_SAME = 1e-9
_NAME_AGREES = 0.01


def rank_readers(raw: RawFile, formats: Sequence[Format]) -> list[tuple[Format, float]]:
    """The formats and how sure each is that the file is its own, surest first.

    Content decides; a file name that agrees settles a tie and nothing more. They are asked in the
    order of how sure they can be, and those that cannot be as sure as the surest are left out.
    """
    suffix = PurePath(raw.path.replace("\\", "/")).suffix.casefold()
    claims: list[tuple[Format, float]] = []
    surest = 0.0
    for one in sorted(formats, key=lambda one: -one.at_most):
        if one.at_most + _NAME_AGREES < surest - _SAME:
            break
        claim = one.claims(raw)
        if claim and suffix in one.extensions:
            claim += _NAME_AGREES
        surest = max(surest, claim)
        claims.append((one, claim))
    return sorted(claims, key=lambda pair: -pair[1])


def choose_reader(raw: RawFile, formats: Sequence[Format]) -> Format:
    """The surest format. Raises UnknownFormat when none is sure enough, or two are equally so."""
    ranked = rank_readers(raw, formats)
    best, claim = ranked[0]
    if claim < LEAST_CLAIM:
        raise UnknownFormat(
            "no reader knows this form of file.", path=raw.path, hint=_hint(formats)
        )
    equal = [one.name for one, other in ranked if claim - other < _SAME]
    if len(equal) > 1:
        raise UnknownFormat(
            f"this could be {' or '.join(equal)}.", path=raw.path, hint=_hint(formats)
        )
    return best


def reader_named(name: str, formats: Sequence[Format], *, path: str) -> Format:
    """The format asked for by name.

    Raises UnknownFormat that lists the formats, the nearest spelling first.
    """
    wanted = name.strip().casefold()
    for one in formats:
        if one.name == wanted:
            return one
    near = did_you_mean(wanted, [one.name for one in formats])
    raise UnknownFormat(
        f"there is no format {name!r}. {near}".rstrip(),
        path=path,
        hint=f"The formats are {', '.join(one.name for one in formats)}.",
    )


def _hint(formats: Sequence[Format]) -> str:
    names = ", ".join(one.name for one in formats)
    return f"Name one with --format; the formats are {names}."
