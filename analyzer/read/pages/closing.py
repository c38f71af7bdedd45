"""What stands below the last label: talk that goes on, maybe by the other voice, and the footer."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.read.base import BlockKind
from analyzer.read.pages.footer import names_himself, tail_kinds
from analyzer.read.pages.page import Page
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.read.pages.phrases import any_of, pattern
from analyzer.records import Role

_TO_ALL = pattern(
    r"\b"
    + any_of(
        *("the rest of (?:you|us)", "all of you", "those of you", "ladies and gentlemen"),
        *("everybody else", "everyone else", "everybody", "everyone", "friends", "folks"),
        *("readers?", "listeners?", "for the rest", "to anybody who", "you all", "y['’]all"),
    )
    + r"\b"
)


def read_tail(
    page: Page,
    paragraphs: Sequence[Paragraph],
    *,
    main: str | None,
    spoken: set[str],
    lecturer: str | None = None,
) -> None:
    """Add the paragraphs below the last label.

    Below a heading ``lecturer`` goes on, if there is one. Else they are the last speaker's, unless
    they tell of him as of somebody else, or the page shows another one as the coach and they are
    set apart or turn to everybody.
    """
    last = main or page.spoken[0] or ""
    coach = _coach(page, spoken)
    voice, parted = main, False
    for paragraph, kind in zip(paragraphs, tail_kinds(paragraphs, speaker=last), strict=True):
        parted = parted or paragraph.kind in (BlockKind.HEADING, BlockKind.RULE)
        if paragraph.kind is BlockKind.HEADING and voice is None:
            voice = lecturer
        if kind is not None:
            page.leave_out(paragraph, kind)
        elif paragraph.kind is not BlockKind.RULE:
            if voice is None and names_himself(paragraph.text, last):
                voice = coach or _only_other(last, spoken)
            elif voice is None and coach is not None and (parted or _TO_ALL.search(paragraph.text)):
                voice = coach
            page.say(paragraph, voice)


def _coach(page: Page, spoken: set[str]) -> str | None:
    coaches = [name for name in spoken if page.roles.get(name) == Role.COACH]
    return coaches[0] if len(coaches) == 1 else None


def _only_other(last: str, spoken: set[str]) -> str | None:
    others = spoken - {last}
    return others.pop() if len(others) == 1 else None
