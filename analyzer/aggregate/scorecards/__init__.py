"""Scorecards: what to count in sessions, by whom and where, with the moments behind each number."""

from analyzer.aggregate.scorecards.records import (
    Count,
    Measure,
    Moment,
    Score,
    Scorecard,
    SessionScores,
    Show,
)
from analyzer.aggregate.scorecards.scorecard_file import (
    load_scorecard,
    parse_scorecard,
    shipped_scorecards,
)
from analyzer.aggregate.scorecards.scoring import score_session
from analyzer.aggregate.scorecards.template import scorecard_template
from analyzer.aggregate.scorecards.usual import (
    People,
    earlier,
    people_in,
    score_archive,
    scores_frame,
    usual,
    usual_by_person,
)

__all__ = [
    "Count",
    "Measure",
    "Moment",
    "People",
    "Score",
    "Scorecard",
    "SessionScores",
    "Show",
    "earlier",
    "load_scorecard",
    "parse_scorecard",
    "people_in",
    "score_archive",
    "score_session",
    "scorecard_template",
    "scores_frame",
    "shipped_scorecards",
    "usual",
    "usual_by_person",
]
