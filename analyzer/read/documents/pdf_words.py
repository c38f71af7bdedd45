"""The words of a PDF with their places on the page, as pdfium sees them: in memory, nothing run.

The library is built without a JavaScript engine, no form is opened, and nothing is fetched.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from analyzer.errors import UnreadableTranscript
from analyzer.read.limits import MAX_FILE_BYTES, MAX_PDF_CHARS, MAX_PDF_NOTES, MAX_PDF_PAGES

Handle = Any  # pdfium ships no types

_MAX_SHAPES = 5_000
_ONE_AT_A_TIME = threading.Lock()  # pdfium keeps state of its own and is not safe for threads
_BOLD = re.compile(r"bold|black|heavy|demi(?!light)|(?:^|[-,+])[\w-]*-bd\b", re.IGNORECASE)
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0x2010: "-", 0x2011: "-", 0xAD: "\u00ad"}
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_BLANK = frozenset((0x20, 0xA0, 0x09, 0x0A, 0x0D, 0x3000, *range(0x2000, 0x200C), 0xFEFF))
_UPRIGHT = 0.1
_NOTES = frozenset((1, 3, 9, 10, 11, 12, 14))  # text, free text, marks in the text, caret
_NO_TEXT = frozenset((0, 0xFFFD, 0xFFFF))


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word: its left and right edge and its base line, in points from the page's lower left."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    is_bold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfNote:
    """A remark stuck on the page."""

    text: str
    author: str
    y: float


@dataclass(slots=True)
class Drawing:
    """Lines on a page: ``rules`` across as height, left, right; ``bars`` as place, foot, head."""

    rules: list[tuple[float, float, float]] = field(default_factory=list)
    bars: list[tuple[float, float, float]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class PdfPage:
    """A page: ``askew`` is text that does not run along its lines, a watermark say."""

    width: float
    height: float
    words: list[PdfWord] = field(default_factory=list)
    askew: list[str] = field(default_factory=list)
    drawing: Drawing = field(default_factory=Drawing)
    notes: list[PdfNote] = field(default_factory=list)
    n_unknown: int = 0
    is_damaged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFile:
    """The pages in order, and the title that the file holds, empty where it holds none."""

    pages: tuple[PdfPage, ...]
    title: str = ""


def read_pdf(content: bytes, *, path: str) -> PdfFile:
    """The pages of a PDF. Raises UnreadableTranscript: damaged, locked, or too large."""
    if len(content) > MAX_FILE_BYTES:
        raise _too_large(f"more than {MAX_FILE_BYTES // 10**6} MB", path=path)
    with _ONE_AT_A_TIME:
        document = _opened(content, path=path)
        try:
            if len(document) > MAX_PDF_PAGES:
                raise _too_large(f"{len(document)} pages", path=path)
            pages: list[PdfPage] = []
            n_chars = 0
            for number in range(len(document)):
                pages.append(_page(document, number))
                n_chars += sum(len(word.text) for word in pages[-1].words)
                if n_chars > MAX_PDF_CHARS:
                    raise _too_large(
                        f"more than {MAX_PDF_CHARS // 10**6} million letters", path=path
                    )
            title = str(document.get_metadata_value("Title") or "")
        finally:
            document.close()
    return PdfFile(pages=tuple(pages), title=title)


def _too_large(what: str, *, path: str) -> UnreadableTranscript:
    return UnreadableTranscript(
        f"this PDF has {what}; no transcript has.",
        path=path,
        hint="Give the pages that hold the talk, or the text as .docx or .txt.",
    )


def _opened(content: bytes, *, path: str) -> Handle:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if (
            getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD
            or "password" in str(error).casefold()
        ):
            what, hint = "the PDF is locked with a password.", "Save it without the password first."
        else:
            what = "the PDF is damaged and cannot be opened."
            hint = "Open it in a viewer and print it to a new PDF, or give the text as .docx."
        raise UnreadableTranscript(what, path=path, hint=hint) from error


def _page(document: Handle, number: int) -> PdfPage:
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return PdfPage(width=0, height=0, is_damaged=True)
    width, height = page.get_size()
    turn = _Turn(page.get_rotation(), width=width, height=height)
    read = PdfPage(width=width, height=height)
    _read_words(read, text, turn)
    _read_drawing(read.drawing, page, turn, width=width)
    read.notes += _notes(page, turn)
    text.close()
    page.close()
    return read


class _Turn:
    """Places on a page as it is shown: pages may be turned by quarters."""

    def __init__(self, degrees: int, *, width: float, height: float) -> None:
        self.degrees = degrees
        self.width = width
        self.height = height

    def place(self, x: float, y: float) -> tuple[float, float]:
        if self.degrees == 90:
            return y, self.height - x
        if self.degrees == 180:
            return self.width - x, self.height - y
        if self.degrees == 270:
            return self.width - y, x
        return x, y

    def is_upright(self, a: float, b: float) -> bool:
        angle = math.atan2(b, a) - math.radians(self.degrees)
        return abs(math.remainder(angle, math.tau)) < _UPRIGHT


@dataclass(slots=True)
class _Run:
    """What holds for all signs of a stretch of text that the file shows in one go."""

    size: float
    is_bold: bool
    is_upright: bool


def _run_at(text: Handle, index: int, turn: _Turn) -> _Run:
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text, index, matrix)
    size = pdfium_c.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    buffer = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(text, index, buffer, 256, flags)
    name = buffer.value.decode("utf-8", "replace")
    return _Run(
        size=size if 1 < size < 1_000 else 10.0,
        is_bold=_BOLD.search(name) is not None,
        is_upright=turn.is_upright(matrix.a, matrix.b),
    )


def _read_words(page: PdfPage, text: Handle, turn: _Turn) -> None:
    """The page's words in the order in which the file shows them."""
    runs: dict[int, _Run] = {}
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_RECTF()
    letters: list[str] = []
    left = last = right = base = 0.0
    run = _Run(10.0, is_bold=False, is_upright=True)

    def end() -> None:
        if letters:
            word = "".join(letters)
            if run.is_upright:
                page.words.append(PdfWord(word, left, right, base, run.size, run.is_bold))
            else:
                page.askew.append(word)
            letters.clear()

    for index in range(min(text.count_chars(), MAX_PDF_CHARS)):
        code = pdfium_c.FPDFText_GetUnicode(text, index)
        if code in _BLANK:
            end()
            continue
        if code in _NO_TEXT:
            page.n_unknown += 1
            continue
        pdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium_c.FPDFText_GetLooseCharBox(text, index, box)
        shown = pdfium_c.FPDFText_GetTextObject(text, index)
        key = ctypes.cast(shown, ctypes.c_void_p).value or 0
        if key not in runs:
            runs[key] = _run_at(text, index, turn)
        now = runs[key]
        corners = (turn.place(box.left, box.bottom), turn.place(box.right, box.top))
        x0, x1 = sorted((corners[0][0], corners[1][0]))
        here = turn.place(x.value, y.value)[1]
        goes_on = now.is_upright is run.is_upright and (
            not now.is_upright
            or (
                abs(here - base) <= 0.25 * run.size
                and _follows(x0, x1, last=last, right=right, size=run.size)
            )
        )
        if letters and not goes_on:
            end()
        if not letters:
            left, base, run = x0, here, now
        last, right = x0, x1
        letters.append(_letter(code))
    end()


