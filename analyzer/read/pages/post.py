"""A post of one voice: title and by-line, the author's text, notices and adverts at its end."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.read.base import BlockKind
from analyzer.read.pages.column import AUTHOR
from analyzer.read.pages.footer import tail_kinds
from analyzer.read.pages.front import (
    Facts,
    author_in,
    is_crumb,
    is_page_field,
    is_title_like,
    read_front,
)
from analyzer.read.pages.outside import is_note, is_tool_line, is_transcript_mark
from analyzer.read.pages.page import Page
from analyzer.read.pages.page_dates import is_date_line
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.read.pages.sections import aside_kind
from analyzer.records import SegmentKind

_TITLE_WORDS = 18
_LAST = 5


def front_length(paragraphs: Sequence[Paragraph]) -> int:
    """How many paragraphs stand before the text: title, date, by-line, fields, notes."""
    titled = False
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.written
        heading = paragraph.kind is BlockKind.HEADING
        aside = aside_kind(paragraph.section) is not None or paragraph.kind is BlockKind.RULE
        if aside or is_date_line(text) or author_in(text) is not None or is_page_field(text):
            continue
        if is_note(text) or is_tool_line(text) or is_transcript_mark(text) or is_crumb(text):
            continue
        if (heading or _stands_apart(paragraphs, index)) and (
            is_title_like(text, heading=heading) and (heading or not titled or _is_line(text))
        ):
            titled = True
            continue
        if not is_title_like(text, heading=True) or len(text.split()) > _TITLE_WORDS or not titled:
            return index
        if text.rstrip()[-1:] in ".?!":
            return index
    return len(paragraphs)


def _stands_apart(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the paragraph is a line of its own: untimed, no sentence that goes on below."""
    below = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    goes_on = below is not None and (
        not below.breaks or (below.text[:1].islower() and author_in(below.text) is None)
    )
    return paragraphs[index].start_ms is None and not goes_on


def _is_line(text: str) -> bool:
    """Whether a second line at the head is the page's, and no short sentence of the text."""
    return len(text.split()) <= 12 and text.rstrip()[-1:] not in ".?!,:;"


def is_timed(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether times stand in the text, as in captions: then nobody wrote it for a page."""
    return sum(1 for paragraph in paragraphs if paragraph.start_ms is not None) > 2


def is_article(paragraphs: Sequence[Paragraph], facts: Facts, *, commented: bool) -> bool:
    """Whether the page shows that it was published: a title, a by-line, comments."""
    length = front_length(paragraphs)
    body = paragraphs[length:]
    if is_timed(paragraphs) or not any(len(paragraph.text.split()) >= 8 for paragraph in body):
        return False
    found = facts.over(read_front(paragraphs[:length]))
    return bool(commented or found.title or found.author)


def read_article(
    paragraphs: Sequence[Paragraph], facts: Facts, *, fallback: str = AUTHOR
) -> tuple[Page, str]:
    """The page of a post, and its author: the by-line's, else ``fallback``."""
    page = Page()
    length = front_length(paragraphs) % (len(paragraphs) or 1)
    facts = facts.over(read_front(paragraphs[:length]))
    signed = (author_in(paragraph.written) for paragraph in reversed(paragraphs[-_LAST:]))
    author = facts.author or next(filter(None, signed), None) or fallback
    page.leave_out_all(paragraphs[:length], SegmentKind.FRONT)
    body = paragraphs[length:]
    kinds = [None, *tail_kinds(body[1:], speaker=facts.author or "")]
    for paragraph, kind in zip(body, kinds[: len(body)], strict=True):
        if kind is not None and not (
            paragraph.kind is BlockKind.HEADING and kind is SegmentKind.FRONT
        ):
            page.leave_out(paragraph, kind)
        elif paragraph.kind is not BlockKind.RULE:
            page.say(paragraph, author)
    return page, author
