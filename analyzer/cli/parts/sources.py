"""From the files named on the command line to sessions and analyses, one outcome a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from analyzer.cli.parts.inputs import runs
from analyzer.cli.parts.options import STANDARD_INPUT
from analyzer.errors import AnalyzerError, did_you_mean

if TYPE_CHECKING:
    from analyzer.batch import Outcome
    from analyzer.pipeline import Models
    from analyzer.read.people.choices import Choices
    from analyzer.records import Pack, Session


def check_format(name: str | None) -> None:
    """Raises click's BadParameter, with the nearest spelling, where there is no such format."""
    from analyzer.read import FORMATS

    names = [reader.name for reader in FORMATS]
    if name is not None and name not in names:
        near = did_you_mean(name, names)
        parts = (f"there is no format {name!r}.", near, f"Formats are {', '.join(names)}.")
        raise click.BadParameter(" ".join(filter(None, parts)), param_hint="'--format'")


def read_with_certainty(
    file: str, *, format_name: str | None, choices: Choices, chat: str | None = None
) -> tuple[Session, tuple[tuple[str, float], ...]]:
    """A file's session, and how sure each format is that the file is its own, surest first.

    The certainty is empty where a format was asked for. Raises AnalyzerError.
    """
    from analyzer.read import content_of, detect, read_bytes, read_session
    from analyzer.read.decode import decode

    if file == STANDARD_INPUT:
        content = standard_input()
        session = read_bytes(content, path=file, format=format_name, choices=choices)
    else:
        session = read_session(file, format=format_name, choices=choices, chat=chat)
        content = content_of(file) if format_name is None else b""
    if format_name is not None:
        return session, ()
    sure = detect(decode(content, path=file))
    # A file name that agrees adds a little to a claim, also to a certain one.
    return session, tuple((reader.name, min(score, 1.0)) for reader, score in sure)


def check_chat(chat: str | None, *, files: Sequence[str]) -> None:
    """Raises click's BadParameter where a chat is named for other than one file."""
    if chat is not None and (len(files) != 1 or files[0] == STANDARD_INPUT):
        message = "it is the chat of one transcript; name that one file and no other."
        raise click.BadParameter(message, param_hint="'--chat'")


def outcomes(
    files: Sequence[str],
    *,
    pack: Pack,
    models: Models,
    choices: Choices,
    chat: str | None = None,
) -> Iterator[Outcome]:
    """What became of each file, in order; one that fails does not stop the rest.

    ``chat`` is that of the only file.
    """
    from analyzer.batch import Outcome, analyze_many
    from analyzer.pipeline import analyze_session
    from analyzer.read import read_bytes, read_session

    for run in runs(files):
        if run != (STANDARD_INPUT,) and chat is None:
            yield from analyze_many(run, pack=pack, models=models, choices=choices)
            continue
        (file,) = run
        try:
            if file == STANDARD_INPUT:
                session = read_bytes(standard_input(), path=file, choices=choices)
            else:
                session = read_session(file, choices=choices, chat=chat)
            analysis = analyze_session(session, pack=pack, models=models)
        except AnalyzerError as error:
            yield Outcome(path=file, analysis=None, error=error)
        else:
            yield Outcome(path=file, analysis=analysis, error=None)


def standard_input() -> bytes:
    """All bytes of standard input."""
    return sys.stdin.buffer.read()
