"""JSON of Amazon Transcribe: items of words and marks, whose voices stand in several places.

Shapes known: ``results.items`` with times written as text, marks without any; voices in each item
(``speaker_label``), in ``speaker_labels.segments`` joined by the start time, or in
``audio_segments`` joined by the item's number; ``channel_labels.channels``, each channel a voice;
and the turns of Call Analytics (``Transcript`` with ``ParticipantRole``). Segments without a label
and without items, which real files have, say nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.services.voices import channel_voice, in_order_of_time
from analyzer.read.trees import (
    Json,
    at,
    has_keys,
    key_of,
    millis_at,
    rows_at,
    seconds_at,
    text_at,
    voice_name,
)
from analyzer.read.words import Word, join_words


class AwsTranscribe:
    """A finished job of Amazon Transcribe."""

    name = "aws-transcribe"
    about = "JSON of Amazon Transcribe (items with times as text, speaker labels, channels)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 for results with transcripts and items, and for the turns of Call Analytics."""
        results = at(raw.tree, "results")
        if has_keys(results, "transcripts") and (
            has_keys(results, "items") or has_keys(results, "audio_segments")
        ):
            return 0.97
        turns = rows_at(raw.tree, "Transcript")
        return 0.97 if turns and has_keys(turns[0], "ParticipantRole", "Content") else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all items. Raises UnreadableTranscript when none has words."""
        fragments = _talk(raw.tree)
        if not fragments:
            what = "Amazon Transcribe heard no words in this recording."
            raise UnreadableTranscript(what, path=raw.path, hint="Check that it has sound.")
        return Reading(fragments=fragments)


@dataclass(frozen=True, slots=True)
class _Voices:
    """Who speaks, by the start of a word as written, by its number, and by stretches of time."""

    by_start: dict[str, str]
    by_id: dict[str, str]
    starts: list[int]
    stretches: list[tuple[int, str]]

    def of(self, item: dict[str, Json]) -> str | None:
        own = voice_name(at(item, "speaker_label"))
        if own is not None:
            return own
        start = seconds_at(item, "start_time")
        for key, voices in (("start_time", self.by_start), ("id", self.by_id)):
            found = voices.get(key_of(at(item, key)) or "")
            if found is not None:
                return found
        index = bisect_right(self.starts, start) - 1 if start is not None else -1
        if index < 0 or start is None or start >= self.stretches[index][0]:
            return None
        return self.stretches[index][1]


def _talk(tree: Json) -> tuple[Fragment, ...]:
    turns = rows_at(tree, "Transcript")
    if turns:
        return join_words(map(_analytics_turn, turns))
    results = at(tree, "results")
    channels = rows_at(results, "channel_labels", "channels")
    voices = _voices(results)
    if any(rows_at(channel, "items") for channel in channels):
        return join_words(
            in_order_of_time(
                list(_words(rows_at(channel, "items"), channel_voice(at(channel, "channel_label"))))
                for channel in channels
            )
        )
    talk = join_words(_words(rows_at(results, "items"), voices))
    if talk:
        return talk
    talk = join_words(map(_segment, rows_at(results, "audio_segments")))
    if talk:
        return talk
    return join_words(
        Word(text=text_at(one, "transcript") or "") for one in rows_at(results, "transcripts")[:1]
    )


def _voices(results: Json) -> _Voices:
    by_start: dict[str, str] = {}
    by_id: dict[str, str] = {}
    stretches: list[tuple[int, int, str]] = []
    for segment in rows_at(results, "speaker_labels", "segments"):
        name = voice_name(at(segment, "speaker_label"))
        for item in rows_at(segment, "items"):
            own = voice_name(at(item, "speaker_label")) or name
            if own is not None:
                by_start.setdefault(key_of(at(item, "start_time")) or "", own)
        start, end = seconds_at(segment, "start_time"), seconds_at(segment, "end_time")
        if name is not None and start is not None and end is not None:
            stretches.append((start, end, name))
    for segment in rows_at(results, "audio_segments"):
        name = voice_name(at(segment, "speaker_label"))
        numbers = at(segment, "items")
        if name is not None and isinstance(numbers, list):
            by_id.update((key_of(number) or "", name) for number in numbers)
    by_start.pop("", None)
    by_id.pop("", None)
    stretches.sort()
    return _Voices(
        by_start,
        by_id,
        [start for start, _, _ in stretches],
        [(end, name) for _, end, name in stretches],
    )


def _words(items: list[dict[str, Json]], voices: _Voices | str | None) -> Iterator[Word]:
    for item in items:
        mark = at(item, "type") == "punctuation"
        own = voices.of(item) if isinstance(voices, _Voices) else voices
        yield Word(
            text=text_at(item, "alternatives", 0, "content") or "",
            speaker=None if mark else own,
            start_ms=seconds_at(item, "start_time"),
            end_ms=seconds_at(item, "end_time"),
            glued=mark,
        )


def _segment(row: dict[str, Json]) -> Word:
    channel = at(row, "channel_label")
    return Word(
        text=text_at(row, "transcript") or "",
        speaker=voice_name(at(row, "speaker_label")) or channel_voice(channel),
        start_ms=seconds_at(row, "start_time"),
        end_ms=seconds_at(row, "end_time"),
    )


def _analytics_turn(row: dict[str, Json]) -> Word:
    return Word(
        text=text_at(row, "Content") or "",
        speaker=voice_name(at(row, "ParticipantRole")),
        start_ms=millis_at(row, "BeginOffsetMillis"),
        end_ms=millis_at(row, "EndOffsetMillis"),
    )
