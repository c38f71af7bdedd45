"""``analyzer pack show``: the categories of a pack."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import json_option


@click.command(short_help="Show the categories of a pack.")
@click.argument("pack_name", metavar="PACK")
@json_option
def command(pack_name: str, *, as_json: bool) -> None:
    """Show the types of advice and of problems in a pack, with what they mean.

    PACK is the name of a shipped pack or the path of a .toml file.

    \b
    Example:
      analyzer pack show recruiting
    """
    from pydantic import TypeAdapter

    from analyzer.cli.parts.pack_text import pack_text
    from analyzer.records import Pack
    from analyzer.records.pack_file import load_pack

    pack = load_pack(pack_name)
    if as_json:
        click.echo(TypeAdapter(Pack).dump_json(pack).decode("utf-8"))
    else:
        click.echo(pack_text(pack))
