"""What every part of a report is written from: sessions in order, counts, names, quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import pandas as pd
from pandas import DataFrame

from analyzer.aggregate import Tables, read_tables
from analyzer.aggregate.advice import stretches
from analyzer.aggregate.reliance import relied_on
from analyzer.aggregate.tables import archive_of
from analyzer.aggregate.themes import Kind, Themes
from analyzer.archive import Archive
from analyzer.errors import ReportError
from analyzer.records import Advice, Analysis, ModelCard, Pack, Quote, Role, UptakeKind
from analyzer.records.times import clock
from analyzer.report import quotes, wording
from analyzer.report.counts import Counts, count
from analyzer.report.parts import Line, Quotation
from analyzer.report.talks import Talks

# Up to here a report says what was said in these sessions, and nothing about what is usual.
FEW_SESSIONS = 3
# Quotations are chosen among so many stretches of a type.
MOST_CHOSEN_FROM = 1_500
# One bar alone says nothing that its number does not.
FEWEST_BARS = 2
_OF_STRETCH = (
    "session_id",
    "advice",
    "exchange",
    "category",
    "score",
    "sure",
    "is_script",
    "problem",
    "quote",
    "uptake",
    "answer",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of advice under one of its labels; ``problem`` is the sure one of its exchange.

    ``score`` is how likely the label is right. ``words`` show the advice, ``answer`` shows the
    ``uptake``; both as they stand in the tables. ``advice`` is its number in its session.
    """

    session_id: str
    advice: int
    exchange: int | None
    category: str
    score: float
    sure: bool
    is_script: bool
    problem: str | None
    words: str
    uptake: UptakeKind | None
    answer: str | None


@dataclass(frozen=True, kw_only=True)
class Material:
    """What is counted of the sessions, and what is looked up again and again.

    ``numbers`` gives each session id its number in the table of sessions, from 1, in that order:
    by date and file. ``stretches`` has one row for each stretch of advice and type, in the order
    of the sessions. ``people`` are those of a session and role, under the names they count under;
    ``askers`` gives those of exchanges by session and number. ``talks`` are the sessions
    themselves, to be asked for words. ``themes`` are those found in the whole ``archive``, by kind;
    none where it holds no meanings to find them by.
    """

    archive: Archive
    themes: Mapping[Kind, Themes]
    talks: Talks
    numbers: Mapping[str, int]
    tables: Tables
    join_names: bool
    people: Mapping[tuple[str, Role], tuple[str, ...]]
    askers: Mapping[tuple[str, int], str]
    counts: Counts
    stretches: DataFrame
    pack: Pack
    cards: tuple[ModelCard, ...]
    advice_names: wording.Names
    problem_names: wording.Names

    @property
    def n_sessions(self) -> int:
        """How many sessions the report is about."""
        return len(self.numbers)

    @property
    def is_small(self) -> bool:
        """Whether there are too few sessions to say what is usual."""
        return self.n_sessions <= FEW_SESSIONS

    def given(self, category: str, *, problem: str | None = None) -> list[Stretch]:
        """The stretches surely of one advice type, in the order of the sessions, to choose from.

        Where none is sure, those that are possible; of very many the surest. ``problem`` asks for
        those alone that answer it.
        """
        given = self.stretches[self.stretches["category"] == category]
        sure = given[given["sure"]]
        chosen = given if sure.empty else sure
        if problem is not None:
            chosen = chosen[chosen["problem"] == problem]
        if len(chosen) > MOST_CHOSEN_FROM:
            surest = chosen.sort_values("score", ascending=False, kind="stable")
            chosen = surest.head(MOST_CHOSEN_FROM).sort_index()
        return as_stretches(chosen)

    def taken_up(self, kind: UptakeKind) -> list[Stretch]:
        """The stretches with any type that clients took up in this way."""
        return as_stretches(self.stretches[self.stretches["uptake"] == kind.value])

    def reasons(self, category: str) -> list[tuple[str, tuple[str, ...]]]:
        """Who labelled each stretch that is ``given``, and the words that it rested on."""
        given = self.stretches[self.stretches["category"] == category]
        sure = given[given["sure"]]
        told = (given if sure.empty else sure).dropna(subset="because")
        pairs = zip(told["source"].tolist(), told["because"].tolist(), strict=True)
        return [(source, tuple(because.split(", "))) for source, because in pairs]

    def asked(self, problem: str) -> dict[tuple[str, int | None], str]:
        """The words that show a problem, by session and exchange."""
        shown = self.tables.problems.dropna(subset="quote")
        shown = shown[shown["category"] == problem]
        places = zip(shown["session_id"], shown["exchange"].tolist(), strict=True)
        return dict(zip(places, shown["quote"], strict=True))

    def advice_of(self, stretch: Stretch) -> tuple[Analysis, Advice]:
        """A stretch as it was found, with its session; read from the archive."""
        analysis = self.talks[stretch.session_id]
        return analysis, analysis.advice[stretch.advice]

    @cached_property
    def sure_problems(self) -> Mapping[tuple[str, int], str]:
        """The problem that each exchange surely brings, by session and exchange."""
        sure = self.tables.problems[self.tables.problems["sure"]]
        places = zip(sure["session_id"], sure["exchange"].tolist(), strict=True)
        return dict(zip(places, sure["category"], strict=True))

    def persons(self, session_id: str) -> dict[str, str]:
        """The name that each speaker of a session counts under, by the name in the transcript."""
        talk = self.tables.talk[self.tables.talk["session_id"] == session_id].dropna(
            subset="person"
        )
        return dict(zip(talk["speaker"], talk["person"], strict=True))

    def in_sessions(self, n: int) -> str:
        """A number of sessions behind another count; empty where there is only one anyway."""
        return "" if self.n_sessions == 1 else f"in {wording.counted(n, 'session')}"

    def quotation(
        self, found: quotes.Found, *, most_words: int = quotes.LONGEST_WORDS
    ) -> Quotation:
        """The words of a quote, cut where they are too long, with speaker, place and time."""
        session = found.analysis.session
        turn = session.turns[found.quote.turn]
        words, goes_on = quotes.cut(found.text, most_words)
        place = quotes.place_of(found.analysis, found.quote, shown=words)
        first, end = quotes.sentences_in(found.analysis, place)
        before, after = quotes.around(found.analysis, place)
        return Quotation(
            words=wording.printable(words),
            goes_on=goes_on,
            right_to_left=wording.is_right_to_left(words),
            speaker=wording.shortened(session.speakers[turn.speaker].name, 40),
            session=self.numbers[session.id],
            first=first,
            end=end,
            where=where(found.analysis),
            time=clock(turn.start_ms),
            before=_lines(found.analysis, before),
            after=_lines(found.analysis, after),
        )


