"""``analyzer archive compact``: an archive's file written anew without unused room."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli.parts.options import archive_option
from analyzer.cli.parts.talk import Talk


@click.command(short_help="Give back room that an archive does not use.")
@archive_option(new=False)
def command(archive: str) -> None:
    """Write an archive anew without the room that is not used, so that it is small and quick.

    Worth doing after many sessions were added or taken out. It needs as much free room as the
    archive takes; stopped half way it leaves the archive as it was.

    \b
    Example:
      analyzer archive compact -a calls.db
    """
    from analyzer.archive import Archive
    from analyzer.cli.parts.archive_text import size

    before = Path(archive).stat().st_size if Path(archive).is_file() else 0
    with Archive.open(archive, write=True) as store, Talk().doing("Writing it anew"):
        store.compact()
    after = Path(archive).stat().st_size
    click.echo(f"{archive}: {size(before)} before, {size(after)} now")
