"""What changes: counts by period and by person, what is new or gone, what rises and falls.

All of it is counted in sessions, over any findings that have a session and a category.
"""

from analyzer.aggregate.trends.change import changes
from analyzer.aggregate.trends.course import courses
from analyzer.aggregate.trends.grid import Findings, findings_of
from analyzer.aggregate.trends.people import (
    by_client,
    by_coach,
    by_person,
    clients_of,
    coaches_of,
)
from analyzer.aggregate.trends.periods import (
    Period,
    advice_over_time,
    over_time,
    problems_over_time,
)

__all__ = [
    "Findings",
    "Period",
    "advice_over_time",
    "by_client",
    "by_coach",
    "by_person",
    "changes",
    "clients_of",
    "coaches_of",
    "courses",
    "findings_of",
    "over_time",
    "problems_over_time",
]
