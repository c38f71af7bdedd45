"""``analyzer refresh``: an archive's sessions analysed anew with the pack and models of today."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import archive_option, parallel_option
from analyzer.cli.parts.talk import Talk


@click.command(short_help="Analyse an archive anew where pack or models changed.")
@archive_option(new=False)
@click.option(
    "-p",
    "--pack",
    "pack_name",
    metavar="PACK",
    help="Pack to analyse all sessions with; each with its own otherwise. A shipped pack, or the"
    " path of your own .toml file.",
)
@parallel_option
@click.option(
    "--prune", is_flag=True, help="Take out sessions whose files are gone; they are named."
)
@click.pass_context
def command(
    ctx: click.Context, archive: str, pack_name: str | None, jobs: int, *, prune: bool
) -> None:
    """Analyse the sessions of an archive anew where another pack or other models made them.

    The rest stays as it is, so the command can be stopped and run again. The talk comes from the
    file it was added from, or from the archive where that is gone or has changed. What people
    decided stays: their labels, and names and edits of themes. Sessions whose files are gone are
    named, and taken out with --prune only.

    \b
    Example:
      analyzer refresh -a calls.db
      analyzer refresh -a calls.db --pack my-coaching.toml --jobs 4
    """
    from analyzer.archive import Archive
    from analyzer.cli.parts.refreshing import refresh_archive
    from analyzer.records.pack_file import load_pack

    talk = Talk()
    pack = None if pack_name is None else load_pack(pack_name)
    with Archive.open(archive, write=True) as store:
        click.echo(refresh_archive(store, pack=pack, jobs=jobs, prune=prune, talk=talk))
    ctx.exit(talk.code)
