"""What a report is made of, as frozen records: text ready to be read, numbers ready to be drawn.

Whoever draws, on paper or on a page, adds no word and no number of its own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Verbatim words of one speaker, around a quotation."""

    speaker: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words somebody said, verbatim, and where they stand.

    ``goes_on`` says that the speaker went on and the rest is not shown. ``session`` is the number
    the session has in the table of sessions, counted from 1; sentences ``[first, end)`` of it hold
    the words. ``time`` is empty where unknown.
    ``before`` and ``after`` are the sentences around it, in the order they were said.
    """

    words: str
    goes_on: bool
    right_to_left: bool
    speaker: str
    session: int
    first: int
    end: int
    where: str
    time: str
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its name, its count, and a few quiet words behind it."""

    name: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Counts of rows by columns; ``counts[row][column]``."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One part of a stacked bar."""

    name: str
    count: int
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """For each period: how many sessions there were, and how many of them have the type named.

    ``group`` is "Advice" or "Problems".
    """

    group: str
    name: str
    periods: tuple[str, ...]
    totals: tuple[int, ...]
    counts: tuple[int, ...]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A measured value between 0 and 1 with the bounds of its interval."""

    value: float
    low: float
    high: float
    rely: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Head of a part of the report: where links go, heading, and what is said before figures.

    ``alt`` says the main figure in words, for those who hear the page; empty where there is none.
    """

    anchor: str
    heading: str
    lead: tuple[str, ...] = ()
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A count on the first page, as it is shown, with the words for what was counted."""

    count: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A sentence made of numbers, the part of the report that proves it, and words that show it."""

    text: str
    anchor: str
    quote: Quotation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRow:
    """How well one kind of label is found, beside the best simpler way."""

    kind: str
    unit: str
    macro_f1: str
    baselines: tuple[tuple[str, str], ...]
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """How well one advice or problem type is found on sessions left out of training."""

    name: str
    verdict: str
    support: int
    precision: str
    recall: str
    f1: str
    bounds: str
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelTable:
    """The labels of one kind that a model card measured."""

    heading: str
    rows: tuple[LabelRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRow:
    """Something that could not be read: what, where, and the numbers of the sessions named."""

    message: str
    where: str
    sessions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session in the table at the end; quotations refer to its ``number``, from 1."""

    number: int
    date: str
    title: str
    file: str
    clients: str
    coach: str
    n_exchanges: int
    n_advice: int
    length: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of talk: what it is called, what was found, and what it means."""

    name: str
    value: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What every kind of report has: what stands on its first page, on all its pages, at its end.

    ``kind`` names it, such as "Theme summary". ``language`` is that of the quotations.
    ``is_compact`` says that there is so little that parts need no page of their own. ``mark_note``
    stands below every page; empty where nothing is marked.
    """

    kind: str
    title: str
    subtitle: str
    period: str
    language: str
    is_compact: bool
    mark_note: str
    made_with: str
