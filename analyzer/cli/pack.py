"""``analyzer pack``: the sets of advice and problem types, shipped and of one's own."""

from __future__ import annotations

import click

from analyzer.cli.parts.group import Commands


@click.group(
    short_help="Look at packs, check or begin your own.",
    cls=Commands,
    commands_in="analyzer.cli.packs",
    command_names=("list", "show", "check", "new"),
    invoke_without_command=True,
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Look at packs, check your own, begin a new one.

    A pack is a file that says which types of advice and of problems to look for, each with a
    definition and a few example sentences.

    \b
    Example:
      analyzer pack new my-coaching
      analyzer pack check my-coaching.toml
      analyzer analyze call.txt --pack my-coaching.toml
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
