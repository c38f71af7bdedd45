"""Parts that a page itself marks as no part of the talk: its header, navigation, footer."""

from __future__ import annotations

from analyzer.records import SegmentKind

_ASIDES = {
    "header": SegmentKind.FRONT,
    "nav": SegmentKind.FRONT,
    "aside": SegmentKind.PROMOTION,
    "footer": SegmentKind.PROMOTION,
    "tool": SegmentKind.LOGISTICS,
}
TOOL = "tool"
COMMENTS = "comments"


def aside_kind(section: str) -> SegmentKind | None:
    """The kind of text in a part of that name, None for the body of the page and its comments."""
    return _ASIDES.get(section)
