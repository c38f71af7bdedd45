"""JSON of Meetily: pieces with the times of the recording, in seconds.

Shape known, from Meetily's source (Zackriya-Solutions/meetily, recording_saver.rs, which writes
``transcripts.json`` into the folder of each recording): ``segments`` of ``text``,
``audio_start_time``, ``audio_end_time``, ``display_time``, ``sequence_id`` and, in newer builds,
``speaker`` ("me" for the microphone, "others" for the computer's sound) or ``speaker_name``; the
same rows as ``transcripts`` of a meeting. Pieces are saved as they are done: the times put them in
order.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import day_at, first_text, join_talk, notes, nothing_said
from analyzer.read.trees import (
    Json,
    at,
    has_keys,
    number_at,
    rows_at,
    seconds_at,
    text_at,
    voice_name,
)
from analyzer.read.words import Word


class Meetily:
    """Pieces of a recording in Meetily."""

    name = "meetily"
    about = "JSON of Meetily (transcripts.json of a recording)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all pieces have a text and a time of the recording."""
        rows = _rows(raw.tree)
        known = all(has_keys(row, "text", "audio_start_time") for row in rows)
        return 0.97 if rows and known else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all pieces. Raises UnreadableTranscript when none has words."""
        tree = raw.tree
        talk = join_talk(_words(tree))
        if not talk:
            raise nothing_said("Meetily", raw.path)
        return Reading(
            fragments=(*notes(at(tree, "summary")), *talk),
            title=first_text(tree, "title", "meeting_name"),
            held_on=day_at(tree, "created_at"),
        )


def _rows(tree: Json) -> list[dict[str, Json]]:
    return rows_at(tree, "segments") or rows_at(tree, "transcripts")


def _words(tree: Json) -> Iterator[Word]:
    rows = _rows(tree)
    times = [number_at(row, "audio_start_time") for row in rows]
    if all(time is not None for time in times):
        rows = sorted(rows, key=lambda row: number_at(row, "audio_start_time") or 0.0)
    for row in rows:
        yield Word(
            text=text_at(row, "text") or "",
            speaker=first_text(row, "speaker_name") or voice_name(at(row, "speaker")),
            start_ms=seconds_at(row, "audio_start_time"),
            end_ms=seconds_at(row, "audio_end_time"),
        )
