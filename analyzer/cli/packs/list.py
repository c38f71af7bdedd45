"""``analyzer pack list``: the shipped packs."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import json_option


@click.command(short_help="List the shipped packs.")
@json_option
def command(*, as_json: bool) -> None:
    """List the packs that come with the program.

    \b
    Example:
      analyzer pack list
    """
    import json

    from analyzer.cli.parts.text import table
    from analyzer.records.pack_file import load_pack, shipped_packs

    packs = [load_pack(name) for name in shipped_packs()]
    facts = [
        {
            "name": pack.name,
            "version": pack.version,
            "language": pack.language,
            "advice": len(pack.advice),
            "problem": len(pack.problem),
        }
        for pack in packs
    ]
    heads = ("name", "version", "language", "advice types", "problem types")
    rows = [[str(value) for value in fact.values()] for fact in facts]
    as_text = table(rows, heads=heads, right=(3, 4))
    for line in [json.dumps(fact) for fact in facts] if as_json else as_text:
        click.echo(line)
