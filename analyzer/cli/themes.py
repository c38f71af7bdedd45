"""``analyzer themes``: what comes up again, by the pack's categories and beyond them."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import archive_option, json_option, kind_option, used_pack_option
from analyzer.cli.parts.talk import Talk


@click.command(short_help="Show what comes up again, and name, merge, split or hide it.")
@archive_option(new=False)
@kind_option
@used_pack_option
@click.option("--rename", nargs=2, metavar="ID NAME", help="Give a theme a name of your own.")
@click.option("--merge", nargs=2, metavar="ID INTO", help="Make one theme of two.")
@click.option("--split", metavar="ID", help="Make two themes of one.")
@click.option("--hide", metavar="ID", help="Leave a theme out of reports.")
@click.option("--unhide", metavar="ID", help="Show a hidden theme again.")
@click.option("--pin", metavar="ID", help="Keep a theme as it is, whatever is added.")
@click.option("--unpin", metavar="ID", help="Let a pinned theme be found anew.")
@click.option("--hidden", "with_hidden", is_flag=True, help="List hidden themes too.")
@click.option("--anew", is_flag=True, help="Look for themes again, though nothing has changed.")
@json_option
def command(  # noqa: PLR0913, PLR0917 - one argument an option
    archive: str,
    kind: str | None,
    pack_name: str | None,
    rename: tuple[str, str] | None,
    merge: tuple[str, str] | None,
    split: str | None,
    hide: str | None,
    unhide: str | None,
    pin: str | None,
    unpin: str | None,
    *,
    with_hidden: bool,
    anew: bool,
    as_json: bool,
) -> None:
    """Show what comes up again across sessions: the pack's categories, and themes found beyond.

    The second kind is found without any list of categories, from what exchanges and advice are
    about. Each theme has an id that stays the same when sessions are added. What you decide about a
    theme - its name, what it is merged with, that it is hidden - is kept for good.

    \b
    Example:
      analyzer themes -a calls.db
      analyzer themes -a calls.db --rename p-3c6d21 "HR in the way"
      analyzer themes -a calls.db --merge p-79215e p-3c6d21
    """
    from analyzer.archive import Archive
    from analyzer.cli.parts.themes_text import themes_json, themes_text
    from analyzer.cli.parts.theming import Edits, decide, find_all

    edits = Edits(
        rename=rename, merge=merge, split=split, hide=hide, unhide=unhide, pin=pin, unpin=unpin
    )
    talk = Talk()
    with Archive.open(archive, write=edits.any) as store:
        if edits.any:
            for line in decide(store, edits):
                click.echo(line)
            return
        with talk.doing("Finding themes"):
            found = find_all(store, kind=kind, pack_name=pack_name, anew=anew)
    lines = themes_json if as_json else themes_text
    for line in lines(found, with_hidden=with_hidden):
        click.echo(line)
