"""``analyzer evaluate``: how well each label is found on sessions left out of training."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli.parts.models import data_option, packs_named, packs_option, results_text
from analyzer.cli.parts.options import json_option
from analyzer.cli.parts.talk import Talk


@click.command(short_help="Measure how well each label is found.")
@data_option
@packs_option
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    default=5,
    show_default=True,
    metavar="N",
    help="Into how many parts to cut the sessions; each is left out once.",
)
@json_option
def command(data: Path, pack_names: tuple[str, ...], folds: int, *, as_json: bool) -> None:
    """Measure how well each label is found, on sessions that were left out of training.

    Nothing is written. With --json each model's card is one line.

    \b
    Example:
      analyzer evaluate --data data/labelled --folds 5
    """
    import json

    from analyzer.learning import evaluate_models
    from analyzer.records.store import card_to_json

    packs = packs_named(pack_names)
    cards = evaluate_models(data, packs=packs, folds=folds, progress=Talk().say)
    if as_json:
        for card in cards:
            click.echo(json.dumps(json.loads(card_to_json(card)), ensure_ascii=False))
    else:
        click.echo(results_text(cards))
