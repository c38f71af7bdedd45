"""Dates as pages write them: ``2024-03-05``, ``March 5, 2024``, ``5 March 2024``."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    month: number
    for number, month in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?![\w/])")
    for form in (
        rf"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})(?:T[0-9:.,+Z-]*)?",
        rf"{_YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
    )
)


def find_date(text: str) -> dt.date | None:
    """The first date written in the text, None without one or where day and month could be swapped.

    >>> find_date("Recorded on March 5th, 2024."), find_date("05/03/2024")
    (datetime.date(2024, 3, 5), None)
    """
    found: list[tuple[int, dt.date]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            date = _date(match)
            if date is not None:
                found.append((match.start(), date))
                break
    return min(found)[1] if found else None


def _date(match: re.Match[str]) -> dt.date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].casefold())
    if number is None:
        return None
    try:
        return dt.date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None
