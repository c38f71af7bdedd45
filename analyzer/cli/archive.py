"""``analyzer archive``: looking after the file that holds the sessions."""

from __future__ import annotations

import click

from analyzer.cli.parts.group import Commands


@click.group(
    short_help="Check an archive, make it smaller, count it.",
    cls=Commands,
    commands_in="analyzer.cli.archives",
    command_names=("info", "check", "compact"),
    invoke_without_command=True,
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Look after an archive: how large it is, whether it is sound, and room given back.

    \b
    Example:
      analyzer archive info -a calls.db
      analyzer archive check -a calls.db
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
