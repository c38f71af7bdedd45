"""``analyzer trends``: what changes over time, and what comes up with whom."""

from __future__ import annotations

import datetime as dt

import click

from analyzer.cli.parts.options import (
    archive_option,
    day,
    json_option,
    last_day,
    names_option,
    used_pack_option,
)

GROUPS = ("month", "quarter", "year", "client", "coach")


@click.command(short_help="Show what is new, grown or gone, by period, client or coach.")
@archive_option(new=False)
@click.option(
    "--by",
    type=click.Choice(GROUPS),
    help="Count by this. [default: quarter, where --since is not given]",
)
@click.option(
    "--since",
    callback=day,
    metavar="DATE",
    help="Say what is new, grown and gone since this day: 2025-03-01, 2025-03 or 2025.",
)
@click.option(
    "--until",
    callback=last_day,
    metavar="DATE",
    help="Leave out sessions after this day, month or year.",
)
@click.option(
    "--kind",
    type=click.Choice(("problems", "advice", "themes")),
    help="Only problems, only advice, or the themes that 'analyzer themes' finds.",
)
@used_pack_option
@names_option
@json_option
def command(  # noqa: PLR0913 - one argument an option
    archive: str,
    by: str | None,
    since: dt.date | None,
    until: dt.date | None,
    kind: str | None,
    pack_name: str | None,
    *,
    names_as_written: bool,
    as_json: bool,
) -> None:
    """Show in how many sessions each problem is brought and each advice given, and what changes.

    With --since, what came up from that day on is set beside what came up before; with --by too,
    the counts are those from that day on. Something is said to change only where chance would
    hardly bring it about; where there are too few sessions, it says so and gives the counts.
    Sessions without a date count where time does not matter.

    \b
    Example:
      analyzer trends -a calls.db
      analyzer trends -a calls.db --since 2025-03
      analyzer trends -a calls.db --by client --kind problems
      analyzer trends -a calls.db --kind themes
    """
    from analyzer.archive import Archive
    from analyzer.cli.parts.text import counted
    from analyzer.cli.parts.trending import find_trends
    from analyzer.cli.parts.trends_json import trends_json
    from analyzer.cli.parts.trends_text import trends_text

    with Archive.open(archive) as store:
        trends = find_trends(
            store,
            by=by or ("quarter" if since is None else None),
            since=since,
            until=until,
            kinds=("problems", "advice") if kind is None else (kind,),
            pack_name=pack_name,
            join_names=not names_as_written,
        )
    if n := trends.n_other_packs:
        left_out = f"{counted(n, 'session')} left out: analysed with another pack."
        click.echo(left_out, err=True)
    for line in trends_json(trends) if as_json else trends_text(trends):
        click.echo(line)
