"""A session as one plain text, with the place of every turn in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from analyzer.records import Analysis, Quote, Sentence
from analyzer.records.times import clock

# What programs that read text files change or cannot hold, each by one character, so that places
# stay what they are: line ends of other systems, the sign at the beginning of UTF-8 files.
_UNSAFE = str.maketrans({"\r": "\n", "\ufeff": "\u2060", "\x0b": " ", "\x0c": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text, and where in it each turn's words begin; places count code points from 0."""

    text: str
    turns: tuple[int, ...]

    def span(self, quote: Quote | Sentence) -> tuple[int, int]:
        """Where words of one turn stand."""
        start = self.turns[quote.turn]
        return start + quote.start, start + quote.end

    def stretch(self, analysis: Analysis, first: int, end: int) -> tuple[int, int]:
        """Where the sentences ``[first, end)`` stand, with whatever stands between them."""
        begin, _ = self.span(analysis.sentences[first])
        _, stop = self.span(analysis.sentences[end - 1])
        return begin, stop


def document_of(analysis: Analysis) -> Document:
    """The turns of a session, each below who says it and when, parted by blank lines."""
    session = analysis.session
    pieces, places = [], []
    for turn in session.turns:
        name = " ".join(session.speakers[turn.speaker].name.split())
        time = clock(turn.start_ms)
        pieces.append(f"{name} [{time}]:\n" if time else f"{name}:\n")
        places.append(len(pieces) - 1)
        pieces += (turn.text, "\n\n")
    starts = [0, *accumulate(map(len, pieces))]
    return Document(
        text=safe_text("".join(pieces)), turns=tuple(starts[place + 1] for place in places)
    )


def safe_text(text: str) -> str:
    """The text as every program reads it, of the same length."""
    return xml_text(text.translate(_UNSAFE))


def xml_text(text: str) -> str:
    r"""The text with a replacement sign for whatever XML cannot hold; as long as before.

    >>> xml_text("a\x00b") == "a\ufffdb"
    True
    """
    return "".join(it if _is_xml(ord(it)) else "\ufffd" for it in text)


def _is_xml(code: int) -> bool:
    return (
        code in {0x9, 0xA, 0xD} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF
    )
