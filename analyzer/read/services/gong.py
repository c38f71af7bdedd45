"""JSON of Gong: monologues of sentences, times in milliseconds, speakers by id.

Shapes known, from Gong's API (POST /v2/calls/transcript and /v2/calls/extensive, as in its public
clients): ``callTranscripts`` with ``callId`` and ``transcript``, a list of ``speakerId``,
``topic`` and ``sentences``; one such call by itself; ``transcripts`` of monologues. Names come
from another call of the API: where a file holds its ``parties`` too, beside the transcript or in
``calls``, the speakers have them. Topics stand within the talk; brief, key points and outline
stand before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.services.notes import (
    day_at,
    first_text,
    join_talk,
    notes,
    nothing_said,
    several,
)
from analyzer.read.trees import Json, at, millis_at, rows_at, text_at, voice_name
from analyzer.read.words import Word
from analyzer.records import ReadWarning, SegmentKind

_BESIDE = ("brief", "outline", "highlights", "keyPoints", "callOutcome")


class Gong:
    """Monologues of Gong's calls."""

    name = "gong"
    about = "JSON of Gong (callTranscripts, names through parties)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all monologues have a speaker id and sentences."""
        rows = [row for rows in _calls(raw.tree) for row in rows]
        known = all("speakerId" in row and isinstance(at(row, "sentences"), list) for row in rows)
        return 0.97 if rows and known else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all monologues. Raises UnreadableTranscript when none has words."""
        tree = raw.tree
        calls = _calls(tree)
        names = _names(tree)
        talk = tuple(part for rows in calls for part in _talk(rows, names))
        if not any(part.outside is None for part in talk):
            raise nothing_said("Gong", raw.path)
        details = [*_details(tree)]
        about = next((at(one, "metaData") for one in details if at(one, "metaData")), None) or tree
        beside = [at(one, "content", key) or at(one, key) for one in details for key in _BESIDE]
        return Reading(
            fragments=(*notes(*beside), *talk),
            title=first_text(about, "title"),
            held_on=day_at(about, "started") or day_at(about, "scheduled"),
            warnings=(*several(len(calls), what="calls"), *_nameless(calls, names)),
        )


def _calls(tree: Json) -> list[list[dict[str, Json]]]:
    """The monologues of each call."""
    calls = rows_at(tree, "callTranscripts") or rows_at(tree)
    found = [rows for call in calls if (rows := rows_at(call, "transcript"))]
    if found:
        return found
    for place in ("transcript", "transcripts"):
        if rows := rows_at(tree, place):
            return [rows]
    return [calls] if calls else []


def _details(tree: Json) -> Iterator[Json]:
    """Where a file may hold what Gong knows of its calls."""
    yield tree
    yield from (at(tree, key) for key in ("call", "callDetails"))
    yield from rows_at(tree, "calls")
    yield from rows_at(tree, "callTranscripts")


def _names(tree: Json) -> dict[str, str]:
    names: dict[str, str] = {}
    for place in _details(tree):
        for person in [*rows_at(place, "parties"), *rows_at(place, "participants")]:
            number = at(person, "speakerId")
            name = first_text(person, "name", "emailAddress")
            if number is not None and name is not None:
                names.setdefault(str(number), name)
    return names


def _talk(rows: list[dict[str, Json]], names: dict[str, str]) -> Iterator[Fragment]:
    """The sentences of a call, the name of each topic before what belongs to it."""
    topic: str | None = None
    said: list[Word] = []
    for row in rows:
        named = first_text(row, "topic")
        if named is not None and named != topic:
            yield from join_talk(said)
            yield Fragment(text=named, outside=SegmentKind.LOGISTICS)
            said, topic = [], named
        number = at(row, "speakerId")
        for sentence in rows_at(row, "sentences"):
            said.append(
                Word(
                    text=text_at(sentence, "text") or "",
                    speaker=names.get(str(number)) or voice_name(number),
                    start_ms=millis_at(sentence, "start"),
                    end_ms=millis_at(sentence, "end"),
                )
            )
    yield from join_talk(said)


def _nameless(calls: list[list[dict[str, Json]]], names: dict[str, str]) -> Iterator[ReadWarning]:
    numbers = {str(at(row, "speakerId")) for rows in calls for row in rows} - set(names)
    if numbers:
        message = (
            f"{len(numbers)} speakers are known by their numbers only; Gong keeps their names in "
            "the 'parties' of /v2/calls/extensive: add them to the file, or name the speakers."
        )
        yield ReadWarning(message=message)
