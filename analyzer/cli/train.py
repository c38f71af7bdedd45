"""``analyzer train``: make models anew, from labelled sessions or from a pack's texts alone."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli.parts.models import (
    data_or_none_option,
    jobs_option,
    labelled_folder,
    networks_option,
    packs_named,
    packs_option,
    results_text,
)
from analyzer.cli.parts.talk import Talk


@click.command(short_help="Make the model of your own pack, or all models anew.")
@data_or_none_option
@packs_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder to write models to; otherwise 'models', and beside the file of your own pack.",
)
@click.option(
    "--from-archive",
    metavar="ARCHIVE",
    type=click.Path(exists=True, dir_okay=False),
    help="Let your own pack learn from what people corrected in an archive.",
)
@networks_option
@jobs_option
def command(
    data: Path | None,
    pack_names: tuple[str, ...],
    out: Path | None,
    from_archive: str | None,
    networks: Path | None,
    jobs: int,
) -> None:
    """Make the model of your own pack from its texts, or all models from labelled sessions.

    With --pack my.toml, and no --data, definitions and examples are all it takes: the model is
    written beside the file, as my.model, and used from then on. When the file changes, make it
    again. Nothing but speed is lost without one.

    Otherwise models are trained on labelled sessions, and measured on sessions left out. Each model
    gets a card that says what it was made from and how well each label is found.

    With --from-archive your own pack learns from what people corrected ('analyzer review'): their
    labels become examples, what they rejected counter-examples, in a new file beside the pack's. It
    says how many decisions in sessions left out the pack agreed with before and after.

    \b
    Example:
      analyzer train --pack my-coaching.toml
      analyzer train --pack my-coaching.toml --from-archive calls.db
      analyzer train --data data/labelled --out models
    """
    from analyzer.records.pack_file import is_pack_path

    if from_archive is not None:
        _grow(from_archive, pack_names, out)
        return
    own = [name for name in pack_names if data is None and is_pack_path(name)]
    if own:
        _train_own(own, out)
    others = [name for name in pack_names if name not in own]
    if others or not own:
        _train(labelled_folder(data), others, out or Path("models"), networks=networks, jobs=jobs)


def _grow(archive: str, names: tuple[str, ...], out: Path | None) -> None:
    from analyzer.cli.parts.growing import grow

    if len(names) != 1:
        message = "name the one pack that is to learn, with --pack my.toml."
        raise click.BadParameter(message, param_hint="'--pack'")
    for line in grow(archive, packs_named(list(names))[0], out=out, talk=Talk()):
        click.echo(line)


def _train_own(names: list[str], out: Path | None) -> None:
    from analyzer.own_packs import train_own_pack

    for pack in packs_named(names):
        card, folder = train_own_pack(pack, out=out)
        click.echo(f"model {card.name} {card.version} written to {folder}")


def _train(data: Path, names: list[str], out: Path, *, networks: Path | None, jobs: int) -> None:
    from analyzer.learning import train_models

    cards = train_models(
        data, out, packs=packs_named(names), networks=networks, jobs=jobs, progress=Talk().say
    )
    click.echo(results_text(cards))
    click.echo(f"models written to {out}")
