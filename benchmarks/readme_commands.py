"""Writes the table of commands into the README, from the command line itself.

$ python benchmarks/readme_commands.py           # rewrites the table
$ python benchmarks/readme_commands.py --check   # exits 1 where it is out of date
"""

from __future__ import annotations

import sys

from click import Context, Group
from readme_block import rewrite, with_block

from analyzer.cli import main as command_line

BEGIN = "<!-- commands: made by benchmarks/readme_commands.py -->\n"
END = "<!-- end of commands -->"


def command_table() -> str:
    """A Markdown table: one row a command, with its own words for what it does."""
    context = Context(command_line)
    rows = ["| command | what it does |", "|---|---|"]
    for name in command_line.list_commands(context):
        command = command_line.get_command(context, name)
        if command is None or command.hidden:
            continue
        words = command.get_short_help_str(200).rstrip(".")
        if isinstance(command, Group):
            parts = ", ".join(f"`{it}`" for it in command.list_commands(Context(command)))
            words = f"{words}: {parts}"
        rows.append(f"| `{name}` | {words} |")
    return "\n".join(rows) + "\n"


def with_commands(page: str) -> str:
    """The page with the table made anew."""
    return with_block(page, command_table(), begin=BEGIN, end=END)


def main() -> int:
    """Rewrites or checks the page; returns the exit code."""
    return rewrite(BEGIN, with_commands)


if __name__ == "__main__":
    sys.exit(main())
