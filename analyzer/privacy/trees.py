"""Records of any shape with every string in them redacted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, cast

from analyzer.privacy.redactor import Redactor

Record = TypeVar("Record")


def redacted_record(record: Record, redactor: Redactor) -> Record:
    """The same tree of frozen records, tuples, lists and mappings, with every string redacted.

    Keys of mappings are names of things and stay, as do enumerations, numbers, bytes and dates.
    """
    return cast("Record", _redacted(record, redactor))


def _redacted(value: Any, redactor: Redactor) -> Any:  # noqa: ANN401 - any record
    if isinstance(value, str):
        return value if isinstance(value, Enum) else redactor.redacted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _redacted_fields(value, redactor)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_redacted(it, redactor) for it in value))
    if isinstance(value, (tuple, list, frozenset, set)):
        return type(value)(_redacted(it, redactor) for it in value)
    if isinstance(value, Mapping):
        return {key: _redacted(it, redactor) for key, it in value.items()}
    return value


def _redacted_fields(value: Any, redactor: Redactor) -> Any:  # noqa: ANN401 - any record
    changed = {}
    for each in fields(value):
        before = getattr(value, each.name)
        after = _redacted(before, redactor)
        if each.init and after is not before:
            changed[each.name] = after
    return replace(value, **changed) if changed else value
