"""Many analyses as tables with fixed columns, and the functions that count what is in them."""

from analyzer.aggregate.advice import advice_by_problem, advice_counts, uptake_by_advice
from analyzer.aggregate.clients import client_journeys
from analyzer.aggregate.company import (
    advice_among,
    advice_groups,
    problem_groups,
    problems_among,
    stretches_in,
    uptake_among,
)
from analyzer.aggregate.frames import Tables
from analyzer.aggregate.names import joined_names
from analyzer.aggregate.problems import problem_counts
from analyzer.aggregate.schema import COUNTS, SCHEMA
from analyzer.aggregate.tables import build_tables, read_tables
from analyzer.aggregate.talk import talk_by_role
from analyzer.aggregate.trends import (
    Findings,
    Period,
    advice_over_time,
    by_client,
    by_coach,
    by_person,
    changes,
    clients_of,
    coaches_of,
    courses,
    findings_of,
    over_time,
    problems_over_time,
)
from analyzer.aggregate.verdicts import Change, Course

__all__ = [
    "COUNTS",
    "SCHEMA",
    "Change",
    "Course",
    "Findings",
    "Period",
    "Tables",
    "advice_among",
    "advice_by_problem",
    "advice_counts",
    "advice_groups",
    "advice_over_time",
    "build_tables",
    "by_client",
    "by_coach",
    "by_person",
    "changes",
    "client_journeys",
    "clients_of",
    "coaches_of",
    "courses",
    "findings_of",
    "joined_names",
    "over_time",
    "problem_counts",
    "problem_groups",
    "problems_among",
    "problems_over_time",
    "read_tables",
    "stretches_in",
    "talk_by_role",
    "uptake_among",
    "uptake_by_advice",
]
