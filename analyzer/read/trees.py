"""JSON of unknown shape, read without fear: every getter answers None where the shape is another.

Transcription services write times as numbers, strings, tables and ticks; what turns each into whole
milliseconds lies here, too.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import TypeAlias, Union, cast

from analyzer.errors import UnreadableTranscript
from analyzer.read.limits import MAX_JSON_DEPTH

Json: TypeAlias = Union["dict[str, Json]", "list[Json]", str, int, float, bool, None]

_OPENS_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_MAY_BE_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_EXPORT_AGAIN = "The file may be cut off: download or export it again."
_TOO_DEEP = "No transcript nests so deep; give the file that the service exports."
_CONTAINERS = (dict, list)
_LATEST_MS = 1_000_000_000_000


def read_tree(text: str, *, path: str) -> Json:
    """The JSON value that a text holds, a list of values for JSON lines, None for other text.

    Raises UnreadableTranscript with the line where text that opens like JSON is none, and where
    it nests too deep.
    """
    if _OPENS_JSON.match(text) is None:
        return None
    try:
        return _load(text)
    except RecursionError as error:
        what = f"this JSON nests more than {MAX_JSON_DEPTH} deep."
        raise UnreadableTranscript(what, path=path, hint=_TOO_DEEP) from error
    except json.JSONDecodeError as error:
        rows = _json_lines(text)
        if rows is not None:
            return rows
        if not text.lstrip().startswith("{"):
            return None  # a line of speech may open with "["
        what, line = f"this is JSON, but broken: {error.msg}.", error.lineno
        raise UnreadableTranscript(what, path=path, line=line, hint=_EXPORT_AGAIN) from error
    except ValueError as error:  # a number of thousands of digits
        what = f"this JSON cannot be read: {error}."
        raise UnreadableTranscript(what, path=path, hint=_EXPORT_AGAIN) from error


def _load(text: str) -> Json:
    """The value; half a character, an escape cut from its other half, becomes ``?``."""
    value = cast("Json", json.loads(text, strict=False))
    if _is_too_deep(value):
        raise RecursionError
    if _MAY_BE_HALF.search(text) is None:
        return value
    whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    return cast("Json", json.loads(whole))


def _is_too_deep(value: Json) -> bool:
    """Whether it nests deeper than the readers, some of which go down step by step, can follow."""
    level = [value]
    for _ in range(MAX_JSON_DEPTH):
        below: list[Json] = []
        for one in level:
            if isinstance(one, _CONTAINERS):
                inner = one.values() if isinstance(one, dict) else one
                below += [part for part in inner if isinstance(part, _CONTAINERS)]
        if not below:
            return False
        level = below
    return True


def _json_lines(text: str) -> list[Json] | None:
    """One value a line; None where a line that is not blank holds none."""
    rows: list[Json] = []
    for line in text.split("\n"):
        if line.strip():
            try:
                rows.append(_load(line))
            except (ValueError, RecursionError):
                return None
    return rows if len(rows) > 1 else None


def at(value: Json, *keys: str | int) -> Json:
    """What lies under the keys, one below the other; None where one is missing.

    >>> at({"results": [{"text": "Hi."}]}, "results", 0, "text")
    'Hi.'
    """
    for key in keys:
        if isinstance(key, str) and isinstance(value, dict):
            value = value.get(key)
        elif isinstance(key, int) and isinstance(value, list) and -len(value) <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def rows_at(value: Json, *keys: str | int) -> list[dict[str, Json]]:
    """The tables in the list under the keys, in order; what else the list holds is left out."""
    found = at(value, *keys)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def has_keys(value: Json, *keys: str) -> bool:
    """Whether the value is a table with all these keys."""
    return isinstance(value, dict) and all(key in value for key in keys)


def text_at(value: Json, *keys: str | int) -> str | None:
    """The text under the keys; None for anything else, and for blanks."""
    found = at(value, *keys)
    return found if isinstance(found, str) and found.strip() else None


def number_at(value: Json, *keys: str | int) -> float | None:
    """The finite number under the keys, also where it is written as text: ``"5.24"``."""
    found = at(value, *keys)
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        return None
    try:
        number = float(found)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def seconds_at(value: Json, *keys: str | int) -> int | None:
    """The whole milliseconds of a time in seconds under the keys; None where there is none.

    Known forms are 5.24, "5.24", "12.900s" and the table {"seconds": "12", "nanos": 900000000}.

    >>> [seconds_at(one) for one in (5.24, "5.24", "12.900s", {"seconds": "1", "nanos": 5000000})]
    [5240, 5240, 12900, 1005]
    """
    found = at(value, *keys)
    if isinstance(found, dict):
        whole, part = number_at(found, "seconds") or 0.0, number_at(found, "nanos") or 0.0
        return _whole_ms(whole * 1000 + part / 1_000_000)
    if isinstance(found, str):
        found = found.strip().removesuffix("s")
    number = number_at(found)
    return None if number is None else _whole_ms(number * 1000)


def millis_at(value: Json, *keys: str | int, per_ms: float = 1.0) -> int | None:
    """The whole milliseconds of a time under the keys, of which ``per_ms`` make a millisecond."""
    number = number_at(value, *keys)
    return None if number is None else _whole_ms(number / per_ms)


def _whole_ms(number: float) -> int | None:
    return round(number) if 0 <= number < _LATEST_MS else None


def voice_name(value: Json) -> str | None:
    """What to call a voice that a service only numbers; names stay as they are, None for nobody.

    >>> voice_name(0), voice_name("A"), voice_name("spk_0"), voice_name("Jen Ortiz"), voice_name("")
    ('Speaker 0', 'Speaker A', 'spk_0', 'Jen Ortiz', None)
    """
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return None
    name = " ".join(str(value).split())
    if not name:
        return None
    if name.isdecimal() or (len(name) == 1 and name.isalpha()):
        return f"Speaker {name}"
    return name


def key_of(value: Json) -> str | None:
    """A number or a text to look something up by; None for anything else."""
    return None if value is None or isinstance(value, bool | dict | list) else str(value)


def names_of(people: Sequence[dict[str, Json]], *, key: str, name: str) -> dict[str, str]:
    """The names of people by their key, both as text: what ids in segments stand for."""
    found = {}
    for person in people:
        number, called = key_of(at(person, key)), text_at(person, name)
        if number and called is not None:
            found[number] = " ".join(called.split())
    return found
