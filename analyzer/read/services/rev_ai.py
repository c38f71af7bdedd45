"""JSON of Rev: what its API gives and what its editor saves, one monologue a turn.

Shapes known: the API's (``monologues`` of ``elements`` of type text, punct, tag or unknown, times
in seconds as ``ts``, or as clocks in ``timestamp``) and the editor's (``spans``, half of them
blanks and marks without a time). Values are set one behind the other as they are; tags such as
inaudible stay, in square brackets. Speakers are numbers from 0, with names in a list of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.pages.page_dates import file_date
from analyzer.read.services.voices import counted, recording_name
from analyzer.read.times import parse_time
from analyzer.read.trees import Json, at, key_of, names_of, rows_at, seconds_at, text_at, voice_name
from analyzer.records import ReadWarning

_STARTS = ("ts", "timestamp")
_ENDS = ("end_ts", "endTs", "end_timestamp")
_ANGLED = re.compile(r"<([^<>]+)>")


class RevAi:
    """Monologues of Rev."""

    name = "rev-ai"
    about = "JSON of Rev's API (elements) and of Rev's editor (spans)"
    extensions: tuple[str, ...] = (".json",)

    def claims(self, raw: RawFile) -> float:
        """0.97 where all monologues have elements or spans."""
        monologues = rows_at(raw.tree, "monologues")
        if monologues and all("elements" in one or "spans" in one for one in monologues):
            return 0.97
        return 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all monologues. Raises UnreadableTranscript when none has words."""
        tree = raw.tree
        names = names_of(rows_at(tree, "speakers"), key="id", name="name")
        read = [_fragment(one, names) for one in rows_at(tree, "monologues")]
        fragments = tuple(one for one in read if one.text)
        if not fragments:
            what = "no monologue of this Rev file has words."
            raise UnreadableTranscript(what, path=raw.path, hint="Export the transcript again.")
        name = text_at(tree, "name")
        return Reading(
            fragments=fragments,
            title=recording_name(name),
            held_on=None if name is None else file_date(name),
            warnings=tuple(_left_out(tree)),
        )


def _fragment(monologue: dict[str, Json], names: dict[str, str]) -> Fragment:
    elements = rows_at(monologue, "elements") or rows_at(monologue, "spans")
    starts = [time for one in elements if (time := _ms(one, _STARTS)) is not None]
    ends = [time for one in elements if (time := _ms(one, _ENDS)) is not None]
    number = at(monologue, "speaker")
    return Fragment(
        text=_text(elements),
        speaker=voice_name(at(monologue, "speaker_name"))
        or names.get(key_of(number) or "")
        or voice_name(at(monologue, "speaker_info", "display_name"))
        or voice_name(number),
        start_ms=min(starts, default=seconds_at(monologue, "startTime")),
        end_ms=max([*starts, *ends], default=None),
        paragraph=True,
    )


def _text(elements: list[dict[str, Json]]) -> str:
    parts: list[str] = []
    after_tag = False
    for element in elements:
        value = at(element, "value")
        if not isinstance(value, str) or not value:
            continue
        angled = _ANGLED.fullmatch(value.strip())
        if at(element, "type") == "tag" or angled is not None:
            bare = (angled[1] if angled is not None else value).strip("[] \t\n")
            parts.append(f" [{bare}]" if bare else " ")
            after_tag = True
            continue
        if after_tag and value[0].isalnum():
            parts.append(" ")
        parts.append(value)
        after_tag = False
    return " ".join("".join(parts).split())


def _ms(element: dict[str, Json], keys: tuple[str, ...]) -> int | None:
    for key in keys:
        found = at(element, key)
        if isinstance(found, str) and ":" in found:
            return parse_time(found)
        time = seconds_at(found)
        if time is not None:
            return time
    return None


def _left_out(tree: Json) -> Iterator[ReadWarning]:
    comments = at(tree, "comments")
    if isinstance(comments, dict | list) and comments:
        yield ReadWarning(message=f"left out {counted(len(comments), 'comment')} of the editor.")
