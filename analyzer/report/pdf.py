"""A report as PDF: records and figures go as JSON into a Typst template that only sets them.

The bytes depend on the report alone: no date, and no font of the machine unless the transcript
holds letters that the shipped faces lack.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst
from matplotlib.ft2font import FT2Font

from analyzer.report import charts, style
from analyzer.report.parts import Report

_TTF = Path(mpl.get_data_path()) / "fonts" / "ttf"
_INVISIBLE = frozenset("\n\t\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f\u2060\ufeff\u00ad")


def pdf_bytes(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1), the same bytes for the same report."""
    content = asdict(report) | {"figures": figures(report), "style": palette()}
    needs_system_faces = not _covered().issuperset(set(_letters(content)) - _INVISIBLE)
    faces = [*style.FACES]
    if needs_system_faces:
        available = set(typst.Fonts(include_system_fonts=True).families())
        faces += [face for face in style.SYSTEM_FACES if face in available]
    content["style"]["faces"] = faces
    template = files("analyzer.report").joinpath("templates", "report.typ").read_bytes()
    # Its stub wants one type for the template and the folders.
    compiled: Any = typst.compile
    pdf: bytes = compiled(
        template,
        format="pdf",
        sys_inputs={"report": json.dumps(content)},
        font_paths=[str(_TTF)],
        ignore_system_fonts=not needs_system_faces,
        pdf_standards="ua-1",
    )
    return pdf


def figures(report: Report) -> dict[str, Any]:
    """Every figure of the report as SVG text, under the name the template asks for."""
    return {
        "problems": charts.bars(report.problem_bars).decode() if report.problem_bars else None,
        "advice": charts.bars(report.advice_bars).decode() if report.advice_bars else None,
        "matrix": charts.matrix(report.matrix).decode() if report.matrix else None,
        "uptake": [
            charts.stacked(chapter.uptake, width=306.0).decode() if chapter.has_bar else None
            for chapter in report.chapters
        ],
        "panels": [charts.panel(panel).decode() for panel in report.panels],
        "talk": charts.strip(report.talk_shares).decode() if report.talk_shares else None,
        "intervals": [
            [charts.interval(row.interval).decode() for row in table.rows]
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


def _letters(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _letters(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _letters(part)
