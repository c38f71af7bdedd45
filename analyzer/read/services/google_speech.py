"""JSON of Google's Speech-to-Text: results with transcripts and, where asked for, words.

Shapes known: the answers of v1 and v2, bare, in ``response``, by recording in ``results`` (v2
batches), or one a line (streaming); names of fields in both spellings (``startTime``,
``start_time``); times as ``{"seconds": "12", "nanos": 900000000}`` and as ``"12.900s"``.
Where voices are told apart, v1 repeats all words so far with their ``speakerTag``; they are read
once. A tag of 0 stands for none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.services.voices import channel_voice, counted, in_order_of_time
from analyzer.read.trees import Json, at, rows_at, seconds_at, text_at, voice_name
from analyzer.read.words import Word, join_words
from analyzer.records import ReadWarning

_OF_OTHERS = ("final", "type", "channel")
_REPEATED_SHARE = 0.9


class GoogleSpeech:
    """What Google heard."""

    name = "google-speech"
    about = "JSON of Google Cloud Speech-to-Text v1 and v2 (results, words with speaker tags)"
    extensions: tuple[str, ...] = (".json", ".jsonl")

    def claims(self, raw: RawFile) -> float:
        """0.97 where results have alternatives with words and times, 0.9 with bare transcripts."""
        results = _results(raw.tree)
        heard = [one for result in results for one in rows_at(result, "alternatives")[:1]]
        if not heard or any(key in result for result in results for key in _OF_OTHERS):
            return 0.0
        if any("timestamps" in one or "content" in one for one in heard):
            return 0.0
        if any(at(one, "words", 0, "word") is not None for one in heard):
            return 0.97
        return 0.9 if any("transcript" in one for one in heard) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all results. Raises UnreadableTranscript when none has words."""
        tracks: dict[str | None, _Track] = {}
        for result in _final(_results(raw.tree)):
            words = _words(at(result, "alternatives", 0))
            if words:
                tracks.setdefault(_channel(result), _Track()).add(words)
        talk = join_words(in_order_of_time(_named(tracks)))
        if not talk:
            what = "Google heard no words in this recording."
            raise UnreadableTranscript(what, path=raw.path, hint="Check that it has sound.")
        return Reading(fragments=talk, warnings=tuple(_warnings(raw.tree, tracks)))


@dataclass(slots=True)
class _Track:
    """What was heard on one channel so far, each word once."""

    words: list[Word] = field(default_factory=list)
    n_tokens: int = 0
    tagged: bool = False
    first_ms: int | None = None
    lost: list[str] = field(default_factory=list)

    def add(self, words: list[Word]) -> None:
        """Put words behind the rest, or in its place where they repeat it with their voices."""
        tagged = any(word.speaker is not None for word in words)
        tokens = _tokens(words)
        enough = len(tokens) >= _REPEATED_SHARE * self.n_tokens
        if self.words and tagged and enough and self._may_be_repeated(words[0].start_ms):
            missing = Counter(_tokens(self.words)) - Counter(tokens)
            if missing.total() <= (1 - _REPEATED_SHARE) * self.n_tokens:
                self.lost += missing.elements()
                self.words.clear()
                self.n_tokens = 0
        if not self.words:
            self.first_ms = words[0].start_ms
        self.words += words
        self.n_tokens += len(tokens)
        self.tagged = self.tagged or tagged

    def _may_be_repeated(self, start_ms: int | None) -> bool:
        """Whether words from then on may be these; without times, only where nobody is named."""
        if self.first_ms is None or start_ms is None:
            return not self.tagged
        return start_ms <= self.first_ms


def _tokens(words: list[Word]) -> list[str]:
    return [token for word in words for token in word.text.split()]


def _results(tree: Json) -> list[dict[str, Json]]:
    if isinstance(tree, list):
        return [result for one in rows_at(tree) for result in _results(one)]
    for path in (("results",), ("response", "results"), ("transcript", "results")):
        found = at(tree, *path)
        if isinstance(found, list):
            return rows_at(found)
        if isinstance(found, dict):  # one of several recordings of a v2 batch
            within = [at(one, "inlineResult") or at(one, "inline_result") for one in found.values()]
            both = zip(within, found.values(), strict=True)
            return [
                result
                for inner, outer in both
                for result in rows_at(inner or outer, "transcript", "results")
            ]
    return []


def _final(results: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """Without what streaming guessed on the way, where it came to a result."""
    flags = [_either(one, "isFinal", "is_final") for one in results]
    if True not in flags:
        return results
    return [one for one, flag in zip(results, flags, strict=True) if flag is True]


def _either(row: Json, *keys: str) -> Json:
    return next((found for key in keys if (found := at(row, key)) is not None), None)


def _channel(result: Json) -> str | None:
    number = _either(result, "channelTag", "channel_tag")
    return None if number in (None, 0) else channel_voice(number)


def _words(alternative: Json) -> list[Word]:
    """The words where they name voices or are the transcript; else that, the better text."""
    words = [
        Word(
            text=text_at(row, "word") or "",
            speaker=_voice(row),
            start_ms=_start(row),
            end_ms=seconds_at(_either(row, "endTime", "end_time", "endOffset", "end_offset")),
        )
        for row in rows_at(alternative, "words")
    ]
    transcript = text_at(alternative, "transcript")
    if transcript is None or any(word.speaker is not None for word in words):
        return words
    if words and transcript.split() == _tokens(words):
        return words
    times = [word.start_ms for word in words if word.start_ms is not None]
    ends = [word.end_ms for word in words if word.end_ms is not None]
    return [
        Word(text=transcript, start_ms=min(times, default=None), end_ms=max(ends, default=None))
    ]


def _start(row: dict[str, Json]) -> int | None:
    """The time of a word; Google leaves out a time of nought."""
    start = _either(row, "startTime", "start_time", "startOffset", "start_offset")
    if start is None:
        end = _either(row, "endTime", "end_time", "endOffset", "end_offset")
        return None if end is None else 0
    return seconds_at(start)


def _voice(row: dict[str, Json]) -> str | None:
    label = _either(row, "speakerLabel", "speaker_label")
    if isinstance(label, str) and label.strip():
        return voice_name(label)
    tag = _either(row, "speakerTag", "speaker_tag")
    return None if tag == 0 else voice_name(tag)


def _named(tracks: dict[str | None, _Track]) -> Iterator[list[Word]]:
    """The words of each channel under its name, where Google heard several."""
    for channel, track in tracks.items():
        if len(tracks) > 1 and channel is not None:
            yield [replace(word, speaker=_both(channel, word.speaker)) for word in track.words]
        else:
            yield track.words


def _both(channel: str, speaker: str | None) -> str:
    return channel if speaker is None else f"{channel}, {speaker}"


def _warnings(tree: Json, tracks: dict[str | None, _Track]) -> Iterator[ReadWarning]:
    recordings = at(tree, "results")
    if isinstance(recordings, dict) and len(recordings) > 1:
        message = f"{len(recordings)} recordings lie in this file; they were read as one talk."
        yield ReadWarning(message=message)
    for track in tracks.values():
        if track.lost:
            message = (
                f"{counted(len(track.lost), 'word')} of the transcript not among the words with"
                f" voices, which were read: {', '.join(track.lost[:10])}."
            )
            yield ReadWarning(message=message)
