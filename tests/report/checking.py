"""What must hold of every report, whoever drew it: nothing misquoted, nothing unheard.

The archive is asked by plain SQL and no code of the package is called, so that a mistake in what
the report says cannot hide here as well.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any

import page as validator
import pikepdf

from tests.report.reading import Node, Reading, read

_MARKS = re.compile("[\\s\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """A quotation as a reader meets it: the words, and the line that says whose they are."""

    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn of the archive."""

    speaker: str
    text: str
    start_ms: int | None
    title: str
    file: str
    held_on: str | None


def squeezed(text: str) -> str:
    """The letters alone: no spaces, no invisible marks, ligatures taken apart."""
    # pdfium marks a hyphen at the end of a line by a sign of its own.
    return unicodedata.normalize("NFKC", _MARKS.sub("", text.replace("\x02", "-")))


def misquoted(shown: Iterable[Shown], archive: Path) -> list[str]:
    """What is quoted wrongly: no such words in a turn of the speaker and session named.

    The place must name the speaker, the session by title or file, its date where it has one, and
    where it tells a time, that of the turn.
    """
    turns = [(squeezed(turn.text), turn) for turn in _turns(archive)]
    wrong = []
    for one in shown:
        letters = squeezed(one.words)
        said = [turn for text, turn in turns if letters and letters in text]
        if not said:
            wrong.append(f"nobody says {one.words!r}")
        elif not any(_is_place_of(turn, one.place) for turn in said):
            wrong.append(f"{one.words!r} is not said at {one.place!r}")
    return wrong


def quotations(root: Node) -> list[Shown]:
    """The quotations of a document, each with the paragraph after it."""
    found: list[Shown] = []
    pending: str | None = None
    for node in _blocks(root):
        if node.kind == "BlockQuote":
            # A quotation over two pages, or a question and its answer, share one place.
            if pending is not None:
                found.append(Shown(pending, ""))
            pending = node.text
        elif pending is not None and node.kind == "P":
            found.append(Shown(pending, node.text))
            pending = None
    return found


def texts(root: Node) -> list[str]:
    """Every block of words but quotations and their places: paragraphs, headings, rows, figures.

    Of a figure what is said of it, and what is written in it where that is more than the numbers.
    """
    found: list[str] = []
    after_quotation = False
    for node in _blocks(root):
        if node.kind == "TR":
            found.append(" | ".join(cell.text for cell in node.children))
        elif node.kind == "Figure":
            found.append(node.alt or "")
            if _NOTE.search(node.text):
                found.append(node.text)
        elif node.kind not in {"BlockQuote", "TOCI"} and node.text and not after_quotation:
            found.append(node.text)
        after_quotation = node.kind == "BlockQuote"
    return found


_NOTE = re.compile(r"in \d[\d,]* sessions?(?:; \d[\d,]* more possible)?")
_AXIS = re.compile(r"\d{4} Q\d|\d+%|\d+:\d\d")


def misdrawn(root: Node) -> list[str]:
    """Figures in which a number is written that the words for those who hear it do not tell."""
    wrong = []
    for node in root.all("Figure"):
        drawn, told = (
            Counter(re.findall(r"\d+(?:,\d{3})*", _AXIS.sub("", _NOTE.sub("", words))))
            for words in (node.text, node.alt or "")
        )
        if drawn - told:
            wrong.append(f"{node.text!r} is drawn, {node.alt!r} is told")
    return wrong


def faults(document: bytes) -> list[str]:
    """What keeps somebody from hearing this PDF as it was meant; empty where all is well."""
    reading = read(document)
    rules = validator.validate_pdf_bytes(document, profile="ua1")
    with pikepdf.open(io.BytesIO(document)) as opened:
        found = [f"PDF/UA-1: {failure.message}" for failure in rules.failures]
        found += _about_the_whole(opened)
        found += [f"font {name}" for font in _fonts(opened) for name in _font_faults(font)]
        found += _outline_faults(opened, reading.root)
    return [*found, *_tree_faults(reading)]


def _about_the_whole(opened: pikepdf.Pdf) -> Iterator[str]:
    root: Any = opened.Root
    about: Any = opened.docinfo
    if not root.get("/Lang"):
        yield "the document has no language"
    if not str(about.get("/Title", "")):
        yield "the document has no title"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "a reader would show the name of the file instead of the title"


def _tree_faults(reading: Reading) -> Iterator[str]:
    root = reading.root
    for number in range(reading.n_pages):
        if not any(node.page == number for node in root.walk()):
            yield f"page {number + 1} has no tags"
    yield from _heading_faults(root)
    for node in root.all("Figure"):
        if not (node.alt or "").strip():
            yield f"a figure on page {node.page} has no words"
    for node in root.all("Table"):
        yield from _table_faults(node)
    heard = [""] * reading.n_pages
    for node in root.walk():
        for number, words in node.marked:
            heard[number] += squeezed(words)
    for number, words in enumerate(reading.tagged):
        if not _alike(heard[number], squeezed(words)):
            yield f"page {number + 1} is heard in another order than it is written"


