"""``analyzer pack new``: a pack file to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli.parts.options import STANDARD_INPUT


@click.command(short_help="Write a pack file to begin with.")
@click.argument("name")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(allow_dash=True),
    help="Where to write; NAME.toml in this folder otherwise, '-' for standard output.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(name: str, output: str | None, *, force: bool) -> None:
    """Write a pack file to begin with: one category of each kind, explained, to write over.

    \b
    Example:
      analyzer pack new my-coaching
    """
    from analyzer.records.pack_template import pack_template

    text = pack_template(name)
    if output == STANDARD_INPUT:
        click.echo(text, nl=False)
        return
    place = Path(output or f"{name}.toml")
    if place.exists() and not force:
        message = f"{str(place)!r} is there already; write over it with --force."
        raise click.BadParameter(message, param_hint="'--output'")
    place.write_text(text, encoding="utf-8", newline="\n")
    click.echo(place)
