"""``analyzer evaluate``: how well each label is found on sessions left out of training."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from analyzer.cli.parts.group import DONE, SOME_FAILED
from analyzer.cli.parts.models import (
    comparison_json,
    comparison_text,
    curve_text,
    data_option,
    jobs_option,
    networks_option,
    packs_named,
    packs_option,
    results_text,
)
from analyzer.cli.parts.options import json_option
from analyzer.cli.parts.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.classify.tally import Evaluation

By = Literal["session", "writer"]


def _letters(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    del ctx, param
    return tuple(dict.fromkeys(name for part in value.split(",") if (name := part.strip())))


@click.command(short_help="Measure how well each label is found.")
@data_option
@packs_option
@click.option(
    "--by",
    type=click.Choice(["session", "writer"]),
    default="session",
    show_default=True,
    help="What is left out in turn: parts of the sessions, or the sessions of each writer. The "
    "writer is the letter before the number in a file's name.",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    default=5,
    show_default=True,
    metavar="N",
    help="Into how many parts to cut the sessions with --by session.",
)
@click.option(
    "--leave-out",
    "writers",
    default="",
    callback=_letters,
    metavar="WRITERS",
    help="Leave out only the sessions of these writers, all together (b,h): quick, for daily work.",
)
@click.option(
    "--learning-curve",
    "as_curve",
    is_flag=True,
    help="Measure what an eighth, a quarter, half and all of the other sessions give, on the "
    "sessions of --leave-out (b,h unless named).",
)
@click.option(
    "--measured",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Measure nothing anew: take the results that lie beside the models of this folder.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Compare with the results that lie beside the models of this folder.",
)
@networks_option
@jobs_option
@json_option
def command(  # noqa: PLR0913 - one argument an option
    data: Path,
    pack_names: tuple[str, ...],
    by: By,
    folds: int,
    writers: tuple[str, ...],
    *,
    measured: Path | None,
    against: Path | None,
    networks: Path | None,
    jobs: int,
    as_curve: bool,
    as_json: bool,
) -> int:
    """Measure how well each label is found, on sessions that were left out of training.

    Nothing is written. With --json each model's card is one line, with every confusion that was
    met; a comparison is one line more, and each point of a curve one.

    With --against the command ends with 1 and names the labels that are found significantly worse.

    \b
    Example:
      analyzer evaluate --data data/labelled --leave-out b,h --against models
    """
    if as_curve and (measured or against):
        raise click.UsageError("--learning-curve goes with neither --measured nor --against.")
    if as_curve:
        _draw_curve(data, pack_names, writers, as_json=as_json)
        return DONE
    if measured is not None:
        from analyzer.classify.tally import load_evaluations

        evaluations: Sequence[Evaluation] = load_evaluations(measured)
    else:
        from analyzer.learning import evaluate_models

        evaluations = evaluate_models(
            data,
            packs=packs_named(pack_names),
            folds=folds,
            by=by,
            writers=writers,
            networks=networks,
            jobs=jobs,
            progress=Talk().say,
        )
    if as_json:
        _print_json(evaluations)
    else:
        click.echo(results_text([one.card for one in evaluations]))
    return DONE if against is None else _compare(evaluations, against, as_json=as_json)


def _draw_curve(
    data: Path, pack_names: tuple[str, ...], writers: tuple[str, ...], *, as_json: bool
) -> None:
    from analyzer.classify.curve import point_to_json
    from analyzer.learning import DAILY, learning_curve

    packs = packs_named(pack_names)
    points = learning_curve(data, packs=packs, writers=writers or DAILY, progress=Talk().say)
    click.echo("\n".join(map(point_to_json, points)) if as_json else curve_text(points))


def _print_json(evaluations: Sequence[Evaluation]) -> None:
    import json

    from analyzer.records.store import card_to_json

    for one in evaluations:
        click.echo(json.dumps(json.loads(card_to_json(one.card)), ensure_ascii=False))


def _compare(evaluations: Sequence[Evaluation], against: Path, *, as_json: bool) -> int:
    from analyzer.classify.compare import compare_with
    from analyzer.classify.tally import load_evaluations
    from analyzer.settings import Settings

    comparison = compare_with(load_evaluations(against), evaluations, seed=Settings().seed)
    if as_json:
        click.echo(comparison_json(comparison))
    else:
        click.echo(f"\n{comparison_text(comparison, folder=against)}")
    return SOME_FAILED if comparison.losses else DONE
