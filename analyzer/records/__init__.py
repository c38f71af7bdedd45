"""The records every stage reads and writes: frozen, typed, free of pandas and spaCy.

Names are imported when first used: who reads a transcript needs no card of a model.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
        Segment,
        Sentence,
        Uptake,
    )
    from analyzer.records.labels import Move, Role, SegmentKind, UptakeKind
    from analyzer.records.packs import Category, Pack
    from analyzer.records.session import (
        ChatMessage,
        NameProposal,
        Outside,
        Quote,
        ReadWarning,
        Session,
        Source,
        Speaker,
        Turn,
    )

_HOMES = {
    "Advice": "findings",
    "Analysis": "findings",
    "Baseline": "cards",
    "Boundaries": "cards",
    "BoundaryScore": "cards",
    "Category": "packs",
    "ChatMessage": "session",
    "Confusion": "cards",
    "Exchange": "findings",
    "GroupScore": "cards",
    "HeadScore": "cards",
    "Label": "findings",
    "LabelScore": "cards",
    "MadeWith": "findings",
    "ModelCard": "cards",
    "Move": "labels",
    "NameProposal": "session",
    "Outside": "session",
    "Pack": "packs",
    "Quote": "session",
    "ReadWarning": "session",
    "ReliabilityBin": "cards",
    "Role": "labels",
    "SCHEMA_VERSION": "findings",
    "Segment": "findings",
    "SegmentKind": "labels",
    "Sentence": "findings",
    "Session": "session",
    "Source": "session",
    "Speaker": "session",
    "Turn": "session",
    "Uptake": "findings",
    "UptakeKind": "labels",
}

__all__ = [
    "SCHEMA_VERSION",
    "Advice",
    "Analysis",
    "Baseline",
    "Boundaries",
    "BoundaryScore",
    "Category",
    "ChatMessage",
    "Confusion",
    "Exchange",
    "GroupScore",
    "HeadScore",
    "Label",
    "LabelScore",
    "MadeWith",
    "ModelCard",
    "Move",
    "NameProposal",
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


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
