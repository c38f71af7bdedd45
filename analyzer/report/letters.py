"""Which letters a PDF can show and from which faces, so that no transcript makes it fail.

Typst refuses PDF/UA where a letter has no glyph. The shipped faces (Libertinus Serif and New
Computer Modern inside Typst, DejaVu Sans beside matplotlib) come first; then the faces of the
machine, asked for nothing but the letters that are still missing; what nothing has is set in
Last Resort, a box for every letter there is, and the report says so.
"""

from __future__ import annotations

import ctypes
import json
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib as mpl
import pypdfium2
import typst
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]
from matplotlib.ft2font import FT2Font
from pypdfium2 import raw

from analyzer.report.style import FACES, LAST_FACE
from analyzer.report.wording import counted, printable

# What stands for a character that is no letter and has no form: controls, halves of letters.
NO_LETTER = "\ufffd"
# What stands in a figure for a letter that no face has.
NO_FACE = "□"

_TTF = Path(mpl.get_data_path()) / "fonts" / "ttf"
_LAST_FILE = "LastResortHE-Regular.ttf"
_INVISIBLE = frozenset("\n\t\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u2028\u2029") | {
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    *map(chr, range(0xFE00, 0xFE10)),
}
_OPENS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c")}
_OPENS |= dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NAMED = 12


def settable(text: str) -> str:
    r"""The text as Typst takes it: printable, no byte order mark, turns of direction closed.

    >>> settable("a\x00b\ufeff")
    'a�b'
    """
    if text.isascii() and text.isprintable():
        return text
    clean = printable(text).replace("\ufeff", "")
    return clean + _closing(clean) if _TURNS.search(clean) else clean


def is_plain(letter: str) -> bool:
    """Whether it can be set beyond any doubt: a letter, number or sign of a shipped face."""
    return letter == "\n" or (letter in _covered() and unicodedata.category(letter)[0] not in "CM")


def _closing(text: str) -> str:
    """The marks that close the turns of direction open at the end, so that none reaches on."""
    still_open: list[str] = []
    for mark in _TURNS.findall(text):
        if mark in _OPENS:
            still_open.append(_OPENS[mark])
        elif mark in still_open:
            while still_open.pop() != mark:
                pass
    return "".join(reversed(still_open))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """What a document is set in.

    ``faces`` in the order to look for a letter; ``boxed`` are the letters that none of them has,
    which are for ``LAST_FACE``; ``folder`` holds the files of those that Typst does not bring.
    """

    faces: tuple[str, ...]
    boxed: str
    folder: str


@contextmanager
def lettering(letters: AbstractSet[str]) -> Iterator[Lettering]:
    """The faces for these letters, as long as the block runs; the machine's only where needed."""
    shipped = {_TTF / f"DejaVuSans{cut}.ttf" for cut in ("", "-Bold", "-Oblique", "-BoldOblique")}
    private = {one for one in letters if unicodedata.category(one) == "Co"}
    rare = letters - _covered() - _INVISIBLE - private
    with TemporaryDirectory() as folder:
        _gather(folder, shipped)
        faces: tuple[str, ...] = FACES
        if rare:
            rare = _lacking(rare, faces, folder)
            system = _system_faces(rare)
            _gather(folder, system.values())
            faces += tuple(system)
            rare = _lacking(rare, faces, folder) if system else rare
        if rare or private:
            _gather(folder, [_TTF / _LAST_FILE])
        yield Lettering(faces=faces, boxed="".join(sorted(rare | private)), folder=folder)


def notes(*, boxed: str, n_formless: int) -> tuple[str, ...]:
    r"""What the reader is told of letters that the document cannot show; empty where it shows all.

    >>> notes(boxed="\ue000", n_formless=0)[0]
    '1 letter could not be shown, as no font here has it: U+E000. A box stands in its place.'
    """
    told = []
    if boxed:
        them, their = ("it", "its") if len(boxed) == 1 else ("them", "their")
        named = ", ".join(f"U+{ord(letter):04X}" for letter in boxed[:_NAMED])
        if len(boxed) > _NAMED:
            named += f" and {len(boxed) - _NAMED:,} more"
        told.append(
            f"{counted(len(boxed), 'letter')} could not be shown, as no font here has "
            f"{them}: {named}. A box stands in {their} place."
        )
    if n_formless:
        told.append(
            f"“{NO_LETTER}” stands for a character that is no letter and has no form, "
            f"{counted(n_formless, 'time')}."
        )
    return tuple(told)


@cache
def _covered() -> frozenset[str]:
    """The letters of DejaVu Sans, the widest of the shipped faces."""
    return frozenset(map(chr, FT2Font(str(_TTF / "DejaVuSans.ttf")).get_charmap()))


def _gather(folder: str, places: Iterable[Path]) -> None:
    """Put the font files into the folder: Typst reads folders, and shall find no others there."""
    for place in places:
        shutil.copyfile(place, Path(folder) / place.name)


_PROBE = b"""#set page(width: 2000pt, height: auto)
#set text(font: json("faces.json"), fallback: false)
#json("letters.json").join(" ")
"""


def _lacking(letters: AbstractSet[str], faces: Sequence[str], folder: str) -> set[str]:
    """Those of the letters that Typst finds in none of these faces: it sets them, and one looks."""
    compiled: Any = typst.compile
    with TemporaryDirectory() as last:
        _gather(last, [_TTF / _LAST_FILE])
        document = compiled(
            {
                "main.typ": _PROBE,
                "faces.json": json.dumps([*faces, LAST_FACE]).encode(),
                "letters.json": json.dumps(sorted(letters)).encode(),
            },
            format="pdf",
            font_paths=[folder, last],
            ignore_system_fonts=True,
        )
    units = bytearray()
    with pypdfium2.PdfDocument(document) as opened:
        for page in opened:
            text = page.get_textpage()
            for place in range(text.count_chars()):
                if _face_at(text, place).endswith(_LAST_FILE.removesuffix(".ttf")):
                    units += raw.FPDFText_GetUnicode(text, place).to_bytes(2, "little")
            text.close()
            page.close()
    return set(units.decode("utf-16-le", "ignore")) & letters


def _face_at(text: pypdfium2.PdfTextPage, place: int) -> str:
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, place, name, len(name), ctypes.c_int())
    return name.value.decode("utf-8", "replace")


def _system_faces(missing: AbstractSet[str]) -> dict[str, Path]:
    """Families of the machine that together have as many of these letters as can be had."""
    wanted = {ord(letter) for letter in missing if unicodedata.category(letter)[0] != "C"}
    chosen: dict[str, Path] = {}
    for family, place in sorted(_regular_faces().items(), key=lambda face: _preference(face[0])):
        if not wanted:
            break
        found = wanted & _letters_of(*place)
        if found:
            chosen[family] = Path(place[0])
            wanted -= found
    return chosen


def _regular_faces() -> dict[str, tuple[str, int]]:
    """File and place in it of one upright face of each family of the machine."""
    faces: dict[str, tuple[str, int]] = {}
    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    for face in sorted(found, key=lambda face: (abs(face.weight - 400), face.path or "")):
        if face.path is not None and face.style == "normal":
            faces.setdefault(face.family, (face.path, face.index))
    return faces


def _preference(family: str) -> tuple[bool, bool, str]:
    """Families made for many scripts first, and of these the ones that go with a serif face."""
    return (not family.startswith("Noto"), not family.startswith("Noto Serif"), family)


def _letters_of(path: str, index: int) -> set[int]:
    """The code points of a font file; none where it cannot be read."""
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            return set(font.getBestCmap() or ())
    except (OSError, TTLibError, KeyError, AssertionError):
        return set()
