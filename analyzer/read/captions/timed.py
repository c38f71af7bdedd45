"""Captions written as lines that open with their time: ``[12:34] words``, with nobody named.

Where names follow the times, the lines are labelled talk, which the readers of text know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import RawFile, Reading
from analyzer.read.captions.cue_labels import find_labels
from analyzer.read.captions.cue_text import pieces_of
from analyzer.read.captions.cue_turns import read_cues
from analyzer.read.captions.cues import Cue, CueFile, CueLine, CueNote, NoteKind
from analyzer.read.times import parse_time

_CLOCK = r"[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?"
_LINE = re.compile(rf"\s*(?:\[({_CLOCK})\]|\(({_CLOCK})\)|({_CLOCK}))[ \t]+(\S.*)")
_SOME_TIME = re.compile(rf"{_CLOCK}[\])]?[ \t]+\S")
_MIN_LINES = 8
_MIN_SHARE = 0.9
_MIN_IN_ORDER = 0.98


class TimedLines:
    """Captions whose every line opens with a time."""

    name = "timed-lines"
    about = "captions without names, a time before every line: [12:34] words (.txt, .md)"
    extensions: tuple[str, ...] = ()

    def claims(self, raw: RawFile) -> float:
        """0.97 where nearly all lines open with rising times and no names follow them."""
        if raw.text is None or _SOME_TIME.search(raw.text) is None:
            return 0.0
        if not _are_timed(raw.text.split("\n")):
            return 0.0
        file = _scan(raw.text)
        times = [cue.start_ms for cue in file.cues if cue.start_ms is not None]
        in_order = sum(1 for one, two in pairwise(times) if one <= two)
        if in_order < _MIN_IN_ORDER * (len(times) - 1):
            return 0.0
        pieces = [piece for cue in file.cues for piece in pieces_of(cue)]
        labels = find_labels(pieces)
        return 0.0 if labels.names or labels.is_every_cue or labels.is_bracketed else 0.97

    def parse(self, raw: RawFile) -> Reading:
        """All words as one voice. Raises UnreadableTranscript when no line opens with a time."""
        file = _scan(raw.text or "")
        if not file.cues:
            raise UnreadableTranscript(
                "no line opens with a time such as '[12:34]'.",
                path=raw.path,
                line=1,
                hint="Export the captions again, or choose another format.",
            )
        return read_cues(file, path=raw.path)


def _scan(text: str) -> CueFile:
    """The lines as cues, each lasting until the next; a line without a time goes on the last."""
    notes: list[str] = []
    found: list[tuple[int | None, int, list[CueLine]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line.rstrip())
        if match is not None:
            time = parse_time(match[1] or match[2] or match[3])
            found.append((time, number, [CueLine(text=match[4], line=number)]))
        elif line.strip() and found:
            found[-1][2].append(CueLine(text=line.strip(), line=number))
        elif line.strip():
            notes.append(line.strip())
    return CueFile(cues=tuple(_cues(found)), notes=tuple(_notes(notes)))


def _cues(found: Sequence[tuple[int | None, int, list[CueLine]]]) -> Iterator[Cue]:
    for index, (time, number, lines) in enumerate(found):
        yield Cue(
            index=index,
            start_ms=time,
            end_ms=found[index + 1][0] if index + 1 < len(found) else time,
            lines=tuple(lines),
            line=number,
        )


def _notes(lines: Sequence[str]) -> Iterator[CueNote]:
    if lines:
        yield CueNote(kind=NoteKind.TEXT, text="\n".join(lines), line=1, before_cue=0)


def _are_timed(lines: Sequence[str]) -> bool:
    """Whether nearly all lines open with a time, and enough do; empty lines do not count."""
    most_untimed = (1 - _MIN_SHARE) * len(lines)  # more than these settle it
    n_timed = n_untimed = 0
    for line in lines:
        if _LINE.match(line) is not None:
            n_timed += 1
        elif line.strip():
            n_untimed += 1
            if n_untimed > most_untimed:
                return False
    return n_timed >= max(_MIN_LINES, _MIN_SHARE * (n_timed + n_untimed))
