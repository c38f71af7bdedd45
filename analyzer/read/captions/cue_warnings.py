"""What a file of cues holds that cannot be used, and the first line of each kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from analyzer.read.captions.cues import Cue, CueFile, NoteKind
from analyzer.records import ReadWarning

_SLACK_MS = 1000


def cue_warnings(file: CueFile, *, with_words: Collection[int]) -> Iterator[ReadWarning]:
    """One warning for each kind of trouble, with how often it occurs and where first.

    ``with_words`` are the indices of the cues that have words.
    """
    cues = file.cues
    for lines, one, many in (
        (
            [cue.line for cue in cues if cue.is_broken],
            "the time of a cue cannot be read and was left out",
            "the times of {} cues cannot be read and were left out",
        ),
        (
            [cue.line for cue in cues if _is_reversed(cue)],
            "a cue ends before it starts; its times were left out",
            "{} cues end before they start; their times were left out",
        ),
        (
            _backwards(cues),
            "a cue starts before the one above it; the order of the file was kept",
            "{} cues start before the one above them; the order of the file was kept",
        ),
        (
            [cue.line for cue in cues if cue.index not in with_words],
            "a cue has no words",
            "{} cues have no words",
        ),
        (
            [cue.line - 1 for cue in cues if cue.id and (" " in cue.id or cue.id.isalpha())],
            "a cue has a name in words, which is not part of what is said",
            "{} cues have names in words, which are not part of what is said",
        ),
        (
            [note.line for note in file.notes if note.kind is NoteKind.METADATA],
            "a line of settings was skipped",
            "{} lines of settings were skipped",
        ),
        (
            [note.line for note in file.notes if note.kind is NoteKind.STYLE],
            "a STYLE or REGION block was skipped",
            "{} STYLE and REGION blocks were skipped",
        ),
        (
            [note.line for note in file.notes if note.kind is NoteKind.NOTE],
            "a NOTE is kept as outside text",
            "{} NOTEs are kept as outside text",
        ),
    ):
        if lines:
            message = (
                one if len(lines) == 1 else f"{many.format(len(lines))}; first at line {lines[0]}"
            )
            yield ReadWarning(message=message + ".", source_line=lines[0])
    if file.cut_off is not None:
        message = "the file breaks off inside a cue; what is left of it was skipped."
        yield ReadWarning(message=message, source_line=file.cut_off)


def _is_reversed(cue: Cue) -> bool:
    return cue.start_ms is not None and cue.end_ms is not None and cue.end_ms < cue.start_ms


def _backwards(cues: Sequence[Cue]) -> list[int]:
    """Lines of cues that start clearly before the cue above; overlapping speech is no such case."""
    lines: list[int] = []
    before = 0
    for cue in cues:
        if cue.start_ms is None:
            continue
        if cue.start_ms + _SLACK_MS < before:
            lines.append(cue.line)
        before = cue.start_ms
    return lines
