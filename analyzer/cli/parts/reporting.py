"""Which sessions a report is about, and writing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli.parts.talk import Talk
from analyzer.errors import ReportError

if TYPE_CHECKING:
    from analyzer.archive import Archive, SessionSummary

ENDINGS = (".pdf", ".html")
# As ReportKind and Paper have them, which are not imported for a help text.
KINDS = ("themes", "session", "client", "playbook")
PAPERS = ("a4", "letter")


def kind_meant(kind: str | None, *, output: str, session: str | None, client: str | None) -> str:
    """The kind that was asked for, else the one that the other options speak for.

    >>> kind_meant(None, output="imani.pdf", session=None, client="Imani")
    'client'
    >>> kind_meant(None, output="imani.html", session=None, client="Imani")
    'themes'
    """
    if kind is not None:
        return kind
    if Path(output).suffix.lower() == ".html":
        return "themes"
    if session is not None:
        return "session"
    return "themes" if client is None else "client"


def report_place(output: str, *, kind: str = "themes", force: bool) -> Path:
    """Where the report goes. Raises click's BadParameter where that cannot be or is taken."""
    place = Path(output)
    if place.suffix.lower() not in ENDINGS:
        message = f"{output!r} does not end in .pdf or .html, which says what to write."
    elif kind != "themes" and place.suffix.lower() != ".pdf":
        message = f"a {kind} report is a PDF, and {output!r} does not end in .pdf."
    elif place.is_dir():
        message = f"{output!r} is a folder."
    elif not place.parent.is_dir():
        message = f"the folder {str(place.parent)!r} is not there."
    elif place.exists() and not force:
        message = f"{output!r} is there already; write over it with --force."
    else:
        return place
    raise click.BadParameter(message, param_hint="'--output'")


def chosen_sessions(
    archive: Archive,
    *,
    session: str | None,
    client: str | None,
    since: dt.date | None,
    join_names: bool,
) -> tuple[SessionSummary, ...]:
    """The sessions that a report is asked for, by date.

    Raises ArchiveError where a name is not there and ReportError where nothing is left.
    """
    ids = set(archive.chosen(session=session, client=client, since=since, join_names=join_names))
    every = archive.sessions()
    if ids:
        return tuple(one for one in every if one.id in ids)
    path = str(archive.path)
    if not every:
        hint = f"Put some in with 'analyzer add calls/ -a {path}'."
        raise ReportError("the archive holds no sessions yet.", path=path, hint=hint)
    dates = [one.held_on for one in every if one.held_on is not None]
    latest = f"The latest is of {max(dates).isoformat()}." if dates else "None has a date."
    what = "no session"
    if client is not None:
        what += f" with {client}"
    if since is not None:
        what += f" on or after {since.isoformat()}"
    raise ReportError(f"{what}.", path=path, hint=latest)


def write_chosen(  # noqa: PLR0913 - one argument for each thing to choose
    archive: Archive,
    sessions: Sequence[SessionSummary],
    place: Path,
    *,
    kind: str,
    client: str | None,
    paper: str,
    pack_name: str | None,
    join_names: bool,
    anonymous: bool,
    talk: Talk,
) -> Path:
    """Writes the report of the sessions that the pack was used on; says how many were left out."""
    from analyzer.cli.parts.packs import cards_for, of_pack
    from analyzer.cli.parts.theming import encoder_of
    from analyzer.report import Paper, ReportKind, write_report

    pack, matching = of_pack(sessions, pack_name=pack_name, talk=talk, error=ReportError)
    with talk.doing("Writing the report"):
        return write_report(
            archive,
            place,
            pack=pack,
            cards=cards_for(pack),
            sessions=matching,
            kind=ReportKind(kind),
            client=client,
            paper=Paper[paper.upper()],
            join_names=join_names,
            anonymous=anonymous,
            encoder=encoder_of(sessions) if kind == "themes" else None,
        )
