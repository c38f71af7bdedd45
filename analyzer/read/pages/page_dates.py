"""Dates as the heads of pages and file names write them, and lines that are nothing but a date."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_NAME = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"

_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
        rf"\b{_NAME}\s+{_DAY}\b,?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_DAY}\.?[\s-]+(?:of\s+)?{_NAME},?[\s-]+{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}[\s,-]+{_NAME}[\s-]+(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<![\d.])(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}(?!\d)",
        rf"(?<![\d/])(?P<a>\d{{1,2}})[/-](?P<b>\d{{1,2}})[/-]{_YEAR}(?![\d/])",
    )
)
_IN_FILE_NAME = (
    re.compile(rf"(?<!\d){_YEAR}[-_.](?P<month>\d{{2}})[-_.](?P<day>\d{{2}})(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?!\d)"),
)
_AROUND = re.compile(
    r"""(?: [\W_]
    | (?: mon | tues? | wed (?:nes)? | thu (?:rs?)? | fri | sat (?:ur)? | sun ) (?:day)? \b
    | (?: date | held | recorded | posted | published | updated | session | call | filed
        | created | aired | recording | dated | last | meeting | broadcast | written | taped
        | on | of | at ) \b
    | \d{1,2} (?: : \d{2} ){1,2} (?: \s? [ap] \.? m\b )? | \d{1,2} \s? [ap] \.? m\b
    | (?: gmt | utc | [ecmpb] [ds]? t | cest | cet ) (?: [+-] \d+ )? \b
    )*""",
    re.VERBOSE | re.IGNORECASE,
)


def find_date(text: str) -> dt.date | None:
    """The first date in the text, in whichever spelling; None where there is none or it is unclear.

    ``3/4/2026`` is unclear (March or April) and gives None; ``25/4/2026`` is not.

    >>> find_date("Monday, May 13, 2013"), find_date("Recorded on 3 March 2026")
    (datetime.date(2013, 5, 13), datetime.date(2026, 3, 3))
    """
    found = _first(text)
    return found[1] if found is not None else None


def is_date_line(text: str) -> bool:
    """Whether the text is a date and nothing else but its weekday, time, or "Recorded on".

    >>> is_date_line("Recorded on Tuesday, 3 March 2026"), is_date_line("On 3 March 2026 he left")
    (True, False)
    """
    found = _first(text) if len(text) <= 90 else None
    if found is None:
        return False
    match, _ = found
    around = text[: match.start()], text[match.end() :]
    return all(_AROUND.fullmatch(part) is not None for part in around)


def file_date(path: str) -> dt.date | None:
    """The date in a file's name, such as ``call-2024-05-01.txt`` or ``20240501 Bo.docx``."""
    name = PurePath(path.replace("\\", "/")).name
    for form in _IN_FILE_NAME:
        for match in form.finditer(name):
            date = _date(match["year"], match["month"], match["day"])
            if date is not None:
                return date
    return None


def _first(text: str) -> tuple[re.Match[str], dt.date] | None:
    """The match that stands first, and its date."""
    found: list[tuple[re.Match[str], dt.date]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            date = _read(match)
            if date is not None:
                found.append((match, date))
                break
    return min(found, key=lambda pair: pair[0].start(), default=None)


def _read(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    if "name" in parts:
        return _date(parts["year"], str(_MONTHS[parts["name"].casefold()]), parts["day"])
    if "a" not in parts:
        return _date(parts["year"], parts["month"], parts["day"])
    first, second = int(parts["a"]), int(parts["b"])
    if first > 12 or first == second:
        return _date(parts["year"], parts["b"], parts["a"])
    return _date(parts["year"], parts["a"], parts["b"]) if second > 12 else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
