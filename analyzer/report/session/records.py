"""What a report about one session is made of, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.report.parts import Document, Fact, Finding, LabelTable, Quotation, Section
from analyzer.report.shown import AdviceCard, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the session from ``start`` to ``end``, both 0 to 1 of its length."""

    start: float
    end: float
    name: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point of the session, 0 to 1 of its length, with the words that stand beside it."""

    at: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The session from left to right: its parts, who asks, where advice is given and agreed to.

    ``advice`` are stretches, those with words to say in ``scripts``. ``ticks`` are times, or the
    number of words said until then where no times are known.
    """

    parts: tuple[Span, ...]
    legend: tuple[Span, ...]
    exchanges: tuple[Span, ...]
    advice: tuple[Span, ...]
    scripts: tuple[Span, ...]
    agreed: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    rows: tuple[str, ...]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangePart:
    """One exchange: who asks, what problem, its parts, and the advice given in it.

    ``parts`` says which parts it has and how long they are. ``possible`` names advice whose type is
    only possible and that holds no words to say. ``anchor`` and ``heading`` are those of
    advice that answers nobody where there is no exchange; then there is no problem.
    """

    anchor: str
    heading: str
    place: str
    problem: str
    definition: str
    parts: str
    counts: str
    quote: Quotation | None
    advice: tuple[AdviceCard, ...]
    possible: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRow:
    """How much one speaker says; cells as they are shown, "unknown" where there are no times."""

    name: str
    role: str
    words: str
    share: str
    minutes: str
    turns: str
    longest: str
    open_questions: str
    closed_questions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReport(Document):
    """Everything a report about one session says, in the order it says it."""

    facts: tuple[Fact, ...]
    findings_heading: str
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...]
    strip_section: Section
    strip: Strip | None
    agreed_section: Section | None
    agreed: tuple[Reply, ...]
    exchanges: tuple[ExchangePart, ...]
    open_section: Section | None
    questions_heading: str
    questions: tuple[Quotation, ...]
    gaps_heading: str
    gaps: tuple[Reply, ...]
    promises_heading: str
    promises: tuple[Quotation, ...]
    talk_section: Section
    speakers: tuple[SpeakerRow, ...]
    trust_section: Section
    label_tables: tuple[LabelTable, ...]
    method_section: Section
    file: str
    warnings: tuple[str, ...]
