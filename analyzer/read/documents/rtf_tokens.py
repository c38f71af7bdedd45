"""The signs of rich text: groups, control words, bytes of text, and what code pages make of them.

Written by hand because the library at hand (striprtf) gives hidden and deleted text as talk, drops
footnotes and comments without a word, and says nothing of bold, on which labels may rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from analyzer.read.documents.document import symbol

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<byte>[0-9A-Fa-f]{2})"
    rb"|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n\x00]+)"
    rb"|[\r\n\x00]+"
    rb"|\\",
    re.DOTALL,
)
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_PAGES = {10000: "mac_roman", 65001: "utf-8", 936: "gbk", 950: "big5", 1361: "johab"}
SYMBOL = "symbol"
_SYMBOL_CHARSET = 2


class Kind(StrEnum):
    """What a sign of the file is."""

    OPEN = "{"
    CLOSE = "}"
    WORD = "word"
    SIGN = "sign"
    BYTE = "byte"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Token:
    """One sign: ``word`` of a control word or sign, its ``number``, the ``text`` of bytes."""

    kind: Kind
    word: str = ""
    number: int | None = None
    text: bytes = b""
    end: int = 0


_OPEN, _CLOSE = Token(Kind.OPEN), Token(Kind.CLOSE)


def tokens_of(content: bytes) -> Iterator[Token]:
    r"""The signs of a file in order; pictures written as bytes are passed over.

    >>> [token.word or token.text for token in tokens_of(rb"{\b1 caf\'e9}")]
    [b'', 'b', b'caf', b'\xe9', b'']
    """
    place = 0
    while (match := _TOKEN.match(content, place)) is not None:
        place = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield Token(Kind.TEXT, text=match["text"])
        elif kind in ("word", "number"):
            word = match["word"].decode("ascii")
            number = None if match["number"] is None else int(match["number"])
            if word == "bin" and number is not None and number > 0:
                place += number
                continue
            yield Token(Kind.WORD, word, number)
        elif kind == "brace":
            yield _OPEN if match["brace"] == b"{" else _CLOSE
        elif kind == "byte":
            yield Token(Kind.BYTE, text=bytes.fromhex(match["byte"].decode("ascii")))
        elif kind == "sign":
            yield Token(Kind.SIGN, match["sign"].decode("latin-1"))


def page_encoding(number: int | None) -> str:
    """Python's name of a Windows code page, Western where there is none of that number."""
    name = _PAGES.get(number or 0, f"cp{number}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def charset_encoding(number: int | None, *, default: str) -> str:
    """The encoding of a font by its character set; ``default`` is the document's own."""
    if number == _SYMBOL_CHARSET:
        return SYMBOL
    return _CHARSETS.get(-1 if number is None else number, default)


def text_of_bytes(content: bytes, encoding: str) -> str:
    r"""The text of bytes; what the code page does not know is a replacement character.

    >>> text_of_bytes(b"\xcf\xf0\xe8", "cp1251")
    'При'
    """
    if encoding == SYMBOL:
        return "".join(symbol(0xF000 + byte) or chr(byte) * (byte < 0x80) for byte in content)
    if encoding == "cp1252":
        return (
            "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in content)
            if not content.isascii()
            else content.decode("ascii")
        )
    return content.decode(encoding, "replace")
