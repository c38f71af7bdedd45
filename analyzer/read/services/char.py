"""JSON of Char (formerly Hyprnote): words by channel, times in milliseconds.

Shape known, from its source (fastrepl/hyprnote, the types of ``transcript.json`` and what renders
them): ``transcripts`` with ``started_at``, ``words`` of ``text`` (with the blank before it),
``start_ms``, ``end_ms`` and ``channel`` (0 the microphone, 1 the computer's sound, 2 both), and
``speaker_hints``, of which ``provider_speaker_index`` parts the voices of a channel. Who they are
stands in other files of the session's folder. Times count from the start of each recording.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import nothing_said
from analyzer.read.services.voices import channel_voice, in_order_of_time
from analyzer.read.trees import Json, at, has_keys, number_at, rows_at
from analyzer.read.words import Word, join_words
from analyzer.records import ReadWarning

_ASSIGNED = ("user_speaker_assignment", "automatic_speaker_assignment", "voice_auto_assignment")
_LONGEST_MS = 48 * 3_600_000


class Char:
    """Words of a session in Char."""

    name = "char"
    about = "JSON of Char, formerly Hyprnote (transcript.json of a session)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all words have a text, a start in milliseconds and a channel."""
        words = [word for one in rows_at(raw.tree, "transcripts") for word in rows_at(one, "words")]
        known = all(has_keys(word, "text", "start_ms", "channel") for word in words)
        return 0.97 if words and known else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all words. Raises UnreadableTranscript when there are none."""
        recordings = _in_order(rows_at(raw.tree, "transcripts"))
        first = min((_started(one) for one in recordings), default=0.0)
        words = [
            word
            for one in recordings
            for word in in_order_of_time(_tracks(one, shift=_started(one) - first))
        ]
        talk = join_words(words)
        if not talk:
            raise nothing_said("Char", raw.path)
        return Reading(fragments=talk, warnings=tuple(_assigned(recordings)))


def _in_order(recordings: list[dict[str, Json]]) -> list[dict[str, Json]]:
    return sorted(recordings, key=_started)


def _started(recording: dict[str, Json]) -> float:
    return number_at(recording, "started_at") or 0.0


def _tracks(recording: dict[str, Json], *, shift: float) -> list[list[Word]]:
    """The words of each channel; within one, the voices that were told apart."""
    voices = _voices(recording)
    shift = shift if 0 <= shift < _LONGEST_MS else 0.0
    words = rows_at(recording, "words")
    texts = [str(at(word, "text") or "") for word in words]
    spaced = sum(text.startswith(" ") for text in texts) * 2 >= len(texts)
    tracks: dict[str, list[Word]] = {}
    for word, text in zip(words, texts, strict=True):
        channel = at(word, "channel")
        voice = channel_voice(channel, voices.get(str(at(word, "id"))))
        tracks.setdefault(str(channel), []).append(
            Word(
                text=text,
                speaker=voice,
                start_ms=_time(word, "start_ms", shift),
                end_ms=_time(word, "end_ms", shift),
                glued=spaced and not text[:1].isspace(),
            )
        )
    return list(tracks.values())


def _time(word: dict[str, Json], key: str, shift: float) -> int | None:
    number = number_at(word, key)
    return round(number + shift) if number is not None and 0 <= number < _LONGEST_MS else None


def _voices(recording: dict[str, Json]) -> dict[str, Json]:
    """The number of each word's voice, by the id of the word."""
    return {
        str(at(hint, "word_id")): at(_value(hint), "speaker_index")
        for hint in rows_at(recording, "speaker_hints")
        if at(hint, "type") == "provider_speaker_index"
    }


def _value(hint: dict[str, Json]) -> Json:
    """What a hint says: a table, or the text of one."""
    value = at(hint, "value")
    if not isinstance(value, str):
        return value
    try:
        found: Json = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found


def _assigned(recordings: list[dict[str, Json]]) -> Iterator[ReadWarning]:
    people = {
        str(at(_value(hint), "human_id"))
        for one in recordings
        for hint in rows_at(one, "speaker_hints")
        if at(hint, "type") in _ASSIGNED
    }
    if people:
        message = (
            f"{len(people)} people are assigned to voices by ids whose names Char keeps in other "
            "files; the voices go by channel and number here."
        )
        yield ReadWarning(message=message)
