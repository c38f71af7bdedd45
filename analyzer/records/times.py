"""Times inside a session as people write them."""

from __future__ import annotations


def clock(ms: int | None) -> str:
    """A time in milliseconds as hours, minutes and seconds; empty where it is missing.

    >>> clock(65_000), clock(3_725_000), clock(None)
    ('1:05', '1:02:05', '')
    """
    if ms is None:
        return ""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
