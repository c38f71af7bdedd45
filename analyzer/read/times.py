"""Times as transcripts write them: ``12:34``, ``[1:02:03]``, ``00:00:03,210``, ``2.7s``."""

from __future__ import annotations

import re

_BRACKETS = "[](){}<>\\* \t\u00a0@"

_CLOCK = re.compile(
    r"""
    (?: (?P<hours> [0-9]{1,4} ) [:：] )?    # absent in "12:34" and in Whisper's "00:43.810"
    (?P<minutes> [0-9]{1,3} ) [:：]         # one digit in "00:3:55", three in "125:07"
    (?P<seconds> [0-9]{1,2} )
    (?: [.,] (?P<fraction> [0-9]{1,9} ) | [:;] (?P<frames> [0-9]{2} ) )?
    """,
    re.VERBOSE,
)
_SPELLED = re.compile(
    r"""
    (?: P?T )?                                                  # ISO 8601: PT1M2.5S
    (?: (?P<hours> [0-9]{1,4} ) \s* h (?: ours? | rs? )? [,\s]* )?
    (?: (?P<minutes> [0-9]{1,4} ) \s* m (?: in (?: s | utes? )? )? [,\s]* )?
    (?: (?P<seconds> [0-9]{1,6} ) (?: [.,] (?P<fraction> [0-9]{1,9} ) )?
        \s* s (?: ec (?: s | onds? )? )? )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def parse_time(text: str) -> int | None:
    """The time in whole milliseconds, None where the text is anything but one time.

    Brackets, asterisks and blanks around it do not count. Two fields are minutes and seconds; a
    fourth field is a frame number of unknown rate and is dropped. Parts of a millisecond are
    cut off. ``99:99``, negative times and bare numbers are no times.

    >>> parse_time("[1:02:03]"), parse_time("00:3:55,873"), parse_time("2.7s"), parse_time("4:7")
    (3723000, 235873, 2700, None)
    """
    bare = text.strip(_BRACKETS)
    clock = _CLOCK.fullmatch(bare)
    if clock is not None:
        return _clock_ms(clock)
    if bare and bare[-1].isalpha():
        spelled = _SPELLED.fullmatch(bare)
        if spelled is not None and any(spelled.group("hours", "minutes", "seconds")):
            return _spelled_ms(spelled)
    return None


def _clock_ms(match: re.Match[str]) -> int | None:
    hours, minutes, seconds, fraction, frames = match.groups()
    if frames is not None and hours is None:
        return None
    if hours is None and fraction is None and len(seconds) == 1:
        return None  # "4:7" is a ratio or a verse
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + _fraction_ms(fraction)


def _spelled_ms(match: re.Match[str]) -> int:
    hours, minutes, seconds, fraction = match.group("hours", "minutes", "seconds", "fraction")
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + _fraction_ms(fraction)


def _fraction_ms(fraction: str | None) -> int:
    """Milliseconds of the digits behind the point: ``5`` is half a second, ``14`` are 140 ms."""
    return int((fraction or "")[:3].ljust(3, "0"))
