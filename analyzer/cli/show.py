"""``analyzer show``: one session of an archive."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import archive_option, json_option, why_option


@click.command(short_help="Show one session of an archive.")
@click.argument("session")
@archive_option(new=False)
@why_option
@json_option
def command(session: str, archive: str, *, why: bool, as_json: bool) -> None:
    """Show what was found in one session: speakers, exchanges, advice with its words.

    SESSION is an id as 'analyzer list' prints it, the beginning of one, or the name of the file.

    \b
    Example:
      analyzer show 3f9a -a calls.db
      analyzer show imani.txt -a calls.db --why
    """
    from analyzer.archive import Archive
    from analyzer.cli.parts.analysis_text import analysis_text
    from analyzer.cli.parts.packs import Weak, pack_labelled, weak_categories
    from analyzer.records.store import analysis_to_json

    with Archive.open(archive) as store:
        analysis = store.analysis(store.find(session))
    if as_json:
        click.echo(analysis_to_json(analysis))
        return
    pack = pack_labelled(analysis.made_with.pack)
    weak = weak_categories(pack) if pack else Weak()
    click.echo(analysis_text(analysis, pack=pack, weak=weak, why=why))
