"""What can be said of a change, in one word each."""

from __future__ import annotations

from enum import StrEnum


class Change(StrEnum):
    """How often a category comes up since a day, beside before.

    New is what was in no session before, gone what is in none since. Too few means that so few
    sessions can show no change, however they fall; unclear, that they could have and did not.
    """

    NEW = "new"
    GROWN = "grown"
    FALLEN = "fallen"
    GONE = "gone"
    UNCLEAR = "unclear"
    TOO_FEW = "too-few"


class Course(StrEnum):
    """Whether a category comes up more or less often as time goes on."""

    RISING = "rising"
    FALLING = "falling"
    UNCLEAR = "unclear"
    TOO_FEW = "too-few"
