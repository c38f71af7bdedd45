"""The command line, one file per command: parse, call one function, print.

Nothing heavy is imported before a command runs, so help and typing mistakes are answered at once.
"""

from __future__ import annotations

import click

from analyzer.cli.parts.group import Commands
from analyzer.version import __version__

ABOUT = """Find out what was asked and advised in your coaching calls, with the exact words.

No files at hand? Start with made-up calls and look at their report:

\b
  analyzer demo

Then one call of your own, in whatever form the transcript is:

\b
  analyzer analyze call.txt

Then all of them, and a report to hand on:

\b
  analyzer add calls/ -a calls.db
  analyzer report -a calls.db -o themes.pdf

Everything runs on this machine; no file leaves it. Results go to standard output, talk to standard
error, '-' is standard input or output, and --json prints one JSON object a line. Exit code 0 means
done, 1 that some files could not be used (each is named, the others are done), 2 a mistake in the
command. 'analyzer COMMAND --help' shows an example of each command.
"""


@click.group(
    cls=Commands,
    commands_in="analyzer.cli",
    command_names=(
        "demo",
        "read",
        "analyze",
        "add",
        "refresh",
        "list",
        "show",
        "search",
        "themes",
        "trends",
        "measures",
        "report",
        "export",
        "import",
        "review",
        "redact",
        "forget",
        "archive",
        "pack",
        "train",
        "evaluate",
        "agree",
        "formats",
        "schema",
    ),
    help=ABOUT,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="analyzer", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """The command ``analyzer``."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
