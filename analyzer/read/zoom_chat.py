r"""The chat that Zoom saves beside a recording: what was written while others talked.

Three layouts: ``00:02:51\tName:\ttext`` (cloud recordings, time since the start),
``10:46:15\t From Name : text``, and ``18:30:19 From Name to Everyone:`` with the text in the lines
below (both the time of day). Lines without a time go on with the message above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.times import parse_time
from analyzer.records import ChatMessage

_CLOCK = r"(?P<clock>[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\s?[AaPp][Mm])?)"
_DATE = r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}\s+)?"
_ELAPSED = re.compile(rf"{_CLOCK}\t(?P<author>[^\t]{{1,120}}):\t(?P<text>.*)")
_ADDRESSED = re.compile(
    rf"{_DATE}{_CLOCK}\s+From\s+(?P<author>\S.{{0,120}}?)\s+[Tt]o\s+(?P<to>\S.{{0,120}}?)\s*:\s*"
    r"(?P<text>.*)"
)
_FROM = re.compile(rf"{_DATE}{_CLOCK}\s+From\s+(?P<author>\S.{{0,120}}?)\s*:\s(?P<text>.*)")
_EVERYONE = re.compile(
    r"everyone(?:\s*\(.*\))?|all(?: panelists(?: and attendees)?)?", re.IGNORECASE
)
_MIN_SHARE = 0.15
_ALONE = "Lay it beside the transcript of the same call, or name it there with --chat."


@dataclass(slots=True, kw_only=True)
class _Open:
    """A message that may go on in the next line."""

    match: re.Match[str]
    line: int
    texts: list[str] = field(default_factory=list)


class ZoomChat:
    """A chat, which belongs to a talk and is none."""

    name = "zoom-chat"
    about = "the chat Zoom saves beside a recording; read together with its transcript"
    extensions: tuple[str, ...] = ()

    def claims(self, raw: RawFile) -> float:
        """0.98 where the first line opens a message and a sixth of all lines do."""
        if raw.text is None or _opening(_first_line(raw.text)) is None:
            return 0.0
        lines = [line for line in raw.text.split("\n") if line.strip()]
        opened = sum(1 for line in lines if _opening(line) is not None)
        return 0.98 if opened >= _MIN_SHARE * len(lines) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """Raises UnreadableTranscript always: a chat alone holds no talk; see ``read_chat``."""
        what = "this is the chat of a call, without the talk."
        raise UnreadableTranscript(what, path=raw.path, hint=_ALONE)


def read_chat(raw: RawFile) -> tuple[ChatMessage, ...]:
    """The messages of a chat in order. Raises UnreadableTranscript when there is none."""
    messages = tuple(_message(one) for one in _messages(raw.text or ""))
    if not messages:
        raise UnreadableTranscript(
            "no line of this chat tells its time and its author.",
            path=raw.path,
            line=1,
            hint="Save the chat again in Zoom, or leave it out.",
        )
    return messages


def _first_line(text: str) -> str:
    return next((line for line in text.split("\n", 40)[:40] if line.strip()), "")


def _opening(line: str) -> re.Match[str] | None:
    return _ELAPSED.fullmatch(line) or _ADDRESSED.fullmatch(line) or _FROM.fullmatch(line)


def _messages(text: str) -> Iterator[_Open]:
    current: _Open | None = None
    for number, line in enumerate(text.split("\n"), 1):
        match = _opening(line)
        if match is not None:
            if current is not None:
                yield current
            current = _Open(match=match, line=number, texts=[match["text"]])
        elif current is not None:
            current.texts.append(line.strip())
    if current is not None:
        yield current


def _message(message: _Open) -> ChatMessage:
    match = message.match
    to = match.groupdict().get("to")
    elapsed = match.re is _ELAPSED
    return ChatMessage(
        author=" ".join(match["author"].split()),
        text="\n".join(message.texts).strip(),
        to=None if to is None or _EVERYONE.fullmatch(to) else " ".join(to.split()),
        at_ms=parse_time(match["clock"]) if elapsed else None,
        clock=None if elapsed else match["clock"],
        source_line=message.line,
    )