def _follows(x0: float, x1: float, *, last: float, right: float, size: float) -> bool:
    """Whether a sign stands behind the last one, in one sign with it, or before it in Hebrew."""
    is_behind = last - 0.3 * size < x0 < right + 0.5 * size
    return is_behind or abs(x1 - last) < 0.2 * size


def _letter(code: int) -> str:
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code in _LIGATURES:
        return _LIGATURES[code]
    return "" if 0xD800 <= code < 0xE000 or code > 0x10FFFF or code < 0x20 else chr(code)


def _read_drawing(drawing: Drawing, page: Handle, turn: _Turn, *, width: float) -> None:
    """The lines between rows and columns, be they lines, thin bars or the frames of cells."""
    shapes = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3)
    for shape in islice(shapes, _MAX_SHAPES):
        try:
            left, bottom, right, top = shape.get_bounds()
        except pdfium.PdfiumError:
            continue
        (a, b), (c, d) = turn.place(left, bottom), turn.place(right, top)
        (x0, x1), (y0, y1) = sorted((a, c)), sorted((b, d))
        is_thin, is_low = x1 - x0 < 4, y1 - y0 < 4
        if x1 - x0 > 0.04 * width:
            drawing.rules += [(y, x0, x1) for y in ([(y0 + y1) / 2] if is_low else [y0, y1])]
        if y1 - y0 > 8:
            drawing.bars += [(x, y0, y1) for x in ([(x0 + x1) / 2] if is_thin else [x0, x1])]


def _notes(page: Handle, turn: _Turn) -> Iterator[PdfNote]:
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page), MAX_PDF_NOTES)):
        note = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        if pdfium_c.FPDFAnnot_GetSubtype(note) in _NOTES:
            text = _value(note, b"Contents")
            box = pdfium_c.FS_RECTF()
            pdfium_c.FPDFAnnot_GetRect(note, box)
            if text:
                y = turn.place(box.left, box.top)[1]
                yield PdfNote(text=text, author=_value(note, b"T"), y=y)
        pdfium_c.FPDFPage_CloseAnnot(note)


def _value(note: Handle, key: bytes) -> str:
    length = pdfium_c.FPDFAnnot_GetStringValue(note, key, None, 0)
    if not 2 < length < 200_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium_c.FPDFAnnot_GetStringValue(note, key, pointer, length)
    text = buffer.raw[: length - 2].decode("utf-16-le", "replace")
    return "\n".join(line.strip() for line in re.split(r"\r\n?|\n", text)).strip()
