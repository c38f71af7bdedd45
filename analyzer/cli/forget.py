"""``analyzer forget``: a client taken out of an archive for good."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import archive_option
from analyzer.cli.parts.talk import Talk


@click.command(short_help="Take a client out of an archive for good.")
@click.argument("client", metavar="CLIENT")
@archive_option(new=False)
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.pass_context
def command(ctx: click.Context, client: str, archive: str, *, yes: bool) -> None:
    """Take a client out of an archive for good, and look in its bytes whether that is so.

    All sessions in which the client speaks go as a whole, group calls too, and their findings,
    words, meanings and parts in themes with them. Where the name stands in other sessions it gives
    way to "[name removed]". Files of transcripts, reports and copies elsewhere are yours to delete.

    \b
    Example:
      analyzer forget "Imani Clarke" -a calls.db
    """
    from analyzer.archive import Archive
    from analyzer.cli.parts.forgetting import forget_client, plan_text

    talk = Talk()
    with Archive.open(archive, write=True) as store:
        plan, shown = plan_text(store, client, talk=talk)
        click.echo(shown, err=True)
        if not yes:
            click.confirm("Take all of this out? It cannot be undone", abort=True, err=True)
        text, is_gone = forget_client(store, plan, talk=talk)
    click.echo(text)
    ctx.exit(int(not is_gone))
