"""Naming the place of quotations as briefly as a report allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from analyzer.report.parts import Quotation

Record = TypeVar("Record")


def replaced(record: Record, change: Callable[[Quotation], Quotation]) -> Record:
    """The record with each of its quotations changed, however deep they stand."""
    changed: Record = _replaced(record, change)
    return changed


def quoted_in(value: object) -> frozenset[int]:
    """The numbers of the sessions that a record quotes."""
    numbers: set[int] = set()

    def note(quotation: Quotation) -> Quotation:
        numbers.add(quotation.session)
        return quotation

    _replaced(value, note)
    return frozenset(numbers)


def _replaced(value: Any, change: Callable[[Quotation], Quotation]) -> Any:  # noqa: ANN401 - any part of a record
    if isinstance(value, Quotation):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_replaced(part, change) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{one.name: _replaced(getattr(value, one.name), change) for one in fields(value)},
        )
    return value
