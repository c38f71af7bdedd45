"""Options and words that training and evaluation share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from analyzer.settings import PACKAGE

if TYPE_CHECKING:
    from analyzer.classify.compare import Comparison
    from analyzer.classify.curve import CurvePoint
    from analyzer.records import ModelCard, Pack


Command = TypeVar("Command", bound=Callable[..., Any])


def labelled_folder(given: Path | None) -> Path:
    """The folder given, else the labelled sessions of a checkout; a wheel does not carry them.

    Raises click's BadParameter where there are none.
    """
    if given is not None:
        return given
    checkout = PACKAGE.parent / "data" / "labelled"
    if not checkout.is_dir():
        message = "name the folder of labelled sessions; an installed package has none of its own."
        raise click.BadParameter(message, param_hint="'--data'")
    return checkout


def _data_option(*, required: bool) -> Callable[[Command], Command]:
    return click.option(
        "--data",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        callback=(lambda _ctx, _param, given: labelled_folder(given)) if required else None,
        metavar="DIR",
        help="Folder of labelled sessions (.tsv); in a checkout that is data/labelled.",
    )


data_option = _data_option(required=True)
data_or_none_option = _data_option(required=False)

packs_option = click.option(
    "-p",
    "--pack",
    "pack_names",
    multiple=True,
    metavar="PACK",
    help="Only this pack; may be given several times. Otherwise all shipped packs.",
)

networks_option = click.option(
    "--networks",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of networks, each taught without some of the writers (models/network/"
    "train_network.py --leave-out), which are asked about the sessions of those.",
)

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes measure at once.",
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


def curve_text(points: Sequence[CurvePoint]) -> str:
    """A learning curve as a table: a row for each kind of label, a column for each point."""
    from analyzer.classify.card_tables import aligned
    from analyzer.classify.curve import curve_rows

    return "\n".join(aligned([[*row, ""] for row in curve_rows(points)]))


def comparison_text(comparison: Comparison, *, folder: Path) -> str:
    """What a comparison came to, a line for each label that is found significantly worse."""
    from analyzer.classify.card_tables import percent

    lines = [
        f"worse than {folder}: {loss.head} ({loss.model}), {loss.label}: "
        f"F1 {percent(loss.new_f1)} instead of {percent(loss.old_f1)}"
        f"{f' on the same {loss.n_sessions:,} sessions' if loss.n_sessions else ''}"
        for loss in comparison.losses
    ]
    if not lines:
        lines = [f"none of {comparison.n_labels:,} labels is significantly worse than {folder}"]
    return "\n".join((*comparison.notes, *lines))


def comparison_json(comparison: Comparison) -> str:
    """What a comparison came to, as one line of JSON."""
    import json
    from dataclasses import asdict

    return json.dumps(asdict(comparison), ensure_ascii=False)
