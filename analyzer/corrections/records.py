"""One record for each thing that a person may correct; they hold places and no text of the talk.

Places are characters ``[start, end)`` of all turns one after another, so that a correction finds
its words where newer models cut sentences otherwise or find other stretches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from analyzer.records import Label, Move, Role, SegmentKind
from analyzer.records.session import STRICT

if TYPE_CHECKING:
    from pydantic import ConfigDict

PERSON = "person:"


def is_by_person(label: Label | None) -> bool:
    """Whether a person gave the label."""
    return label is not None and label.source.startswith(PERSON)


def label_by(person: str, category: str) -> Label:
    """The label that a person gives: sure, and above those of models and rules."""
    return Label(category=category, score=1.0, source=f"{PERSON}{person}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _AtWords:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelAdvice(_AtWords):
    """These words are one advice of these categories: at most two, none where nobody can say."""

    categories: tuple[str, ...]
    kind: Literal["label-advice"] = "label-advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectAdvice(_AtWords):
    """These words are no advice."""

    kind: Literal["reject-advice"] = "reject-advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeAdvice(_AtWords):
    """The advice that stands here runs over ``[to_start, to_end)`` instead."""

    to_start: int
    to_end: int
    kind: Literal["shape-advice"] = "shape-advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitAdvice(_AtWords):
    """The advice that stands here is two; the second begins at character ``at``."""

    at: int
    kind: Literal["split-advice"] = "split-advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeAdvice(_AtWords):
    """All stretches of advice among these words are one."""

    kind: Literal["merge-advice"] = "merge-advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetProblem(_AtWords):
    """What the exchange that stands here is about; None where no category is."""

    category: str | None
    kind: Literal["set-problem"] = "set-problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMove(_AtWords):
    """What these sentences do."""

    move: Move
    kind: Literal["set-move"] = "set-move"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSegment(_AtWords):
    """Which part of the session these sentences belong to."""

    segment: SegmentKind
    kind: Literal["set-segment"] = "set-segment"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRole:
    """What a speaker is in this session."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    speaker: int
    role: Role
    kind: Literal["set-role"] = "set-role"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetName:
    """What a speaker is called."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    speaker: int
    name: str
    kind: Literal["set-name"] = "set-name"


AtWords: TypeAlias = (
    LabelAdvice
    | RejectAdvice
    | ShapeAdvice
    | SplitAdvice
    | MergeAdvice
    | SetProblem
    | SetMove
    | SetSegment
)
Correction: TypeAlias = AtWords | SetRole | SetName
