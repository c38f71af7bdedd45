"""``analyzer pack check``: whether a pack file is right."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import STANDARD_INPUT, files_argument
from analyzer.cli.parts.sources import standard_input
from analyzer.cli.parts.talk import Talk
from analyzer.errors import PackError


@click.command(short_help="Check pack files.")
@files_argument
@click.option(
    "--meaning",
    is_flag=True,
    help="Also note examples that read more like another category; takes a second or two.",
)
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], *, meaning: bool) -> None:
    """Check pack files: mistakes are named by line, weak spots are noted.

    \b
    Example:
      analyzer pack check my-coaching.toml
      analyzer pack check --meaning my-coaching.toml
    """
    from analyzer.cli.parts.pack_text import checked_text, notes_text
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
            if meaning:
                from analyzer.own_packs import meaning_notes

                for line in notes_text(meaning_notes(pack)):
                    click.echo(line)
    ctx.exit(talk.code)
