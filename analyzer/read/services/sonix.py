"""JSON of Sonix: stretches of speech with words, times in seconds.

Shape known, from Sonix's API (GET /v1/media/<id>/transcript.json) as its clients read it:
``transcript``, a list of ``speaker``, ``start_time``, ``end_time``, ``text`` and ``words``, the
last with ``text``, ``start_time`` and ``end_time``; the words are read only where a stretch has no
text.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import first_text, join_talk, nothing_said
from analyzer.read.services.voices import recording_name
from analyzer.read.trees import Json, at, has_keys, rows_at, seconds_at, text_at, voice_name
from analyzer.read.words import Word, join_words


class Sonix:
    """A transcript of Sonix."""

    name = "sonix"
    about = "JSON of Sonix (stretches with words, times in seconds)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all stretches have a start, an end and timed words."""
        rows = rows_at(raw.tree, "transcript")
        return 0.97 if rows and all(_is_stretch(row) for row in rows) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all stretches. Raises UnreadableTranscript when none has words."""
        talk = join_talk(_words(raw.tree))
        if not talk:
            raise nothing_said("Sonix", raw.path)
        return Reading(fragments=talk, title=recording_name(first_text(raw.tree, "name")))


def _is_stretch(row: dict[str, Json]) -> bool:
    words = at(row, "words")
    if not isinstance(words, list) or not has_keys(row, "start_time", "end_time"):
        return False
    return all(has_keys(word, "text", "start_time") for word in words[:3])


def _words(tree: Json) -> Iterator[Word]:
    for row in rows_at(tree, "transcript"):
        yield Word(
            text=text_at(row, "text") or _spelled(row),
            speaker=voice_name(at(row, "speaker")) or voice_name(at(row, "speaker", "name")),
            start_ms=seconds_at(row, "start_time"),
            end_ms=seconds_at(row, "end_time"),
        )


def _spelled(row: dict[str, Json]) -> str:
    words = join_words(Word(text=text_at(one, "text") or "") for one in rows_at(row, "words"))
    return words[0].text if words else ""
