"""JSON of Deepgram: channels of words, with paragraphs and utterances where they were asked for.

Shapes known: the answer for a recording (``results.channels``), the same under ``result`` or cut
down to its results, and the messages of live listening, one a line or in a list. A speaker is a
number from 0. Paragraphs are taken where they agree with the words in text and voices, else the
words. Where there are several channels each is a voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.services.voices import channel_voice, in_order_of_time
from analyzer.read.trees import Json, at, has_keys, rows_at, seconds_at, text_at, voice_name
from analyzer.read.words import Word, join_words
from analyzer.records import SegmentKind


class Deepgram:
    """What Deepgram heard."""

    name = "deepgram"
    about = "JSON of Deepgram (channels, paragraphs, utterances, words)"
    extensions: tuple[str, ...] = (".json", ".jsonl")

    def claims(self, raw: RawFile) -> float:
        """0.97 where every channel has alternatives with a transcript or words."""
        if _live(raw.tree):
            return 0.97
        channels = rows_at(_results(raw.tree), "channels")
        heard = [one for channel in channels for one in rows_at(channel, "alternatives")[:1]]
        if not heard or not all("transcript" in one or "words" in one for one in heard):
            return 0.0
        return 0.97

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all channels. Raises UnreadableTranscript when nothing was heard."""
        results = _results(raw.tree)
        live = _live(raw.tree)
        heard = [
            one
            for channel in rows_at(results, "channels")
            for one in rows_at(channel, "alternatives")[:1]
        ]
        if live:
            talk = join_words(in_order_of_time(_live_tracks(live)))
        elif len(heard) > 1:
            talk = join_words(in_order_of_time(_tracks(heard)))
        else:
            talk = _one_channel(heard, rows_at(results, "utterances"))
        if not talk:
            what = "Deepgram heard no words in this recording."
            raise UnreadableTranscript(what, path=raw.path, hint="Check that it has sound.")
        return Reading(fragments=(*_summaries(results, heard), *talk))


def _results(tree: Json) -> Json:
    found = at(tree, "results")
    if found is None:
        found = at(tree, "result", "results")
    return tree if found is None else found


def _one_channel(
    heard: Sequence[dict[str, Json]], utterances: Sequence[dict[str, Json]]
) -> tuple[Fragment, ...]:
    alternative = heard[0] if heard else {}
    words = list(_words(alternative))
    paragraphs = rows_at(alternative, "paragraphs", "paragraphs")
    if paragraphs and (not words or _tokens(words) == _tokens(_sentences(paragraphs))):
        return tuple(_paragraphs(paragraphs))
    if words:
        return join_words(words)
    if utterances:
        return join_words(map(_utterance, utterances))
    return join_words([Word(text=text_at(alternative, "transcript") or "")])


def _words(alternative: Json, channel: int | None = None) -> Iterator[Word]:
    for word in rows_at(alternative, "words"):
        speaker = at(word, "speaker")
        yield Word(
            text=text_at(word, "punctuated_word") or text_at(word, "word") or "",
            speaker=voice_name(speaker) if channel is None else channel_voice(channel, speaker),
            start_ms=seconds_at(word, "start"),
            end_ms=seconds_at(word, "end"),
        )


def _sentences(paragraphs: Iterable[Json]) -> Iterator[Word]:
    for paragraph in paragraphs:
        for sentence in rows_at(paragraph, "sentences"):
            yield Word(
                text=text_at(sentence, "text") or "",
                speaker=voice_name(at(paragraph, "speaker")),
                start_ms=seconds_at(sentence, "start"),
                end_ms=seconds_at(sentence, "end"),
            )


def _paragraphs(paragraphs: Iterable[Json]) -> Iterator[Fragment]:
    for paragraph in paragraphs:
        for part in join_words(_sentences([paragraph])):
            yield replace(part, paragraph=True)


def _tokens(words: Iterable[Word]) -> list[tuple[str, str | None]]:
    return [(token, word.speaker) for word in words for token in word.text.split()]


def _utterance(row: dict[str, Json]) -> Word:
    return Word(
        text=text_at(row, "transcript") or "",
        speaker=voice_name(at(row, "speaker")),
        start_ms=seconds_at(row, "start"),
        end_ms=seconds_at(row, "end"),
    )


def _tracks(heard: Sequence[dict[str, Json]]) -> Iterator[list[Word]]:
    """The words of each channel; who speaks on it is told only where several do."""
    for number, alternative in enumerate(heard):
        words = list(_words(alternative, number))
        if len({word.speaker for word in words}) <= 1:
            name = channel_voice(number)
            words = [replace(word, speaker=name) for word in words]
            if not words:
                words = [Word(text=text_at(alternative, "transcript") or "", speaker=name)]
        yield words


def _live(tree: Json) -> list[dict[str, Json]]:
    """The final messages of live listening."""
    return [
        one
        for one in rows_at(tree)
        if has_keys(at(one, "channel"), "alternatives") and at(one, "is_final") is True
    ]


def _live_tracks(messages: Sequence[dict[str, Json]]) -> Iterator[list[Word]]:
    channels: dict[int, list[Json]] = {}
    for one in messages:
        heard = at(one, "channel", "alternatives", 0)
        channels.setdefault(_channel(one), []).append(heard)
    for number, several in channels.items():
        yield [
            word for one in several for word in _words(one, number if len(channels) > 1 else None)
        ]


def _channel(message: dict[str, Json]) -> int:
    number = at(message, "channel_index", 0)
    return number if isinstance(number, int) else 0


def _summaries(results: Json, heard: Iterable[Json]) -> Iterator[Fragment]:
    texts = [text_at(results, "summary", "short")]
    texts += [
        text_at(one, "summary")
        for alternative in heard
        for one in rows_at(alternative, "summaries")
    ]
    for text in texts:
        if text is not None:
            yield Fragment(text=text, outside=SegmentKind.FRONT)
