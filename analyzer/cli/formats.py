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
    import json

    from analyzer.cli.parts.text import wrapped
    from analyzer.read import FORMATS

    for reader in FORMATS:
        endings = [f".{ending.lstrip('.')}" for ending in reader.extensions]
        if as_json:
            facts = {"name": reader.name, "about": reader.about, "extensions": endings}
            click.echo(json.dumps(facts, ensure_ascii=False))
        else:
            text = f"{reader.about} ({', '.join(endings)})" if endings else reader.about
            room = max(len(other.name) for other in FORMATS)
            click.echo("\n".join(wrapped(text, first=f"{reader.name:<{room}}  ")))
