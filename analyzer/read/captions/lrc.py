"""LRC, as music players and Whisper's desktop build write it: ``[00:43.81]words``, a line a cue.

An empty line of a time alone ends the words before it. ``[ti:…]`` tells the title, ``[offset:…]``
by how many milliseconds all times come too late; other tags are kept beside the talk. Of several
times before the same words the first is taken: talk is said once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.captions.cue_turns import read_cues
from analyzer.read.captions.cues import Cue, CueFile, CueLine, CueNote, NoteKind
from analyzer.read.times import parse_time

_TIME = r"\[[ \t]{0,3}[0-9]{1,3}:[0-9]{2}(?:[.:,][0-9]{1,3})?[ \t]{0,3}\]"
_LINE = re.compile(rf"[ \t]{{0,3}}({_TIME})(?:{_TIME})*(.*)")
_TAG = re.compile(
    r"[ \t]{0,3}\[(ti|ar|al|au|by|re|ve|la|lr|length|offset|tool):([^\]]*)\][ \t]*", re.IGNORECASE
)
_MIN_LINES = 3
_MIN_SHARE = 0.9
# A look that costs nothing: so many lines at least open with a bracket, blank ones counted too.
_OPENED = 0.2
_TITLE, _OFFSET = "ti", "offset"


@dataclass(slots=True, kw_only=True)
class _Found:
    """What the lines of a file hold: places where something begins or ends, and tags."""

    places: list[tuple[int | None, int, list[CueLine]]] = field(default_factory=list)
    tags: list[tuple[str, str, int]] = field(default_factory=list)
    n_other: int = 0
    n_close: int = 0


class Lrc:
    """Timed lines of the form of song lyrics."""

    name = "lrc"
    about = "timed lines as for lyrics, also of Whisper's desktop build: [00:43.81]words (.lrc)"
    extensions: tuple[str, ...] = (".lrc",)

    def claims(self, raw: RawFile) -> float:
        """0.98 where nearly all lines are of the form and words stand close behind their times."""
        if raw.text is None or raw.text.count("\n[") < _OPENED * raw.text.count("\n"):
            return 0.0
        found = _scan(raw.text)
        n_lines = len(found.places) + len(found.tags) + found.n_other
        enough = len(found.places) >= _MIN_LINES and found.n_other <= (1 - _MIN_SHARE) * n_lines
        is_lrc = found.tags or found.n_close * 2 > len(found.places)
        return 0.98 if enough and is_lrc else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of the lines. Raises UnreadableTranscript when none tells a time and words."""
        found = _scan(raw.text or "")
        cues = _cues(found)
        if not cues:
            raise UnreadableTranscript(
                "no line holds a time and words such as '[00:43.81]Hello.'.",
                path=raw.path,
                line=1,
                hint="Export the captions again, or choose another format.",
            )
        reading = read_cues(CueFile(cues=cues, notes=_notes(found)), path=raw.path)
        titles = [text for tag, text, _ in found.tags if tag == _TITLE and text]
        return replace(reading, title=titles[0] if titles else reading.title)


def _scan(text: str) -> _Found:
    found = _Found()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if (match := _LINE.fullmatch(line)) is not None:
            words = match[2]
            lines = [CueLine(text=words.strip(), line=number)] if words.strip() else []
            found.places.append((parse_time(match[1]), number, lines))
            found.n_close += not words[:1].isspace()
        elif (tag := _TAG.fullmatch(line)) is not None:
            found.tags.append((tag[1].casefold(), " ".join(tag[2].split()), number))
        else:
            found.n_other += 1
            line_of = CueLine(text=line.strip(), line=number)
            if found.places:
                found.places[-1][2].append(line_of)
            else:
                found.tags.append(("", line.strip(), number))
    return found


def _cues(found: _Found) -> tuple[Cue, ...]:
    late = _offset(found.tags)
    cues: list[Cue] = []
    for index, (time, number, lines) in enumerate(found.places):
        if lines:
            following = found.places[index + 1][0] if index + 1 < len(found.places) else None
            cues.append(
                Cue(
                    index=len(cues),
                    start_ms=None if time is None else max(0, time - late),
                    end_ms=None if following is None else max(0, following - late),
                    lines=tuple(lines),
                    line=number,
                )
            )
    return tuple(cues)


def _offset(tags: Sequence[tuple[str, str, int]]) -> int:
    for tag, text, _ in tags:
        if tag == _OFFSET and re.fullmatch(r"[+-]?[0-9]{1,7}", text):
            return int(text)
    return 0


def _notes(found: _Found) -> tuple[CueNote, ...]:
    told = sorted(found.tags, key=lambda tag: tag[0] != _TITLE)
    shown = [(text, line) for tag, text, line in told if text and tag != _OFFSET]
    if not shown:
        return ()
    text = "\n".join(words for words, _ in shown)
    first = min(line for _, line in shown)
    return (CueNote(kind=NoteKind.TEXT, text=text, line=first, before_cue=0),)
