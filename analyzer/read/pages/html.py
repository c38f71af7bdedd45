"""Web pages: interviews and columns with their comments, Word's own HTML, podcast transcripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Block, Fragment, RawFile, Reading
from analyzer.read.captions.cue_turns import read_pasted_cues
from analyzer.read.limits import MAX_PAGE_DEPTH
from analyzer.read.pages.front import Facts
from analyzer.read.pages.html_places import Places
from analyzer.read.pages.html_walk import HtmlWalk
from analyzer.read.pages.layout import Part, read_parts
from analyzer.read.pages.page_dates import find_date
from analyzer.read.pages.relabel import relabel, unlist
from analyzer.records import SegmentKind

_OPENS = re.compile(
    r"(?>\s*(?:<\?xml[^>]*>\s*|(?><!--.*?-->)\s*)*)<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_ROOT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:tt|TEI|ANNOTATION_DOCUMENT|rss|svg)\b")
_TAG = re.compile(
    r"</?(?:p|div|br|cite|time|li|ul|ol|dl|dt|dd|h[1-6]|table|tr|td|blockquote|article|section)\b",
    re.IGNORECASE,
)
_NESTING = re.compile(r"<(/?)(?:div|span|blockquote|table|ul|ol|section|article)\b", re.IGNORECASE)
_SAMPLE = 20_000
_AUTHOR_METAS = ("author", "article:author", "dc.creator", "parsely-author")
_DATE_METAS = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "publishdate",
    "pubdate",
)
_NOBODY = frozenset(("admin", "administrator", "editor", "webmaster", "user", "author", "staff"))
_AFTER_COMMENTS = 0.3


class Html:
    """Web pages, whole or in part."""

    name = "html"
    about = "web pages (.html, .htm): interviews, columns with comments, podcast transcripts"
    extensions: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def claims(self, raw: RawFile) -> float:
        """1.0 for a page that says it is one, less for a piece of one by its tags."""
        if raw.text is None:
            return 0.0
        head = raw.text[:_SAMPLE]
        if _OPENS.match(head):
            return 1.0
        if _OTHER_ROOT.match(head) or not head.lstrip().startswith("<"):
            return 0.0
        n_tags = len(_TAG.findall(head))
        return 0.92 if n_tags > 1 and n_tags * 400 > len(head) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The page's talk. Raises UnreadableTranscript where it shows no words."""
        source = raw.text or ""
        _check_nesting(source, path=raw.path)
        page = LexborHTMLParser(source)
        root = page.body if page.body is not None else page.root
        walk = None
        if root is not None:
            words = len(root.text(separator=" ").split())
            walk = HtmlWalk(places=Places(source), n_words=words)
            walk.walk(root)
        blocks = [] if walk is None else [block for part in walk.parts for block in part.blocks]
        if walk is None or not any(block.text.strip() for block in blocks):
            raise UnreadableTranscript(
                "the page shows no words.",
                path=raw.path,
                hint="If a browser shows some, a script loads them: copy the text from there.",
            )
        reading = _read_captions(blocks, path=raw.path)
        if reading is None:
            parts, asides = _settle_sections(walk.parts)
            reading = read_parts(
                parts, asides=[*walk.asides, *asides], facts=_facts(page, names=walk.names)
            )
        return replace(reading, title=reading.title or _title(page))


def _read_captions(blocks: Sequence[Block], *, path: str) -> Reading | None:
    """The reading of a page that shows captions with their times; None for other pages."""
    around = [
        Fragment(text=block.text, line=block.line, outside=SegmentKind.FRONT)
        for block in blocks
        if block.section and block.text
    ]
    text = "\n".join(block.text for block in blocks if not block.section)
    return read_pasted_cues(text, path=path, asides=around)


def _check_nesting(source: str, *, path: str) -> None:
    """Refuse what no person and no program writes, and what parsers take minutes for."""
    depth = 0
    for match in _NESTING.finditer(source):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MAX_PAGE_DEPTH:
            raise UnreadableTranscript(
                f"the page nests its elements more than {MAX_PAGE_DEPTH} deep.",
                path=path,
                line=source.count("\n", 0, match.start()) + 1,
                hint="Copy its text from a browser into a text file and read that.",
            )


def _settle_sections(parts: Sequence[Part]) -> tuple[list[Part], list[Fragment]]:
    """The parts with only true comments marked so, and what stands below them as outside text.

    Pages also call their count of comments, or all they hold, ``comments``. Comments end a page:
    where much else follows them, they are none.
    """
    marked = [(block, part.is_talk) for part in parts for block in part.blocks]
    start = _comments_start([block for block, _ in marked])
    kept: list[tuple[Block, bool]] = []
    asides: list[Fragment] = []
    for index, (block, is_talk) in enumerate(marked):
        if index < start and block.section == "comments":
            kept.append((replace(block, section=""), is_talk))
        elif index > start and block.section in {"footer", "nav", "header"} and block.text:
            asides.append(Fragment(text=block.text, line=block.line, outside=SegmentKind.PROMOTION))
        else:
            kept.append((block, is_talk))
    grouped = [
        Part(blocks=tuple(block for block, _ in group), is_talk=is_talk)
        for is_talk, group in groupby(kept, key=lambda pair: pair[1])
    ]
    return [
        part if part.is_talk else Part(blocks=tuple(unlist(relabel(part.blocks))))
        for part in grouped
    ], asides


def _comments_start(blocks: Sequence[Block]) -> int:
    """The index of the first comment that only comments and the page's foot follow."""
    sizes = [len(block.text.split()) for block in blocks]
    own = [size if not block.section else 0 for block, size in zip(blocks, sizes, strict=True)]
    total = sum(own)
    before = 0
    for index, block in enumerate(blocks):
        if block.section == "comments" and total - before <= _AFTER_COMMENTS * before:
            return index
        before += own[index]
    return len(blocks)


def _facts(page: LexborHTMLParser, *, names: Sequence[str]) -> Facts:
    """Author and date from the page's meta elements, else the date of its first <time>."""
    metas: dict[str, str] = {}
    for meta in page.css("meta"):
        attributes = meta.attributes
        key = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = (attributes.get("content") or "").strip()
        if key and content:
            metas.setdefault(key.casefold(), content)
    author = next((metas[key] for key in _AUTHOR_METAS if key in metas), None)
    if author is not None and (author.casefold() in _NOBODY or "://" in author or len(author) > 60):
        author = None
    written = [metas[key] for key in _DATE_METAS if key in metas]
    written += [time.attributes.get("datetime") or "" for time in page.css("time[datetime]")[:3]]
    date = next((date for text in written if (date := find_date(text[:40])) is not None), None)
    return Facts(author=author, held_on=date, people=tuple(dict.fromkeys(names)))


def _title(page: LexborHTMLParser) -> str | None:
    title = page.css_first("title")
    return (" ".join(title.text().split()) or None) if title is not None else None
