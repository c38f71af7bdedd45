"""``analyzer list``: the sessions of an archive."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import archive_option, json_option


@click.command(short_help="List the sessions of an archive.")
@archive_option(new=False)
@json_option
def command(archive: str, *, as_json: bool) -> None:
    """List the sessions of an archive: one line each, by date, those without a date last.

    \b
    Example:
      analyzer list -a calls.db
    """
    from analyzer.archive import Archive
    from analyzer.cli.parts.listing import sessions_json, sessions_table

    with Archive.open(archive) as store:
        sessions = store.sessions()
    shown = sessions_json(sessions) if as_json else sessions_table(sessions)
    for line in shown:
        click.echo(line)
    if not sessions:
        click.echo(f"no sessions yet; put some in with: analyzer add calls/ -a {archive}", err=True)
