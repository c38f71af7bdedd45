"""Corpora of ConvoKit: ``utterances.jsonl`` in a folder with ``speakers.json`` and its like.

An utterance has an ``id``, a ``speaker`` (``user`` in old corpora), a ``conversation_id``
(``root``), what it replies to and a ``text``. A session is one conversation, in order of its
timestamps where all are numbers, else of the file; what a timestamp counts is not laid down, so no
times are taken from it. Corpora of many conversations are read one by one: see corpus.py.
"""

from __future__ import annotations

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.research.corpus import CONVERSATION_KEYS, conversation_of
from analyzer.read.research.tiers import named_roles
from analyzer.read.trees import Json, at, number_at, text_at, voice_name
from analyzer.records import ReadWarning

_SAMPLE = 200
_MAX_NAMED = 12
SPEAKER_KEYS = ("speaker", "user")
_REPLY_KEYS = ("reply-to", "reply_to")


class ConvoKit:
    """Conversations in a corpus of ConvoKit."""

    name = "convokit"
    about = "a corpus of ConvoKit (its folder, or utterances.jsonl): a session a conversation"
    extensions: tuple[str, ...] = (".jsonl",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all utterances have id, text, speaker, conversation and what they reply to."""
        rows = utterances(raw.tree)[:_SAMPLE]
        return 0.97 if rows and all(_is_utterance(row) for row in rows) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of the only conversation.

        Raises UnreadableTranscript where there are several, or none has words.
        """
        rows = [row for row in utterances(raw.tree) if text_at(row, "text") is not None]
        talks = list(dict.fromkeys(conversation_of(row) for row in rows))
        if len(talks) != 1:
            what = f"this corpus holds {len(talks)} conversations with words."
            first = f", such as utterances.jsonl#{talks[0]}" if talks else ""
            hint = f"Give its folder to 'analyzer add', or name one conversation{first}."
            raise UnreadableTranscript(what, path=raw.path, hint=hint)
        times = [number_at(row, "timestamp") for row in rows]
        known = [time for time in times if time is not None]
        if len(known) == len(rows):
            order = sorted(range(len(rows)), key=known.__getitem__)
            rows = [rows[index] for index in order]
        fragments = tuple(
            Fragment(text=text_at(row, "text") or "", speaker=_speaker(row)) for row in rows
        )
        return Reading(fragments=fragments, roles=named_roles(fragments), warnings=_warnings(rows))


def utterances(tree: Json) -> list[dict[str, Json]]:
    """The objects of JSON lines, of a list, or the only one of a file."""
    rows = tree if isinstance(tree, list) else [tree]
    return [row for row in rows if isinstance(row, dict)]


def _is_utterance(row: dict[str, Json]) -> bool:
    keys = (SPEAKER_KEYS, CONVERSATION_KEYS, _REPLY_KEYS)
    return {"id", "text"} <= row.keys() and all(any(key in row for key in some) for some in keys)


def _speaker(row: dict[str, Json]) -> str | None:
    for key in SPEAKER_KEYS:
        value = at(row, key)
        name = voice_name(at(value, "id") if isinstance(value, dict) else value)
        if name is not None:
            return name
    return None


def _warnings(rows: list[dict[str, Json]]) -> tuple[ReadWarning, ...]:
    """That annotations of the utterances were left out, where there are any."""
    keys = dict.fromkeys(
        key for row in rows if isinstance(meta := at(row, "meta"), dict) for key in meta
    )
    if not keys:
        return ()
    more = f" and {len(keys) - _MAX_NAMED} more" if len(keys) > _MAX_NAMED else ""
    named = ", ".join(list(keys)[:_MAX_NAMED])
    return (ReadWarning(message=f"Annotations of the utterances were left out: {named}{more}."),)
