"""``analyzer measures``: the numbers of a scorecard, with the words behind them."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli.parts.options import anonymous_option, json_option, names_option

SHIPPED = ("conversation-balance", "agreed-next-step")


@click.command(short_help="Count talk by a scorecard, beside a coach's own past.")
@click.option(
    "-a",
    "--archive",
    metavar="ARCHIVE",
    type=click.Path(readable=False),
    help="Archive to look into.",
)
@click.option(
    "--scorecard",
    "scorecards",
    multiple=True,
    metavar="CARD",
    help="What to count: conversation-balance, agreed-next-step, or your own .toml file. May be "
    "repeated. [default: both]",
)
@click.option(
    "--session",
    metavar="SESSION",
    help="One session, by id or file name, with the words, beside the coach's earlier ones.",
)
@click.option(
    "--by",
    type=click.Choice(("coach", "client")),
    help="What is usual with each coach, or each client. [default: coach, without --session]",
)
@click.option(
    "--new",
    "new_file",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write a scorecard file to begin with, every line explained, and do nothing else.",
)
@names_option
@anonymous_option
@json_option
def command(  # noqa: PLR0913 - one argument an option
    archive: str | None,
    scorecards: tuple[str, ...],
    session: str | None,
    by: str | None,
    new_file: str | None,
    *,
    names_as_written: bool,
    anonymous: bool,
    as_json: bool,
) -> None:
    """Count what a scorecard asks for: who talks, what is asked, when advice comes, what is agreed.

    The numbers of a session stand beside the median and the middle half of the same coach's earlier
    sessions, and beside nothing else: there is no target, no grade, nobody else's numbers. What
    cannot be known, such as times that a transcript does not have, is called unknown.

    \b
    Example:
      analyzer measures -a calls.db --session ana.txt
      analyzer measures -a calls.db --scorecard agreed-next-step --by client
      analyzer measures --new my-card.toml
    """
    if new_file is not None:
        _write_new(Path(new_file))
        return
    if archive is None:
        raise click.UsageError("Missing option '-a' / '--archive'.")
    if session is not None and by is not None:
        raise click.UsageError("--by is of many sessions; it does not go with --session.")
    from analyzer.aggregate.scorecards import load_scorecard
    from analyzer.archive import Archive
    from analyzer.cli.parts.measures_json import people_json, session_json
    from analyzer.cli.parts.measures_text import people_text, session_text
    from analyzer.cli.parts.nameless import nameless_people, nameless_session, redactor_of
    from analyzer.cli.parts.scoring import score_people, score_with_past
    from analyzer.cli.parts.talk import Talk

    cards = [load_scorecard(it) for it in scorecards or SHIPPED]
    talk = Talk()
    with Archive.open(archive) as store:
        redactor = redactor_of(store, talk=talk) if anonymous else None
        for number, card in enumerate(cards):
            if session is not None:
                one = score_with_past(
                    store, card, session=session, join_names=not names_as_written, talk=talk
                )
                one = nameless_session(one, redactor) if redactor else one
                lines = session_json(one) if as_json else session_text(one)
            else:
                found = score_people(
                    store, card, by=by or "coach", join_names=not names_as_written, talk=talk
                )
                found = nameless_people(found, redactor) if redactor else found
                lines = people_json(found) if as_json else people_text(found)
            if number and not as_json:
                click.echo()
            for line in lines:
                click.echo(line)


def _write_new(place: Path) -> None:
    from analyzer.aggregate.scorecards import scorecard_template

    text = scorecard_template(place.stem)
    if place.exists():
        message = f"{str(place)!r} is there already; name another file."
        raise click.BadParameter(message, param_hint="'--new'")
    place.write_text(text, encoding="utf-8", newline="\n")
    click.echo(place)
