"""One analysed session in a notebook: its tables, its transcript with highlights, its timeline."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from typing import TypeVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analyzer.aggregate import Tables
from analyzer.errors import SessionError
from analyzer.notebook.frames import Frames
from analyzer.notebook.html import block, rows
from analyzer.notebook.transcript import Transcript, transcript_of
from analyzer.plots import session_timeline
from analyzer.records import Analysis, Pack, Role
from analyzer.report.wording import counted

T = TypeVar("T")

# So many sentences stand before and after what is asked for.
AROUND = 3


class AnalyzedSession(Frames):
    r"""One session with everything found in it; ``ca.analyze`` and ``archive.session`` give it.

    ``analysis`` is the record that all of it comes from, and what ``analyzer analyze --json``
    writes.

    >>> import analyzer as ca
    >>> session = ca.analyze("Ana: HR says no. What now?\n\nMike: Call the manager yourself.\n")
    >>> session.sentences[["speaker", "text"]].iloc[2].tolist()
    ['Mike', 'Call the manager yourself.']
    >>> session.analysis.session.speakers[1].name
    'Mike'
    """

    def __init__(self, analysis: Analysis, *, tables: Tables, pack: Pack) -> None:
        self.analysis = analysis
        self.pack = pack
        self._tables = tables

    @property
    def tables(self) -> Tables:
        """All tables at once, with the rows of this session alone."""
        return self._tables

    @property
    def id(self) -> str:
        """What the session is called in every table; made of its content."""
        return self.analysis.session.id

    @property
    def title(self) -> str | None:
        """The title the file gives, None where it gives none."""
        return self.analysis.session.title

    @property
    def held_on(self) -> dt.date | None:
        """The day it was held, None where the file does not say."""
        return self.analysis.session.held_on

    @property
    def names(self) -> dict[str, str]:
        """The pack's names of categories, by id."""
        return {it.id: it.name for it in (*self.pack.advice, *self.pack.problem)}

    def show(
        self,
        *,
        first: int = 0,
        end: int | None = None,
        exchange: int | None = None,
        advice: int | None = None,
    ) -> Transcript:
        r"""The transcript with its highlights: all of it, sentences ``[first, end)``, or a place.

        ``exchange`` shows one asker's matter and ``advice`` one stretch of advice, by their numbers
        in the tables, the latter with three sentences before and after. Raises SessionError where
        there is no such number.

        >>> import analyzer as ca
        >>> session = ca.analyze("Ana: HR says no. What now?\n\nMike: Call the manager.\n")
        >>> session.show(end=2)
        Transcript(first=0, end=2)
        """
        if exchange is not None:
            found = _numbered(self.analysis.exchanges, exchange, "exchange")
            first, end = found.first, found.end
        elif advice is not None:
            stretch = _numbered(self.analysis.advice, advice, "advice")
            first, end = stretch.first - AROUND, stretch.end + AROUND
        return transcript_of(self.analysis, first=first, end=end, names=self.names)

    def timeline(self, *, title: str | None = None, ax: Axes | None = None) -> Figure:
        """Who speaks when, the parts, and where advice was given: ``plots.session_timeline``."""
        return session_timeline(
            self.sentences,
            turns=self.turns,
            advice=self.advice,
            names=self.names,
            title=title,
            ax=ax,
        )

    def __repr__(self) -> str:
        speakers = ", ".join(it.name for it in self.analysis.session.speakers)
        found = ", ".join(
            (
                counted(len(self.analysis.sentences), "sentence"),
                counted(len(self.analysis.exchanges), "exchange"),
                counted(len(self.analysis.advice), "stretch of advice"),
            )
        )
        return f"AnalyzedSession({self._called!r}: {speakers}; {found})"

    def _repr_html_(self) -> str:
        analysis = self.analysis
        people = [(it.name, it.role) for it in analysis.session.speakers]
        problems = [it.problem for it in analysis.exchanges if it.problem is not None]
        advice = dict.fromkeys(
            it.category for one in analysis.advice for it in one.labels if it.sure
        )
        pairs = [
            ("session", f"{self._called} · {self.id}"),
            ("held on", "" if self.held_on is None else self.held_on.isoformat()),
            *((f"{role}", _listed(people, role)) for role in Role),
            ("said", f"{counted(len(analysis.sentences), 'sentence')}"),
            ("problems", ", ".join(self.names.get(it.category, it.category) for it in problems)),
            ("advice", ", ".join(self.names.get(it, it) for it in advice)),
            ("warnings", str(len(analysis.session.warnings) or "")),
        ]
        return block(rows(pairs))

    @property
    def _called(self) -> str:
        return self.title or PurePath(self.analysis.session.source.path).name


def _listed(people: list[tuple[str, Role]], role: Role) -> str:
    return ", ".join(name for name, its in people if its is role)


def _numbered(found: tuple[T, ...], number: int, what: str) -> T:
    if 0 <= number < len(found):
        return found[number]
    hint = f"They are numbered from 0 to {len(found) - 1}." if found else "It holds none."
    raise SessionError(f"this session has no {what} {number}.", hint=hint)
