"""Good files made bad: bytes cut, doubled, swapped, spliced, values of JSON deleted or replaced."""

from __future__ import annotations

import json
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

SIGNS = (
    *(
        b"\x00",
        b"\n",
        b"\r\n",
        b"\n\n",
        b" ",
        b"\t",
        b":",
        b": ",
        b"\xff",
        b"\xe2\x80",
        b"\xef\xbb\xbf",
    ),
    *("\u202e", "\u200f", "\u2028", "\ufeff", "：", "\ud800", "\u0085", "🎧", "İ", "٣"),
    *(
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "<",
        ">",
        "<!--",
        "-->",
        "]]>",
        "&#0;",
        "&amp;",
        "</",
        "*",
        "**",
    ),
    *("|", ";", ",", '"', "'", "\\", "\\u", "\\ud83d", "%", "#", "@", "_", "`", "~", ">>", "- "),
    *("00:00:01.000 --> 00:00:00.000", "-1:00", "99:99:99,999", "NOTE ", "WEBVTT\n\n", "1\n"),
    *("1e999", "NaN", "-Infinity", "9" * 25, "null", "[]", "{}", '""', "true"),
    *("Ana: ", "Q: ", "A: ", "Speaker 1: ", "Coach:", "<v ", "{\\rtf1 ", "PK\x03\x04", "%PDF-1.7"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 1e308, 10**30, float("nan"), float("inf"), "", " ", "x", "0:99:99", "PT"),
    *("\ud800", "7" * 50, [], [[]], [None, 3, "x"], {}, {"text": {"text": []}}, "Speaker 1", "1e5"),
)
Chance = random.Random
Change = Callable[[bytes, Chance, Sequence[bytes]], bytes]


def mutated(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """The bytes changed in one to four ways; ``others`` are files to splice in."""
    for _ in range(chance.randint(1, 4)):
        change = chance.choice(CHANGES)
        content = change(content, chance, others)[:MOST]
    return content


MOST = 60_000


def _piece(content: bytes, chance: Chance, *, longest: int = 400) -> tuple[int, int]:
    """Start and end of a stretch, mostly short, at times whole lines."""
    start = chance.randint(0, len(content))
    end = min(len(content), start + int(longest ** chance.random()))
    if chance.random() < 0.5:
        start = content.rfind(b"\n", 0, start) + 1
        found = content.find(b"\n", end)
        end = found + 1 if found >= 0 else len(content)
    return start, end


def _cut(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    start, end = _piece(content, chance)
    return content[:start] + content[end:]


def _cut_off(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(content))
    return content[:place] if chance.random() < 0.7 else content[place:]


def _double(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    start, end = _piece(content, chance)
    times = chance.choice((1, 1, 2, 7, 60))
    return content[:end] + content[start:end] * times + content[end:]


def _swap(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    (a, b), (c, d) = sorted((_piece(content, chance), _piece(content, chance)))
    c, d = max(b, c), max(b, d)
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def _insert(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(content))
    sign = chance.choice(SIGNS)
    held = sign if isinstance(sign, bytes) else sign.encode("utf-8", "surrogatepass")
    return content[:place] + held * chance.choice((1, 1, 1, 2, 30)) + content[place:]


def _splice(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    start, end = _piece(other, chance, longest=4_000)
    place = chance.randint(0, len(content))
    return content[:place] + other[start:end] + content[place:]


def _flip(content: bytes, chance: Chance, _: Sequence[bytes]) -> bytes:
    changed = bytearray(content)
    for _time in range(chance.choice((1, 2, 8, 40)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _spoil_value(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """A value of JSON deleted, doubled or replaced; other files are flipped."""
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError):
        return _flip(content, chance, others)
    place = tree
    while isinstance(place, dict | list) and place:
        key = (
            chance.choice(list(place)) if isinstance(place, dict) else chance.randrange(len(place))
        )
        below = place[key]
        if isinstance(below, dict | list) and below and chance.random() < 0.8:
            place = below
            continue
        kind = chance.random()
        if kind < 0.3:
            del place[key]
        elif kind < 0.4 and isinstance(place, list):
            place.insert(key, below)
        else:
            place[key] = chance.choice(VALUES)
        break
    return json.dumps(tree).encode()


def _spoil_part(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """A part of a zip changed and packed again; other files are flipped."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error):
        return _flip(content, chance, others)
    name = chance.choice(sorted(parts) or [""])
    change = chance.choice((_cut, _double, _swap, _insert, _flip))
    parts[name] = change(parts.get(name, b""), chance, others)
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for part, inner in parts.items():
            archive.writestr(zipfile.ZipInfo(part or "x"), inner)
    return held.getvalue()


CHANGES: tuple[Change, ...] = (
    *(_cut, _cut_off, _double, _swap, _insert, _insert, _splice, _flip, _spoil_value, _spoil_part),
)
