"""JSON of Granola: what each sound source said, times as moments of the day.

Shapes known: a note of its API (docs.granola.ai, Get note with ``include=transcript``), whose
``transcript`` has ``speaker`` with ``source`` and ``diarization_label``, ``text``, ``start_time``
and ``end_time``; and the list its desktop app keeps, as public clients read it: ``text``,
``source`` ("microphone", "system"), ``start_timestamp``, ``end_timestamp`` and ``is_final``. Times
count from the first words. The note's summary stands beside the talk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import (
    day_at,
    first_text,
    join_talk,
    moment_at,
    notes,
    nothing_said,
)
from analyzer.read.trees import Json, at, has_keys, rows_at, text_at, voice_name
from analyzer.read.words import Word
from analyzer.records import ReadWarning

_STARTS = ("start_time", "start_timestamp")
_ENDS = ("end_time", "end_timestamp")


class Granola:
    """The transcript of a note in Granola."""

    name = "granola"
    about = "JSON of Granola (a note's transcript by sound source)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all rows have a text and a source in a form of its own."""
        rows = _rows(raw.tree)
        return 0.97 if rows and all(_is_row(row) for row in rows) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all rows. Raises UnreadableTranscript when none has words."""
        tree = raw.tree
        rows = _rows(tree)
        final = [row for row in rows if at(row, "is_final") is not False]
        talk = join_talk(_words(final))
        if not talk:
            raise nothing_said("Granola", raw.path)
        summary = first_text(tree, "summary_markdown") and at(tree, "summary_markdown")
        warnings: tuple[ReadWarning, ...] = ()
        if len(final) < len(rows):
            count = len(rows) - len(final)
            message = f"{count} pieces that Granola had not settled yet were left out."
            warnings = (ReadWarning(message=message),)
        held_on = day_at(tree, "calendar_event", "scheduled_start_time")
        return Reading(
            fragments=(*notes(summary or at(tree, "summary_text"), at(tree, "notes_plain")), *talk),
            title=first_text(tree, "title"),
            held_on=held_on or day_at(tree, "created_at") or _day(rows),
            warnings=warnings,
        )


def _rows(tree: Json) -> list[dict[str, Json]]:
    return rows_at(tree) or rows_at(tree, "transcript")


def _is_row(row: dict[str, Json]) -> bool:
    if "text" not in row:
        return False
    return has_keys(at(row, "speaker"), "source") or has_keys(row, "source", "start_timestamp")


def _day(rows: list[dict[str, Json]]) -> dt.date | None:
    return next((day for key in _STARTS if (day := day_at(rows[0], key)) is not None), None)


def _words(rows: list[dict[str, Json]]) -> Iterator[Word]:
    since = next((time for row in rows if (time := _moment(row, _STARTS)) is not None), 0)
    for row in rows:
        speaker = at(row, "speaker")
        source = at(speaker, "source") or at(row, "source")
        yield Word(
            text=text_at(row, "text") or "",
            speaker=first_text(speaker, "name", "diarization_label") or voice_name(source),
            start_ms=_after(_moment(row, _STARTS), since),
            end_ms=_after(_moment(row, _ENDS), since),
        )


def _moment(row: dict[str, Json], keys: tuple[str, ...]) -> int | None:
    return next((time for key in keys if (time := moment_at(row, key)) is not None), None)


def _after(moment: int | None, since: int) -> int | None:
    return None if moment is None or moment < since else moment - since
