"""Reports: what a set of analyses says, as a PDF to hand over or a page to browse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from analyzer.archive import Archive
from analyzer.errors import ReportError
from analyzer.files import write_private
from analyzer.records import Analysis, ModelCard, Pack
from analyzer.report.content import compose
from analyzer.report.material import gather

__all__ = ["SUFFIXES", "write_report"]

SUFFIXES = (".pdf", ".html")
Shown = TypeVar("Shown")


def write_report(  # noqa: PLR0913 - one argument for each thing to choose
    source: Archive | Iterable[Analysis],
    path: str | Path,
    *,
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    sessions: Iterable[str] | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    join_names: bool = True,
    anonymous: bool = False,
) -> Path:
    """Write a theme summary as PDF or one HTML file, by the ending of the path; return the path.

    The same sessions give the same bytes, in whatever order they come. A file that is there already
    is replaced, and left as it was when the report fails. Of an archive only the findings are read,
    and the words of the sessions that are quoted.

    Args:
        source: The archive, which stays open; or the analyses to report on, each once.
        path: Where to write; ends in ``.pdf`` or ``.html``.
        pack: The pack the sessions were analysed with; it gives the names and definitions.
        cards: Model cards; without one for the pack the report says that nothing is known of it.
        sessions: Ids of the sessions to report on, such as ``Archive.chosen`` gives; None for all.
        title: Stands on the first page instead of the general title.
        subtitle: Stands below it instead of the number of sessions and the coach.
        join_names: Count "Imani" as Imani Clarke where only she can be meant, and say so.
        anonymous: Name nobody: people, companies, places, addresses, numbers and sums get
            pseudonyms, the same ones in every report on the same archive.

    Raises:
        ReportError: No session, an ending that is neither, or a place that cannot be written to.
        SessionError: One session comes twice.
        PackError: A session carries a label that the pack does not have.
        ArchiveError: A session is not in the archive, or the archive cannot be read.
    """
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise ReportError(
            f"a report cannot be written as {target.suffix or 'a file without an ending'!r}.",
            path=str(target),
            hint="End the path in .pdf or .html.",
        )
    if anonymous and not isinstance(source, Archive):
        source = tuple(source)  # read twice
    shown = _redacting(source) if anonymous else _as_it_is
    material = gather(source, pack=pack, cards=cards, sessions=sessions, join_names=join_names)
    report = shown(compose(material, title=title, subtitle=subtitle))
    if target.suffix.lower() == ".pdf":
        from analyzer.report.summary_pdf import summary_pdf  # noqa: PLC0415 - Typst and matplotlib load slowly

        content = summary_pdf(report)
    else:
        from analyzer.report import page  # noqa: PLC0415 - matplotlib loads slowly

        listed = page.sessions(material)
        content = page.page_bytes(report, shown(listed), map(shown, page.talks(material, listed)))
    _replace(target, content)
    return target


def _as_it_is(record: Shown) -> Shown:
    return record


def _redacting(source: Archive | Iterable[Analysis]) -> Callable[[Shown], Shown]:
    """Puts pseudonyms into a record; read from all of an archive, so that they are alike in all."""
    from analyzer.privacy import redacted_record, redactor_for  # noqa: PLC0415 - seldom asked for

    return partial(redacted_record, redactor=redactor_for(source))


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
