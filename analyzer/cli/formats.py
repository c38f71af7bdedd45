"""``analyzer formats``: the forms of transcript that can be read."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import json_option


@click.command(short_help="List the transcript formats.")
@json_option
def command(*, as_json: bool) -> None:
    """List the transcript formats that can be read, with the endings of their files.

    The format of a file is found by what is in it, not by its ending.

    \b
    Example:
      analyzer formats
    """
    from analyzer.cli.parts.formats_text import formats_json, formats_text
    from analyzer.read import FORMATS

    for line in formats_json(FORMATS) if as_json else formats_text(FORMATS):
        click.echo(line)
