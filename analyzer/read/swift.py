"""Records of which one file needs thousands: frozen to who checks the types, quick to make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def swift_record(made: type[_T]) -> type[_T]:
    """The class as a keyword-only dataclass with slots, which the type checker holds to be frozen.

    At run time nothing guards it: a frozen dataclass takes thrice the time to make.
    """
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(made)
