"""Transcripts as Word documents in the form that ICF assessors and mentors ask for.

A table of two columns: what was said, with ``Coach`` or ``Client`` and the time at each change of
speaker, and an empty column for the mentor. Nobody is named.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from analyzer.errors import MissingExtra
from analyzer.export.choosing import Material
from analyzer.export.documents import xml_text
from analyzer.export.labelled import session_name
from analyzer.export.placing import write_zip
from analyzer.records import Analysis, Role, Session

SUFFIX: Final = ".docx"
TITLE: Final = "Transcript of a coaching session"
HEADS: Final = ("Transcript", "Mentor’s feedback")
_LABELS: Final = {
    Role.COACH: "Coach",
    Role.CLIENT: "Client",
    Role.OTHER: "Participant",
    Role.UNKNOWN: "Speaker",
}
# Centimetres; together they fill A4 and letter paper between common margins.
_WIDTHS: Final = (10.5, 5.5)
# What a document without a known day is dated with: programs want a date.
_NO_DAY: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a document has no time zone


def write(material: Material, place: Path) -> None:
    """A document, or a folder with one for each session.

    Raises MissingExtra where python-docx is not installed.
    """
    try:
        import docx  # noqa: PLC0415 - an extra
    except ImportError as error:
        hint = "pip install 'coaching-call-analyzer[export]'."
        raise MissingExtra("Word documents take the package python-docx.", hint=hint) from error
    if place.suffix.lower() == SUFFIX:
        _write_one(next(material.analyses()), place, docx)
        return
    place.mkdir()
    taken: set[str] = set()
    for analysis in material.analyses():
        _write_one(analysis, place / f"{session_name(analysis, taken)}{SUFFIX}", docx)


def _write_one(analysis: Analysis, place: Path, docx: Any) -> None:  # noqa: ANN401 - a module
    session = analysis.session
    document = docx.Document()
    _set_properties(document, session)
    document.add_heading(TITLE, level=1)
    document.add_paragraph("; ".join(_facts(session)))
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    _repeat_on_each_page(table.rows[0], docx)
    for label, paragraphs in _said(session):
        cell = table.add_row().cells[0]
        first = cell.paragraphs[0]
        first.add_run(f"{label}:").bold = True
        first.add_run(f" {paragraphs[0]}")
        for text in paragraphs[1:]:
            cell.add_paragraph(text)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        for cell in column.cells:
            cell.width = docx.shared.Cm(width)
    made = io.BytesIO()
    document.save(made)
    # Saved with the time of day; a document must be the same on every run.
    with zipfile.ZipFile(made) as parts:
        write_zip(place, [(name, parts.read(name)) for name in parts.namelist()])


def _set_properties(document: Any, session: Session) -> None:  # noqa: ANN401 - of a package without types
    day = session.held_on
    properties = document.core_properties
    properties.author = ""
    properties.comments = ""
    properties.title = TITLE
    properties.created = properties.modified = (
        dt.datetime(day.year, day.month, day.day) if day else _NO_DAY  # noqa: DTZ001 - same
    )


def _repeat_on_each_page(row: Any, docx: Any) -> None:  # noqa: ANN401 - of a package without types
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - it offers no other way
    mark = docx.oxml.OxmlElement("w:tblHeader")
    mark.set(docx.oxml.ns.qn("w:val"), "true")
    properties.append(mark)


def _facts(session: Session) -> Iterator[str]:
    yield f"Date: {session.held_on.isoformat()}" if session.held_on else "Date: not known"
    if any(turn.start_ms is not None for turn in session.turns):
        yield "times are hours, minutes and seconds from the beginning"
    else:
        yield "the transcript this was made from has no times"


def _said(session: Session) -> Iterator[tuple[str, list[str]]]:
    """What each says until another speaks: label with time, and paragraphs."""
    labels = labels_of(session)
    for speaker, group in groupby(session.turns, key=lambda turn: turn.speaker):
        turns = list(group)
        start = turns[0].start_ms
        label = labels[speaker] if start is None else f"{labels[speaker]} [{_time(start)}]"
        yield label, [text for turn in turns for text in _paragraphs(turn.text)]


def labels_of(session: Session) -> tuple[str, ...]:
    """What each speaker is called: by role, numbered where several have it."""
    roles = [speaker.role for speaker in session.speakers]
    return tuple(
        _LABELS[role]
        if roles.count(role) == 1
        else f"{_LABELS[role]} {roles[: number + 1].count(role)}"
        for number, role in enumerate(roles)
    )


def _paragraphs(text: str) -> list[str]:
    return [" ".join(it.split()) for it in xml_text(text).split("\n\n") if it.strip()]


def _time(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
