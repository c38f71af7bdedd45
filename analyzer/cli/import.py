"""``analyzer import``: labelled sessions into an archive, a codebook as a pack."""

# ruff: noqa: N999 - named as the command is

from __future__ import annotations

from pathlib import Path

import click

from analyzer.cli.parts.options import used_pack_option
from analyzer.cli.parts.talk import Talk

CODEBOOKS = (".qdc", ".qdpx", ".qde")


@click.command(short_help="Take in labelled sessions, or a codebook as a pack.")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False)
)
@click.option(
    "-a",
    "--archive",
    metavar="ARCHIVE",
    type=click.Path(readable=False),
    help="Archive that labelled sessions go to; made if it is not there.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Pack file that a codebook makes. [default: its name, ending in .toml]",
)
@click.option(
    "--by", default="unnamed", show_default=True, metavar="NAME", help="Who labelled the sessions."
)
@used_pack_option
@click.option("--force", is_flag=True, help="Write over a pack file that is there.")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    archive: str | None,
    output: str | None,
    by: str,
    pack_name: str | None,
    *,
    force: bool,
) -> None:
    """Take in what people made: sessions labelled sentence by sentence, or a codebook.

    Labelled sessions (.tsv, or folders of them) go into an archive with every label as a person's.
    A codebook of NVivo, MAXQDA, ATLAS.ti or QualCoder (REFI-QDA, .qdc) becomes a pack to look for
    its codes with: codes below one called "Problems" are problems, all others advice.

    \b
    Example:
      analyzer import labelled/ -a calls.db --by Nora
      analyzer import codebook.qdc -o mine.toml
    """
    from analyzer.cli.parts.exporting import import_codebook, import_labelled, labelled_files

    talk = Talk()
    codebooks = [file for file in files if Path(file).suffix.lower() in CODEBOOKS]
    if codebooks:
        if len(files) > 1:
            ctx.fail("A codebook makes one pack; import it alone.")
        click.echo(import_codebook(codebooks[0], output, force=force, talk=talk))
        return
    if archive is None:
        ctx.fail("Labelled sessions go into an archive: name one with -a.")
    if not by.strip():
        ctx.fail("--by is empty; name who labelled the sessions.")
    paths = labelled_files(files)
    n_added = import_labelled(paths, archive, pack_name=pack_name, by=by.strip(), talk=talk)
    click.echo(f"{n_added} of {len(paths)} labelled sessions are in {archive}.")
    ctx.exit(talk.code)
