"""JSON of Fireflies.ai: sentences with the speaker's name, times in seconds.

Shapes known: what its API answers (docs.fireflies.ai/schema/sentence and /schema/transcript, one
transcript or several, bare or under ``data``), whose sentences have ``text``, ``raw_text``,
``start_time``, ``end_time``, ``speaker_id`` and ``speaker_name``, times being numbers or text; and
the list of ``sentence``, ``startTime``, ``endTime``, ``speaker_name`` and ``speaker_id`` that its
dashboard saves. Who only attends, such as its own bot, says nothing and is no speaker.
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
from analyzer.read.trees import Json, at, has_keys, names_of, rows_at, text_at, voice_name
from analyzer.read.words import Word
from analyzer.records import ReadWarning

_NAMES = ("speaker_name", "speakerName")
_ROWS_OF_ITS_OWN = ("sentence", "raw_text", "ai_filters")


class Fireflies:
    """Sentences of Fireflies."""

    name = "fireflies"
    about = "JSON of Fireflies.ai (its API's sentences, its dashboard's list)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all sentences have a text, a time and a speaker in a form of its own."""
        talks = _talks(raw.tree)
        rows = [row for _, found in talks for row in found]
        return 0.97 if rows and all(_is_sentence(row) for row in rows) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all sentences. Raises UnreadableTranscript when none has words."""
        talks = _talks(raw.tree)
        talk = join_talk(word for meeting, rows in talks for word in _words(meeting, rows))
        if not talk:
            raise nothing_said("Fireflies", raw.path)
        meeting = talks[0][0]
        beside = [at(one, key) for one, _ in talks for key in ("summary", "apps_preview")]
        return Reading(
            fragments=(*notes(*beside), *talk),
            title=first_text(meeting, "title"),
            held_on=day_at(meeting, "dateString") or day_at(meeting, "date"),
            warnings=(*several(len(talks), what="transcripts"), *_edited(talks)),
        )


def _talks(tree: Json) -> list[tuple[Json, list[dict[str, Json]]]]:
    """The transcripts with sentences, each with its own fields."""
    rows = rows_at(tree)
    if rows and any(key in rows[0] for key in _ROWS_OF_ITS_OWN):
        return [(None, rows)]
    root = at(tree, "data") if isinstance(at(tree, "data"), dict) else tree
    one = at(root, "transcript")
    meetings = [
        root,
        *([one] if isinstance(one, dict) else []),
        *rows_at(root, "transcripts"),
        *rows,
    ]
    return [(one, found) for one in meetings if (found := rows_at(one, "sentences"))]


def _is_sentence(row: dict[str, Json]) -> bool:
    named = any(key in row for key in _NAMES) or "speaker_id" in row
    if "sentence" in row:
        return named and ("startTime" in row or "time" in row or "start_time" in row)
    return named and ("text" in row or "raw_text" in row) and ("start_time" in row)


def _words(meeting: Json, rows: list[dict[str, Json]]) -> Iterator[Word]:
    names = names_of(rows_at(meeting, "speakers"), key="id", name="name")
    for row in rows:
        number = at(row, "speaker_id")
        start = clock_at(row, "start_time")
        end = clock_at(row, "end_time")
        yield Word(
            text=_text(row) or text_at(row, "raw_text") or "",
            speaker=first_text(row, *_NAMES) or names.get(str(number)) or voice_name(number),
            start_ms=start if start is not None else _other_clock(row),
            end_ms=end if end is not None else clock_at(row, "endTime"),
        )


def _other_clock(row: dict[str, Json]) -> int | None:
    start = clock_at(row, "startTime")
    return start if start is not None else clock_at(row, "time")


def _text(row: dict[str, Json]) -> str | None:
    return text_at(row, "text") or text_at(row, "sentence")


def _edited(talks: list[tuple[Json, list[dict[str, Json]]]]) -> Iterator[ReadWarning]:
    edited = sum(
        has_keys(row, "text", "raw_text")
        and text_at(row, "raw_text") is not None
        and str(_text(row)).split() != str(text_at(row, "raw_text")).split()
        for _, rows in talks
        for row in rows
    )
    if edited:
        message = f"{edited} sentences were edited in Fireflies; the edited text was taken."
        yield ReadWarning(message=message)
