"""What the readers of several services share: channels, changes of voice, names of recordings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import PurePosixPath

from analyzer.read.base import Fragment
from analyzer.read.trees import Json, voice_name
from analyzer.read.words import Word, join_words

UNKNOWN = "Unknown"

_PAUSE_MS = 700
_SENTENCE_ENDS = re.compile(r"[.?!…。？！][\"'”’)\]]*$")
_SUFFIX = re.compile(
    r"\.(?:mp[34]|m4[av]|wav|aac|flac|ogg|opus|webm|mov|avi|mkv|wm[av]|aiff?|amr|3gp|mpe?g)$",
    re.IGNORECASE,
)


def channel_voice(channel: Json, speaker: Json = None) -> str | None:
    """What to call who speaks on a channel, where a service gives each voice a channel.

    >>> channel_voice(0), channel_voice("ch_1"), channel_voice(1, 0)
    ('Channel 0', 'ch_1', 'Channel 1, Speaker 0')
    """
    name = voice_name(channel)
    if name is None:
        return voice_name(speaker)
    if name.startswith("Speaker ") and not isinstance(channel, str):
        name = f"Channel {channel}"
    voice = voice_name(speaker)
    return name if voice is None else f"{name}, {voice}"


def in_order_of_time(tracks: Iterable[Sequence[Word]]) -> list[Word]:
    """The words of several tracks as one talk.

    Each track stays in its order and is cut only at pauses and sentence ends: cut at each word, two
    people who talk at once would take turns word by word.
    """
    stretches = [stretch for track in tracks for stretch in _stretches(track)]
    stretches.sort(key=itemgetter(0))
    return [word for _, words in stretches for word in words]


def join_runs(runs: Iterable[Sequence[Word]]) -> tuple[Fragment, ...]:
    """The fragments of words between marked changes of voice, each of which begins a turn."""
    fragments: list[Fragment] = []
    for run in runs:
        parts = join_words(run)
        if fragments and parts:
            parts = (replace(parts[0], break_before=True), *parts[1:])
        fragments.extend(parts)
    return tuple(fragments)


def recording_name(name: str | None) -> str | None:
    """The name of a recording without its folder and suffix, to be the title of the talk.

    >>> recording_name("calls/Ana 3.m4a"), recording_name(".mp3"), recording_name(None)
    ('Ana 3', None, None)
    """
    if name is None:
        return None
    last = PurePosixPath(name.replace("\\", "/")).name
    return " ".join(_SUFFIX.sub("", last).split()) or None


def counted(number: int, what: str) -> str:
    """The number and the thing, in the plural where it has to be.

    >>> counted(1, "word"), counted(2, "word")
    ('1 word', '2 words')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def same_words(left: str, right: str) -> bool:
    """Whether two texts have the same words and marks, blanks aside."""
    return left.split() == right.split()


def _stretches(track: Sequence[Word]) -> Iterator[tuple[int, list[Word]]]:
    """Pieces of a track that are not cut further, each with the time from which it counts."""
    piece: list[Word] = []
    since = 0
    latest: int | None = None
    for word in track:
        if piece and not word.glued and _parted(piece[-1], word, latest):
            yield since, piece
            piece = []
        if not piece and word.start_ms is not None:
            since = max(since, word.start_ms)
        piece.append(word)
        latest = word.end_ms if word.end_ms is not None else word.start_ms
    if piece:
        yield since, piece


def _parted(before: Word, word: Word, latest: int | None) -> bool:
    if latest is not None and word.start_ms is not None and word.start_ms - latest >= _PAUSE_MS:
        return True
    return _SENTENCE_ENDS.search(before.text) is not None
