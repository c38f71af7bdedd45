"""Microsoft Graph's transcripts of Teams with metadata: captions whose text is a JSON table.

Shape known, from Microsoft Graph (Get callTranscript, metadataContent): a WebVTT file, times as
"16.246 --> 17.726" or clocks, and under each a line with ``speakerName``, ``spokenText``,
``spokenLanguage``, ``startDateTime`` and ``endDateTime``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import clock_at, day_at, first_text, join_talk, nothing_said
from analyzer.read.trees import Json, text_at
from analyzer.read.words import Word
from analyzer.records import ReadWarning

_TIMES = re.compile(r"\s*([\d:.,]+)\s*-->\s*([\d:.,]+)")
_HEAD = 20_000
_CUE_ID = re.compile(r"\s*(?:[\w/-]+)?\s*")


class TeamsMetadata:
    """Captions of Teams with who said them as JSON."""

    name = "teams-metadata"
    about = "Microsoft Graph's metadataContent of a Teams transcript (.vtt with JSON)"
    extensions: tuple[str, ...] = (".vtt",)

    def claims(self, raw: RawFile) -> float:
        """1.0 for WebVTT whose captions are tables with spokenText: surer than plain captions."""
        if raw.text is None or not raw.text.lstrip().startswith("WEBVTT"):
            return 0.0
        tables = [line for line in raw.text[:_HEAD].split("\n") if line.startswith("{")]
        return 1.0 if tables and text_at(_table(tables[0]), "spokenText") is not None else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The words of all captions. Raises UnreadableTranscript when there are none."""
        lines = (raw.text or "").split("\n")
        rows = list(_rows(lines))
        talk = join_talk(word for word, _ in rows)
        if not talk:
            raise nothing_said("Teams", raw.path)
        return Reading(
            fragments=talk,
            held_on=next((day for _, one in rows if (day := day_at(one, "startDateTime"))), None),
            warnings=tuple(_unused(lines)),
        )


def _table(line: str) -> Json:
    try:
        found: Json = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _rows(lines: list[str]) -> Iterator[tuple[Word, Json]]:
    times: tuple[int | None, int | None] = (None, None)
    for line in lines:
        match = _TIMES.match(line)
        if match is not None:
            times = clock_at(match[1]), clock_at(match[2])
        elif (table := _table(line) if line.startswith("{") else None) is not None:
            word = Word(
                text=text_at(table, "spokenText") or "",
                speaker=first_text(table, "speakerName"),
                start_ms=times[0],
                end_ms=times[1],
            )
            yield word, table


def _unused(lines: list[str]) -> Iterator[ReadWarning]:
    for number, line in enumerate(lines[1:], 2):
        known = _TIMES.match(line) or _CUE_ID.fullmatch(line)
        if not known and (not line.startswith("{") or _table(line) is None):
            message = f"this line is no caption and was left out: {line.strip()[:80]!r}"
            yield ReadWarning(message=message, source_line=number)
