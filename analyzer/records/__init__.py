"""The records every stage reads and writes: frozen, typed, free of pandas and spaCy."""

from analyzer.records.cards import (
    Baseline,
    Boundaries,
    BoundaryScore,
    Confusion,
    GroupScore,
    HeadScore,
    LabelScore,
    ModelCard,
    ReliabilityBin,
)
from analyzer.records.findings import (
    SCHEMA_VERSION,
    Advice,
    Analysis,
    Exchange,
    Label,
    MadeWith,
    Quote,
    Segment,
    Sentence,
    Uptake,
)
from analyzer.records.labels import Move, Role, SegmentKind, UptakeKind
from analyzer.records.packs import Category, Pack
from analyzer.records.session import Outside, ReadWarning, Session, Source, Speaker, Turn

__all__ = [
    "SCHEMA_VERSION",
    "Advice",
    "Analysis",
    "Baseline",
    "Boundaries",
    "BoundaryScore",
    "Category",
    "Confusion",
    "Exchange",
    "GroupScore",
    "HeadScore",
    "Label",
    "LabelScore",
    "MadeWith",
    "ModelCard",
    "Move",
    "Outside",
    "Pack",
    "Quote",
    "ReadWarning",
    "ReliabilityBin",
    "Role",
    "Segment",
    "SegmentKind",
    "Sentence",
    "Session",
    "Source",
    "Speaker",
    "Turn",
    "Uptake",
    "UptakeKind",
]
