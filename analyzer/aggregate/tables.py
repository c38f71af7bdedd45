"""Making the tables of an archive, or of analyses at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial

from pandas import DataFrame

from analyzer.aggregate.findings import Known, read_findings
from analyzer.aggregate.frames import Tables
from analyzer.aggregate.reliance import relied_on
from analyzer.aggregate.transcripts import Opened, Transcripts
from analyzer.archive import Archive, Status
from analyzer.archive.columns import ids_in_order
from analyzer.errors import ArchiveError, PackError, SessionError, did_you_mean
from analyzer.records import Analysis, ModelCard, Pack
from analyzer.records.names import Voice, full_names


def read_tables(
    archive: Archive,
    *,
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    sessions: Iterable[str] | None = None,
    join_names: bool = True,
    names: Mapping[Voice, str] | None = None,
) -> Tables:
    """The tables of an archive, or of some of its sessions, without reading what was said.

    ``sessions`` are ids, such as ``Archive.chosen`` gives by session, client or day; their order
    does not matter. ``join_names`` takes "Imani" for "Imani Clarke" where only she can be meant
    among these sessions; ``joined_names`` tells who was taken for whom, and False leaves names as
    written. ``names`` are those under which voices count, where they are known from more sessions
    than these; ``join_names`` is not looked at then. ``cards`` are those of the models, for the
    columns ``rely``.

    Tables of what was said sentence by sentence are read when they are first asked for, from the
    same file: that raises ArchiveError where a session has changed since.

    Raises PackError when an advice or problem is of a category that the pack does not have, and
    ArchiveError when a session is not there.
    """
    with archive.reading() as connection:
        wanted = None if sessions is None else list(sessions)
        ids = ids_in_order(connection, wanted)
        if gone := set(wanted or ()).difference(ids):
            raise _gone(min(gone), archive=str(archive.path))
        known = Known(
            called=_called(names, join_names=join_names),
            rely={head: relied_on(cards, pack, head) for head in ("advice", "problems")},
            check=partial(_check_categories, ids, pack=pack),
        )
        frames, seals = read_findings(connection, ids, known=known)
    seal_of = dict(zip(ids, seals, strict=True))
    return Tables(**frames, transcript=Transcripts(seal_of, opened=_again(archive)))


def _called(
    names: Mapping[Voice, str] | None, *, join_names: bool
) -> Callable[[Sequence[Sequence[Voice]]], Mapping[Voice, str]] | None:
    if names is not None:
        return lambda _: names
    return full_names if join_names else None


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


def _gone(session_id: str, *, archive: str) -> ArchiveError:
    return ArchiveError(
        f"no session with the id {session_id!r} in this archive.",
        path=archive,
        hint=f"See 'analyzer list -a {archive}'.",
    )


def _check_categories(
    ids: Sequence[str], sessions: DataFrame, used: DataFrame, *, pack: Pack
) -> None:
    known = {category.id for category in (*pack.advice, *pack.problem)}
    unknown = used[~used["category"].isin(known)]
    for place, category in unknown[["place", "category"]].itertuples(index=False, name=None):
        near = did_you_mean(category, sorted(known))
        raise PackError(
            f"session {ids[place]} carries {category!r}, which the pack "
            f"{pack.label!r} does not have. {near}".rstrip(),
            path=sessions["path"].iloc[place],
            hint=f"It was analysed with {sessions['pack'].iloc[place]!r}: choose that pack, or "
            f"analyse the session again.",
        )
