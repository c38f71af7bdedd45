"""Podcast transcripts in JSON: segments with body, times in seconds, a speaker where told.

Shape known: the podcast namespace's (github.com/Podcastindex-org/podcast-namespace,
transcripts.md, JSON): ``version`` and ``segments`` of ``speaker``, ``startTime``, ``endTime`` and
``body``. A segment may be a sentence, a caption or one word; the speaker may stand at each or only
where it changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import first_text, nothing_said
from analyzer.read.trees import Json, at, has_keys, rows_at, seconds_at, text_at, voice_name
from analyzer.read.words import Word, join_words

_MARKS_ONLY = re.compile(r"[.,!?;:…%)\]}’”]+|['’](?:s|re|ve|ll|d|m|t)\b.*", re.IGNORECASE)


class PodcastJson:
    """Segments as podcast hosts publish them."""

    name = "podcast-json"
    about = "podcast transcripts in JSON (segments with startTime and body)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all segments have a body and a start."""
        segments = rows_at(raw.tree, "segments")
        known = all(has_keys(one, "body", "startTime") for one in segments)
        return 0.97 if segments and known else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all segments. Raises UnreadableTranscript when none has words."""
        talk = join_words(_words(raw.tree))
        if not talk:
            raise nothing_said("podcast", raw.path)
        return Reading(fragments=talk, title=first_text(raw.tree, "title"))


def _words(tree: Json) -> Iterator[Word]:
    for segment in rows_at(tree, "segments"):
        text = (text_at(segment, "body") or "").strip()
        yield Word(
            text=text,
            speaker=voice_name(at(segment, "speaker")),
            start_ms=seconds_at(segment, "startTime"),
            end_ms=seconds_at(segment, "endTime"),
            glued=_MARKS_ONLY.fullmatch(text) is not None,
        )
