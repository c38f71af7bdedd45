"""What the tags, classes and styles of an HTML page say: blocks, names, comments, menus, hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

SKIPPED = frozenset(
    [
        *("script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object"),
        *("button", "input", "select", "option", "textarea", "canvas", "audio", "video"),
        *("datalist", "rt", "rp"),
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "dt"),
        *("details", "dialog", "div", "dl", "fieldset", "figcaption", "figure", "footer", "form"),
        *("header", "hgroup", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    ]
)
_STRONG = frozenset(("b", "strong", "cite", "dt", "th"))
_BY_TAG = {"nav": "nav", "aside": "footer", "form": "footer", "footer": "footer"}
_BY_ROLE = {
    "navigation": "nav",
    "search": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "footer",
}
_COMMENTS = re.compile(
    r"comments?|comment-?list|comments-(?:area|section|list|container|wrapper)|comment-[0-9]+"
    r"|comment-(?:body|content|text|thread)|disqus_thread|livefyre-comments|respond",
    re.IGNORECASE,
)
_ASIDES = re.compile(
    r"(?:site-|page-)?footer|sidebar|widget(?:-area)?|share(?:daddy|-buttons)?|sd-sharing"
    r"|social(?:-share|-links)?|related(?:-posts)?|cookie-?(?:bar|notice|banner)|newsletter",
    re.IGNORECASE,
)
_MENUS = re.compile(
    r"(?:main-|site-|top-)?(?:menu|nav|navbar|navigation)|breadcrumbs?", re.IGNORECASE
)
_SPEAKER = re.compile(
    r"(?:\S*[-_])?(?:speaker|participant|interlocutor)(?:[-_]?(?:name|label))?", re.IGNORECASE
)
_READERS_ONLY = frozenset(("screen-reader-text", "sr-only", "visually-hidden"))
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_BOLD_STYLE = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LARGE_PART = 0.4

Attributes = Mapping[str, str | None]


def marks_of(attributes: Attributes) -> list[str]:
    """The classes and the id of an element."""
    if not attributes:
        return []
    return [*(attributes.get("class") or "").split(), *(attributes.get("id") or "").split()]


def is_hidden(attributes: Attributes) -> bool:
    """Whether a reader of the page does not see the element."""
    return bool(attributes) and (
        "hidden" in attributes
        or _HIDDEN_STYLE.search(attributes.get("style") or "") is not None
        or not _READERS_ONLY.isdisjoint(marks_of(attributes))
    )


def is_strong(tag: str, attributes: Attributes) -> bool:
    """Whether the element's text is bold, a <cite>, a <dt> or a table's head."""
    style = attributes.get("style")
    return tag in _STRONG or (bool(style) and _BOLD_STYLE.search(style or "") is not None)


def is_speaker(attributes: Attributes) -> bool:
    """Whether a class calls the element's text a speaker."""
    return any(_SPEAKER.fullmatch(mark) for mark in marks_of(attributes))


def section_of(
    node: LexborNode,
    tag: str,
    attributes: Attributes,
    *,
    above: str,
    is_article: bool,
    n_words: int,
) -> str:
    """The part of the page that a block element begins or lies in; empty for the page's own text.

    A part that holds much of the page is its text, whatever it is called: whole pages stand in a
    <form>, and blogs in a widget.
    """
    if above or tag in {"body", "html", "main"}:
        return above
    marks = marks_of(attributes)
    section = _BY_TAG.get(tag) or _BY_ROLE.get(attributes.get("role") or "", "")
    if tag == "header" and not is_article:
        section = "header"
    if any(_COMMENTS.fullmatch(mark) for mark in marks):
        return "comments"  # whether they stand at the end is seen when the whole page is read
    if not section and any(_ASIDES.fullmatch(mark) for mark in marks):
        section = "footer"
    if not section and any(_MENUS.fullmatch(mark) for mark in marks):
        section = "nav"
    if section and len(node.text(separator=" ").split()) > _LARGE_PART * n_words:
        return ""
    return section