def gather(
    source: Archive | Iterable[Analysis],
    *,
    pack: Pack,
    cards: Sequence[ModelCard],
    sessions: Iterable[str] | None = None,
    join_names: bool = True,
    themes: Mapping[Kind, Themes] | None = None,
) -> Material:
    """Read the tables of some sessions, number these, and look up which labels to rely on.

    Raises ReportError when there is nothing to report on, SessionError when one session comes
    twice, and PackError when a label is not in the pack.
    """
    archive = source if isinstance(source, Archive) else archive_of(source)
    tables = read_tables(archive, pack=pack, cards=cards, sessions=sessions, join_names=join_names)
    if tables.sessions.empty:
        raise ReportError(
            "there is no session to report on.",
            hint="Add transcripts with 'analyzer add', or widen --session, --client or --since.",
        )
    numbers = _numbers(tables.sessions)
    return Material(
        archive=archive,
        themes=themes or {},
        talks=Talks(archive),
        numbers=numbers,
        tables=tables,
        join_names=join_names,
        people=_people(tables),
        askers=_askers(tables),
        counts=count(tables, pack=pack),
        stretches=_stretches(tables, numbers),
        pack=pack,
        cards=tuple(cards),
        advice_names=wording.Names(pack.advice, relied_on(cards, pack, "advice")),
        problem_names=wording.Names(pack.problem, relied_on(cards, pack, "problems")),
    )


def _numbers(sessions: DataFrame) -> dict[str, int]:
    files = sessions["path"].map(file_name)
    # Sessions stand by date already; those of a day go by file.
    ordered = sessions.assign(file=files).sort_values(
        ["held_on", "file", "session_id"], na_position="last", kind="stable"
    )
    return {session_id: number for number, session_id in enumerate(ordered["session_id"], start=1)}


def _stretches(tables: Tables, numbers: Mapping[str, int]) -> DataFrame:
    """Each stretch once for each type, with what the client said to it."""
    answers = tables.uptake[["session_id", "advice", "quote"]].rename(columns={"quote": "answer"})
    found = stretches(tables).merge(answers, on=["session_id", "advice"], how="left")
    sure_problem = found["problem"].where(found["problem_sure"].fillna(value=False))
    ordered = found.assign(problem=sure_problem, number=found["session_id"].map(numbers))
    return ordered.sort_values(["number", "advice"], kind="stable")[
        [*_OF_STRETCH, "source", "because"]
    ]


def as_stretches(stretches: DataFrame) -> list[Stretch]:
    """Rows of ``Material.stretches`` as records, in their order."""
    cells = (known(stretches[column]) for column in _OF_STRETCH)
    return [
        Stretch(
            session_id=session_id,
            advice=advice,
            exchange=exchange,
            category=category,
            score=score,
            sure=sure,
            is_script=is_script,
            problem=problem,
            words=words,
            uptake=None if uptake is None else UptakeKind(uptake),
            answer=answer,
        )
        for (
            session_id,
            advice,
            exchange,
            category,
            score,
            sure,
            is_script,
            problem,
            words,
            uptake,
            answer,
        ) in zip(*cells, strict=True)
    ]


def known(cells: pd.Series[Any]) -> list[Any]:
    """The cells of a column as plain values, None for what is missing."""
    return cells.astype(object).where(cells.notna(), None).tolist()


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


def _lines(analysis: Analysis, spans: Iterable[Quote]) -> tuple[Line, ...]:
    speakers, turns = analysis.session.speakers, analysis.session.turns
    return tuple(
        Line(
            speaker=wording.shortened(speakers[turns[span.turn].speaker].name, 40),
            words=wording.printable(analysis.text_of(span).strip()),
        )
        for span in spans
    )
