"""``analyzer archive check``: whether an archive is what was written, and saving what is."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import archive_option, json_option


@click.command(short_help="See whether an archive is sound; save what is.")
@archive_option(new=False)
@click.option(
    "--rescue",
    metavar="NEW",
    type=click.Path(),
    help="Copy every session that is whole into a new archive of this name.",
)
@json_option
@click.pass_context
def command(ctx: click.Context, archive: str, rescue: str | None, *, as_json: bool) -> None:
    """See whether an archive is sound: SQLite finds its way in it, and all is as it was written.

    Damage is named with the sessions it concerns. A session that is not whole is not saved with
    --rescue but named with its file: add that to the new archive. The damaged archive stays as it
    is. Ends with 1 where there is damage.

    \b
    Example:
      analyzer archive check -a calls.db
      analyzer archive check -a calls.db --rescue saved.db
    """
    from analyzer.cli.parts.checking import check_archive, save_archive
    from analyzer.cli.parts.talk import Talk

    talk = Talk()
    if rescue is None:
        found = check_archive(archive, talk=talk)
    else:
        found = save_archive(archive, rescue, talk=talk)
    click.echo(found.as_json() if as_json else found.as_text())
    ctx.exit(int(not found.is_sound))
