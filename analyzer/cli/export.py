"""``analyzer export``: sessions in the forms of other programs."""

from __future__ import annotations

import datetime as dt

import click

from analyzer.cli.parts.options import (
    anonymous_option,
    archive_option,
    day,
    names_option,
    used_pack_option,
)
from analyzer.cli.parts.talk import Talk
from analyzer.export.registry import targets

TARGETS = targets()
_ABOUT = "\n".join(("\b", "Targets:", *(f"  {it.name:<13} {it.about}" for it in TARGETS)))


@click.command(short_help="Hand sessions on to other programs.", epilog=_ABOUT)
@archive_option(new=False)
@click.option(
    "--to",
    "target",
    required=True,
    metavar="TARGET",
    type=click.Choice([it.name for it in TARGETS]),
    help="The form to write; see below.",
)
@click.option(
    "-o", "--output", required=True, metavar="PATH", type=click.Path(), help="Where to write."
)
@click.option("--session", metavar="ID", help="Only this session: its id or file name.")
@click.option("--client", metavar="NAME", help="Only sessions with this client.")
@click.option(
    "--since",
    callback=day,
    metavar="DATE",
    help="Only sessions from this day on: 2025-03-01, 2025-03 or 2025.",
)
@click.option(
    "--by",
    type=click.Choice(("model", "people", "both")),
    default="both",
    show_default=True,
    help="Whose labels of advice and problems.",
)
@used_pack_option
@names_option
@anonymous_option
@click.option("--force", is_flag=True, help="Write over what an export wrote there.")
def command(  # noqa: PLR0913 - one argument an option
    archive: str,
    target: str,
    output: str,
    session: str | None,
    client: str | None,
    since: dt.date | None,
    by: str,
    *,
    pack_name: str | None,
    names_as_written: bool,
    anonymous: bool,
    force: bool,
) -> None:
    """Write sessions with all that was found in them for other programs.

    Words are handed on as they are in the transcript, findings with the place of the words they
    stand on. A target is a file where it has an ending of its own (.qdpx, .qdc, .spacy), else a
    folder; of one session, icf-docx and markdown may be a file (.docx, .md). It appears whole or
    not at all, only you may read it, and the same sessions give the same bytes.

    \b
    Example:
      analyzer export -a calls.db --to csv -o tables/
      analyzer export -a calls.db --to refi-qda -o calls.qdpx --anonymous
      analyzer export -a calls.db --to icf-docx -o july.docx --session july.vtt
    """
    from analyzer.archive import Archive
    from analyzer.cli.parts.exporting import export_chosen
    from analyzer.cli.parts.reporting import chosen_sessions

    talk = Talk()
    join_names = not names_as_written
    with Archive.open(archive) as store:
        sessions = chosen_sessions(
            store, session=session, client=client, since=since, join_names=join_names
        )
        written = export_chosen(
            store,
            sessions,
            output,
            target=target,
            by=by,
            pack_name=pack_name,
            join_names=join_names,
            anonymous=anonymous,
            force=force,
            talk=talk,
        )
    click.echo(written)
