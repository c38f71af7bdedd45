"""The group of commands: loads each when asked for, and ends every run with the right code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final, NoReturn

import click

from analyzer.errors import (
    AnalyzerError,
    ArchiveError,
    ChoiceError,
    PackError,
    ScorecardError,
    did_you_mean,
)

DONE: Final = 0
SOME_FAILED: Final = 1
WRONG_USE: Final = 2
INTERRUPTED: Final = 130
NOBODY_READS: Final = 141

# What the caller named wrongly, as against an input that cannot be used.
_NAMED_WRONGLY: Final = (ArchiveError, ChoiceError, PackError, ScorecardError)


class _NobodyReadsError(Exception):
    """The reader of a pipe has left; click would take it for itself and end with another code."""


class Commands(click.Group):
    """Commands by name, each in a module of that name with a click command called ``command``."""

    def __init__(
        self,
        name: str | None = None,
        *,
        commands_in: str,
        command_names: Sequence[str],
        **attributes: Any,  # noqa: ANN401 - those of click.Group
    ) -> None:
        super().__init__(name, **attributes)
        self.commands_in = commands_in
        self.command_names = tuple(command_names)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order a newcomer meets them."""
        del ctx
        return list(self.command_names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        del ctx
        if cmd_name not in self.command_names:
            return None
        command = import_module(f"{self.commands_in}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name. Raises UsageError with the nearest spelling."""
        name = args[0]
        if name not in self.command_names and not name.startswith("-"):
            near = did_you_mean(name, self.command_names)
            known = f"Commands are {', '.join(self.command_names)}."
            ctx.fail(" ".join(filter(None, (f"No such command {name!r}.", near, known))))
        return super().resolve_command(ctx, args)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - those of click.Context
    ) -> click.Context:
        """The context of a run; help is printed on the way."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError as error:
            raise _NobodyReadsError from error

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what a command gives back
        """Runs the command that the arguments name."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _NobodyReadsError from error

    def main(  # type: ignore[override] # click's own has overloads by standalone_mode
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        *,
        standalone_mode: bool = True,
        **extra: Any,  # noqa: ANN401 - those of click.Context
    ) -> Any:  # noqa: ANN401 - what a command gives back
        """Runs the command line and ends the process with its exit code."""
        if not standalone_mode:
            return super().main(args, prog_name, standalone_mode=False, **extra)
        for stream in (sys.stdout, sys.stderr):
            _write_utf8(stream)
        try:
            result = super().main(args, prog_name or "analyzer", standalone_mode=False, **extra)
            sys.stdout.flush()
        except click.Abort:
            _end(INTERRUPTED, "stopped.")
        except click.UsageError as error:
            where = error.ctx.command_path if error.ctx else "analyzer"
            _end(WRONG_USE, f"error: {error.format_message()}", f"See '{where} --help'.")
        except click.ClickException as error:
            _end(WRONG_USE, f"error: {error.format_message()}")
        except AnalyzerError as error:
            code = WRONG_USE if isinstance(error, _NAMED_WRONGLY) else SOME_FAILED
            _end(code, f"error: {error}")
        except (BrokenPipeError, _NobodyReadsError):
            _nobody_reads()
        except OSError as error:
            if error.filename is None:
                raise
            _end(SOME_FAILED, f"error: {error.filename}: {error.strerror}.")
        sys.exit(result if isinstance(result, int) else DONE)


def _end(code: int, *lines: str) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(code)


def _nobody_reads() -> NoReturn:
    """Ends quietly when the reader of a pipe has left, as 'head' does."""
    # Python writes what is left when it ends, and would complain then.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue
    sys.exit(NOBODY_READS)


def _write_utf8(stream: Any) -> None:  # noqa: ANN401 - any stream, also one put in its place by a test
    """Makes output the same bytes everywhere, and file names that are no text printable."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
