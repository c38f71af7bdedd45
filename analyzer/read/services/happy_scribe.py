"""JSON of HappyScribe: paragraphs of words, each word with the blank it needs.

Shape known, from HappyScribe's API (exports in the format json) as its clients read it: a list of
paragraphs with ``speaker`` and ``words``, whose ``text`` makes the paragraph when set one behind
the other. Their times are ``data_start`` and ``data_end`` in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import join_talk, nothing_said
from analyzer.read.trees import Json, at, has_keys, rows_at, seconds_at, voice_name
from analyzer.read.words import Word


class HappyScribe:
    """Paragraphs of HappyScribe's editor."""

    name = "happyscribe"
    about = "JSON of HappyScribe (paragraphs of words with data_start)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all paragraphs have words whose texts have a time of its own form."""
        rows = rows_at(raw.tree)
        return 0.97 if rows and all(_is_paragraph(row) for row in rows) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all paragraphs. Raises UnreadableTranscript when none has words."""
        talk = join_talk(_words(raw.tree))
        if not talk:
            raise nothing_said("HappyScribe", raw.path)
        return Reading(fragments=talk)


def _is_paragraph(row: dict[str, Json]) -> bool:
    words = rows_at(row, "words")
    timed = "data_start" in row or any("data_start" in word for word in words[:3])
    return bool(words) and timed and all(has_keys(word, "text") for word in words)


def _words(tree: Json) -> Iterator[Word]:
    for row in rows_at(tree):
        words = rows_at(row, "words")
        texts = [text for word in words if isinstance(text := at(word, "text"), str)]
        glued = any(text[:1].isspace() or text[-1:].isspace() for text in texts)
        starts = [
            time for one in (row, *words) if (time := seconds_at(one, "data_start")) is not None
        ]
        ends = [time for one in (row, *words) if (time := seconds_at(one, "data_end")) is not None]
        yield Word(
            text=" ".join(("" if glued else " ").join(texts).split()),
            speaker=voice_name(at(row, "speaker")) or voice_name(at(row, "speaker_number")),
            start_ms=min(starts, default=None),
            end_ms=max(ends, default=None),
        )
