"""``analyzer demo``: made-up calls from files to report, in one go."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli.parts.talk import Talk


@click.command(short_help="Made-up calls, from files to report.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    metavar="DIR",
    help="Folder to write to; made if it is not there.",
)
@click.pass_context
def command(ctx: click.Context, out: Path) -> None:
    """Analyse made-up calls and write their report: the whole program in one go.

    Copies the calls to DIR/calls, analyses them into DIR/archive.db, writes DIR/themes.pdf and
    DIR/themes.html, and shows what was found. Running it again gives the same files.

    \b
    Example:
      analyzer demo
      analyzer demo --out /tmp/demo
    """
    from analyzer.cli.parts.demonstration import run_demo

    talk = Talk()
    click.echo(run_demo(out, talk=talk))
    ctx.exit(talk.code)
