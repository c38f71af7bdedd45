"""``analyzer report``: the themes of an archive as a PDF or a page."""

from __future__ import annotations

import datetime as dt

import click

from analyzer.cli.parts.options import (
    anonymous_option,
    archive_option,
    day,
    names_option,
    used_pack_option,
)
from analyzer.cli.parts.reporting import chosen_sessions, report_place, write_themes
from analyzer.cli.parts.talk import Talk


@click.command(short_help="Write the themes of an archive as PDF or page.")
@archive_option(new=False)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(),
    help="Where to write: a name that ends in .pdf or .html.",
)
@click.option("--session", metavar="ID", help="Only this session: its id or file name.")
@click.option("--client", metavar="NAME", help="Only sessions with this client.")
@click.option(
    "--since",
    callback=day,
    metavar="DATE",
    help="Only sessions from this day on: 2025-03-01, 2025-03 or 2025.",
)
@used_pack_option
@names_option
@anonymous_option
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(  # noqa: PLR0913 - one argument an option
    archive: str,
    output: str,
    session: str | None,
    client: str | None,
    since: dt.date | None,
    pack_name: str | None,
    *,
    names_as_written: bool,
    anonymous: bool,
    force: bool,
) -> None:
    """Write the themes of an archive as a PDF, or as a page to browse.

    Everything it says stands on sessions in the archive, with their words quoted. The name of FILE
    decides: .pdf to print and hand on, .html to open in a browser.

    \b
    Example:
      analyzer report -a calls.db -o themes.pdf
      analyzer report -a calls.db -o imani.html --client Imani --since 2025-01
    """
    place = report_place(output, force=force)
    talk = Talk()
    join_names = not names_as_written
    from analyzer.archive import Archive

    with Archive.open(archive) as store:
        sessions = chosen_sessions(
            store, session=session, client=client, since=since, join_names=join_names
        )
        written = write_themes(
            store,
            sessions,
            place,
            pack_name=pack_name,
            join_names=join_names,
            anonymous=anonymous,
            talk=talk,
        )
    click.echo(written)
