"""``analyzer schema``: what the JSON of an analysis looks like."""

from __future__ import annotations

import click


@click.command(short_help="Print the schema of 'analyze --json'.")
def command() -> None:
    """Print the JSON Schema of what 'analyzer analyze --json' writes on each line.

    \b
    Example:
      analyzer schema > analysis.schema.json
    """
    import json

    from analyzer.records.store import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
