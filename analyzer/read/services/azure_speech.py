"""JSON of Azure's speech service: phrases, each with its best reading.

Shapes known: batch results (``recognizedPhrases`` with ``nBest``, also spelt with capitals, as
Video Indexer does), the answer of fast transcription (``phrases``, times in milliseconds), and
lists of detailed results as the SDK gives them. Times of a batch are ticks of 100 ns, or ISO 8601
(``PT1M2.5S``). Channels are voices where no speaker is named. Phrases come channel by channel or
otherwise out of order and are put in order of time.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.services.voices import channel_voice, counted
from analyzer.read.times import parse_time
from analyzer.read.trees import Json, at, has_keys, key_of, millis_at, rows_at, text_at, voice_name
from analyzer.read.words import Word, join_words
from analyzer.records import ReadWarning

_TICKS_PER_MS = 10_000
_TEXTS = ("display", "text", "displayText", "maskedITN", "itn", "lexical")


class AzureSpeech:
    """Phrases of Azure's speech service."""

    name = "azure-speech"
    about = "JSON of Azure Speech (batch and fast transcription: phrases, ticks, ISO durations)"
    extensions: tuple[str, ...] = (".json", ".jsonl")

    def claims(self, raw: RawFile) -> float:
        """0.97 where phrases have best readings, or times in fields of the service's own."""
        phrases = _phrases(raw.tree)
        if not phrases:
            return 0.97 if _get(raw.tree, "combinedRecognizedPhrases") is not None else 0.0
        if all(_get(one, "nBest") is not None or _failed(one) for one in phrases):
            return 0.97
        sure = has_keys(raw.tree, "combinedPhrases") or has_keys(phrases[0], "offsetMilliseconds")
        return 0.97 if sure and "text" in phrases[0] else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all phrases. Raises UnreadableTranscript when none has words."""
        phrases = _phrases(raw.tree)
        channels = {key_of(_get(one, "channel")) for one in phrases} - {None}
        words = [_word(one, by_channel=len(channels) > 1) for one in phrases if not _failed(one)]
        words.sort(key=_time)
        talk = join_words(words) or join_words(_combined(raw.tree))
        if not talk:
            what = "Azure heard no words in this recording."
            raise UnreadableTranscript(what, path=raw.path, hint="Check that it has sound.")
        failed = sum(map(_failed, phrases))
        warnings: tuple[ReadWarning, ...] = ()
        if failed:
            message = (
                f"Azure could not make out {counted(failed, 'phrase')}, whose words are missing."
            )
            warnings = (ReadWarning(message=message),)
        return Reading(fragments=talk, warnings=warnings)


def _get(value: Json, key: str) -> Json:
    """What lies under a key, which some of the service's parts spell with a capital."""
    found = at(value, key)
    return at(value, key[0].upper() + key[1:]) if found is None else found


def _phrases(tree: Json) -> list[dict[str, Json]]:
    if isinstance(tree, list):
        return [one for one in rows_at(tree) if has_keys(one, "NBest", "Offset")]
    recognized = _get(tree, "recognizedPhrases")
    return rows_at(tree, "phrases") if recognized is None else rows_at(recognized)


def _failed(phrase: dict[str, Json]) -> bool:
    status = _get(phrase, "recognitionStatus")
    return status not in (None, "Success", 0)


def _word(phrase: dict[str, Json], *, by_channel: bool) -> Word:
    best = at(_get(phrase, "nBest"), 0)
    texts = (text for row in (best, phrase) for key in _TEXTS if (text := text_at(_get(row, key))))
    speaker = next(
        (
            found
            for row in (phrase, best)
            for key in ("speaker", "speakerId")
            if (found := _get(row, key)) is not None
        ),
        None,
    )
    start = _ms(phrase, "offset")
    length = _ms(phrase, "duration")
    return Word(
        text=next(texts, ""),
        speaker=channel_voice(_get(phrase, "channel"), speaker)
        if by_channel
        else voice_name(speaker),
        start_ms=start,
        end_ms=None if start is None or length is None else start + length,
    )


def _ms(phrase: dict[str, Json], name: str) -> int | None:
    """A time under one of its three names; the bare name holds ISO 8601, ticks or milliseconds.

    Bare numbers are ticks beside ``nBest`` and milliseconds beside ``text``.
    """
    found = millis_at(_get(phrase, f"{name}Milliseconds"))
    if found is None:
        found = millis_at(_get(phrase, f"{name}InTicks"), per_ms=_TICKS_PER_MS)
    if found is not None:
        return found
    bare = _get(phrase, name)
    if isinstance(bare, str):
        return parse_time(bare)
    per_ms = 1 if _get(phrase, "nBest") is None else _TICKS_PER_MS
    return millis_at(bare, per_ms=per_ms)


def _time(word: Word) -> int:
    return 0 if word.start_ms is None else word.start_ms


def _combined(tree: Json) -> Iterator[Word]:
    """The whole text of each channel, where no phrase has any."""
    for key in ("combinedRecognizedPhrases", "combinedPhrases"):
        rows = rows_at(_get(tree, key))
        for row in rows:
            text = next((found for one in _TEXTS if (found := text_at(_get(row, one)))), "")
            channel = channel_voice(_get(row, "channel")) if len(rows) > 1 else None
            yield Word(text=text, speaker=channel)
