"""From when to when the sessions of a report were held."""

from __future__ import annotations

from analyzer.report import wording
from analyzer.report.material import Material


def period(material: Material) -> str:
    """First and last date, and how many sessions have none; empty where no date is known."""
    dates = material.tables.sessions["held_on"].dropna()
    if dates.empty:
        return ""
    undated = material.n_sessions - len(dates)
    line = wording.period(dates.min().date(), dates.max().date())
    return f"{line}; {wording.counted(undated, 'session')} without a date" if undated else line
