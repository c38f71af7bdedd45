"""JSON of Otter.ai's pages: stretches of speech, times in samples at 16 kHz.

Shape known, from public clients of the service otter.ai's own pages call (/forward/api/v1/speech):
a ``speech`` with ``title``, ``transcripts`` of ``transcript``, ``start_offset``, ``end_offset``
and ``speaker_id`` or ``label``, and ``speakers`` with ``id`` and ``speaker_name``. Summary and
outline stand beside the talk; ``alignment`` repeats its words. What Otter exports as text the
readers of text know.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import day_at, first_text, join_talk, notes, nothing_said
from analyzer.read.trees import (
    Json,
    at,
    has_keys,
    millis_at,
    names_of,
    number_at,
    rows_at,
    text_at,
    voice_name,
)
from analyzer.read.words import Word

_SAMPLES_PER_MS = 16.0
_BESIDE = ("summary", "short_abstract_summary", "abstract_summary", "speech_outline")


class Otter:
    """A speech as Otter's own pages get it."""

    name = "otter-json"
    about = "JSON of Otter.ai (a speech with its transcripts)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all transcripts have their words and where they begin."""
        rows = rows_at(_speech(raw.tree), "transcripts")
        known = all(has_keys(row, "transcript", "start_offset") for row in rows)
        return 0.97 if rows and known else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all transcripts. Raises UnreadableTranscript when none has words."""
        speech = _speech(raw.tree)
        talk = join_talk(_words(speech))
        if not talk:
            raise nothing_said("Otter", raw.path)
        seconds = number_at(speech, "start_time") or number_at(speech, "created_at")
        return Reading(
            fragments=(*notes(*(at(speech, key) for key in _BESIDE)), *talk),
            title=first_text(speech, "title"),
            held_on=None if seconds is None else day_at(seconds * 1000),
        )


def _speech(tree: Json) -> Json:
    within = at(tree, "speech")
    return within if isinstance(within, dict) else tree


def _words(speech: Json) -> Iterator[Word]:
    people = rows_at(speech, "speakers")
    names = {
        **names_of(people, key="speaker_id", name="speaker_name"),
        **names_of(people, key="id", name="speaker_name"),
    }
    for row in rows_at(speech, "transcripts"):
        named = names.get(str(at(row, "speaker_id"))) or first_text(row, "speaker_model_label")
        yield Word(
            text=text_at(row, "transcript") or "",
            speaker=named or voice_name(at(row, "label")) or voice_name(at(row, "speaker_id")),
            start_ms=millis_at(row, "start_offset", per_ms=_SAMPLES_PER_MS),
            end_ms=millis_at(row, "end_offset", per_ms=_SAMPLES_PER_MS),
        )
