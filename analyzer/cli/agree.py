"""``analyzer agree``: how far people, or a person and a model, agree about labels."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import anonymous_option, json_option, used_pack_option

KINDS = ("moves", "segments", "advice", "problems", "roles")


@click.command(short_help="Show how far people, or a person and a model, agree.")
@click.argument(
    "labels",
    nargs=-1,
    required=True,
    metavar="LABELS...",
    type=click.Path(exists=True, readable=False),
)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="Compare labels of this kind only; may be repeated.",
)
@click.option(
    "--show",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    metavar="N",
    help="How many disagreements of each kind to show with their words.",
)
@used_pack_option
@anonymous_option
@json_option
def command(
    labels: tuple[str, ...],
    kinds: tuple[str, ...],
    show: int,
    pack_name: str | None,
    *,
    anonymous: bool,
    as_json: bool,
) -> None:
    """Show how far two or more agree who labelled the same sessions, and where they do not.

    LABELS are folders of labelled sessions (*.tsv), files of 'analyzer analyze --json', or
    archives. One archive by itself sets what people corrected in it beside what the model found
    there; people correct what strikes them, so that looks worse than it is. The words must be the
    same; sentences may be cut differently.

    1 is perfect agreement, 0 is what chance gives. In brackets: between what bounds a measure lies,
    as far as these sessions can show. With --json all disagreements are printed.

    \b
    Example:
      analyzer agree labels-ann/ labels-ben/
      analyzer agree labels-ann/ found.jsonl --kind moves --show 50
      analyzer agree calls.db
    """
    from analyzer.agreement import Kind, agree
    from analyzer.cli.parts.agreeing import find_raters
    from analyzer.cli.parts.agreement_json import agreement_json
    from analyzer.cli.parts.agreement_text import agreement_text
    from analyzer.cli.parts.talk import Talk

    talk = Talk()
    raters = find_raters(labels, pack_name=pack_name, talk=talk)
    found = agree(raters, kinds=[Kind(kind) for kind in kinds] or tuple(Kind))
    if anonymous:
        from analyzer.cli.parts.nameless import nameless_agreement, redactor_of_raters

        redactor = redactor_of_raters(labels, raters, talk=talk)
        found = nameless_agreement(found, raters, redactor)
    for line in agreement_json(found) if as_json else agreement_text(found, show=show):
        click.echo(line)
