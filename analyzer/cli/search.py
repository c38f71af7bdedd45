"""``analyzer search``: what was said about something, and what was advised on it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from analyzer.cli.parts.options import archive_option, day, json_option, last_day
from analyzer.cli.parts.talk import Talk

if TYPE_CHECKING:
    from analyzer.archive.search import Searcher
    from analyzer.archive.search_filters import SearchFilters

ROLES = ("coach", "client", "other", "unknown")
MOVES = (
    "promotion",
    "logistics",
    "social",
    "script",
    "question-open",
    "question-closed",
    "gap",
    "commitment",
    "directive",
    "reflection",
    "affirmation",
    "acknowledgement",
    "story",
    "rationale",
    "situation",
    "other",
)


@click.command(short_help="Find what was said, and what was advised.")
@click.argument("question")
@archive_option(new=False)
@click.option(
    "--advised",
    is_flag=True,
    help="Say what was advised in exchanges about something like it, by type of advice.",
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    help="How many hits; with --advised, how many exchanges.",
)
@click.option("--coach", metavar="NAME", help="Only sessions with this coach.")
@click.option("--client", metavar="NAME", help="Only sessions with this client.")
@click.option("--since", callback=day, metavar="DATE", help="Only from this day on: 2025-03.")
@click.option("--until", callback=last_day, metavar="DATE", help="Only up to this day: 2025-03.")
@click.option("--session", metavar="ID", help="Only this session: its id or file name.")
@click.option("--advice", metavar="TYPE", help="Only where advice of this type is given.")
@click.option("--problem", metavar="TYPE", help="Only in exchanges about this problem.")
@click.option("--role", type=click.Choice(ROLES), help="Only words of people in this role.")
@click.option("--move", type=click.Choice(MOVES), help="Only where a sentence does this.")
@json_option
def command(  # noqa: PLR0913, PLR0917 - one argument an option
    question: str,
    archive: str,
    limit: int,
    coach: str | None,
    client: str | None,
    since: dt.date | None,
    until: dt.date | None,
    session: str | None,
    advice: str | None,
    problem: str | None,
    role: str | None,
    move: str | None,
    *,
    advised: bool,
    as_json: bool,
) -> None:
    """Find what was said about something, by meaning and by words together, with the quotes.

    Ask as you would ask a person; words in double quotes must stand side by side to count. With
    --advised it says what the coach advised before when something like it was brought: by type,
    with the words to say first, all of it verbatim.

    \b
    Example:
      analyzer search -a calls.db "HR keeps me away from the manager"
      analyzer search -a calls.db "they want a lower fee" --role client --since 2025
      analyzer search -a calls.db "the manager went quiet" --advised
    """
    from analyzer.archive import Archive
    from analyzer.archive.search import open_searcher
    from analyzer.archive.search_filters import SearchFilters
    from analyzer.records import Move, Role

    if advised and (role or move):
        message = "advice is the coach's; --role and --move do not go with --advised."
        raise click.UsageError(message)
    filters = SearchFilters(
        coach=coach,
        client=client,
        since=since,
        until=until,
        session=session,
        advice=advice,
        problem=problem,
        role=None if role is None else Role(role),
        move=None if move is None else Move(move),
    )
    talk = Talk()
    with Archive.open(archive) as store:
        searcher = open_searcher(store)
        _answer(searcher, question, filters, limit=limit, advised=advised, as_json=as_json)
        _tell_coverage(searcher, archive, talk=talk)


def _answer(
    searcher: Searcher,
    question: str,
    filters: SearchFilters,
    *,
    limit: int,
    advised: bool,
    as_json: bool,
) -> None:
    from analyzer.cli.parts.search_text import advised_text, as_json_lines, hits_text

    if advised:
        found = searcher.advised(question, limit=limit, filters=filters)
        lines = as_json_lines([found]) if as_json else advised_text(found)
        is_empty = not found.groups
    else:
        hits = searcher.search(question, limit=limit, filters=filters)
        lines = as_json_lines(hits) if as_json else hits_text(hits)
        is_empty = not hits
    for line in lines:
        click.echo(line)
    if is_empty:
        has_words = any(letter.isalnum() for letter in question)
        click.echo("nothing found." if has_words else "the question holds no word.", err=True)


def _tell_coverage(searcher: Searcher, archive: str, *, talk: Talk) -> None:
    """Says which sessions could be searched by their words only, and what to do about it."""
    coverage = searcher.coverage()
    n_by_words = coverage.n_sessions - coverage.n_by_meaning
    if not n_by_words:
        return
    why = ""
    if coverage.n_encoded_otherwise:
        why = f" ({coverage.n_encoded_otherwise:,} were made ready with another encoder)"
    what = f"{n_by_words:,} of {coverage.n_sessions:,} sessions were searched by words only{why}"
    talk.say(f"{what}; search them by meaning after: analyzer refresh -a {archive}")
