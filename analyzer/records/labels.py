"""The closed sets of labels for any session; the categories of advice and problems are a pack's."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a speaker is in a session."""

    COACH = "coach"
    CLIENT = "client"
    OTHER = "other"
    UNKNOWN = "unknown"


class SegmentKind(StrEnum):
    """Which part of the session a sentence belongs to; also the kinds of outside text."""

    FRONT = "front"
    QUESTION = "question"
    OPENING = "opening"
    EXPLORATION = "exploration"
    ADVICE = "advice"
    CLOSING = "closing"
    TAKEAWAY = "takeaway"
    LOGISTICS = "logistics"
    PROMOTION = "promotion"
    COMMENTS = "comments"


class Move(StrEnum):
    """What a sentence does; where two fit, the one named first here wins."""

    PROMOTION = "promotion"
    LOGISTICS = "logistics"
    SOCIAL = "social"
    SCRIPT = "script"
    QUESTION_OPEN = "question-open"
    QUESTION_CLOSED = "question-closed"
    GAP = "gap"
    COMMITMENT = "commitment"
    DIRECTIVE = "directive"
    REFLECTION = "reflection"
    AFFIRMATION = "affirmation"
    ACKNOWLEDGEMENT = "acknowledgement"
    STORY = "story"
    RATIONALE = "rationale"
    SITUATION = "situation"
    OTHER = "other"


class UptakeKind(StrEnum):
    """What the client does with advice, strongest answer first."""

    COMMITMENT = "commitment"
    OBJECTION = "objection"
    GAP = "gap"
    ACKNOWLEDGEMENT = "acknowledgement"
    NONE = "none"
