"""A report as PDF: records as JSON and figures as SVG go into a Typst template that only sets them.

The bytes depend on the report alone: no date, and no font of the machine unless the transcript
holds letters that the shipped faces lack.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]
from matplotlib.ft2font import FT2Font

from analyzer.plots import style
from analyzer.report.parts import Document
from analyzer.report.style import COLUMN_GAP, FACES, LAST_FACE, MARGIN, MARGIN_COLUMN, Paper

_TTF = Path(mpl.get_data_path()) / "fonts" / "ttf"
_INVISIBLE = frozenset("\n\t\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f\u2060\ufeff\u00ad")


def pdf_bytes(
    content: Document,
    *,
    template: str,
    figures: Mapping[str, bytes],
    paper: Paper = Paper.A4,
) -> bytes:
    """A report as a tagged PDF (PDF/UA-1), the same bytes for the same content.

    Args:
        content: The content record of one kind of report; the template finds it as ``r``.
        template: Name of the file in ``templates`` that sets it, without its ending.
        figures: SVG by the name that the template asks for: ``chart("advice", alt)``.
        paper: The paper to set it on.
    """
    record = asdict(content)
    missing = set(_letters(record)) - _covered() - _INVISIBLE
    system_faces = _system_faces(missing) if missing else ()
    faces = (*FACES, *system_faces, LAST_FACE)
    given = {
        "content": record,
        "figures": sorted(figures),
        "style": palette() | {"faces": faces},
        "paper": {
            "name": paper,
            "margin": MARGIN,
            "margin_column": MARGIN_COLUMN,
            "column_gap": COLUMN_GAP,
        },
    }
    files = {
        "main.typ": _template(template),
        "base.typ": _template("base"),
        "content.json": json.dumps(given).encode("ascii"),
    } | {f"figures/{name}.svg": _faced(svg, faces) for name, svg in figures.items()}
    # Its stub knows no project in memory.
    compiled: Any = typst.compile
    pdf: bytes = compiled(
        files,
        format="pdf",
        font_paths=[str(_TTF)],
        ignore_system_fonts=not system_faces,
        pdf_standards="ua-1",
    )
    return pdf


def _template(name: str) -> bytes:
    return resources.files("analyzer.report").joinpath("templates", f"{name}.typ").read_bytes()


def _faced(figure: bytes, faces: Sequence[str]) -> bytes:
    """A figure whose words are set in these faces; it names none of its own."""
    return figure.replace(b"<svg ", f'<svg font-family="{", ".join(faces)}" '.encode(), 1)


def palette() -> dict[str, Any]:
    """The colours by name."""
    return {
        "ink": style.INK,
        "quiet": style.QUIET,
        "rule": style.RULE,
        "wash": style.WASH,
        "accent": style.ACCENT,
        "warn": style.WARN,
        "sand": style.SAND,
    }


@cache
def _covered() -> frozenset[str]:
    """The letters of DejaVu Sans, the widest of the shipped faces."""
    return frozenset(map(chr, FT2Font(str(_TTF / "DejaVuSans.ttf")).get_charmap()))


def _system_faces(missing: set[str]) -> tuple[str, ...]:
    """Families of the machine that together have as many of these letters as can be had."""
    wanted = {ord(letter) for letter in missing if unicodedata.category(letter)[0] != "C"}
    chosen: list[str] = []
    for family, place in sorted(_regular_faces().items(), key=lambda face: _preference(face[0])):
        if not wanted:
            break
        found = wanted & _letters_of(*place)
        if found:
            chosen.append(family)
            wanted -= found
    return tuple(chosen)


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


def _letters(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _letters(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _letters(part)
