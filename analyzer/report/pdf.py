"""A report as PDF: records as JSON and figures as SVG go into a Typst template that only sets them.

The bytes depend on the content alone: no date, and no font of the machine unless the transcript
holds letters that the shipped faces lack.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from importlib import resources
from typing import Any

import typst

from analyzer.errors import ReportError
from analyzer.plots import style
from analyzer.report.letters import (
    NO_FACE,
    NO_LETTER,
    Lettering,
    is_plain,
    lettering,
    notes,
    settable,
)
from analyzer.report.parts import Document
from analyzer.report.style import COLUMN_GAP, LAST_FACE, MARGIN, MARGIN_COLUMN, Paper


def pdf_bytes(
    content: Document,
    *,
    template: str,
    figures: Mapping[str, bytes],
    paper: Paper = Paper.A4,
) -> bytes:
    """A report as a tagged PDF (PDF/UA-1), the same bytes for the same content.

    No words make it fail: letters that no face has are shown as boxes, and the report says so.

    Args:
        content: The content record of one kind of report; the template finds it as ``r``.
        template: Name of the file in ``templates`` that sets it, without its ending.
        figures: SVG by the name that the template asks for: ``chart("advice", alt)``.
        paper: The paper to set it on.

    Raises:
        ReportError: Typst cannot set it; a mistake of the template, not of the words.
    """
    record = asdict(content)
    drawn = {name: figure.decode("utf-8") for name, figure in figures.items()}
    try:
        return _set(_mapped(record, settable), drawn, template=template, paper=paper)
    except typst.TypstError:
        # Something about the words that nobody foresaw: set again with nothing but plain letters.
        plain = {name: _plain(figure) for name, figure in drawn.items()}
        try:
            return _set(_mapped(record, _plain), plain, template=template, paper=paper)
        except typst.TypstError as error:
            what = f"the template {template!r} cannot be set: {error}."
            raise ReportError(what, hint="This is a mistake of the program: report it.") from error


def _set(record: Any, figures: Mapping[str, str], *, template: str, paper: Paper) -> bytes:  # noqa: ANN401 - JSON
    letters = {*_letters(record), *_letters(tuple(figures.values()))}
    n_formless = sum(text.count(NO_LETTER) for text in _strings(record))
    with lettering(letters) as found:
        given = {
            "content": record,
            "figures": sorted(figures),
            "notes": notes(boxed=found.boxed, n_formless=n_formless),
            "style": palette() | {"faces": _faces(found)},
            "paper": {
                "name": paper,
                "margin": MARGIN,
                "text_width": paper.text_width,
                "margin_column": MARGIN_COLUMN,
                "column_gap": COLUMN_GAP,
            },
        }
        files = {
            "main.typ": _template(template),
            "base.typ": _template("base"),
            "content.json": json.dumps(given).encode("ascii"),
        } | {f"figures/{name}.svg": _faced(svg, found) for name, svg in figures.items()}
        # Its stub knows no project in memory.
        compiled: Any = typst.compile
        pdf: bytes = compiled(
            files,
            format="pdf",
            font_paths=[found.folder],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
        )
        return pdf


def _template(name: str) -> bytes:
    return resources.files("analyzer.report").joinpath("templates", f"{name}.typ").read_bytes()


def _faces(found: Lettering) -> list[Any]:
    """The faces as the template hands them to Typst; boxed letters are asked of no other face."""
    if not found.boxed:
        return [*found.faces]
    covers = "".join(f"\\u{{{ord(letter):x}}}" for letter in found.boxed)
    return [{"name": LAST_FACE, "covers": f"[{covers}]"}, *found.faces]


def _faced(figure: str, found: Lettering) -> bytes:
    """A figure whose words are set in these faces; it names none of its own."""
    shown = figure.translate(dict.fromkeys(map(ord, found.boxed), NO_FACE))
    return shown.replace("<svg ", f'<svg font-family="{", ".join(found.faces)}" ', 1).encode()


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


def _plain(text: str) -> str:
    return "".join(letter if is_plain(letter) else NO_LETTER for letter in text)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - JSON
    """The same value with every string in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(part, change) for part in value]
    return value


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def _letters(value: object) -> set[str]:
    found: set[str] = set()
    return found.union(*_strings(value))
