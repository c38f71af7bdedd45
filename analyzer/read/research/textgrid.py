"""Praat's TextGrid: tiers of intervals, in the long form, the short form, and without its header.

Read as Praat itself reads it: of the text only free-standing numbers, quoted strings and flags
count, in their order, so that both forms are one. Interval tiers are speakers; tiers of sounds
(phones, syllables, tones, silences) and point tiers are left out and named in one warning; a tier
``Ana - words``, as aligners write it, is Ana's. Empty intervals are silence and drop out.

Hand-written: praatio and textgrid both refuse a file of the short form with a blank before its
header, and files without one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.research.tiers import Annotation, Tier, read_tiers
from analyzer.records import ReadWarning

_TOKEN = re.compile(
    r"""
    " (?P<string> (?: [^"]+ | "" )*+ ) "
    | (?<!\S) ! [^\n]*+                                                        # a comment
    | (?<!\S) (?P<number> [+-]? [0-9]{1,15} (?: \.[0-9]{0,20} )? (?: [eE][+-]?[0-9]{1,3} )? ) (?!\S)
    | (?<!\S) (?P<flag> < (?: exists | absent ) > ) (?!\S)
    """,
    re.VERBOSE,
)
_HEADER = re.compile(
    r'\s*(?:File\s+type\s*=\s*)?"ooTextFile[^"\n]*"\s*(?:Object\s+class\s*=\s*)?"TextGrid'
)
_NO_HEADER = re.compile(
    r"\s*(?:xmin\s*=\s*)?[0-9.]+\s+(?:xmax\s*=\s*)?[0-9.]+\s+(?:tiers\?\s*)?<exists>\s"
)
_BINARY = b"ooBinaryFile\x08TextGrid"
_CLASSES = ("IntervalTier", "TextTier")
_OF_WORDS = re.compile(
    r"(?P<name>.*\S)\s*[-–_/:]\s*(?:words?|utterances?|text|ort|speech)", re.IGNORECASE
)
_OF_SOUNDS = re.compile(
    r"(?:.*[\s_/:–-])?(?:phon(?:e|eme|es|emes)|phn|syll(?:able|ables|s)?|tones?|pitch|tobi|breaks?)"
    r"|mau|kan-mau|kan|mas|ipa|sampa|silences?|pauses?|vuv|vad",
    re.IGNORECASE,
)
_SAVE_AS_TEXT = "Open it in Praat and use Save as text file."


class TextGrid:
    """Praat's TextGrids."""

    name = "textgrid"
    about = "TextGrid of Praat: one tier of intervals a speaker"
    extensions: tuple[str, ...] = (".textgrid",)

    def claims(self, raw: RawFile) -> float:
        """0.98 where the file opens like a TextGrid, with its header or without."""
        if raw.content.startswith(_BINARY):
            return 0.98
        if raw.text is None:
            return 0.0
        if _HEADER.match(raw.text) is not None:
            return 0.98
        opening = raw.text[:2000]
        is_bare = _NO_HEADER.match(opening) is not None
        return 0.98 if is_bare and any(f'"{kind}"' in opening for kind in _CLASSES) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all interval tiers in order of time.

        Raises UnreadableTranscript where no tier holds words, and with the line where the file
        breaks off.
        """
        if raw.content.startswith(_BINARY):
            what = "this TextGrid is in Praat's binary form."
            raise UnreadableTranscript(what, path=raw.path, hint=_SAVE_AS_TEXT)
        return _read(_Tokens(raw.text or "", path=raw.path))


@dataclass(frozen=True, slots=True)
class _Token:
    value: str | float
    place: int


@dataclass(slots=True)
class _Tokens:
    """What counts of a TextGrid, in order."""

    text: str
    path: str
    rows: list[_Token] = field(init=False)
    index: int = 0
    line_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = list(_tokens(self.text))
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def kinds(self, pattern: str) -> list[_Token] | None:
        """The next tokens where they are of these kinds (``n`` number, ``s`` string), else None."""
        found = self.rows[self.index : self.index + len(pattern)]
        shape = "".join("s" if isinstance(one.value, str) else "n" for one in found)
        if shape != pattern:
            return None
        self.index += len(pattern)
        return found

    def line(self, place: int) -> int:
        """The line of a place in the text."""
        return bisect_right(self.line_starts, place)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match["string"] is not None:
            yield _Token(match["string"].replace('""', '"'), match.start())
        elif match["number"] is not None:
            yield _Token(float(match["number"]), match.start())


def _read(tokens: _Tokens) -> Reading:
    while tokens.index < len(tokens.rows) and tokens.rows[tokens.index].value not in _CLASSES:
        tokens.index += 1
    found: list[Tier] = []
    warnings: list[ReadWarning] = []
    while (head := tokens.kinds("ssnnn")) is not None and head[0].value in _CLASSES:
        is_interval, size = head[0].value == _CLASSES[0], head[4].value
        before = tokens.index
        parts = tuple(_intervals(tokens) if is_interval else _points(tokens))
        n_read = (tokens.index - before) // (3 if is_interval else 2)
        found.append(_tier(str(head[1].value), parts, is_interval=is_interval))
        if n_read != size:
            message = f"Tier {found[-1].name!r} should have {size:g} parts, but has {n_read}."
            warnings.append(ReadWarning(message=message, source_line=tokens.line(head[4].place)))
    if tokens.index < len(tokens.rows) or not found:
        rest = tokens.rows[tokens.index :]
        line = tokens.line(rest[0].place) if rest else None
        what = "this TextGrid breaks off or is damaged here." if rest else "there are no tiers."
        raise UnreadableTranscript(what, path=tokens.path, line=line, hint=_SAVE_AS_TEXT)
    reading = read_tiers(found, path=tokens.path)
    return replace(reading, warnings=(*warnings, *reading.warnings))


def _tier(name: str, parts: tuple[Annotation, ...], *, is_interval: bool) -> Tier:
    bare = name.strip()
    match = _OF_WORDS.fullmatch(bare)
    return Tier(
        name=name,
        annotations=parts,
        speaker=match["name"] if match is not None else None,
        is_talk=is_interval and _OF_SOUNDS.fullmatch(bare) is None,
    )


def _intervals(tokens: _Tokens) -> Iterator[Annotation]:
    while (row := tokens.kinds("nns")) is not None:
        start, end, text = (one.value for one in row)
        yield from _annotation(start, end, text, tokens.line(row[2].place))


def _points(tokens: _Tokens) -> Iterator[Annotation]:
    while (row := tokens.kinds("ns")) is not None:
        time, text = (one.value for one in row)
        yield from _annotation(time, time, text, tokens.line(row[1].place))


def _annotation(
    start: str | float, end: str | float, text: str | float, line: int
) -> Iterator[Annotation]:
    words = " ".join(str(text).split())
    if words and isinstance(start, float) and isinstance(end, float):
        start_ms, end_ms = _ms(start), _ms(end)
        if end_ms is not None and start_ms is not None and end_ms < start_ms:
            end_ms = None
        yield Annotation(text=words, at=start, start_ms=start_ms, end_ms=end_ms, line=line)


def _ms(seconds: float) -> int | None:
    return round(seconds * 1000) if 0 <= seconds < 10**9 else None
