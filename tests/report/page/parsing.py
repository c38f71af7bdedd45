"""What stands in a page before any script runs, and the data behind it."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from typing import Any

from analyzer.records import Analysis, ModelCard, Pack
from analyzer.report.material import gather
from analyzer.report.page import page_bytes, sessions, talks
from analyzer.report.summary.content import compose

VOID = {"meta", "br", "input", "link", "img", "hr"}


class Page(HTMLParser):
    """Elements with attributes, text, whether tags are closed, and what blocks of data hold."""

    def __init__(self, html: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self.blocks: dict[str, Any] = {}
        self.quotes: list[str] = []
        self.feed(html.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "blockquote":
            self.quotes.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside not in self.raw:
            self.text.append(data)
            if "blockquote" in self.open:
                self.quotes[-1] += data
        elif self.elements[-1][1].get("type") == "application/json":
            name = self.elements[-1][1]["id"] or ""
            self.blocks[name] = json.loads(zlib.decompress(base64.b64decode(data)))
        else:
            self.raw[inside].append(data)

    @property
    def talks(self) -> list[Any]:
        """The sessions whose words are on the page."""
        return [block for name, block in self.blocks.items() if name.startswith("talk-")]


def page_of(
    analyses: Iterable[Analysis],
    pack: Pack,
    cards: Sequence[ModelCard] = (),
    *,
    title: str | None = None,
    subtitle: str | None = None,
    most_words: int = 10**9,
) -> bytes:
    """The page over some sessions."""
    material = gather(analyses, pack=pack, cards=cards)
    listed = sessions(material, most_words=most_words)
    summary = compose(material, title=title, subtitle=subtitle)
    return page_bytes(summary, listed, talks(material, listed))
