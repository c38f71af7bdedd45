"""Options and words that training and evaluation share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.settings import PACKAGE

if TYPE_CHECKING:
    from analyzer.records import ModelCard, Pack


def _data_folder(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path:
    """The folder given, else the labelled sessions of a checkout; a wheel does not carry them."""
    if value is not None:
        return value
    checkout = PACKAGE.parent / "data" / "labelled"
    if not checkout.is_dir():
        message = "name the folder of labelled sessions; an installed package has none of its own."
        raise click.BadParameter(message, ctx=ctx, param=param)
    return checkout


data_option = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=_data_folder,
    metavar="DIR",
    help="Folder of labelled sessions (.tsv); in a checkout that is data/labelled.",
)

packs_option = click.option(
    "-p",
    "--pack",
    "pack_names",
    multiple=True,
    metavar="PACK",
    help="Only this pack; may be given several times. Otherwise all shipped packs.",
)


def packs_named(names: Sequence[str]) -> tuple[Pack, ...]:
    """The packs of these names, all shipped ones where none is named. Raises PackError."""
    from analyzer.records.pack_file import load_pack, shipped_packs

    return tuple(load_pack(name) for name in names or shipped_packs())


def results_text(cards: Sequence[ModelCard]) -> str:
    """For each model what it was measured on and a line for each kind of label and each label."""
    from analyzer.classify.card import evaluation_table

    parts = []
    for card in cards:
        measured = f"{card.n_sessions:,} sessions, {card.n_sentences:,} sentences; {card.folds}"
        parts.append(f"{card.name} {card.version}: {measured}\n\n{evaluation_table(card.heads)}")
    return "\n".join(parts).rstrip("\n")
