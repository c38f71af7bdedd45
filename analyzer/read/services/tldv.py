"""JSON of tl;dv: sentences with a speaker, times in seconds.

Shape known, from tl;dv's own client (tldv-public/tldv-mcp-server, SentenceSchema; doc.tldv.io, Get
transcript): ``meetingId`` and ``data``, a list of ``speaker``, ``text``, ``startTime`` and
``endTime``; inside ``data`` of its webhook TranscriptReady, too. A meeting's ``name`` and
``happenedAt`` are used where they stand beside it. Its highlights have no speaker and are no
transcript.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import day_at, first_text, join_talk, notes, nothing_said
from analyzer.read.trees import Json, at, has_keys, rows_at, seconds_at, text_at, voice_name
from analyzer.read.words import Word


class Tldv:
    """Sentences of a meeting in tl;dv."""

    name = "tldv"
    about = "JSON of tl;dv (sentences in data, times in seconds)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all sentences of a meeting have a speaker, text and a start."""
        root = _root(raw.tree)
        rows = rows_at(root, "data")
        known = all(has_keys(row, "speaker", "text", "startTime") for row in rows)
        return 0.97 if rows and known and has_keys(root, "meetingId") else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all sentences. Raises UnreadableTranscript when none has words."""
        root = _root(raw.tree)
        talk = join_talk(_words(root))
        if not talk:
            raise nothing_said("tl;dv", raw.path)
        meeting = at(root, "meeting") or root
        return Reading(
            fragments=(*notes(at(root, "notes"), at(root, "highlights")), *talk),
            title=first_text(meeting, "name"),
            held_on=day_at(meeting, "happenedAt"),
        )


def _root(tree: Json) -> Json:
    within = at(tree, "data")
    return within if isinstance(within, dict) else tree


def _words(root: Json) -> Iterator[Word]:
    for row in rows_at(root, "data"):
        yield Word(
            text=text_at(row, "text") or "",
            speaker=voice_name(at(row, "speaker")) or voice_name(at(row, "speaker", "name")),
            start_ms=seconds_at(row, "startTime"),
            end_ms=seconds_at(row, "endTime"),
        )
