"""Corrections, and what stood before them, to JSON and back."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from analyzer.corrections.records import Correction
from analyzer.corrections.undoing import Before
from analyzer.errors import CorrectionError

_Told = Annotated[Correction, Field(discriminator="kind")]


@cache
def _corrections() -> TypeAdapter[Correction]:
    return TypeAdapter(_Told)


@cache
def _befores() -> TypeAdapter[Before]:
    return TypeAdapter(Before)


def correction_to_json(correction: Correction) -> str:
    """One line of JSON, always the same for the same correction."""
    return _corrections().dump_json(correction).decode("utf-8")


def correction_from_json(text: str | bytes) -> Correction:
    """The correction a line of JSON holds. Raises CorrectionError naming the place of a mistake."""
    try:
        return _corrections().validate_json(text)
    except ValidationError as error:
        raise _unknown(error) from error


def correction_of(tree: object) -> Correction:
    """The correction that a tree of JSON values holds. Raises CorrectionError as above."""
    try:
        return _corrections().validate_python(tree)
    except ValidationError as error:
        raise _unknown(error) from error


def _unknown(error: ValidationError) -> CorrectionError:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "the top level"
    return CorrectionError(f"not a correction: {first['msg']} at {place}.")


def before_to_json(before: Before) -> str:
    """One line of JSON, null for what was not changed."""
    return _befores().dump_json(before).decode("utf-8")


def before_from_json(text: str | bytes) -> Before:
    """What stood before a correction. Raises CorrectionError where the text says nothing of it."""
    try:
        return _befores().validate_json(text)
    except ValidationError as error:
        raise _unknown(error) from error
