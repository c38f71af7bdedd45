"""JSON of IBM Watson Speech to Text: results of words, voices in a list of their own.

Shapes known: the answer itself, the answer within a job's ``results``, and the messages of a
listening connection in a list or one a line. ``speaker_labels`` are joined to the words by the time
at which a word begins. A result by one voice is read as its transcript, which has the service's
formatting; one by several as its words. Results that were not final are read only where there are
no final ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.services.voices import counted, same_words
from analyzer.read.trees import Json, at, rows_at, seconds_at, text_at, voice_name
from analyzer.read.words import Word, join_words
from analyzer.records import ReadWarning


class IbmWatson:
    """What Watson heard."""

    name = "ibm-watson"
    about = "JSON of IBM Watson Speech to Text (timestamps, speaker labels)"
    extensions: tuple[str, ...] = (".json", ".jsonl")

    def claims(self, raw: RawFile) -> float:
        """0.97 where results say whether they are final, or list times in IBM's way."""
        results = [one for message in _messages(raw.tree) for one in rows_at(message, "results")]
        heard = [one for one in results if rows_at(one, "alternatives")]
        if not heard:
            return 0.0
        ours = all(
            isinstance(at(one, "final"), bool)
            or isinstance(at(one, "alternatives", 0, "timestamps", 0), list)
            for one in heard
        )
        return 0.97 if ours else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all results. Raises UnreadableTranscript when none has words."""
        messages = _messages(raw.tree)
        results = [one for message in messages for one in rows_at(message, "results")]
        final = [one for one in results if at(one, "final") is not False]
        voices = _voices(messages)
        talk = join_words(word for one in final or results for word in _words(one, voices))
        if not talk:
            what = "Watson heard no words in this recording."
            raise UnreadableTranscript(what, path=raw.path, hint="Check that it has sound.")
        warnings: tuple[ReadWarning, ...] = ()
        if final and len(final) < len(results):
            left = counted(len(results) - len(final), "result")
            message = f"left out {left} not yet final, which final ones repeat."
            warnings = (ReadWarning(message=message),)
        return Reading(fragments=talk, warnings=warnings)


def _messages(tree: Json) -> list[dict[str, Json]]:
    """The tables with results and speaker labels, wherever they lie."""
    if isinstance(tree, list):
        return [message for one in rows_at(tree) for message in _messages(one)]
    if not isinstance(tree, dict):
        return []
    within = [one for one in rows_at(tree, "results") if "results" in one]
    return within or [tree]


def _voices(messages: list[dict[str, Json]]) -> dict[int, str]:
    """Who speaks from which millisecond on; what the service calls final wins."""
    labels = [one for message in messages for one in rows_at(message, "speaker_labels")]
    labels.sort(key=lambda one: at(one, "final") is True)
    voices: dict[int, str] = {}
    for label in labels:
        start = seconds_at(label, "from")
        name = voice_name(at(label, "speaker"))
        if start is not None and name is not None:
            voices[start] = name
    return voices


def _words(result: dict[str, Json], voices: dict[int, str]) -> Iterator[Word]:
    alternative = at(result, "alternatives", 0)
    listed = at(alternative, "timestamps")
    words = [
        Word(
            text=text_at(row, 0) or "",
            speaker=voices.get(-1 if start is None else start),
            start_ms=start,
            end_ms=seconds_at(row, 2),
        )
        for row in (listed if isinstance(listed, list) else [])
        for start in [seconds_at(row, 1)]
    ]
    text = text_at(alternative, "transcript")
    names = {word.speaker for word in words} - {None}
    if text is None or len(names) > 1 or same_words(text, " ".join(one.text for one in words)):
        speaker = next(iter(names), None)
        yield from words if len(names) > 1 else (replace(one, speaker=speaker) for one in words)
        return
    ends = [word.end_ms for word in words if word.end_ms is not None]
    starts = [word.start_ms for word in words if word.start_ms is not None]
    yield Word(
        text=text,
        speaker=next(iter(names), None),
        start_ms=min(starts, default=None),
        end_ms=max(ends, default=None),
    )
