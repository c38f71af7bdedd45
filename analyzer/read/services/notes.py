"""What the readers of note takers share: talk of named people, notes beside it, dates and clocks.

A note taker's file is a meeting: its talk, and around it what a machine wrote about the talk
(summary, action items, chapters). The first becomes turns, the second text before them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment
from analyzer.read.pages.page_dates import find_date
from analyzer.read.times import parse_time
from analyzer.read.trees import Json, at, number_at, seconds_at, text_at
from analyzer.read.words import Word, join_words
from analyzer.records import ReadWarning, SegmentKind

UNKNOWN = "Unknown"

_DEEPEST = 12
_EPOCH_IN_MS = 100_000_000_000
_NO_NOTE = re.compile(
    r"(?:.*_)?(?:u?u?id|ids|url|link|uri|emails?|token|type|status|state|object|language|locale"
    r"|provider|model|version|color|icon|slug|hash|key|template(?:_name)?|(?:start|end)?_?time"
    r"|timestamp|date|(?:created|updated)_at|happened_?at|__typename)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ADDRESS = re.compile(
    r"\s*(?:https?://\S+|\S+@\S+\.\S+|[0-9a-f]{8}-[0-9a-f-]{20,}|[\d:.,TZ+-]+)\s*"
)


def join_talk(pieces: Iterable[Word]) -> tuple[Fragment, ...]:
    """The pieces of talk; where others are named, those of nobody are Unknown's, not theirs.

    >>> said = join_talk([Word(text="Hi.", speaker="Ana"), Word(text="Yes?")])
    >>> [part.speaker for part in said]
    ['Ana', 'Unknown']
    """
    words = list(pieces)
    if any(word.speaker is not None for word in words):
        words = [replace(word, speaker=word.speaker or UNKNOWN) for word in words]
    return join_words(words)


def notes(*values: Json) -> tuple[Fragment, ...]:
    """What was written about the talk, each text once, in the order of the file.

    Ids, addresses, times and the like are no text.
    """
    texts = dict.fromkeys(text for value in values for text in _texts(value, depth=0))
    return tuple(Fragment(text=text, outside=SegmentKind.FRONT) for text in texts)


def _texts(value: Json, *, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip() and _ADDRESS.fullmatch(value) is None:
            yield value.strip()
    elif depth > _DEEPEST:
        return
    elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        lines = [text for one in value for text in _texts(one, depth=depth + 1)]
        yield from ["\n".join(dict.fromkeys(lines))] if lines else []
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, depth=depth + 1)
    elif isinstance(value, dict):
        for key, one in value.items():
            if _NO_NOTE.fullmatch(_CAMEL.sub("_", key)) is None:
                yield from _texts(one, depth=depth + 1)


def clock_at(value: Json, *keys: str | int) -> int | None:
    """The milliseconds of a time in seconds or as a clock: 5.2, "5.2", "00:05:32".

    >>> clock_at({"at": "00:05:32"}, "at"), clock_at("5.2"), clock_at(None)
    (332000, 5200, None)
    """
    found = at(value, *keys)
    if isinstance(found, str) and ":" in found:
        return parse_time(found)
    return seconds_at(found)


def moment_at(value: Json, *keys: str | int) -> int | None:
    """The milliseconds since 1970 of a moment written as ISO 8601; None for anything else."""
    found = text_at(value, *keys)
    if found is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(found.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return round(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def day_at(value: Json, *keys: str | int) -> dt.date | None:
    """The day of a date in ISO 8601 or words, or of a moment in milliseconds since 1970."""
    found = at(value, *keys)
    if isinstance(found, str) and not found.strip().isdecimal():
        return find_date(found[:200])
    number = number_at(found)
    if number is None or not _EPOCH_IN_MS < number < 40 * _EPOCH_IN_MS:
        return None
    return dt.datetime.fromtimestamp(number / 1000, tz=dt.UTC).date()


def first_text(value: Json, *keys: str) -> str | None:
    """The first of the fields that holds text, blanks made single."""
    found = next((text for key in keys if (text := text_at(value, key)) is not None), None)
    return None if found is None else " ".join(found.split())


def several(count: int, *, what: str) -> tuple[ReadWarning, ...]:
    """The warning that a file holds more than one talk; none where it holds one."""
    if count < 2:
        return ()
    message = f"this file holds {count} {what}; they were read one after the other, as one talk."
    return (ReadWarning(message=message),)


def nothing_said(service: str, path: str) -> UnreadableTranscript:
    """The error for a file of the service in which nobody says anything."""
    return UnreadableTranscript(
        f"there is no talk in this {service} file.",
        path=path,
        hint=f"Export the transcript from {service} again when it is ready.",
    )
