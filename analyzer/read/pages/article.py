"""A published post by one author, with readers' comments or without, in text or Markdown."""

from __future__ import annotations

import re
from collections import Counter

from analyzer.read.base import Block, RawFile, Reading
from analyzer.read.captions.cues import time_line_share
from analyzer.read.labels.ballot import PLAYED
from analyzer.read.pages.front import Facts
from analyzer.read.pages.markdown import has_marks, markdown_blocks
from analyzer.read.pages.prose import is_post, read_one_voice
from analyzer.read.pages.text import looks_like_another_format, readable, text_blocks
from analyzer.read.people.names import bare_name, is_person_like, is_role_like

_SAMPLE = 200_000
_MOST_TIME_LINES = 0.05
_OFTEN = 8
_HEAD = re.compile(r"^(?:\*\*)?(\w[^:\n]{0,40}?)(?::|\*\*:| {1,2}[\[(]?\d{1,2}:\d\d)", re.MULTILINE)
_LINE = re.compile(r"^.*\S", re.MULTILINE)


class Article:
    """A page on which one author speaks and nobody is labelled."""

    name = "article"
    about = "a post by one author, with readers' comments or without"
    extensions: tuple[str, ...] = ()

    def claims(self, raw: RawFile) -> float:
        """Surer than text and Markdown where the page is published and holds no talk."""
        if raw.text is None or not raw.text.strip() or looks_like_another_format(raw.text):
            return 0.0
        if time_line_share(raw.text) > _MOST_TIME_LINES or _is_plainly_a_talk(raw.text[:_SAMPLE]):
            return 0.0
        blocks, facts = _blocks(raw.text[:_SAMPLE])
        return 0.8 if is_post(blocks, facts=facts) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The post, its author and its readers. Raises UnreadableTranscript for what is no text."""
        blocks, facts = _blocks(readable(raw))
        return read_one_voice(blocks, facts=facts)


def _is_plainly_a_talk(text: str) -> bool:
    """Whether two people or more are labelled so often that nobody needs to read the page."""
    heads = Counter(bare_name(head) for head in _HEAD.findall(text))
    often = {
        name: count
        for name, count in heads.items()
        if count >= _OFTEN
        and not PLAYED.intersection(name.casefold().split()[:1])
        and (is_person_like(name) or is_role_like(name))
    }
    return len(often) > 1 and sum(often.values()) * 5 >= len(_LINE.findall(text))


def _blocks(text: str) -> tuple[list[Block], Facts]:
    return markdown_blocks(text) if has_marks(text) else (text_blocks(text), Facts())
