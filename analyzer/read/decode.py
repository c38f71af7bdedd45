"""Bytes to text, whatever the encoding, and a clear word on files that hold no text.

Byte order mark, then strict UTF-8, then UTF-16 by its pattern of NULs, then what an HTML page
declares, then Windows-1252: measured better on short Western files than any guessing library.
"""

from __future__ import annotations

import codecs
import re

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, packed_shape
from analyzer.read.limits import check_bytes, check_lines, check_text, fewer_blanks
from analyzer.read.mojibake import repair_mojibake
from analyzer.read.trees import read_tree

_SAVE_AS_DOCX = "Open it and save it as .docx, or export the text as .txt."
_TRANSCRIBE = (
    "A recording has to be transcribed first; give the transcript (.vtt, .srt, .docx, .txt)."
)
_EXPORT_TEXT = "Export the transcript as text (.txt, .docx, .vtt) where it was made, and give that."

# What no reader takes, by its first bytes: a new reader for one of these takes its row out.
_REFUSED: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), what, hint)
    for pattern, what, hint in (
        (
            rb"\xd0\xcf\x11\xe0.*E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P",
            "a document locked with a password",
            "Save it without the password first.",
        ),
        (
            rb"\xd0\xcf\x11\xe0.*W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00",
            "an old Excel workbook (.xls)",
            "Open it and save it as .xlsx or .csv.",
        ),
        (rb"\xd0\xcf\x11\xe0", "an old Word document (.doc)", _SAVE_AS_DOCX),
        (
            rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.(?!text)",
            "an OpenDocument table or drawing",
            "Save it as .xlsx or .csv, or its text as .txt.",
        ),
        (rb"PK\x03\x04.{26}mimetypeapplication/epub", "an e-book (.epub)", _EXPORT_TEXT),
        (rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2]", "an MP3 recording", _TRANSCRIBE),
        (rb"RIFF.{4}WAVE|fLaC\x00|OggS\x00|FORM.{4}AIF|#!AMR", "a sound recording", _TRANSCRIBE),
        (rb".{4}ftyp", "a sound or video recording (MP4)", _TRANSCRIBE),
        (rb"\x1a\x45\xdf\xa3|RIFF.{4}AVI |\x30\x26\xb2\x75", "a video recording", _TRANSCRIBE),
        (
            rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF.{4}WEBP",
            "an image",
            "Text in images is not read; export the transcript as text instead.",
        ),
        (rb"\x1f\x8b\x08|7z\xbc\xaf|Rar!\x1a|BZh[1-9]1AY|\xfd7zXZ", "a packed file", "Unpack it."),
        (rb"SQLite format 3\x00", "a database", _EXPORT_TEXT),
    )
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:charset|<\?xml[^>]{0,99}encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE
)
_LEGACY = re.compile(
    rb"windows-(?:125[0-8]|874)|iso-8859-(?:[2-9]|1[03-6])|koi8-[ru]|shift_jis|euc-jp|euc-kr|big5"
    rb"|gbk|gb2312|gb18030|macintosh",
    re.IGNORECASE,
)
# Windows-1252 has five holes; the web reads them as the control characters of Latin-1.
_CP1252 = {
    byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)
}

_LINE_ENDS = ("\r\n", *"\r\x0b\x0c\x85\u2028\u2029")
_ZERO_WIDTH = re.compile("\ufeff|(?<![\u0e00-\u10ff\u1780-\u17ff])\u200b|\u200b(?![\u0e00-\u17ff])")
# CHAT sets times in U+0015.
_CONTROLS = bytes((*range(9), *range(0x0E, 0x15), *range(0x16, 0x1B), *range(0x1C, 0x20), 0x7F))
_MAX_CONTROL_SHARE = 0.03
_SAMPLE = 1 << 16


def decode(content: bytes, *, path: str) -> RawFile:
    r"""The file's text with LF line ends and no zero-width characters; None where it is binary.

    Text that was UTF-8, read as Windows-1252 and saved so, is repaired where that is proven.
    JSON is parsed, too. Raises UnreadableTranscript for an empty file, for broken JSON and for
    kinds of files no reader takes (.doc, recordings, images), and says what to do.

    >>> decode(b"Ana:\tIt\x92s fine.\r\n", path="call.txt").text
    'Ana:\tIt’s fine.\n'
    """
    check_bytes(len(content), path=path)
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableTranscript("the file is empty.", path=path, hint="Export or copy it again.")
    for pattern, what, hint in _REFUSED:
        if pattern.match(content):
            raise UnreadableTranscript(f"this is {what}, not a transcript.", path=path, hint=hint)
    if packed_shape(content) is not None:  # their readers take the bytes as they are
        return RawFile(path=path, content=content, text=None)
    text, encoding = _to_text(content)
    check_text(text, path=path)
    text = text.rstrip("\x00")
    if _is_binary(text):
        return RawFile(path=path, content=content, text=None)
    text = _with_line_ends(repair_mojibake(text).replace("\x00", ""))
    if any(sign in text for sign in "\ufeff\u200b"):
        text = _ZERO_WIDTH.sub("", text)
    if not text.strip():
        raise UnreadableTranscript(
            "the file holds blanks only.", path=path, hint="Export or copy it again."
        )
    check_lines(text, path=path)
    text = fewer_blanks(text)
    tree = read_tree(text, path=path)
    return RawFile(path=path, content=content, text=text, encoding=encoding, tree=tree)


def _to_text(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; every byte string has one."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            content = content[len(mark) :]
            if encoding == "utf-8":
                return _utf8_or_cp1252(content)[0], encoding
            return content.decode(encoding, "replace"), encoding
    wide = _wide_encoding(content)
    if wide is not None:
        return content.decode(wide, "replace"), wide
    return _utf8_or_cp1252(content)


def _with_line_ends(text: str) -> str:
    """The text with LF line ends."""
    for sign in _LINE_ENDS:
        text = text.replace(sign, "\n")
    return text


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 without a mark: the NULs of its Latin letters and blanks lie on one side."""
    sample = content[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 < len(sample) or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf8_or_cp1252(content: bytes) -> tuple[str, str]:
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > 0:
            return content[: error.start].decode("utf-8"), "utf-8"  # cut off inside a character
    declared = _DECLARED.search(content[:4096])
    if declared is not None and _LEGACY.fullmatch(declared[1]):
        encoding = declared[1].decode("ascii").lower()
        return content.decode(encoding, "replace"), encoding
    if not _has_utf8_line(content):
        return _cp1252(content), "cp1252"
    # Pieces of files in both encodings, pasted together byte by byte: each line decides for itself.
    return "\n".join(_line(line) for line in content.split(b"\n")), "utf-8"


def _has_utf8_line(content: bytes) -> bool:
    """Whether some line has letters beyond ASCII and is UTF-8: chance does not write those."""
    return any(not line.isascii() and _is_utf8(line) for line in content.split(b"\n"))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line(line: bytes) -> str:
    return line.decode("utf-8") if _is_utf8(line) else _cp1252(line)


def _cp1252(content: bytes) -> str:
    return content.decode("latin-1").translate(_CP1252)


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE].encode("utf-8", "surrogatepass")
    n_controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return n_controls > _MAX_CONTROL_SHARE * len(text[:_SAMPLE])
