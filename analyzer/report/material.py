"""What every part of a report is written from: analyses in order, counts, names, quotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from analyzer.aggregate import Tables, build_tables
from analyzer.aggregate.reliance import relied_on
from analyzer.errors import ReportError
from analyzer.records import Advice, Analysis, Label, ModelCard, Pack, Quote, Role
from analyzer.records.times import clock
from analyzer.report import quotes, wording
from analyzer.report.counts import Counts, count
from analyzer.report.parts import Line, Quotation

# Up to here a report says what was said in these sessions, and nothing about what is usual.
FEW_SESSIONS = 3
# One bar alone says nothing that its number does not.
FEWEST_BARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of advice under one of its labels; ``problem`` is the sure one of its exchange."""

    analysis: Analysis
    advice: Advice
    label: Label
    problem: str | None

    @property
    def score(self) -> float:
        """How likely the label is right."""
        return self.label.score


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The analyses ordered by date and file, and what is looked up again and again.

    ``numbers`` gives each session id its number in the table of sessions, from 1. ``stretches``
    has one entry for each stretch of advice and type. ``people`` are those of a session and role,
    under the names they count under; ``askers`` gives those of exchanges by session and number.
    """

    analyses: tuple[Analysis, ...]
    numbers: Mapping[str, int]
    tables: Tables
    join_names: bool
    people: Mapping[tuple[str, Role], tuple[str, ...]]
    askers: Mapping[tuple[str, int], str]
    counts: Counts
    stretches: tuple[Stretch, ...]
    pack: Pack
    cards: tuple[ModelCard, ...]
    advice_names: wording.Names
    problem_names: wording.Names

    @property
    def n_sessions(self) -> int:
        """How many sessions the report is about."""
        return len(self.analyses)

    @property
    def is_small(self) -> bool:
        """Whether there are too few sessions to say what is usual."""
        return self.n_sessions <= FEW_SESSIONS

    def given(self, category: str) -> list[Stretch]:
        """The stretches surely of one advice type, in the order of the sessions.

        Where none is sure, those that are possible.
        """
        given = [stretch for stretch in self.stretches if stretch.label.category == category]
        return [stretch for stretch in given if stretch.label.sure] or given

    def in_sessions(self, n: int) -> str:
        """A number of sessions behind another count; empty where there is only one anyway."""
        return "" if self.n_sessions == 1 else f"in {wording.counted(n, 'session')}"

    def quotation(self, found: quotes.Found) -> Quotation:
        """The words of a quote, cut where they are too long, with speaker, place and time."""
        session = found.analysis.session
        turn = session.turns[found.quote.turn]
        words, goes_on = quotes.cut(found.text)
        before, after = quotes.around(found.analysis, found.quote, shown=words)
        return Quotation(
            words=wording.printable(words),
            goes_on=goes_on,
            right_to_left=wording.is_right_to_left(words),
            speaker=wording.shortened(session.speakers[turn.speaker].name, 40),
            session=self.numbers[session.id],
            where=where(found.analysis),
            time=clock(turn.start_ms),
            before=_lines(found.analysis, before),
            after=_lines(found.analysis, after),
        )


def gather(
    analyses: Iterable[Analysis],
    *,
    pack: Pack,
    cards: Sequence[ModelCard],
    join_names: bool = True,
) -> Material:
    """Order the analyses, make their tables, and look up which labels may be relied on.

    Raises ReportError when there is nothing to report on, SessionError when one session comes
    twice, and PackError when a label is not in the pack.
    """
    ordered = tuple(sorted(analyses, key=_order))
    if not ordered:
        raise ReportError(
            "there is no session to report on.",
            hint="Add transcripts with 'analyzer add', or widen --session, --client or --since.",
        )
    tables = build_tables(ordered, pack=pack, cards=cards, join_names=join_names)
    return Material(
        analyses=ordered,
        numbers={analysis.session.id: place for place, analysis in enumerate(ordered, start=1)},
        tables=tables,
        join_names=join_names,
        people=_people(tables),
        askers=_askers(tables),
        counts=count(tables, pack=pack),
        stretches=tuple(stretch for analysis in ordered for stretch in _stretches(analysis)),
        pack=pack,
        cards=tuple(cards),
        advice_names=wording.Names(pack.advice, relied_on(cards, pack, "advice")),
        problem_names=wording.Names(pack.problem, relied_on(cards, pack, "problems")),
    )


def _people(tables: Tables) -> dict[tuple[str, Role], tuple[str, ...]]:
    talk = tables.talk
    names = talk["person"].fillna(talk["speaker"])
    people: dict[tuple[str, Role], dict[str, None]] = {}
    for session_id, role, name in zip(talk["session_id"], talk["role"], names, strict=True):
        people.setdefault((session_id, Role(role)), {})[name] = None
    return {key: tuple(found) for key, found in people.items()}


def _askers(tables: Tables) -> dict[tuple[str, int], str]:
    asked = tables.exchanges.dropna(subset="asker")
    places = zip(asked["session_id"], asked["exchange"].tolist(), strict=True)
    return dict(zip(places, asked["asker"], strict=True))


def file_name(path: str) -> str:
    r"""The last part of a path of any system.

    >>> file_name(r"C:\\calls\\july.vtt"), file_name("calls/july.vtt"), file_name("-")
    ('july.vtt', 'july.vtt', '-')
    """
    return PureWindowsPath(path).name or PurePosixPath(path).name or path


def where(analysis: Analysis) -> str:
    """Title or file of a session, and its date where known."""
    session = analysis.session
    name = wording.shortened(session.title or "", 54) or wording.shortened(
        file_name(session.source.path), 48
    )
    date = wording.day(session.held_on)
    return f"{name}, {date}" if date else name


def _stretches(analysis: Analysis) -> Iterable[Stretch]:
    for advice in analysis.advice:
        problem = None if advice.exchange is None else analysis.exchanges[advice.exchange].problem
        labels: dict[str, Label] = {}
        # The first label of a category, but a sure one before one that is only possible.
        for label in sorted(advice.labels, key=lambda label: not label.sure):
            labels.setdefault(label.category, label)
        for label in labels.values():
            yield Stretch(
                analysis=analysis,
                advice=advice,
                label=label,
                problem=problem.category if problem is not None and problem.sure else None,
            )


def _lines(analysis: Analysis, spans: Iterable[Quote]) -> tuple[Line, ...]:
    speakers, turns = analysis.session.speakers, analysis.session.turns
    return tuple(
        Line(
            speaker=wording.shortened(speakers[turns[span.turn].speaker].name, 40),
            words=wording.printable(analysis.text_of(span).strip()),
        )
        for span in spans
    )


def _order(analysis: Analysis) -> tuple[bool, dt.date, str, str]:
    session = analysis.session
    held_on = session.held_on
    return (held_on is None, held_on or dt.date.max, file_name(session.source.path), session.id)
