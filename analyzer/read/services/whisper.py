"""JSON of OpenAI's Whisper and its kin: segments with times, seldom with voices.

Shapes seen: the command line tool (``text``, ``segments``, ``language``), whisper-timestamped, the
Windows desktop build (``segments`` alone), WhisperX (a ``speaker`` in segments and words), the
answer with words only (``words`` beside ``text``), and the chunks of pipelines (``chunks``, or
``speakers`` where voices were told apart, with ``timestamp`` pairs). Where a segment has no text,
or its words have several voices, its words are taken.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading, TimedPiece
from analyzer.read.services.voices import same_words
from analyzer.read.trees import Json, at, has_keys, rows_at, seconds_at, text_at, voice_name
from analyzer.read.words import Word, join_words

_ITS_OWN = (
    "seek",
    "tokens",
    "avg_logprob",
    "no_speech_prob",
    "words",
    "language",
    "word_segments",
    "chunks",
)


class Whisper:
    """Whisper's segments."""

    name = "whisper"
    about = "JSON of Whisper, whisper-timestamped and WhisperX (segments with times)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """Where all segments (chunks, words) have a start, an end and text or words.

        0.97 with a field of Whisper's own, 0.9 for others might write such segments.
        """
        segments = _segments(raw.tree)
        if not segments or not all(_is_segment(one) for one in segments):
            return 0.0
        own = any(has_keys(one, key) for one in (segments[0], raw.tree) for key in _ITS_OWN)
        return 0.97 if own else 0.9

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all segments. Raises UnreadableTranscript when none has words."""
        fragments = join_words(_pieces(raw.tree))
        if not fragments:
            what = "no segment of this Whisper file has words."
            raise UnreadableTranscript(what, path=raw.path, hint="Transcribe the recording again.")
        return Reading(fragments=fragments)


def _segments(tree: Json) -> list[dict[str, Json]]:
    """The segments, or the chunks of a pipeline in their form."""
    segments = rows_at(tree, "segments")
    if segments:
        return segments
    for chunks in (rows_at(tree, "speakers"), rows_at(tree, "chunks")):
        if chunks and all(isinstance(at(one, "timestamp"), list) for one in chunks):
            return [
                {**one, "start": at(one, "timestamp", 0), "end": at(one, "timestamp", 1)}
                for one in chunks
            ]
    words = rows_at(tree, "words")
    if words and all(has_keys(one, "word", "start", "end") for one in words):
        edges = {"start": words[0]["start"], "end": words[-1]["end"]}
        return [{**edges, "text": text_at(tree, "text"), "words": list(words)}]
    return []


def _is_segment(segment: dict[str, Json]) -> bool:
    return has_keys(segment, "start", "end") and ("text" in segment or "words" in segment)


def _pieces(tree: Json) -> Iterator[Word]:
    for segment in _segments(tree):
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
            speaker=voice_name(at(segment, "speaker")) or _first_voice(words),
            start_ms=seconds_at(segment, "start"),
            end_ms=seconds_at(segment, "end"),
            pieces=_pieces_of(text, segment),
        )


def _pieces_of(text: str, segment: dict[str, Json]) -> tuple[TimedPiece, ...]:
    """The words of a segment with their times, where they are all that it says."""
    pieces = tuple(
        TimedPiece(text=word.text.strip(), start_ms=word.start_ms, end_ms=word.end_ms)
        for word in _words(segment)
        if word.text.strip()
    )
    return pieces if same_words(text, " ".join(piece.text for piece in pieces)) else ()


def _words(segment: dict[str, Json]) -> Iterator[Word]:
    """The words of a segment, each with its own voice; whisper-timestamped calls them text.

    Numbers, to which WhisperX gives neither time nor voice, go on with the voice before them.
    """
    words = rows_at(segment, "words")
    speaker = _first_voice(words) or voice_name(at(segment, "speaker"))
    for word in words:
        speaker = voice_name(at(word, "speaker")) or speaker
        yield Word(
            text=text_at(word, "word") or text_at(word, "text") or "",
            speaker=speaker,
            start_ms=seconds_at(word, "start"),
            end_ms=seconds_at(word, "end"),
        )


def _first_voice(words: list[dict[str, Json]]) -> str | None:
    return next((name for one in words if (name := voice_name(at(one, "speaker")))), None)
