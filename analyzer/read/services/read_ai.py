"""JSON of Read AI: blocks of words with a speaker, times as moments in Unix time.

Shape known, from the example of its webhook (support.read.ai, Webhooks; trigger ``meeting_end``):
``transcript`` with ``speaker_blocks`` of ``speaker.name``, ``words``, ``start_time`` and
``end_time``, beside ``title``, ``start_time``, ``summary``, ``action_items``, ``key_questions``,
``topics`` and ``chapter_summaries``. The example has the moments in seconds, its users get
milliseconds: which of the two is one answer for the whole file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.read.base import RawFile, Reading
from analyzer.read.services.notes import (
    day_at,
    first_text,
    join_talk,
    moment_at,
    notes,
    nothing_said,
)
from analyzer.read.trees import Json, at, has_keys, number_at, rows_at, text_at, voice_name
from analyzer.read.words import Word

_BESIDE = ("summary", "chapter_summaries", "action_items", "key_questions", "topics")
_MOMENT_IN_SECONDS = 100_000_000
_MOMENT_IN_MS = 100_000_000_000
_LONGEST_WAIT_MS = 6 * 3_600_000


class ReadAi:
    """A meeting of Read AI."""

    name = "read-ai"
    about = "JSON of Read AI (speaker_blocks, as its webhook sends them)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all blocks have words and a speaker."""
        blocks = _blocks(raw.tree)
        known = all(has_keys(one, "words", "speaker") for one in blocks)
        return 0.97 if blocks and known else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all blocks. Raises UnreadableTranscript when none has words."""
        tree = raw.tree
        talk = join_talk(_words(tree))
        if not talk:
            raise nothing_said("Read AI", raw.path)
        return Reading(
            fragments=(*notes(*(at(tree, key) for key in _BESIDE)), *talk),
            title=first_text(tree, "title"),
            held_on=day_at(tree, "start_time"),
        )


def _blocks(tree: Json) -> list[dict[str, Json]]:
    return rows_at(tree, "transcript", "speaker_blocks") or rows_at(tree, "speaker_blocks")


def _words(tree: Json) -> Iterator[Word]:
    blocks = _blocks(tree)
    clock = _clock(tree, blocks)
    for block in blocks:
        yield Word(
            text=text_at(block, "words") or "",
            speaker=voice_name(at(block, "speaker", "name")) or voice_name(at(block, "speaker")),
            start_ms=clock(at(block, "start_time")),
            end_ms=clock(at(block, "end_time")),
        )


def _clock(tree: Json, blocks: list[dict[str, Json]]) -> Callable[[Json], int | None]:
    """What turns this file's times into milliseconds from the start of the meeting."""
    numbers = [found for one in blocks if (found := number_at(one, "start_time")) is not None]
    unit = 1.0 if max(numbers, default=0.0) > _MOMENT_IN_MS else 1000.0
    moments = [number * unit for number in numbers]
    since = 0.0
    if max(numbers, default=0.0) > _MOMENT_IN_SECONDS:
        opened = moment_at(tree, "start_time")
        first = min(moments)
        waited = None if opened is None else first - opened
        since = first if waited is None or not 0 <= waited < _LONGEST_WAIT_MS else first - waited

    def since_start(value: Json) -> int | None:
        number = number_at(value)
        if number is None or not 0 <= number * unit - since < _MOMENT_IN_MS:
            return None
        return round(number * unit - since)

    return since_start
