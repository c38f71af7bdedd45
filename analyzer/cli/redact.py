"""``analyzer redact``: transcripts and archives without names, put back, and checked."""

from __future__ import annotations

import click

from analyzer.cli.parts.talk import Talk


@click.command(short_help="Take names out of transcripts; put them back; look for leaks.")
@click.argument("files", nargs=-1, metavar="[FILE...]", type=click.Path(readable=False))
@click.option(
    "-a",
    "--archive",
    metavar="ARCHIVE",
    type=click.Path(readable=False),
    help="Redact this archive into a new one; with --check, look for whom it names.",
)
@click.option(
    "-o", "--output", metavar="PLACE", type=click.Path(), help="Folder, or new archive with -a."
)
@click.option(
    "--key", metavar="FILE", type=click.Path(), help="Where the key goes, or where it lies."
)
@click.option("--no-key", is_flag=True, help="Keep no key: nobody can put the names back.")
@click.option("--key-inside", is_flag=True, help="Let the key lie in the folder of the texts.")
@click.option("--restore", is_flag=True, help="Put the names back that the key knows.")
@click.option("--check", is_flag=True, help="List what is left of names in finished files.")
@click.pass_context
def command(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    files: tuple[str, ...],
    archive: str | None,
    output: str | None,
    key: str | None,
    *,
    no_key: bool,
    key_inside: bool,
    restore: bool,
    check: bool,
) -> None:
    """Write transcripts, or an archive, with pseudonyms for whoever and whatever is named.

    People, companies, places, addresses, links, phone numbers and sums of money are replaced, the
    same one by the same pseudonym in all files: Coach, Client 3, Person 12, Company 4, [amount 2].
    Only the key gives them back. Names are told from speakers and from how people are spoken of;
    read what comes out before you hand it on, for none of this finds every name.

    \b
    Example:
      analyzer redact calls/ -o shared/ --key calls.key
      analyzer redact -a calls.db -o shared.db --key calls.key
      analyzer redact --restore shared/*.txt -o back/ --key calls.key
      analyzer redact --check themes.pdf shared/ --key calls.key
    """
    from analyzer.cli.parts import redacting

    if restore and check:
        ctx.fail("--restore and --check are two things; name one.")
    talk = Talk()
    redacting.check_options(
        ctx,
        files=files,
        archive=archive,
        output=output,
        key=key,
        no_key=no_key,
        key_inside=key_inside,
        mode="restore" if restore else "check" if check else "redact",
    )
    if check:
        found = redacting.check_files(files, archive=archive, key=key, talk=talk)
        click.echo(found.text)
        ctx.exit(int(found.has_leaks))
    if restore:
        written = redacting.restore(files, output or "", key=key or "")
    elif archive is not None:
        written = redacting.redact_archive(archive, output or "", key=key, talk=talk)
    else:
        written = redacting.redact_files(files, output or "", key=key, talk=talk)
    click.echo(written)
    ctx.exit(talk.code)
