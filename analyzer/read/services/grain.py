"""JSON of Grain: pieces with speaker and participant, times in milliseconds.

Shapes known, from developers.grain.com (Get recording transcript, JSON) as Pipedream's and other
clients use it: a list of ``speaker``, ``participant_id``, ``start``, ``end`` and ``text``, bare or
in a recording under ``transcript`` or ``transcript_json``, with ``title``, ``start_datetime`` and,
beside the talk, ``ai_summary``, notes and highlights.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import day_at, first_text, join_talk, notes, nothing_said
from analyzer.read.trees import (
    Json,
    at,
    has_keys,
    millis_at,
    names_of,
    rows_at,
    text_at,
    voice_name,
)
from analyzer.read.words import Word

_LISTS = ("transcript", "transcript_json")
_BESIDE = ("ai_summary", "intelligence_notes_md", "notes", "highlights", "ai_action_items")


class Grain:
    """Pieces of talk in a recording of Grain."""

    name = "grain"
    about = "JSON of Grain (pieces with participant ids, times in milliseconds)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all pieces have text, a start and the id of a participant."""
        rows = _rows(raw.tree)
        known = all(has_keys(row, "participant_id", "start", "text") for row in rows)
        return 0.97 if rows and known else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all pieces. Raises UnreadableTranscript when none has words."""
        recording = _recording(raw.tree)
        talk = join_talk(_words(recording, _rows(raw.tree)))
        if not talk:
            raise nothing_said("Grain", raw.path)
        beside = notes(*(at(recording, key) for key in _BESIDE))
        return Reading(
            fragments=(*beside, *talk),
            title=first_text(recording, "title"),
            held_on=day_at(recording, "start_datetime"),
        )


def _recording(tree: Json) -> Json:
    within = at(tree, "recording")
    return within if isinstance(within, dict) else tree


def _rows(tree: Json) -> list[dict[str, Json]]:
    places = [tree, *(at(one, key) for one in (tree, _recording(tree)) for key in _LISTS)]
    return next((rows for one in places if (rows := rows_at(one))), [])


def _words(recording: Json, rows: list[dict[str, Json]]) -> Iterator[Word]:
    names = names_of(rows_at(recording, "participants"), key="id", name="name")
    for row in rows:
        number = at(row, "participant_id")
        yield Word(
            text=text_at(row, "text") or "",
            speaker=voice_name(at(row, "speaker")) or names.get(str(number)) or voice_name(number),
            start_ms=millis_at(row, "start"),
            end_ms=millis_at(row, "end"),
        )
