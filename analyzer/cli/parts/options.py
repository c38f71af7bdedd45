"""Options that several commands have, so that each reads and means the same everywhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from analyzer.read.people.choices import Choices

Command = TypeVar("Command", bound=Callable[..., Any])

STANDARD_INPUT: Final = "-"

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """The date an option names; a year or a month alone means its first day.

    Raises click's BadParameter with what is expected.
    """
    if value is None:
        return None
    parts = _DAY.fullmatch(value.strip())
    try:
        if parts:
            return dt.date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError:
        pass
    message = f"{value!r} is no date. Write it as 2025-03-01, 2025-03 or 2025."
    raise click.BadParameter(message, ctx=ctx, param=param)


def last_day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """The date an option names; a year or a month alone means its last day.

    Raises click's BadParameter with what is expected.
    """
    first = day(ctx, param, value)
    if value is None or first is None:
        return None
    wide = value.count("-")
    if wide == 2:
        return first
    years, month = divmod(first.month, 12) if wide == 1 else (1, 0)
    if first.year + years > dt.MAXYEAR:
        return dt.date.max
    return dt.date(first.year + years, month + 1, 1) - dt.timedelta(days=1)


def archive_option(*, new: bool) -> Callable[[Command], Command]:
    """``-a``/``--archive``, the file that holds the analysed sessions."""
    note = "Archive to add to; made if it is not there." if new else "Archive to look into."
    return click.option(
        "-a",
        "--archive",
        required=True,
        metavar="ARCHIVE",
        type=click.Path(readable=False),
        help=note,
    )


pack_option = click.option(
    "-p",
    "--pack",
    "pack_name",
    default="recruiting",
    show_default=True,
    metavar="PACK",
    help="Categories to look for: a shipped pack, or the path of your own .toml file.",
)

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, one object a line, instead of text."
)

why_option = click.option(
    "--why",
    is_flag=True,
    help="Say of each label who gave it and which words weighed most.",
)


def _choices(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> Choices:
    """What --speaker says. Raises click's BadParameter with what is wrong and what to write."""
    from analyzer.errors import ChoiceError
    from analyzer.read.people.choices import Choices

    try:
        return Choices.parse(value)
    except ChoiceError as error:
        raise click.BadParameter(str(error), ctx=ctx, param=param) from error


parallel_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many files to analyse at the same time.",
)

speaker_option = click.option(
    "--speaker",
    "choices",
    multiple=True,
    metavar="LABEL=NAME",
    callback=_choices,
    help='Whom a label of the file means: "Speaker 1=Jen", with a role "Speaker 1=Jen:coach"'
    " (coach, client, other). May be repeated; labels with one name are one person. It stands"
    " above 'speakers.toml' beside the files.",
)

chat_option = click.option(
    "--chat",
    metavar="FILE",
    type=click.Path(readable=False),
    help="The chat of this one transcript, where it is not found beside it by itself.",
)

files_argument = click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(allow_dash=True, readable=False),
)

used_pack_option = click.option(
    "-p",
    "--pack",
    "pack_name",
    metavar="PACK",
    help="Pack the sessions were analysed with, where it is your own or there are several.",
)

names_option = click.option(
    "--names-as-written",
    is_flag=True,
    help="Count every name for itself: do not take 'Imani' for Imani Clarke.",
)

anonymous_option = click.option(
    "--anonymous",
    is_flag=True,
    help="Name nobody: pseudonyms for people, companies, places, addresses, numbers, sums.",
)

kind_option = click.option(
    "--kind",
    type=click.Choice(("problems", "advice")),
    help="Only problems, or only advice.",
)
