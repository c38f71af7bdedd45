"""What a playbook is made of, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.report.parts import (
    Document,
    Fact,
    LabelTable,
    Quotation,
    Section,
    SessionRow,
    Slice,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceEntry:
    """One advice type among what answers a problem: its counts, its uptake, the coach's words.

    ``note`` says where its words stand when all of them stand elsewhere.
    """

    name: str
    is_doubtful: bool
    counts: str
    uptake: str
    quotes: tuple[Quotation, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """Words to say in full, with the advice they belong to."""

    advice: str
    words: Quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What a client objects, and what the coach says next; None where that is no answer."""

    words: Quotation
    answer: Quotation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """All there is about one problem; parts that have nothing to show are empty.

    ``n_exchanges`` are those that surely bring it. ``more`` names advice types without quotations.
    ``has_bar`` says whether there is uptake enough for a bar, or only for its legend.
    """

    anchor: str
    name: str
    is_doubtful: bool
    definition: str
    counts: str
    n_exchanges: int
    shows: tuple[Quotation, ...]
    questions: tuple[Quotation, ...]
    advice: tuple[AdviceEntry, ...]
    more: str
    scripts: tuple[Script, ...]
    stories: tuple[Quotation, ...]
    objections: tuple[Objection, ...]
    uptake: tuple[Slice, ...]
    has_bar: bool
    uptake_alt: str
    agreed: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook(Document):
    """Everything a playbook says, in the order it says it."""

    facts: tuple[Fact, ...]
    intro_heading: str
    intro: tuple[str, ...]
    remarks: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    method_section: Section
    types_section: Section
    types: tuple[tuple[str, str], ...]
    trust_section: Section
    label_tables: tuple[LabelTable, ...]
    sessions_section: Section
    sessions: tuple[SessionRow, ...]
