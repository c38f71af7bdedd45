"""JSON of Amberscript: segments of words, each segment one voice.

Shape known: ``speakers`` with ``spkid`` and ``name``, ``segments`` with ``speaker`` and ``words``,
whose times are in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.pages.page_dates import file_date
from analyzer.read.services.voices import recording_name
from analyzer.read.trees import (
    Json,
    at,
    has_keys,
    key_of,
    names_of,
    rows_at,
    seconds_at,
    text_at,
    voice_name,
)
from analyzer.read.words import Word, join_words


class Amberscript:
    """A transcript of Amberscript's editor."""

    name = "amberscript"
    about = "JSON of Amberscript (segments of words, speakers by spkid)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 for segments of words beside speakers known by their spkid."""
        segments = rows_at(raw.tree, "segments")
        if not segments or not all(has_keys(one, "words") for one in segments):
            return 0.0
        people = rows_at(raw.tree, "speakers")
        if people and all("spkid" in one for one in people):
            return 0.97
        pristine = any("pristine" in word for one in segments for word in rows_at(one, "words")[:1])
        return 0.97 if pristine else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all segments. Raises UnreadableTranscript when none has words."""
        fragments = join_words(_words(raw.tree))
        if not fragments:
            what = "no segment of this Amberscript file has words."
            raise UnreadableTranscript(what, path=raw.path, hint="Export the transcript again.")
        name = text_at(raw.tree, "filename")
        return Reading(
            fragments=fragments,
            title=recording_name(name),
            held_on=None if name is None else file_date(name),
        )


def _words(tree: Json) -> Iterator[Word]:
    names = names_of(rows_at(tree, "speakers"), key="spkid", name="name")
    for segment in rows_at(tree, "segments"):
        number = at(segment, "speaker")
        speaker = names.get(key_of(number) or "") or voice_name(number)
        for word in rows_at(segment, "words"):
            yield Word(
                text=text_at(word, "text") or "",
                speaker=speaker,
                start_ms=seconds_at(word, "start"),
                end_ms=seconds_at(word, "end"),
            )
