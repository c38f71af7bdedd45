"""Making the tables of an archive, or of analyses at hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from pandas import DataFrame

from analyzer.aggregate.frames import FrameMaker, Tables
from analyzer.aggregate.heads import Head, read_head
from analyzer.aggregate.reliance import relied_on
from analyzer.aggregate.rows import Known, finding_rows
from analyzer.aggregate.schema import FINDINGS
from analyzer.aggregate.transcripts import transcript_rows
from analyzer.archive import Archive, Status
from analyzer.errors import ArchiveError, PackError, SessionError, did_you_mean
from analyzer.records import Analysis, ModelCard, Pack
from analyzer.records.names import Voice, full_names

Opened = Callable[[], AbstractContextManager[Archive]]


def read_tables(
    archive: Archive,
    *,
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    sessions: Iterable[str] | None = None,
    join_names: bool = True,
) -> Tables:
    """The tables of an archive, or of some of its sessions, without reading what was said.

    ``sessions`` are ids, such as ``Archive.chosen`` gives by session, client or day; their order
    does not matter. ``join_names`` takes "Imani" for "Imani Clarke" where only she can be meant
    among these sessions; ``joined_names`` tells who was taken for whom, and False leaves names as
    written. ``cards`` are those of the models, for the columns ``rely``.

    Tables of what was said sentence by sentence are read when they are first asked for, from the
    same file: that raises ArchiveError where a session has changed since.

    Raises PackError when an advice or problem is of a category that the pack does not have, and
    ArchiveError when a session is not there.
    """
    ids = archive.chosen() if sessions is None else tuple(dict.fromkeys(sessions))
    makers = {name: FrameMaker(name) for name in FINDINGS}
    with archive.reading() as connection:
        heads = _heads(connection, ids, archive=str(archive.path))
        names: dict[Voice, str] = {}
        if join_names:
            names = full_names([(it.role, it.name) for it in head.people] for head in heads)
        known = Known(
            names=names,
            rely={head: relied_on(cards, pack, head) for head in ("advice", "problems")},
            check=partial(_check_category, pack=pack, categories=_categories(pack)),
        )
        for head in heads:
            for name, rows in finding_rows(connection, head, known=known).items():
                makers[name].add(rows)
    return Tables(
        **{name: maker.frame() for name, maker in makers.items()},
        transcript=Transcripts(heads, opened=_again(archive)),
    )


def _again(archive: Archive) -> Opened:
    """Opens the file once more, wherever the process has gone; what is in memory stays open."""
    if str(archive.path) == ":memory:":
        return lambda: nullcontext(archive)
    place = archive.path.absolute()
    return lambda: Archive.open(place)


def build_tables(
    analyses: Iterable[Analysis],
    *,
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    join_names: bool = True,
) -> Tables:
    """The tables of these analyses, the same in whatever order they come, and as of an archive.

    What is asked and raised is as for ``read_tables``, and SessionError when one session comes
    twice.
    """
    return read_tables(archive_of(analyses), pack=pack, cards=cards, join_names=join_names)


def archive_of(analyses: Iterable[Analysis]) -> Archive:
    """An archive in memory that holds these analyses.

    Raises SessionError when one session comes twice.
    """
    archive = Archive.in_memory()
    for analysis in analyses:
        if archive.add(analysis).status is not Status.ADDED:
            session = analysis.session
            raise SessionError(
                f"session {session.id} comes twice.",
                path=session.source.path,
                hint="An archive keeps each talk once: 'analyzer add FILE… -a ARCHIVE'.",
            )
    return archive


def _heads(connection: sqlite3.Connection, ids: Sequence[str], *, archive: str) -> list[Head]:
    heads = [_head(connection, session_id, archive=archive) for session_id in ids]
    return sorted(heads, key=lambda head: (head.held_on is None, head.held_on or "", head.id))


def _head(connection: sqlite3.Connection, session_id: str, *, archive: str) -> Head:
    head = read_head(connection, session_id)
    if head is None:
        raise ArchiveError(
            f"no session with the id {session_id!r} in this archive.",
            path=archive,
            hint=f"See 'analyzer list -a {archive}'.",
        )
    return head


def _categories(pack: Pack) -> frozenset[str]:
    return frozenset(category.id for category in (*pack.advice, *pack.problem))


def _check_category(head: Head, category: str, *, pack: Pack, categories: frozenset[str]) -> None:
    if category in categories:
        return
    near = did_you_mean(category, categories)
    raise PackError(
        f"session {head.id} carries {category!r}, which the pack "
        f"{pack.label!r} does not have. {near}".rstrip(),
        path=head.path,
        hint=f"It was analysed with {head.pack!r}: choose that pack, or analyse the session again.",
    )


class Transcripts:
    """Makes tables of what was said, from an archive that is opened anew each time."""

    def __init__(self, heads: Iterable[Head], *, opened: Opened) -> None:
        self._heads: Mapping[str, Head] = {head.id: head for head in heads}
        self._opened = opened

    def __call__(self, table: str, session_id: str | None = None) -> DataFrame:
        """A table of all sessions, or of one.

        Raises ArchiveError where a session is gone or has changed since its findings were read.
        """
        maker = FrameMaker(table)
        for rows in self._rows(table, session_id):
            maker.add(rows)
        return maker.frame()

    def _rows(self, table: str, session_id: str | None) -> Iterator[list[tuple[object, ...]]]:
        heads = self._heads.values() if session_id is None else [self._heads[session_id]]
        with self._opened() as archive, archive.reading() as connection:
            for head in heads:
                if read_head(connection, head.id) != head:
                    raise ArchiveError(
                        f"session {head.id} has changed since these tables were made.",
                        path=str(archive.path),
                        hint="Read the tables again.",
                    )
                yield transcript_rows(connection, head, table)
