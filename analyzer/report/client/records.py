"""What a report about one client is made of, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.report.parts import (
    Document,
    Fact,
    Finding,
    LabelTable,
    Matrix,
    Quotation,
    Section,
)
from analyzer.report.shown import AdviceCard, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What the client said he or she would do; ``later`` are words like it in a later session."""

    said: Reply
    later: Quotation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedGroup:
    """Commitments alike in what is known of them later; ``heading`` says what that is.

    ``n`` counts them all, also those not shown, which ``note`` then says.
    """

    heading: str
    n: int
    note: str
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One session of the client: what was brought, and the advice with most to it.

    ``more`` counts the advice not shown. ``number`` is the one that quotations name.
    """

    anchor: str
    number: int
    heading: str
    place: str
    counts: str
    problems: tuple[tuple[str, Quotation | None], ...]
    advice: tuple[AdviceCard, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRow:
    """One session in the table of the client's sessions."""

    number: int
    anchor: str
    date: str
    title: str
    problems: str
    advice: str
    n_agreed: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurRow:
    """A problem or advice type that comes up in several sessions, with the answers to it."""

    kind: str
    name: str
    sessions: str
    which: str
    answers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientReport(Document):
    """Everything a report about one client says, in the order it says it."""

    facts: tuple[Fact, ...]
    findings_heading: str
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...]
    path_section: Section
    path: tuple[PathRow, ...]
    matrix: Matrix | None
    matrix_note: str
    agreed_section: Section
    agreed: tuple[AgreedGroup, ...]
    gaps_section: Section | None
    gaps: tuple[Reply, ...]
    questions_section: Section | None
    questions: tuple[Quotation, ...]
    recurs_section: Section | None
    recurs: tuple[RecurRow, ...]
    words_section: Section | None
    words: tuple[Quotation, ...]
    visits_section: Section
    visits: tuple[Visit, ...]
    trust_section: Section
    label_tables: tuple[LabelTable, ...]
    method_section: Section
