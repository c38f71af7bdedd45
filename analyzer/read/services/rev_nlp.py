"""Rev's table of tokens (``.nlp``): one token a line between upright strokes.

Shape known: a header that opens ``token|speaker|ts|endTs``, then tokens with their voice, their
times in seconds (often absent), the marks before and behind them, and columns of no concern here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.services.voices import counted
from analyzer.read.trees import seconds_at, voice_name
from analyzer.read.words import Word, join_words
from analyzer.records import ReadWarning

_OPENS = ("token", "speaker", "ts", "endts")


class RevNlp:
    """Tokens, one a line."""

    name = "rev-nlp"
    about = "Rev's token tables, .nlp (token|speaker|ts|endTs|punctuation|…)"
    extensions: tuple[str, ...] = (".nlp",)

    def claims(self, raw: RawFile) -> float:
        """0.97 for the header of such a table."""
        if raw.text is None:
            return 0.0
        return 0.97 if tuple(_header(raw.text)[:4]) == _OPENS else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all tokens. Raises UnreadableTranscript when there are none."""
        rows, strange = _rows(raw.text or "")
        fragments = tuple(_fragments(rows))
        if not fragments:
            what = "this table has no tokens."
            raise UnreadableTranscript(what, path=raw.path, hint="Export the table again.")
        warnings: tuple[ReadWarning, ...] = ()
        if strange:
            lines = counted(len(strange), "line")
            message = f"read {lines} without the header's columns as text from end to end."
            warnings = (ReadWarning(message=message, source_line=strange[0]),)
        return Reading(fragments=fragments, warnings=warnings)


def _header(text: str) -> list[str]:
    first = text.lstrip().split("\n", 1)[0]
    return [cell.strip().casefold() for cell in first.split("|")]


def _rows(text: str) -> tuple[list[tuple[int, Word]], list[int]]:
    """The lines of the table with their tokens, and the lines that have not its columns."""
    rows: list[tuple[int, Word]] = []
    strange: list[int] = []
    columns: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if not columns:
            columns = _header(line)
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == len(columns):
            rows.append((number, _word(dict(zip(columns, cells, strict=True)))))
        else:
            strange.append(number)
            rows.append((number, Word(text=line)))
    return rows, strange


def _word(cells: dict[str, str]) -> Word:
    before, behind = cells.get("prepunctuation", ""), cells.get("punctuation", "")
    return Word(
        text=before + cells.get("token", "") + behind,
        speaker=voice_name(cells.get("speaker")),
        start_ms=seconds_at(cells.get("ts")),
        end_ms=seconds_at(cells.get("endts")),
    )


def _fragments(rows: list[tuple[int, Word]]) -> Iterator[Fragment]:
    """One fragment for each stretch by one voice, with the line at which it begins."""
    voices: list[str | None] = []
    for _, word in rows:
        voices.append(word.speaker or (voices[-1] if voices else None))
    for _, stretch in groupby(zip(voices, rows, strict=True), key=itemgetter(0)):
        said = [row for _, row in stretch]
        for part in join_words(word for _, word in said):
            yield replace(part, line=said[0][0])
