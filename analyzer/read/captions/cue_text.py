"""The words of cues: markup off, voices apart, repeated lines of rolling captions once."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzer.read.captions.cues import Cue, CueLine

_VOICE = re.compile(
    r"""
    < v (?: \. [^\s>]* )? [ \t\n]+ (?P<name> [^<>]* ) (?: > | $ )   # <v.loud Smith, Jane (CA)>
    | (?P<close> </v\s*> )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ONE_VOICE = re.compile(r"<v[ \t]+([^<>\n]*)>([^<]*)(?:</v>)?", re.IGNORECASE)
_TAG = re.compile(
    r"""
    </? (?: c | i | b | u | s | v | em | strong | span | font | ruby | rt | lang | p | div )
        (?: [.\s] [^<>]* )? /? >
    | < [0-9:.,]+ >         # word times of YouTube's captions
    | \{ \\ [^{}]* \}       # {\an8}: where the caption stands on the screen
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Marks, and blanks other than the usual one: where there are none, nothing is to be done.
_MARKED = re.compile(
    "[<&{\\\\\t\n\x0b\x0c\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
_PLAIN = re.compile(r"[^<&{\\]*")
_BREAK = re.compile(r"<br\s*/?>|\\N", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)

_MIN_ROLLED = 3
_MIN_ROLLED_SHARE = 0.2
_MAX_GAP_MS = 200
_MAX_BRIDGE_MS = 60


@dataclass(slots=True)  # made by the thousand: see Cue
class Piece:
    """What one voice says in one cue. ``voice`` is the name in its <v> tag, None without one."""

    cue: Cue
    lines: tuple[CueLine, ...]
    voice: str | None = None


def plain(text: str) -> str:
    """The text without tags, entities decoded, blanks single.

    >>> plain("<c.yellow>Q&amp;A</c>  at<00:00:01.500> 5 <b>sharp</b>")
    'Q&A at 5 sharp'
    """
    if _is_plain(text):
        return text
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())
    untagged = _TAG.sub("", _BREAK.sub(" ", text))
    decoded = _ENTITY.sub(lambda entity: html.unescape(entity[0]), untagged)
    return " ".join(decoded.split())


def _is_plain(text: str) -> bool:
    """Whether there are words, no marks, and no blanks but single ones between the words."""
    return "  " not in f" {text} " and _MARKED.search(text) is None


def pieces_of(cue: Cue) -> tuple[Piece, ...]:
    """The cue's words by voice, in order; nothing for a cue without words."""
    for line in cue.lines:
        if not _is_plain(line.text):
            break
    else:
        return (Piece(cue, cue.lines),) if cue.lines else ()
    text = "\n".join([line.text for line in cue.lines])
    if "<" not in text:
        unvoiced = tuple([bare for line in cue.lines for bare in _bare_lines(line)])
        return (Piece(cue, unvoiced),) if unvoiced else ()
    # A cell of a table has lines of its own.
    numbers = [line.line for line in cue.lines for _ in range(line.text.count("\n") + 1)]
    alone = _ONE_VOICE.fullmatch(text)
    if alone is not None:
        said = [
            CueLine(words, number)
            for number, part in zip(numbers, alone[2].split("\n"), strict=True)
            if (words := plain(part))
        ]
        return (Piece(cue, tuple(said), plain(alone[1]) or None),) if said else ()
    pieces: list[Piece] = []
    voice: str | None = None
    start = 0
    for match in (*_VOICE.finditer(text), None):
        end = len(text) if match is None else match.start()
        lines = _plain_lines(numbers, text=text, start=start, end=end)
        if lines:
            pieces.append(Piece(cue, lines, voice))
        if match is not None:
            voice = (plain(match["name"] or "") or None) if match["close"] is None else None
            start = match.end()
    return tuple(pieces)


def _bare_lines(line: CueLine) -> list[CueLine]:
    """The line without its marks; several where a cell of a table has some."""
    if "\n" in line.text:
        return [CueLine(text, line.line) for part in line.text.split("\n") if (text := plain(part))]
    text = plain(line.text)
    if not text:
        return []
    return [line if text == line.text else CueLine(text, line.line)]


def _plain_lines(numbers: Sequence[int], *, text: str, start: int, end: int) -> tuple[CueLine, ...]:
    first = text.count("\n", 0, start)
    lines = (plain(line) for line in text[start:end].split("\n"))
    return tuple(
        CueLine(line, numbers[first + number]) for number, line in enumerate(lines) if line
    )


def unroll(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces without what rolling captions show again; other captions come back as they are.

    Rolling captions show each line two or three times while new ones come in below it. A line that
    somebody truly says twice is there once more and stays.
    """
    rolled = sum(_is_rolled(before, piece) for before, piece in itertools.pairwise(pieces))
    if rolled < _MIN_ROLLED or rolled < _MIN_ROLLED_SHARE * len(pieces):
        return tuple(pieces)
    kept: list[Piece] = []
    before: Piece | None = None
    for piece in pieces:
        lines = piece.lines
        if before is not None and _touch(before, piece):
            lines = lines[_overlap(before, piece) :]
            lines = _grown(before.lines[-1].text, lines) if lines == piece.lines else lines
        if lines:
            kept.append(replace(piece, lines=lines))
        before = piece
    return tuple(kept)


def _is_rolled(before: Piece, piece: Piece) -> bool:
    """Whether the piece shows lines of the piece before together with something new."""
    if piece.voice is not None or not _touch(before, piece):
        return False
    overlap = _overlap(before, piece)
    if overlap == 0:
        return _grown(before.lines[-1].text, piece.lines) != piece.lines
    return overlap < len(piece.lines) or _is_bridge(piece.cue) or _is_bridge(before.cue)


def _is_bridge(cue: Cue) -> bool:
    if cue.start_ms is None or cue.end_ms is None:
        return False
    return 0 <= cue.end_ms - cue.start_ms <= _MAX_BRIDGE_MS


def _touch(before: Piece, piece: Piece) -> bool:
    if before.cue is piece.cue or before.cue.end_ms is None or piece.cue.start_ms is None:
        return False
    return piece.cue.start_ms - before.cue.end_ms <= _MAX_GAP_MS


def _overlap(before: Piece, piece: Piece) -> int:
    """How many of the piece's first lines are the last lines of the piece before."""
    last = before.lines[-1].text
    if not [line for line in piece.lines if line.text == last]:
        return 0
    old = [line.text for line in before.lines]
    new = [line.text for line in piece.lines]
    for size in range(min(len(old), len(new)), 0, -1):
        if old[-size:] == new[:size]:
            return size
    return 0


def _grown(shown: str, lines: tuple[CueLine, ...]) -> tuple[CueLine, ...]:
    """The lines without what was shown, where the first is the shown line grown by words."""
    first = lines[0]
    if not first.text.startswith(shown + " "):
        return lines
    return (replace(first, text=first.text[len(shown) :].strip()), *lines[1:])
