"""JSON of Trint: words in paragraphs, times in milliseconds.

Shapes known: ``words`` with ``value``, ``time``, ``duration``, ``paragraphId`` and ``speaker``
(null where nobody was named), bare or under ``transcript``; ``speakers`` by number, as a list or
as a table. Words that were struck out in the editor are kept out of the talk, as outside text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.pages.page_dates import file_date
from analyzer.read.services.voices import counted, recording_name
from analyzer.read.trees import (
    Json,
    at,
    has_keys,
    key_of,
    millis_at,
    names_of,
    rows_at,
    text_at,
    voice_name,
)
from analyzer.read.words import Word, join_words
from analyzer.records import ReadWarning, SegmentKind


class Trint:
    """A transcript of Trint's editor."""

    name = "trint"
    about = "JSON of Trint (words with paragraph numbers, times in milliseconds)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all words have a value, a time and a paragraph."""
        words = rows_at(_root(raw.tree), "words")
        if words and all(has_keys(one, "value", "time", "paragraphId") for one in words):
            return 0.97
        return 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all words. Raises UnreadableTranscript when there are none."""
        fragments = tuple(_fragments(_root(raw.tree)))
        if not any(one.outside is None for one in fragments):
            what = "no word of this Trint file is left in its text."
            raise UnreadableTranscript(what, path=raw.path, hint="Export the transcript again.")
        title = text_at(raw.tree, "title") or text_at(_root(raw.tree), "title")
        struck = sum(len(one.text.split()) for one in fragments if one.outside is not None)
        warnings: tuple[ReadWarning, ...] = ()
        if struck:
            message = f"kept {counted(struck, 'word')} out of the talk that Trint shows struck out."
            warnings = (ReadWarning(message=message),)
        return Reading(
            fragments=fragments,
            title=recording_name(title),
            held_on=None if title is None else file_date(title),
            warnings=warnings,
        )


def _root(tree: Json) -> Json:
    within = at(tree, "transcript")
    return within if isinstance(within, dict) else tree


def _fragments(root: Json) -> Iterator[Fragment]:
    """The words of each paragraph and voice, struck ones apart."""
    names = _names(at(root, "speakers"))

    def place(row: dict[str, Json]) -> tuple[str | None, str | None, bool]:
        number = at(row, "paragraphId")
        voice = at(row, "speaker")
        if voice is None and isinstance(number, str):
            voice = at(root, "paragraphs", number, "speaker")
        name = names.get(key_of(voice) or "") or voice_name(voice)
        return key_of(number), name, at(row, "strikethrough") is True

    previous: str | None = ""
    for (number, speaker, struck), rows in groupby(rows_at(root, "words"), key=place):
        for part in join_words(map(_word, rows)):
            if struck:
                yield replace(part, outside=SegmentKind.LOGISTICS)
            else:
                yield replace(part, speaker=speaker, paragraph=number != previous)
                previous = number


def _names(speakers: Json) -> dict[str, str]:
    if isinstance(speakers, dict):
        return {
            key: name
            for key, one in speakers.items()
            if (name := voice_name(one) or voice_name(at(one, "name"))) is not None
        }
    rows = rows_at(speakers)
    return names_of(rows, key="id", name="name")


def _word(row: dict[str, Json]) -> Word:
    start = millis_at(row, "time")
    length = millis_at(row, "duration")
    return Word(
        text=text_at(row, "value") or "",
        start_ms=start,
        end_ms=None if start is None or length is None else start + length,
    )
