"""JSON of Avoma: pieces with a speaker's number and a time for each word, in seconds.

Shapes known, from Avoma's API (dev.avoma.com, Transcriptions; its public Python client):
``transcript`` with ``transcript``, ``speaker_id`` and ``timestamps``, ``speakers`` with ``id``,
``name``, ``email`` and ``is_rep``; one transcription, a list of them, or ``results``.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import day_at, first_text, join_talk, nothing_said, several
from analyzer.read.trees import Json, at, has_keys, rows_at, seconds_at, text_at, voice_name
from analyzer.read.words import Word


class Avoma:
    """Transcriptions of Avoma."""

    name = "avoma"
    about = "JSON of Avoma (pieces with timestamps, speakers by number)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all pieces have a transcript, a speaker's number and a list of times."""
        rows = [row for one in _transcriptions(raw.tree) for row in rows_at(one, "transcript")]
        known = all(has_keys(row, "transcript", "speaker_id", "timestamps") for row in rows)
        return 0.97 if rows and known else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all pieces. Raises UnreadableTranscript when none has words."""
        found = _transcriptions(raw.tree)
        talk = join_talk(word for one in found for word in _words(one))
        if not talk:
            raise nothing_said("Avoma", raw.path)
        return Reading(
            fragments=talk,
            title=first_text(found[0], "subject", "title"),
            held_on=day_at(found[0], "start_at"),
            warnings=several(len(found), what="transcriptions"),
        )


def _transcriptions(tree: Json) -> list[Json]:
    every: list[Json] = [tree, *rows_at(tree), *rows_at(tree, "results")]
    return [one for one in every if rows_at(one, "transcript")]


def _words(transcription: Json) -> Iterator[Word]:
    people = rows_at(transcription, "speakers")
    names = {
        str(at(person, "id")): name
        for person in people
        if (name := first_text(person, "name", "email")) is not None
    }
    for row in rows_at(transcription, "transcript"):
        number = at(row, "speaker_id")
        yield Word(
            text=text_at(row, "transcript") or "",
            speaker=names.get(str(number)) or voice_name(number),
            start_ms=seconds_at(row, "timestamps", 0),
            end_ms=seconds_at(row, "timestamps", -1),
        )
