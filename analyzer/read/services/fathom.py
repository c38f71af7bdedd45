"""JSON of Fathom: what each person said from a time of day's form on, "00:05:32".

Shapes known, from Fathom's API (developers.fathom.ai, Meetings and Transcript; its SDKs): a
meeting with ``transcript``, a list of ``speaker.display_name``, ``text`` and ``timestamp``; the
transcript by itself; a page of meetings in ``items``. ``default_summary`` and ``action_items``
stand beside the talk.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import (
    clock_at,
    day_at,
    first_text,
    join_talk,
    notes,
    nothing_said,
    several,
)
from analyzer.read.trees import Json, at, has_keys, rows_at, text_at
from analyzer.read.words import Word


class Fathom:
    """Meetings of Fathom's API."""

    name = "fathom"
    about = "JSON of Fathom's API (transcript with speaker.display_name)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all rows have a text and a speaker with a display name."""
        rows = [row for _, found in _meetings(raw.tree) for row in found]
        known = all("text" in row and has_keys(at(row, "speaker"), "display_name") for row in rows)
        return 0.97 if rows and known else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all rows. Raises UnreadableTranscript when none has words."""
        meetings = _meetings(raw.tree)
        talk = join_talk(word for _, rows in meetings for word in _words(rows))
        if not talk:
            raise nothing_said("Fathom", raw.path)
        meeting = meetings[0][0]
        beside = [
            found
            for one, _ in meetings
            for found in (
                at(one, "default_summary", "markdown_formatted"),
                *(at(item, "description") for item in rows_at(one, "action_items")),
            )
        ]
        dates = ("recording_start_time", "scheduled_start_time", "created_at")
        return Reading(
            fragments=(*notes(*beside), *talk),
            title=first_text(meeting, "title", "meeting_title"),
            held_on=next((day for key in dates if (day := day_at(meeting, key))), None),
            warnings=several(len(meetings), what="meetings"),
        )


def _meetings(tree: Json) -> list[tuple[Json, list[dict[str, Json]]]]:
    """The meetings that have a transcript, and its rows."""
    rows = rows_at(tree)
    if rows and isinstance(at(rows[0], "speaker"), dict):
        return [(None, rows)]
    every: list[Json] = [tree, *rows, *rows_at(tree, "items"), *rows_at(tree, "meetings")]
    return [(one, found) for one in every if (found := rows_at(one, "transcript"))]


def _words(rows: list[dict[str, Json]]) -> Iterator[Word]:
    for row in rows:
        speaker = at(row, "speaker")
        yield Word(
            text=text_at(row, "text") or "",
            speaker=first_text(speaker, "display_name", "matched_calendar_invitee_email"),
            start_ms=clock_at(row, "timestamp"),
        )
