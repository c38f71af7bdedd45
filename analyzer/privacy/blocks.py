"""Data that stands within a page: JSON, scripts, and blocks that are packed."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_PACKED = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_WINDOWS = (31, -15, 15)  # gzip, bare deflate, zlib


def embedded(page: str) -> Iterator[tuple[str, str]]:
    """``json`` or ``text`` and what stands in it, for every script and packed block of a page."""
    for match in _SCRIPT.finditer(page):
        kind = "json" if "json" in match[1].lower() else "text"
        if not _PACKED.fullmatch(match[2].strip()):
            yield kind, match[2]
    for match in _PACKED.finditer(page):
        unpacked = _unpacked(match[0])
        if unpacked is not None:
            yield "json" if unpacked[:1] in {"{", "["} else "text", unpacked


def _unpacked(block: str) -> str | None:
    try:
        content = base64.b64decode(block, validate=True)
    except (binascii.Error, ValueError):
        return None
    for window in _WINDOWS:
        try:
            content = zlib.decompress(content, window)
            break
        except zlib.error:
            continue
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None
