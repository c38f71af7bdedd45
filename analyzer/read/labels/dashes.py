"""A talk whose changes of speaker are shown by a dash or ``>>`` only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.read.base import BlockKind
from analyzer.read.pages.footer import tail_kinds
from analyzer.read.pages.outside import is_tool_line
from analyzer.read.pages.page import Page
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.records import ReadWarning, SegmentKind

_CHANGE = re.compile(r"(?:[-–—]\s?|>>+\s?)(?=[^\W_]|[“\"'‘¿¡.…(\[])")
_FEWEST = 4


def is_dashed(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether nearly all of a page is such a talk, so that nobody could take it for a post.

    Not all are questions: that is a list of them.
    """
    texts = [paragraph.text for paragraph in paragraphs]
    dashed = [text for text in texts if _CHANGE.match(text)]
    if len(dashed) < _FEWEST or len(dashed) * 5 < len(texts) * 4:
        return False
    asking = sum(text.rstrip("”\"' ").endswith("?") for text in dashed)
    return 2 <= asking <= len(dashed) * 3 // 4


def read_dashes(paragraphs: Sequence[Paragraph]) -> Page | None:
    """The page of a talk between two voices that take turns; None where dashes only list things.

    Nobody says how many speak: two who alternate are assumed, and a warning says so.
    """
    dashed = [index for index, paragraph in enumerate(paragraphs) if _CHANGE.match(paragraph.text)]
    if len(dashed) < _FEWEST or len(dashed) * 5 < (len(paragraphs) - dashed[0]) * 3:
        return None
    asking = sum(1 for index in dashed if paragraphs[index].text.rstrip("”\"' ").endswith("?"))
    if asking < 2 or asking * 8 < len(dashed):
        return None
    page = Page()
    page.leave_out_all(paragraphs[: dashed[0]], SegmentKind.FRONT)
    voice = 0
    for paragraph in paragraphs[dashed[0] : dashed[-1] + 1]:
        change = _CHANGE.match(paragraph.text)
        if change is not None:
            page.say(paragraph, f"Speaker {voice + 1}", text=paragraph.text[change.end() :])
            voice = 1 - voice
        elif paragraph.kind is BlockKind.HEADING or is_tool_line(paragraph.text):
            page.leave_out(paragraph, SegmentKind.FRONT)
        elif paragraph.kind is not BlockKind.RULE:
            page.say(paragraph, None)
    tail = paragraphs[dashed[-1] + 1 :]
    for paragraph, kind in zip(tail, tail_kinds(tail, speaker=""), strict=True):
        if kind is not None:
            page.leave_out(paragraph, kind)
        elif paragraph.kind is not BlockKind.RULE:
            page.say(paragraph, None)
    page.warnings.append(
        ReadWarning(
            message="speakers are shown by dashes only; two who take turns were assumed",
            source_line=paragraphs[dashed[0]].line,
        )
    )
    return page
