"""``analyzer add``: analyse files and folders into an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from analyzer.cli.parts.inputs import files_for
from analyzer.cli.parts.options import (
    STANDARD_INPUT,
    archive_option,
    pack_option,
    parallel_option,
    speaker_option,
)
from analyzer.cli.parts.talk import Talk

if TYPE_CHECKING:
    from analyzer.read.people.choices import Choices


@click.command(short_help="Analyse files and folders into an archive.")
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False)
)
@archive_option(new=True)
@pack_option
@speaker_option
@parallel_option
@click.option(
    "--replace",
    is_flag=True,
    help="Where a file's talk has changed, take out the session it held before; labels that people"
    " gave go over to the words that are still the same.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Analyse on the Dask cluster whose scheduler is at ADDRESS (tcp://host:8786), into a"
    " folder of Parquet that ARCHIVE names.",
)
@click.pass_context
def command(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    paths: tuple[str, ...],
    archive: str,
    pack_name: str,
    choices: Choices,
    jobs: int,
    cluster: str | None,
    *,
    replace: bool,
) -> None:
    """Analyse transcripts into an archive: files, and folders with all that is in them.

    Files that are in the archive already and have not changed are skipped, so the same command
    can be run again: for new calls, or to go on after it was stopped. One talk in several files
    counts once. What lies beside a transcript is read with it; see 'analyzer read --help'.

    With --cluster the machines of a Dask cluster do the work, and ARCHIVE is a folder of Parquet
    with the same tables and themes. Files and folder must lie where all machines find them by the
    names given here. A file that has changed takes the place of what it held before.

    \b
    Example:
      analyzer add calls/ -a calls.db
      analyzer add 2025-03-*.vtt -a calls.db --jobs 4
      analyzer add /shared/calls -a /shared/found --cluster tcp://10.0.0.1:8786
    """
    from analyzer.archive import Archive
    from analyzer.cli.parts.adding import add_files
    from analyzer.records.pack_file import load_pack

    if STANDARD_INPUT in paths:
        ctx.fail("An archive keeps where each session came from; name files and folders, not '-'.")
    talk = Talk()
    pack = load_pack(pack_name)
    if cluster is not None:
        from analyzer.cli.parts.clustering import add_on_cluster

        if jobs > 1:
            ctx.fail("--jobs is for this machine; how many work on a cluster is settled there.")
        files = files_for(paths, talk=talk)
        click.echo(add_on_cluster(files, archive, cluster, pack=pack, choices=choices, talk=talk))
        ctx.exit(talk.code)
    with Archive.open(archive, create=True) as store:
        files = files_for(paths, talk=talk)
        click.echo(
            add_files(
                files, store, pack=pack, choices=choices, jobs=jobs, replace=replace, talk=talk
            )
        )
    ctx.exit(talk.code)
