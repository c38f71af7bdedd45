"""``analyzer train``: make the models anew from labelled sessions."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli.parts.models import data_option, packs_named, packs_option, results_text
from analyzer.cli.parts.talk import Talk


@click.command(short_help="Make the models anew from labelled sessions.")
@data_option
@packs_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("models"),
    show_default=True,
    metavar="DIR",
    help="Folder to write the models to.",
)
def command(data: Path, pack_names: tuple[str, ...], out: Path) -> None:
    """Train the models on labelled sessions, and measure them on sessions left out.

    Each model gets a card that says what it was made from and how well each label is found.

    \b
    Example:
      analyzer train --data data/labelled --out models
    """
    from analyzer.learning import train_models

    packs = packs_named(pack_names)
    cards = train_models(data, out, packs=packs, progress=Talk().say)
    click.echo(results_text(cards))
    click.echo(f"models written to {out}")
