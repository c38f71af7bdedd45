"""JSON of Microsoft Stream and Teams: entries with the speaker's display name, times as clocks.

Shape known, from a public parser of what Stream's player loads (streamContent with format=json):
``version``, ``entries`` of ``text``, ``speakerDisplayName``, ``speakerId``, ``startOffset`` and
``endOffset`` ("00:00:03.4530000"), and ``events`` such as CallStarted, which are not said.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import clock_at, first_text, join_talk, nothing_said
from analyzer.read.trees import Json, has_keys, rows_at, text_at
from analyzer.read.words import Word


class MicrosoftStream:
    """Entries of a recording in Stream."""

    name = "microsoft-stream"
    about = "JSON of Microsoft Stream and Teams recordings (entries with offsets)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all entries have a text, an offset and a display name or id."""
        rows = rows_at(raw.tree, "entries")
        return 0.97 if rows and all(_is_entry(row) for row in rows) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all entries. Raises UnreadableTranscript when none has words."""
        talk = join_talk(_words(raw.tree))
        if not talk:
            raise nothing_said("Stream", raw.path)
        return Reading(fragments=talk)


def _is_entry(row: dict[str, Json]) -> bool:
    named = "speakerDisplayName" in row or "speakerId" in row
    return named and has_keys(row, "text", "startOffset")


def _words(tree: Json) -> Iterator[Word]:
    for row in rows_at(tree, "entries"):
        yield Word(
            text=text_at(row, "text") or "",
            speaker=first_text(row, "speakerDisplayName"),
            start_ms=clock_at(row, "startOffset"),
            end_ms=clock_at(row, "endOffset"),
        )
