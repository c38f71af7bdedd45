"""``analyzer read``: what a reader makes of a file, before anything is analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from analyzer.cli.parts.inputs import files_for
from analyzer.cli.parts.options import (
    anonymous_option,
    chat_option,
    files_argument,
    json_option,
    speaker_option,
)
from analyzer.cli.parts.sources import check_chat, check_format, read_with_certainty
from analyzer.cli.parts.talk import Talk
from analyzer.errors import AnalyzerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analyzer.read.people.choices import Choices
    from analyzer.records import Session

    Reading = tuple[Session, tuple[tuple[str, float], ...]]


@click.command(short_help="Show how transcripts are read.")
@files_argument
@click.option(
    "--format",
    "format_name",
    metavar="F",
    help="Read as this format instead of finding out; 'analyzer formats' lists them.",
)
@speaker_option
@chat_option
@anonymous_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    format_name: str | None,
    choices: Choices,
    chat: str | None,
    *,
    anonymous: bool,
    as_json: bool,
) -> None:
    """Show how transcripts are read: speakers, turns, text outside the talk, warnings.

    Use it first when a report looks wrong: it says which format a file was taken for and how sure
    that is, who was taken for a speaker, which lines could not be used, what is odd and what to do
    about it, and which of several files hold the same talk. A folder stands for the transcripts in
    it, '-' for standard input.

    What lies beside a transcript is read with it: the chat Zoom saved, a list of voices (.rttm)
    and 'speakers.toml', which says who is who, in all files of the folder or in one:

    \b
      [speakers]
      "Mara’s iPhone" = "Mara Kern"
      [files."call.vtt"]
      "Speaker 1" = "Jen:coach"

    \b
    Example:
      analyzer read call.vtt
      analyzer read notes.txt --format text
      analyzer read call.vtt --speaker "Speaker 1=Jen" --speaker "Speaker 3=Jen"
    """
    from analyzer.cli.parts.reading_text import (
        duplicates_json,
        duplicates_text,
        reading_json,
        reading_text,
    )
    from analyzer.read.duplicates import find_duplicates, sketch

    check_format(format_name)
    talk = Talk()
    shown = reading_json if as_json else reading_text
    paths = files_for(files, talk=talk)
    check_chat(chat, files=paths)
    sketches = []
    readings = _readings(paths, format_name=format_name, choices=choices, chat=chat, talk=talk)
    for number, (session, certainty) in enumerate(
        _without_names(readings) if anonymous else readings
    ):
        gap = "\n" if number and not as_json else ""
        click.echo(gap + shown(session, certainty=certainty))
        if len(paths) > 1:
            sketches.append(sketch(session))
    duplicates = tuple(find_duplicates(sketches))
    if duplicates:
        found = duplicates_json(duplicates) if as_json else f"\n{duplicates_text(duplicates)}"
        click.echo(found)
    ctx.exit(talk.code)


def _readings(
    paths: tuple[str, ...],
    *,
    format_name: str | None,
    choices: Choices,
    chat: str | None,
    talk: Talk,
) -> Iterator[Reading]:
    """The files that can be read; the others are named."""
    for file in paths:
        try:
            yield read_with_certainty(file, format_name=format_name, choices=choices, chat=chat)
        except AnalyzerError as error:
            talk.fail(error)


def _without_names(readings: Iterable[Reading]) -> Iterator[Reading]:
    """The same with pseudonyms, alike in all of them."""
    from analyzer.privacy import installed_recogniser, redacted_session, redactor_for

    read = tuple(readings)
    sessions = (session for session, _ in read)
    redactor = redactor_for(sessions, recogniser=installed_recogniser())
    return ((redacted_session(session, redactor), certainty) for session, certainty in read)
