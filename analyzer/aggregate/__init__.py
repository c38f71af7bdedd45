"""Many analyses as tables with fixed columns, and the functions that count what is in them."""

from analyzer.aggregate.advice import advice_by_problem, advice_counts, uptake_by_advice
from analyzer.aggregate.clients import client_journeys
from analyzer.aggregate.frames import COUNTS, SCHEMA, Tables, build_tables
from analyzer.aggregate.names import joined_names
from analyzer.aggregate.problems import problem_counts
from analyzer.aggregate.talk import talk_by_role
from analyzer.aggregate.trends import advice_over_time, problems_over_time

__all__ = [
    "COUNTS",
    "SCHEMA",
    "Tables",
    "advice_by_problem",
    "advice_counts",
    "advice_over_time",
    "build_tables",
    "client_journeys",
    "joined_names",
    "problem_counts",
    "problems_over_time",
    "talk_by_role",
    "uptake_by_advice",
]
