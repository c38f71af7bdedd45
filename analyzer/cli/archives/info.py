"""``analyzer archive info``: what an archive holds, in numbers."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import archive_option, json_option


@click.command(short_help="Count what an archive holds and how large it is.")
@archive_option(new=False)
@json_option
def command(archive: str, *, as_json: bool) -> None:
    """Count what an archive holds: sessions, files, packs, models, and the size of each table.

    \b
    Example:
      analyzer archive info -a calls.db
    """
    from analyzer.archive import Archive
    from analyzer.cli.parts.archive_text import info_json, info_text

    with Archive.open(archive) as store:
        info = store.info()
    click.echo(info_json(info) if as_json else info_text(info))