def _alike(one: str, other: str) -> bool:
    """Whether both have the same letters in the same order.

    pdfium turns lines round that are written from the right; of these the order is not looked at.
    """
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in one):
        return sorted(one) == sorted(other)
    return one == other


def _heading_faults(root: Node) -> Iterator[str]:
    level = 0
    for node in root.all("H1", "H2", "H3", "H4", "H5", "H6"):
        if int(node.kind[1]) > level + 1:
            yield f"heading {node.text!r} skips a level"
        level = int(node.kind[1])
        if not node.text:
            yield "a heading is empty"


def _table_faults(table: Node) -> Iterator[str]:
    heads = [cell for row in table.all("THead") for cell in row.all("TH")]
    if not heads:
        yield f"a table on page {table.page} has no head"
    for cell in heads:
        if cell.scope != "Column":
            yield f"head {cell.text!r} does not say that it is a column's"
    for row in table.all("TR"):
        if len(row.children) != len(heads):
            yield f"row {row.text!r} has {len(row.children)} cells under {len(heads)} heads"


def _outline_faults(opened: pikepdf.Pdf, root: Node) -> Iterator[str]:
    headings = [squeezed(node.text) for node in root.all("H1", "H2", "H3")]
    with opened.open_outline() as outline:
        waiting = list(outline.root)
        if not waiting:
            yield "there are no bookmarks"
        while waiting:
            item = waiting.pop(0)
            waiting[:0] = item.children
            # A mark such as "do not rely on" may stand behind the words of a heading.
            words = squeezed(item.title)
            if not any(_alike(heading[: len(words)], words) for heading in headings):
                yield f"bookmark {item.title!r} is no heading"


def _fonts(opened: pikepdf.Pdf) -> Iterator[Any]:
    for one in opened.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font":
            yield one


def _font_faults(font: Any) -> Iterator[str]:
    name = str(font.get("/BaseFont", "without a name"))
    subtype = str(font.get("/Subtype"))
    if subtype in {"/Type0", "/Type3"} and "/ToUnicode" not in font:
        yield f"{name} does not say which letters its signs are"
    if subtype.startswith("/CIDFont"):
        described = font.get("/FontDescriptor", {})
        if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"{name} is not in the file"


def _blocks(node: Node) -> Iterator[Node]:
    """The blocks of words in reading order: none holds another."""
    whole = {"P", "TR", "Figure", "BlockQuote", "Title", "Caption", "TOCI"}
    holds_quotations = node.kind == "TR" and node.all("BlockQuote")
    if (node.kind in whole and not holds_quotations) or re.fullmatch(r"H[1-6]", node.kind):
        yield node
        return
    if any(isinstance(part, str) and part.strip() for part in node.parts):
        yield node
        return
    for child in node.children:
        yield from _blocks(child)


def _turns(archive: Path) -> list[Spoken]:
    asked = """
        SELECT speakers.name, turns.text, turns.start_ms, sessions.title, sessions.path, held_on
        FROM turns JOIN sessions ON sessions.id = turns.session_id
        JOIN speakers USING (session_id, speaker)"""
    connection = sqlite3.connect(f"{archive.resolve().as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute(asked).fetchall()
    finally:
        connection.close()
    return [
        Spoken(name, text, start, title or "", PureWindowsPath(path).name, held_on)
        for name, text, start, title, path, held_on in rows
    ]


_NUMBER = re.compile(r"\s*\[\d+\]$")
_TIME = re.compile(r"(?:^|, )(?:(\d+):)?(\d{1,2}):(\d\d)$")
_DAY = re.compile(r"(?:^|, )(\d{1,2} [A-Z][a-z]{2} \d{4})$")


def _is_place_of(turn: Spoken, place: str) -> bool:
    """Whether a line such as "advice: Mara, The call, 3 May 2024, 12:07 [4]" names this turn.

    Session, date and time may each be left out, but what is there must be right.
    """
    if not place:
        return True
    line = _NUMBER.sub("", place)
    told = _TIME.search(line)
    if told:
        hours, minutes, seconds = (int(part or 0) for part in told.groups())
        at = hours * 3600 + minutes * 60 + seconds
        if turn.start_ms is None or turn.start_ms // 1000 != at:
            return False
        line = line[: told.start()]
    day = _DAY.search(line)
    if day:
        if turn.held_on is None or day[1] != _day(turn.held_on):
            return False
        line = line[: day.start()]
    speaker, names = _start(turn.speaker, 36), (_start(turn.title, 50), _start(turn.file, 40))
    for letters in (squeezed(line), squeezed(line.partition(": ")[2])):
        session = letters.removeprefix(speaker).lstrip(",…")
        if letters.startswith(speaker) and (
            not session or any(name and session.startswith(name) for name in names)
        ):
            return True
    return False


def _day(written: str) -> str:
    day = dt.date.fromisoformat(written)
    return f"{day.day} {day:%b} {day.year}"


def _start(name: str, letters: int) -> str:
    """The beginning of a name: a long one is cut where it is shown, at the end of a word."""
    flat = " ".join(name.split())
    if len(flat) > letters:
        flat = flat[:letters].rpartition(" ")[0] or flat[:letters]
    return squeezed(flat)
