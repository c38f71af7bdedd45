"""JSON of Speechmatics, of the old service and of the new.

Shapes known: v1 (``speakers`` and ``words`` apart, times in seconds written as text, joined by
time; marks are words of their own) and v2 (``results`` with ``alternatives``, each with its
``speaker``, marks that attach to the word before; channels; ``speaker_change`` items where only
changes were heard). "UU" is a voice the service could not tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.pages.page_dates import file_date
from analyzer.read.services.voices import (
    UNKNOWN,
    channel_voice,
    in_order_of_time,
    join_runs,
    recording_name,
)
from analyzer.read.trees import Json, at, has_keys, rows_at, seconds_at, text_at, voice_name
from analyzer.read.words import Word, join_words
from analyzer.records import ReadWarning, SegmentKind

_MARK = re.compile(r"[.,!?;:…。、？！]+")
_UNTOLD = "UU"


class Speechmatics:
    """A transcript of Speechmatics."""

    name = "speechmatics"
    about = "JSON of Speechmatics v1 (speakers and words) and v2 (results with speakers)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 for words with a name, a time and a duration, or results with contents."""
        words = rows_at(raw.tree, "words")
        if words and all(has_keys(one, "name", "time", "duration") for one in words):
            return 0.97
        results = rows_at(raw.tree, "results")
        spoken = [one for one in results if at(one, "type") != "speaker_change"]
        if spoken and all(at(one, "alternatives", 0, "content") is not None for one in spoken):
            return 0.97
        return 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all words. Raises UnreadableTranscript when there are none."""
        tree = raw.tree
        if rows_at(tree, "words"):
            talk = join_words(_old_words(tree))
        else:
            talk = join_runs(_new_runs(tree))
        if not talk:
            what = "Speechmatics heard no words in this recording."
            raise UnreadableTranscript(what, path=raw.path, hint="Check that it has sound.")
        name = text_at(tree, "job", "data_name") or text_at(tree, "job", "name")
        return Reading(
            fragments=(*_summary(tree), *talk),
            title=recording_name(name),
            held_on=None if name is None else file_date(name),
            warnings=tuple(_left_out(tree)),
        )


def _old_words(tree: Json) -> Iterator[Word]:
    stretches = sorted(
        (start, name)
        for one in rows_at(tree, "speakers")
        if (start := seconds_at(one, "time")) is not None
        and (name := voice_name(at(one, "name"))) is not None
    )
    starts = [start for start, _ in stretches]
    names = {name for _, name in stretches}
    for row in rows_at(tree, "words"):
        text = text_at(row, "name") or ""
        start = seconds_at(row, "time")
        length = seconds_at(row, "duration")
        mark = _MARK.fullmatch(text.strip()) is not None
        speaker = None
        if start is not None and stretches and not mark:
            speaker = _told(stretches[max(bisect_right(starts, start) - 1, 0)][1], names)
        yield Word(
            text=text,
            speaker=speaker,
            start_ms=start,
            end_ms=None if start is None or length is None else start + length,
            glued=mark,
        )


def _told(name: str | None, names: set[str]) -> str | None:
    """The name; a voice that could not be told is unknown beside others and nobody alone."""
    if name != _UNTOLD:
        return name
    return UNKNOWN if names - {_UNTOLD} else None


def _new_runs(tree: Json) -> Iterator[list[Word]]:
    """The words between two changes of voice; several channels are put in order of time."""
    results = rows_at(tree, "results")
    unspaced = at(tree, "metadata", "language_pack_info", "word_delimiter") == ""
    channels: dict[str | None, list[dict[str, Json]]] = {}
    for one in results:
        channels.setdefault(text_at(one, "channel"), []).append(one)
    names = {
        name for one in results if (name := text_at(one, "alternatives", 0, "speaker")) is not None
    }
    if len(channels) > 1:
        yield in_order_of_time(
            list(_new_words(said, unspaced=unspaced, names=names, channel=channel))
            for channel, said in channels.items()
        )
        return
    run: list[dict[str, Json]] = []
    for one in results:
        if at(one, "type") == "speaker_change":
            yield list(_new_words(run, unspaced=unspaced, names=names))
            run = []
        else:
            run.append(one)
    yield list(_new_words(run, unspaced=unspaced, names=names))


def _new_words(
    results: list[dict[str, Json]],
    *,
    unspaced: bool,
    names: set[str],
    channel: str | None = None,
) -> Iterator[Word]:
    glue_next = False
    for one in results:
        best = at(one, "alternatives", 0)
        attaches = at(one, "attaches_to")
        mark = at(one, "type") == "punctuation"
        name = _told(voice_name(at(best, "speaker")), names)
        if channel is not None:
            name = channel_voice(channel, name)
        word = Word(
            text=text_at(best, "content") or "",
            speaker=name,
            start_ms=seconds_at(one, "start_time"),
            end_ms=seconds_at(one, "end_time"),
            glued=unspaced or glue_next,
        )
        if attaches in ("previous", "both") or (mark and attaches is None):
            word = replace(word, speaker=None, glued=True)
        yield word
        glue_next = attaches in ("next", "both")


def _summary(tree: Json) -> Iterator[Fragment]:
    texts = [text_at(tree, "summary", "content")]
    for chapter in rows_at(tree, "chapters"):
        texts += [text_at(chapter, "title"), text_at(chapter, "summary")]
    for text in texts:
        if text is not None:
            yield Fragment(text=text, outside=SegmentKind.FRONT)


def _left_out(tree: Json) -> Iterator[ReadWarning]:
    translations = at(tree, "translations")
    if isinstance(translations, dict) and translations:
        languages = ", ".join(sorted(translations))
        yield ReadWarning(message=f"the translations ({languages}) were left out.")
