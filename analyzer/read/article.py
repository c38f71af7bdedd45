"""A published post by one author, with readers' comments or without, in text or Markdown."""

from __future__ import annotations

from analyzer.read.base import Block, RawFile, Reading
from analyzer.read.cues import time_line_share
from analyzer.read.front import Facts
from analyzer.read.markdown import has_marks, markdown_blocks
from analyzer.read.prose import is_post, read_one_voice
from analyzer.read.text import looks_like_another_format, readable, text_blocks

_SAMPLE = 200_000
_MOST_TIME_LINES = 0.05


class Article:
    """A page on which one author speaks and nobody is labelled."""

    name = "article"
    about = "a post by one author, with readers' comments or without"
    extensions: tuple[str, ...] = ()

    def claims(self, raw: RawFile) -> float:
        """Surer than text and Markdown where the page is published and holds no talk."""
        if raw.text is None or not raw.text.strip() or looks_like_another_format(raw.text):
            return 0.0
        if time_line_share(raw.text) > _MOST_TIME_LINES:
            return 0.0
        blocks, facts = _blocks(raw.text[:_SAMPLE])
        return 0.8 if is_post(blocks, facts=facts) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The post, its author and its readers. Raises UnreadableTranscript for what is no text."""
        blocks, facts = _blocks(readable(raw))
        return read_one_voice(blocks, facts=facts)


def _blocks(text: str) -> tuple[list[Block], Facts]:
    return markdown_blocks(text) if has_marks(text) else (text_blocks(text), Facts())
