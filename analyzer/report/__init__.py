"""Reports: what a set of analyses says, as a PDF to hand over or a page to browse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from analyzer.aggregate.tables import archive_of
from analyzer.aggregate.themes import KINDS, Kind, Themes, find_themes
from analyzer.archive import Archive
from analyzer.encoder import Encoder
from analyzer.errors import ArchiveError, ReportError
from analyzer.files import write_private
from analyzer.records import Analysis, ModelCard, Pack
from analyzer.report.kinds import (
    SUFFIXES,
    ReportKind,
    Shown,
    as_it_is,
    check_ending,
    kind_pdf,
)
from analyzer.report.material import gather
from analyzer.report.style import Paper
from analyzer.report.summary.content import compose
from analyzer.report.summary.news import keep_mark

__all__ = ["SUFFIXES", "Paper", "ReportKind", "write_report"]

Content = TypeVar("Content")


def write_report(  # noqa: PLR0913 - one argument for each thing to choose
    source: Archive | Iterable[Analysis],
    path: str | Path,
    *,
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    sessions: Iterable[str] | None = None,
    kind: ReportKind = ReportKind.THEMES,
    client: str | None = None,
    paper: Paper = Paper.A4,
    title: str | None = None,
    subtitle: str | None = None,
    join_names: bool = True,
    anonymous: bool = False,
    encoder: Encoder | None = None,
) -> Path:
    """Write a report as PDF, or the themes as one HTML file, by the path's ending; return the path.

    The same sessions give the same bytes, in whatever order they come. A file that is there already
    is replaced, and left as it was when the report fails. Of an archive only the findings are read,
    and the words of the sessions that are quoted. An archive that can be written to keeps the
    themes found, and a mark of a report about all its sessions, so that the next can say what is
    new.

    Args:
        source: The archive, which stays open; or the analyses to report on, each once.
        path: Where to write; ends in ``.pdf``, or in ``.html`` for a page of the themes.
        pack: The pack the sessions were analysed with; it gives the names and definitions.
        cards: Model cards; without one for the pack the report says that nothing is known of it.
        sessions: Ids of the sessions to report on, such as ``Archive.chosen`` gives; None for all.
        kind: The themes of the sessions, one session, one client over time, or a playbook.
        client: Whose report a client report is: only sessions with this client are looked at.
            None where there is only one client.
        paper: The paper a PDF is set on.
        title: Stands on the first page instead of the general title.
        subtitle: Stands below it instead of the number of sessions and the coach.
        join_names: Count "Imani" as Imani Clarke where only she can be meant, and say so.
        anonymous: Name nobody: people, companies, places, addresses, numbers and sums get
            pseudonyms, the same ones in every report on the same archive.
        encoder: The one whose vectors the archive holds; themes that are found anew are named by
            what their phrases mean then, and by their words alone without it.

    Raises:
        ReportError: No session, sessions that the kind is not about, an ending that does not go
            with it, or a place that cannot be written to.
        SessionError: One session comes twice.
        PackError: A session carries a label that the pack does not have.
        ArchiveError: A session or the client is not in the archive, or it cannot be read.
    """
    target = Path(path)
    check_ending(kind, target.suffix.lower(), path=str(target))
    archive = source if isinstance(source, Archive) else archive_of(source)
    shown = _redacting(archive) if anonymous else as_it_is
    if kind is ReportKind.CLIENT and client is not None:
        of_client = archive.chosen(client=client, join_names=join_names)
        wanted = of_client if sessions is None else set(sessions)
        sessions = [one for one in of_client if one in wanted]
    is_kept = isinstance(source, Archive) and kind is ReportKind.THEMES
    material = gather(
        archive,
        pack=pack,
        cards=cards,
        sessions=sessions,
        join_names=join_names,
        themes=_themes(archive, encoder) if is_kept else None,
    )
    if target.suffix.lower() == ".pdf":
        content = kind_pdf(
            kind,
            material,
            paper=paper,
            client=client,
            title=title,
            subtitle=subtitle,
            shown=shown,
        )
    else:
        from analyzer.report import page  # noqa: PLC0415 - matplotlib loads slowly

        report = shown(compose(material, title=title, subtitle=subtitle))
        listed = page.sessions(material)
        content = page.page_bytes(report, shown(listed), map(shown, page.talks(material, listed)))
    _replace(target, content)
    if is_kept:
        # The report is written; without a mark the next one only says less.
        with suppress(ArchiveError):
            keep_mark(material)
    return target


def _themes(archive: Archive, encoder: Encoder | None) -> dict[Kind, Themes]:
    """The themes of an archive, found anew where it has changed."""
    return {kind: find_themes(archive, kind, encoder=encoder) for kind in KINDS}


def _redacting(archive: Archive) -> Shown:
    """Puts pseudonyms into a record; read from all of an archive, so that they are alike in all."""
    from analyzer.privacy import (  # noqa: PLC0415 - seldom asked for
        installed_recogniser,
        redacted_record,
        redactor_for,
    )

    redactor = redactor_for(archive, recogniser=installed_recogniser())

    def redacted(record: Content, /) -> Content:
        return redacted_record(record, redactor)

    return redacted


def _replace(target: Path, content: bytes) -> None:
    """Put the report in its place, whole and for its owner's eyes alone."""
    try:
        write_private(target, content)
    except OSError as error:
        raise ReportError(
            f"the report cannot be written: {error.strerror or error}.",
            path=str(target),
            hint="Choose a folder that exists and that you may write to.",
        ) from error
