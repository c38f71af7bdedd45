"""Where words stand inside the one session that a report is about: a time, or a turn."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from analyzer.records import Analysis
from analyzer.report.parts import Quotation

Record = TypeVar("Record")


def within(record: Record, analysis: Analysis) -> Record:
    """The record with each quotation placed in the session, which then need not be named.

    The turn, counted from 1, stands where there is no time.
    """
    placed: Record = _placed(record, analysis)
    return placed


def _placed(value: Any, analysis: Analysis) -> Any:  # noqa: ANN401 - any part of a record
    if isinstance(value, Quotation):
        turn = analysis.sentences[value.first].turn
        return replace(value, session=0, where="" if value.time else f"turn {turn + 1}")
    if isinstance(value, tuple):
        return tuple(_placed(part, analysis) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {
            field.name: _placed(getattr(value, field.name), analysis) for field in fields(value)
        }
        return replace(value, **parts)
    return value
