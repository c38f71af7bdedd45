"""A report as PDF: records and figures go as JSON into a Typst template that only sets them.

The bytes depend on the report alone: no date, and no font of the machine unless the transcript
holds letters that the shipped faces lack.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]
from matplotlib.ft2font import FT2Font

from analyzer.plots import style
from analyzer.report import charts
from analyzer.report.parts import Report
from analyzer.report.style import FACES, LAST_FACE

_TTF = Path(mpl.get_data_path()) / "fonts" / "ttf"
_INVISIBLE = frozenset("\n\t\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f\u2060\ufeff\u00ad")


def pdf_bytes(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1), the same bytes for the same report."""
    content = asdict(report)
    missing = set(_letters(content)) - _covered() - _INVISIBLE
    system_faces = _system_faces(missing) if missing else ()
    faces = (*FACES, *system_faces, LAST_FACE)
    content |= {"figures": figures(report, faces), "style": palette() | {"faces": faces}}
    # Its stub wants one type for the template and the folders.
    compiled: Any = typst.compile
    pdf: bytes = compiled(
        files("analyzer.report").joinpath("templates", "report.typ").read_bytes(),
        format="pdf",
        sys_inputs={"report": json.dumps(content)},
        font_paths=[str(_TTF)],
        ignore_system_fonts=not system_faces,
        pdf_standards="ua-1",
    )
    return pdf


def figures(report: Report, faces: Sequence[str]) -> dict[str, Any]:
    """Every figure of the report as SVG text, under the name the template asks for."""

    def drawn(figure: bytes) -> str:
        opening = f'<svg font-family="{", ".join(faces)}" '
        return figure.decode("utf-8").replace("<svg ", opening, 1)

    return {
        "problems": drawn(charts.bars(report.problem_bars)) if report.problem_bars else None,
        "advice": drawn(charts.bars(report.advice_bars)) if report.advice_bars else None,
        "matrix": drawn(charts.matrix(report.matrix)) if report.matrix else None,
        "uptake": [
            drawn(charts.stacked(chapter.uptake, width=306.0)) if chapter.has_bar else None
            for chapter in report.chapters
        ],
        "panels": [drawn(charts.panel(panel)) for panel in report.panels],
        "talk": drawn(charts.strip(report.talk_shares)) if report.talk_shares else None,
        "intervals": [
            [drawn(charts.interval(row.interval)) for row in table.rows]
            for table in report.label_tables
        ],
    }


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
