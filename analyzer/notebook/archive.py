"""An archive in a notebook: its tables, counts, search, sessions, reports and exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal, Self

from pandas import DataFrame

from analyzer import aggregate
from analyzer.aggregate import Period, Tables
from analyzer.aggregate.scorecards import load_scorecard, people_in, score_archive, scores_frame
from analyzer.archive.search_filters import SearchFilters
from analyzer.notebook.adding import Additions, add_paths
from analyzer.notebook.clients import Clients
from analyzer.notebook.found import AdvisedBefore, Hits
from analyzer.notebook.frames import Frames
from analyzer.notebook.html import block, rows
from analyzer.notebook.models import as_pack
from analyzer.notebook.session import AnalyzedSession
from analyzer.notebook.source import Source, as_day, one_of
from analyzer.notebook.writing import export_of, report_of
from analyzer.records import Move, Pack, Role
from analyzer.report.wording import counted

Findings = Literal["advice", "problems"]


class Archive(Frames):
    """The sessions of an archive file; ``ca.open`` gives it.

    Tables are attributes and are read when they are first asked for; when the file has changed they
    are read anew. Sessions that were analysed with another pack than ``pack`` are left out.

    >>> import analyzer as ca
    >>> archive = ca.sample(1)
    >>> archive
    Archive('samples.db': 1 session, 2024-05-14, pack recruiting 1)
    >>> archive.sessions[["coach", "clients"]].iloc[0].tolist()
    ['Nora', 'Imani']
    >>> archive.sesions
    Traceback (most recent call last):
    AttributeError: Archive has no attribute 'sesions'. Did you mean 'sessions'?
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def path(self) -> Path:
        """The file."""
        return self._source.store.path

    @property
    def pack(self) -> Pack:
        """The pack that the sessions were analysed with."""
        return self._source.read().pack

    @property
    def names(self) -> dict[str, str]:
        """The pack's names of categories, by id."""
        return {it.id: it.name for it in (*self.pack.advice, *self.pack.problem)}

    @property
    def tables(self) -> Tables:
        """All tables at once, as the functions of ``analyzer.aggregate`` take them."""
        return self._source.tables()

    @property
    def themes(self) -> DataFrame:
        """What comes up again beyond the pack: a row a theme, with its place on a plane.

        They are those of the whole archive, problems first, without what somebody hid.
        """
        return self._source.themes().copy(deep=False)

    @property
    def theme_quotes(self) -> DataFrame:
        """The words that show the themes, a row a quote, up to five a theme."""
        return self._source.theme_quotes().copy(deep=False)

    @property
    def advice_counts(self) -> DataFrame:
        """How often each type of advice was given: stretches, sessions, clients, scripts."""
        return self._counted("advice_counts", pack=self.pack)

    @property
    def problem_counts(self) -> DataFrame:
        """How often each problem was brought: exchanges, sessions, clients."""
        return self._counted("problem_counts", pack=self.pack)

    @property
    def advice_by_problem(self) -> DataFrame:
        """How often each type of advice answers each problem."""
        return self._counted("advice_by_problem")

    @property
    def uptake_by_advice(self) -> DataFrame:
        """What clients did with each type of advice."""
        return self._counted("uptake_by_advice")

    @property
    def talk_by_role(self) -> DataFrame:
        """Each role's words in each session, and their share."""
        return self._counted("talk_by_role")

    @property
    def client_journeys(self) -> DataFrame:
        """Each client's sessions in order, with problems and advice."""
        return self._counted("client_journeys")

    def over_time(self, findings: Findings = "advice", *, by: Period = "quarter") -> DataFrame:
        """In how many sessions of each period each category came up, with 95 % intervals.

        >>> import analyzer as ca
        >>> counts = ca.sample(1).over_time("problems", by="year")
        >>> counts[["category", "n_sessions", "of_sessions"]].columns.tolist()
        ['category', 'n_sessions', 'of_sessions']
        """
        one_of(findings, ("advice", "problems"), what="findings")
        count = {"advice": aggregate.advice_over_time, "problems": aggregate.problems_over_time}
        return count[findings](self.tables, by)

    def changes(self, *, since: dt.date | str) -> DataFrame:
        """What is new, grown, fallen or gone since a day, where chance would hardly do it."""
        return aggregate.changes(
            aggregate.findings_of(self.tables), self.sessions, since=as_day(since)
        )

    def measures(self, scorecard: str | Path = "conversation-balance") -> DataFrame:
        """What a scorecard counts in each session: a row a measure, with what it means in ``name``.

        ``scorecard`` is a shipped one or your own .toml file. ``value`` is NaN, and ``why`` says
        why, where a number cannot be known. Raises ScorecardError.
        """
        store = self._source.store
        scored = score_archive(store, load_scorecard(scorecard), sessions=self._source.ids(None))
        return scores_frame(scored, people=people_in(store))

    @property
    def clients(self) -> Clients[Archive]:
        """The clients by name, most sessions first; each is this archive with their sessions.

        >>> import analyzer as ca
        >>> ca.sample(1).clients
        Clients(Imani)
        """
        return Clients(
            self.client_journeys, names=self.names, only=lambda name: self.only(client=name)
        )

    def only(
        self,
        *,
        client: str | None = None,
        since: dt.date | str | None = None,
        until: dt.date | str | None = None,
    ) -> Archive:
        """The same archive with some sessions alone: tables, counts, search and reports.

        ``since`` and ``until`` are the first and last day (``"2025-03-01"``); sessions without a
        date are left out then. Raises ArchiveError for a client who is not in it.

        >>> import analyzer as ca
        >>> ca.sample(1).only(client="Imani")
        Archive('samples.db': 1 session, 2024-05-14, pack recruiting 1)
        """
        return Archive(self._source.narrowed(client=client, since=since, until=until))

    def session(self, text: str) -> AnalyzedSession:
        """One session: by its id, the beginning of one, or its file's name.

        Raises ArchiveError when none is meant, naming the nearest, or several.

        >>> import analyzer as ca
        >>> ca.sample(1).session("2024-05-14-imani-clarke").held_on
        datetime.date(2024, 5, 14)
        """
        key = self._source.store.find(text)
        tables = self.tables.of_session(key)
        return AnalyzedSession(self._source.store.analysis(key), tables=tables, pack=self.pack)

    def search(  # noqa: PLR0913 - one argument a filter
        self,
        question: str,
        *,
        limit: int = 10,
        role: str | None = None,
        move: str | None = None,
        advice: str | None = None,
        problem: str | None = None,
        coach: str | None = None,
        session: str | None = None,
    ) -> Hits:
        """What was said about something, by meaning and words together, the best first.

        Filters go together; ``advice`` and ``problem`` are categories. Client and days are chosen
        with ``only``. Raises ArchiveError for a filter that nothing answers to.

        >>> import analyzer as ca
        >>> hits = ca.sample(1).search("HR keeps me from the manager", limit=2, role="client")
        >>> hits.frame["speaker"].unique().tolist()
        ['Imani']
        """
        filters = SearchFilters(
            role=None if role is None else Role(one_of(role, Role, what="role")),
            move=None if move is None else Move(one_of(move, Move, what="move")),
            advice=advice,
            problem=problem,
            coach=coach,
            session=session,
            client=self._source.chosen.client,
            since=self._source.chosen.since,
            until=self._source.chosen.until,
        )
        hits = self._source.searcher().search(question, limit=limit, filters=filters)
        return Hits(question, hits, names=self.names)

    def advised(
        self, question: str, *, limit: int = 10, advice: str | None = None
    ) -> AdvisedBefore:
        """What was advised when something like it was brought: by type, with the words to say.

        ``limit`` is how many exchanges are looked at. Raises what ``search`` raises.

        >>> import analyzer as ca
        >>> found = ca.sample(1).advised("HR keeps me from the manager")
        >>> len(found.frame) > 3
        True
        """
        chosen = self._source.chosen
        filters = SearchFilters(
            advice=advice, client=chosen.client, since=chosen.since, until=chosen.until
        )
        found = self._source.searcher().advised(question, limit=limit, filters=filters)
        return AdvisedBefore(question, found, names=self.names)

    def report(
        self,
        path: str | Path,
        *,
        kind: str | None = None,
        session: str | None = None,
        paper: str = "a4",
        anonymous: bool = False,
        title: str | None = None,
        subtitle: str | None = None,
    ) -> Path:
        """Writes a report of these sessions, PDF or page by the ending of the path; the path.

        ``kind`` is ``themes``, ``session``, ``client`` or ``playbook``: unless said otherwise that
        of one ``session``, of the client of ``only(client=…)``, else the themes; a page is of the
        themes always. ``paper`` is ``a4`` or ``letter``; ``anonymous`` names nobody. A file that
        is there is replaced. Raises ReportError.
        """
        return report_of(
            self._source,
            path,
            kind=kind,
            session=session,
            paper=paper,
            anonymous=anonymous,
            title=title,
            subtitle=subtitle,
        )

    def export(
        self,
        path: str | Path,
        *,
        to: str,
        session: str | None = None,
        by: str = "both",
        anonymous: bool = False,
        replace: bool = False,
    ) -> Path:
        """Writes these sessions for another program; the path of the file or folder written.

        ``to`` is ``csv``, ``parquet``, ``refi-qda``, ``refi-qdc``, ``icf-docx``, ``markdown``,
        ``convokit``, ``spacy``, ``prodigy``, ``label-studio`` or ``labelled``. ``by`` hands on the
        labels of the ``model``, of ``people`` or ``both``; ``anonymous`` names nobody. What an
        export wrote there is replaced where ``replace`` says so. Raises ExportError.

        >>> import analyzer as ca
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     written = ca.sample(1).export(f"{folder}/tables", to="csv")
        ...     (written / "turns.csv").exists()
        True
        """
        return export_of(
            self._source,
            path,
            to=to,
            session=session,
            by=by,
            anonymous=anonymous,
            replace=replace,
        )

    def add(
        self,
        *paths: str | Path,
        pack: str | Pack | None = None,
        speakers: Mapping[str, str] | None = None,
        jobs: int = 1,
        progress: bool | None = None,
    ) -> Additions:
        """Analyses files and folders into the archive; what is in it unchanged is passed over.

        A file that fails stops no other; ``failed`` of what is returned names it. ``pack`` is that
        of the archive unless given; ``speakers`` are as for ``ca.analyze``. ``progress`` shows a
        bar, None in a notebook alone. Raises ArchiveError where the file cannot be written to.
        """
        chosen = self.pack if pack is None else as_pack(pack)
        return add_paths(
            paths, self._source.store, pack=chosen, speakers=speakers, jobs=jobs, progress=progress
        )

    def close(self) -> None:
        """Closes the file; closing twice does nothing."""
        self._source.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __getitem__(self, session: str) -> AnalyzedSession:
        """``archive["2024-05-14-imani-clarke.txt"]`` is ``archive.session(...)``."""
        return self.session(session)

    def _ipython_key_completions_(self) -> list[str]:
        of_files = [Path(it.path).name for it in self._source.read().summaries]
        return [*of_files, *(it.id for it in self._source.read().summaries)]

    def __len__(self) -> int:
        return len(self._source.read().summaries)

    def __iter__(self) -> Iterator[AnalyzedSession]:
        return (self.session(it.id) for it in self._source.read().summaries)

    def __repr__(self) -> str:
        read = self._source.read()
        told = [counted(len(read.summaries), "session"), self._days(), f"pack {read.pack.label}"]
        return f"Archive({self.path.name!r}: {', '.join(it for it in told if it)})"

    def _repr_html_(self) -> str:
        read = self._source.read()
        tables = self.tables
        named = self.names
        commonest = [
            ", ".join(f"{named.get(category, category)} ({n})" for category, n in found)
            for found in (
                _top(self.problem_counts, "n_sessions"),
                _top(self.advice_counts, "n_sessions"),
            )
        ]
        pairs = [
            ("archive", str(self.path)),
            ("sessions", f"{len(read.summaries):,}"),
            ("held", self._days()),
            ("left out", f"{read.n_other_packs} of other packs" if read.n_other_packs else ""),
            ("pack", read.pack.label),
            ("clients", f"{len(self.clients):,}"),
            ("found", ", ".join((
                counted(len(tables.exchanges), "exchange"),
                counted(len(tables.uptake), "stretch of advice"),
            ))),
            ("problems by sessions", commonest[0]),
            ("advice by sessions", commonest[1]),
        ]  # fmt: skip
        return block(rows(pairs))

    def _days(self) -> str:
        days = [it.held_on.isoformat() for it in self._source.read().summaries if it.held_on]
        return " to ".join(sorted({min(days), max(days)})) if days else ""

    def _counted(self, name: str, **more: Any) -> DataFrame:  # noqa: ANN401 - as the function asks
        count = getattr(aggregate, name)
        found: DataFrame = self._source.kept(name, partial(count, self.tables, **more))
        return found.copy(deep=False)


def _top(counts: DataFrame, column: str) -> Iterable[tuple[str, int]]:
    first = counts.sort_values(column, ascending=False, kind="stable").head(3)
    return [(str(it), int(n)) for it, n in zip(first["category"], first[column], strict=True)]
