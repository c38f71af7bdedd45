"""JSON of OpenAI's Whisper and its kin: segments with times, seldom with voices.

Shapes seen: the command line tool (``text``, ``segments``, ``language``), whisper-timestamped, the
Windows desktop build (``segments`` alone), and any of them with a ``speaker`` added to segments.
Where a segment has no text, its words are taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.trees import Json, at, has_keys, rows_at, seconds_at, text_at, voice_name
from analyzer.read.words import Word, join_words


class Whisper:
    """Whisper's segments."""

    name = "whisper"
    about = "JSON of Whisper, whisper-timestamped and WhisperX (segments with times)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all segments have a start, an end and text or words."""
        segments = rows_at(raw.tree, "segments")
        if not segments or not all(_is_segment(one) for one in segments):
            return 0.0
        return 0.97

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all segments. Raises UnreadableTranscript when none has words."""
        fragments = join_words(_pieces(raw.tree))
        if not fragments:
            what = "no segment of this Whisper file has words."
            raise UnreadableTranscript(what, path=raw.path, hint="Transcribe the recording again.")
        return Reading(fragments=fragments)


def _is_segment(segment: dict[str, Json]) -> bool:
    return has_keys(segment, "start", "end") and ("text" in segment or "words" in segment)


def _pieces(tree: Json) -> Iterator[Word]:
    for segment in rows_at(tree, "segments"):
        words = rows_at(segment, "words")
        if len({voice_name(at(word, "speaker")) for word in words} - {None}) > 1:
            yield from _words(segment)
            continue
        text = text_at(segment, "text")
        if text is None:
            yield from _words(segment)
            continue
        yield Word(
            text=text,
            speaker=voice_name(at(segment, "speaker")) or _only_voice(words),
            start_ms=seconds_at(segment, "start"),
            end_ms=seconds_at(segment, "end"),
        )


def _words(segment: dict[str, Json]) -> Iterator[Word]:
    """The words of a segment, each with its own voice; whisper-timestamped calls them text."""
    usual = voice_name(at(segment, "speaker"))
    for word in rows_at(segment, "words"):
        yield Word(
            text=text_at(word, "word") or text_at(word, "text") or "",
            speaker=voice_name(at(word, "speaker")) or usual,
            start_ms=seconds_at(word, "start"),
            end_ms=seconds_at(word, "end"),
        )


def _only_voice(words: list[dict[str, Json]]) -> str | None:
    return next((name for one in words if (name := voice_name(at(one, "speaker")))), None)
