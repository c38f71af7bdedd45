"""What a theme summary is made of: a record for each of its parts, in the order it says them.

Every part has a ``section``, its heading and what is said first. A part that would say nothing of
these sessions is None.
"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.report.parts import (
    Bar,
    Document,
    Fact,
    Finding,
    HeadRow,
    LabelTable,
    Matrix,
    Measure,
    Panel,
    Quotation,
    Section,
    SessionRow,
    Slice,
    WarningRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The figure of the first page: the problems and advice that come up most, and both in words.

    ``problems`` and ``advice`` are as long as their counts; either may be empty.
    """

    problems_heading: str
    problems: tuple[Bar, ...]
    advice_heading: str
    advice: tuple[Bar, ...]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """One problem type: how often it was brought, by whom, how that moved, and askers' own words.

    Exchanges that only possibly bring it count in ``n_possible`` and nowhere else. ``clients``,
    ``moved`` and ``answered_by`` are empty where there is nothing to say.
    """

    anchor: str
    id: str
    name: str
    definition: str
    n_exchanges: int
    n_possible: int
    n_sessions: int
    n_clients: int
    counts: str
    clients: str
    moved: str
    answered_by: str
    quotes: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems:
    """What clients bring."""

    section: Section
    bars: tuple[Bar, ...]
    rows: tuple[ProblemRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRow:
    """One advice type in the overview; ``anchor`` is None where it has no chapter of its own.

    Stretches that are only possibly of it count in ``n_possible`` and nowhere else. ``share`` is
    its part of all stretches, in words; ``moved`` the sessions it came up in earlier and later.
    """

    anchor: str | None
    id: str
    name: str
    definition: str
    n_stretches: int
    n_possible: int
    n_sessions: int
    n_clients: int
    n_scripts: int
    share: str
    moved: str
    answers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceOverview:
    """What is advised; ``moved_head`` heads the column ``moved``, empty where there is none."""

    section: Section
    bars: tuple[Bar, ...]
    moved_head: str
    rows: tuple[AdviceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One exchange from problem to advice to answer; each quotation with what it is."""

    problem: str
    advice: str
    counts: str
    quotes: tuple[tuple[str, Quotation], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Which advice answers which problem."""

    section: Section
    matrix: Matrix | None
    chains_heading: str
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceChapter:
    """All that is said about one advice type: quotes, words to say, uptake, problems it answers.

    ``has_bar`` says whether there is uptake enough for a bar, or only for its legend.
    """

    anchor: str
    id: str
    name: str
    is_doubtful: bool
    verdict: str
    definition: str
    counts: str
    clients: str
    moved: str
    reliability: str
    answers: str
    told_by: str
    quotes: tuple[Quotation, ...]
    scripts: tuple[Quotation, ...]
    uptake: tuple[Slice, ...]
    has_bar: bool
    uptake_alt: str
    uptake_quotes: tuple[tuple[str, Quotation], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RareRow:
    """An advice type given too seldom for a chapter: what it is, its counts, one quotation."""

    id: str
    name: str
    definition: str
    counts: str
    quote: Quotation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapters:
    """The advice types one by one; ``left_out`` says how many are not shown, or is empty."""

    section: Section
    rows: tuple[AdviceChapter, ...]
    rare_heading: str
    rare: tuple[RareRow, ...]
    left_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCard:
    """One theme found without the pack: how often, for whom, how surely, what comes with it.

    ``tentative`` says so in words and is empty for a theme that stands. ``companions`` are
    sentences: the pack's word for it, the advice given with it, what clients did.
    """

    anchor: str
    id: str
    name: str
    tentative: str
    counts: str
    clients: str
    stability: str
    moved: str
    companions: tuple[str, ...]
    quotes: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeGroup:
    """The themes of problems, or of advice, those in most sessions first."""

    heading: str
    lead: str
    cards: tuple[ThemeCard, ...]
    left_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergentThemes:
    """What comes up again, whatever the pack calls it."""

    section: Section
    groups: tuple[ThemeGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One time a matter was brought: the asker's words, and what the coach answered."""

    question: Quotation
    answers: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgain:
    """A matter brought more than once; ``left_out`` says what is not shown, or is empty."""

    anchor: str
    name: str
    counts: str
    askings: tuple[Asking, ...]
    left_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Matters brought again, with the answers side by side."""

    section: Section
    rows: tuple[AskedAgain, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPromise:
    """Something promised of which nothing alike is said in the ``later`` sessions, by number."""

    who: str
    quote: Quotation
    later: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """What was promised as a follow-up and does not come up again."""

    section: Section
    rows: tuple[OpenPromise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Change over time."""

    section: Section
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Who talks, as context. ``shares`` are the coach's of each session, 0 to 1, ascending."""

    section: Section
    shares: tuple[float, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """How often a type comes up in the sessions that are new, and in those known before."""

    group: str
    name: str
    in_new: str
    in_known: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new since the last report; ``sessions`` are the last of the new ones, by number."""

    section: Section
    sessions: tuple[int, ...]
    rows: tuple[NewRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How far to trust the labels."""

    section: Section
    heads: tuple[HeadRow, ...]
    label_tables: tuple[LabelTable, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What was left open, and what could not be read."""

    section: Section
    rows: tuple[WarningRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """The sessions of one year, or those without a date, in numbers."""

    year: str
    n_sessions: str
    n_clients: str
    n_exchanges: str
    n_advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """The sessions: all of them, or of very many those that are named, beside the years' sums."""

    section: Section
    years: tuple[YearRow, ...]
    rows: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How the report was made."""

    section: Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Document):
    """Everything a theme summary says, in the order it says it."""

    facts: tuple[Fact, ...]
    findings_heading: str
    findings: tuple[Finding, ...]
    glance: Glance | None
    remarks: tuple[str, ...]
    news: News | None
    problems: Problems
    advice: AdviceOverview
    pairs: Pairs | None
    chapters: Chapters
    themes: EmergentThemes | None
    questions: Questions | None
    promises: Promises | None
    trend: Trend | None
    talk: Talk
    trust: Trust
    gaps: Gaps
    sessions: Sessions
    method: Method
