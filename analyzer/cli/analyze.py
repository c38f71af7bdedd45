"""``analyzer analyze``: what was asked and advised in a few sessions, to read or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from analyzer.cli.parts.inputs import files_for
from analyzer.cli.parts.options import (
    chat_option,
    files_argument,
    json_option,
    pack_option,
    speaker_option,
    why_option,
)
from analyzer.cli.parts.sources import check_chat, outcomes
from analyzer.cli.parts.talk import Talk

if TYPE_CHECKING:
    from analyzer.read.people.choices import Choices


@click.command(short_help="Show what was asked and advised in sessions.")
@files_argument
@pack_option
@speaker_option
@chat_option
@why_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    pack_name: str,
    choices: Choices,
    chat: str | None,
    *,
    why: bool,
    as_json: bool,
) -> None:
    """Analyse sessions and show what was asked, what was advised, in which words.

    Nothing is kept; 'analyzer add' keeps analyses in an archive. With --json each session is one
    line, described by 'analyzer schema', with the words that each label rests on. A folder stands
    for the transcripts in it, '-' for standard input.

    \b
    Example:
      analyzer analyze call.txt --why
      analyzer analyze call.vtt --speaker "Speaker 1=Jen:coach"
      analyzer analyze calls/ --json > calls.jsonl
    """
    from analyzer.cli.parts.analysis_text import analysis_text
    from analyzer.cli.parts.packs import weak_categories
    from analyzer.pipeline import load_models
    from analyzer.records.pack_file import load_pack
    from analyzer.records.store import analysis_to_json

    talk = Talk()
    pack = load_pack(pack_name)
    paths = files_for(files, talk=talk)
    check_chat(chat, files=paths)
    with talk.doing("Loading the models"):
        models, weak = load_models(pack), weak_categories(pack)
    made = outcomes(paths, pack=pack, models=models, choices=choices, chat=chat)
    gap = ""
    for outcome in talk.track(made, doing="Analysing", total=len(paths), beside_result=True):
        if outcome.analysis is None:
            talk.fail(outcome.error)
        elif as_json:
            click.echo(analysis_to_json(outcome.analysis))
        else:
            click.echo(gap + analysis_text(outcome.analysis, pack=pack, weak=weak, why=why))
            gap = "\n"
    ctx.exit(talk.code)
