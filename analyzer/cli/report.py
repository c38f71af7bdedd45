"""``analyzer report``: themes, one session, one client or a playbook as a PDF; themes as a page."""

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
from analyzer.cli.parts.reporting import (
    KINDS,
    PAPERS,
    chosen_sessions,
    kind_meant,
    report_place,
    write_chosen,
)
from analyzer.cli.parts.talk import Talk


@click.command(short_help="Write a report as PDF, or the themes as a page.")
@archive_option(new=False)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(),
    help="Where to write: a name that ends in .pdf or .html.",
)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="What about: by default a session with --session, a client with --client, else themes.",
)
@click.option("--session", metavar="ID", help="Only this session: its id or file name.")
@click.option("--client", metavar="NAME", help="Only sessions with this client.")
@click.option(
    "--since",
    callback=day,
    metavar="DATE",
    help="Only sessions from this day on: 2025-03-01, 2025-03 or 2025.",
)
@click.option(
    "--paper", type=click.Choice(PAPERS), default="a4", show_default=True, help="Paper of a PDF."
)
@used_pack_option
@names_option
@anonymous_option
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(  # noqa: PLR0913 - one argument an option
    archive: str,
    output: str,
    kind: str | None,
    session: str | None,
    client: str | None,
    since: dt.date | None,
    pack_name: str | None,
    *,
    paper: str,
    names_as_written: bool,
    anonymous: bool,
    force: bool,
) -> None:
    """Write a report about an archive as a PDF, or its themes as a page to browse.

    Everything it says stands on sessions in the archive, with their words quoted. The kinds are
    themes (of all sessions chosen), session (what one call was about), client (one client over
    time) and playbook (for each problem what to ask, to advise and to say, in the coach's own
    words, as the draft of a handbook). The name of FILE decides: .pdf to print and hand on, .html
    to open in a browser, for themes only.

    \b
    Example:
      analyzer report -a calls.db -o themes.pdf
      analyzer report -a calls.db -o july.pdf --session july.vtt
      analyzer report -a calls.db -o imani.pdf --client Imani --since 2025-01
      analyzer report -a calls.db -o playbook.pdf --kind playbook --paper letter
    """
    meant = kind_meant(kind, output=output, session=session, client=client)
    place = report_place(output, kind=meant, force=force)
    talk = Talk()
    join_names = not names_as_written
    from analyzer.archive import Archive

    with Archive.open(archive) as store:
        sessions = chosen_sessions(
            store, session=session, client=client, since=since, join_names=join_names
        )
        written = write_chosen(
            store,
            sessions,
            place,
            kind=meant,
            client=client,
            paper=paper,
            pack_name=pack_name,
            join_names=join_names,
            anonymous=anonymous,
            talk=talk,
        )
    click.echo(written)
