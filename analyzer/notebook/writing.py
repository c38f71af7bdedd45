"""What an archive in a notebook writes: reports, and exports to other programs."""

from __future__ import annotations

from pathlib import Path

from analyzer.classify.card import cards_for
from analyzer.export import By, targets, write_export
from analyzer.notebook.source import Source, one_of
from analyzer.report import write_report
from analyzer.report.kinds import ReportKind
from analyzer.report.style import Paper

_PAPERS = tuple(it.name.lower() for it in Paper)


def report_of(  # noqa: PLR0913 - what `report` takes, and of what
    source: Source,
    path: str | Path,
    *,
    kind: str | None,
    session: str | None,
    paper: str,
    anonymous: bool,
    title: str | None,
    subtitle: str | None,
) -> Path:
    """Writes a report of the sessions, of the kind that what was chosen speaks for; its path."""
    client = source.chosen.client
    of_one = ReportKind.SESSION if session else ReportKind.CLIENT if client else None
    is_page = Path(path).suffix.lower() == ".html"
    unasked = ReportKind.THEMES if is_page or of_one is None else of_one
    wanted = unasked if kind is None else ReportKind(one_of(kind, ReportKind, what="report"))
    pack = source.read().pack
    return write_report(
        source.store,
        path,
        pack=pack,
        cards=cards_for(pack),
        sessions=source.ids(session),
        kind=wanted,
        client=client,
        paper=Paper[one_of(paper, _PAPERS, what="paper").upper()],
        anonymous=anonymous,
        title=title,
        subtitle=subtitle,
        encoder=source.encoder(),
    )


def export_of(
    source: Source,
    path: str | Path,
    *,
    to: str,
    session: str | None,
    by: str,
    anonymous: bool,
    replace: bool,
) -> Path:
    """Writes the sessions in the form of another program; the path of the file or folder."""
    pack = source.read().pack
    return write_export(
        source.store,
        path,
        target=one_of(to, (it.name for it in targets()), what="form to export to"),
        pack=pack,
        cards=cards_for(pack),
        sessions=source.ids(session),
        by=By(one_of(by, By, what="giver of labels")),
        anonymous=anonymous,
        replace=replace,
    )
