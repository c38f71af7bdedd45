"""``analyzer pack check``: whether a pack file is right."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import STANDARD_INPUT, files_argument
from analyzer.cli.parts.sources import standard_input
from analyzer.cli.parts.talk import Talk
from analyzer.errors import PackError


@click.command(short_help="Check pack files.")
@files_argument
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...]) -> None:
    """Check pack files: mistakes are named by line, weak spots are noted.

    \b
    Example:
      analyzer pack check my-coaching.toml
    """
    from analyzer.cli.parts.pack_text import checked_text
    from analyzer.records.pack_file import load_pack, parse_pack_bytes

    talk = Talk()
    for file in files:
        try:
            if file == STANDARD_INPUT:
                pack = parse_pack_bytes(standard_input(), path=file)
            else:
                pack = load_pack(file)
        except PackError as error:
            talk.fail(error)
        else:
            click.echo(checked_text(pack, file=file))
    ctx.exit(talk.code)
