"""``analyzer review``: labels corrected in the browser, on this machine only."""

from __future__ import annotations

import click

from analyzer.cli.parts.options import archive_option, used_pack_option
from analyzer.cli.parts.talk import Talk


@click.command(short_help="Correct labels in the browser, on this machine only.")
@archive_option(new=False)
@click.option("--by", metavar="NAME", help="Who corrects; otherwise your name on this machine.")
@used_pack_option
@click.option(
    "--port",
    type=click.IntRange(min=0, max=65_535),
    default=0,
    metavar="N",
    help="Port to serve the page on; one that is free unless told.",
)
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
def command(
    archive: str, by: str | None, pack_name: str | None, port: int, *, no_browser: bool
) -> None:
    """Correct labels in the browser: the transcript on the left, its labels on the right.

    What the model is least sure of, and what would teach it most, comes first. Every correction is
    in the archive at once, with who made it and when; it stays when sessions are analysed anew, and
    stands above what models and rules find. The page is served to this machine alone, at an address
    that works once. Press ? there for its keys, and Ctrl-C here when you are done.

    \b
    Example:
      analyzer review -a calls.db
      analyzer review -a calls.db --by Mara
    """
    from analyzer.cli.parts.reviewing import review

    review(archive, by=by, pack_name=pack_name, port=port, opens=not no_browser, talk=Talk())
