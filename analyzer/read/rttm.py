"""Lists of voices in time (RTTM), as programs that tell voices apart write them.

``SPEAKER <recording> <channel> <onset s> <duration s> <NA> <NA> <name> <NA> <NA>``, one a line; the
other kinds of line (``SPKR-INFO``, ``NON-SPEECH`` and so on) say nothing of who speaks when. There
is no talk in them: ``assign_voices`` lays them over a transcript that has times but no names.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import (
    NOBODY_NAMED,
    UNNAMED,
    Fragment,
    RawFile,
    Reading,
    TimedPiece,
)
from analyzer.read.limits import MAX_VOICES
from analyzer.read.trees import voice_name
from analyzer.records import ReadWarning

_KINDS = re.compile(
    r"(?:SPEAKER|SPKR-INFO|NON-SPEECH|NOSCORE|NO_RT_METADATA|SEGMENT|LEXEME|NON-LEX|FILLER|EDIT|IP|SU"
    r"|CB|A/P)\s",
)
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?|\.[0-9]{1,12}")
_SAMPLE = 50
_ALONE = (
    "It only says who speaks when; lay it beside the transcript under the same name, such as "
    "call.vtt and call.rttm."
)
_ONE_CALL = "Give each recording a file of its own."


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A stretch in which one voice is heard, in whole milliseconds."""

    start_ms: int
    end_ms: int
    name: str


class Rttm:
    """A list of voices: known, so that it can say what it is for."""

    name = "rttm"
    about = "voices in time (RTTM): names the speakers of the transcript beside it"
    extensions: tuple[str, ...] = (".rttm",)

    def claims(self, raw: RawFile) -> float:
        """0.98 where all of the first lines are lines of such a list."""
        if raw.text is None or raw.tree is not None:
            return 0.0
        first = [line for _, line in islice(_lines(raw.text[:20_000]), _SAMPLE)]
        if not any(_voice(line) for line in first):
            return 0.0
        known = sum(1 for line in first if _KINDS.match(line))
        return 0.98 if known >= len(first) - 1 else 0.0  # the last may be cut off

    def parse(self, raw: RawFile) -> Reading:
        """Raises UnreadableTranscript always: there is no talk in it; see ``read_rttm``."""
        what = "this is a list of voices (RTTM), without the talk."
        raise UnreadableTranscript(what, path=raw.path, hint=_ALONE)


def read_rttm(text: str, *, path: str | None = None) -> tuple[Voice, ...]:
    """The voices in order of their start, bare numbers named as elsewhere: ``2`` is ``Speaker 2``.

    Raises UnreadableTranscript with the line for one that is broken, where there are no voices,
    too many, or those of several recordings.

    >>> read_rttm("SPEAKER call 1 4.5 2.25 <NA> <NA> 0 <NA> <NA>")
    (Voice(start_ms=4500, end_ms=6750, name='Speaker 0'),)
    """
    voices: list[Voice] = []
    recording: str | None = None
    for number, line in _lines(text):
        if not line.startswith("SPEAKER"):
            continue
        found = _voice(line)
        if found is None:
            what = f"this line of voices is broken: {line[:80]!r}."
            raise UnreadableTranscript(what, path=path, line=number, hint="Export it again.")
        if recording is not None and found[0] != recording:
            what = f"these are the voices of several recordings ({recording}, {found[0]})."
            raise UnreadableTranscript(what, path=path, line=number, hint=_ONE_CALL)
        recording = found[0]
        voices.append(found[1])
    if not voices:
        what = "there is no line of a voice (SPEAKER …) in this list."
        raise UnreadableTranscript(what, path=path, hint="Make the list of voices again.")
    if len({voice.name for voice in voices}) > MAX_VOICES:
        what = f"this list has more than {MAX_VOICES} different voices."
        raise UnreadableTranscript(what, path=path, hint=_ONE_CALL)
    return tuple(sorted(voices, key=lambda voice: (voice.start_ms, voice.end_ms)))


def assign_voices(reading: Reading, voices: Sequence[Voice]) -> Reading:
    """The reading with each stretch of its talk given to the voice heard longest in it.

    Of voices heard equally long, the one heard earlier has it; a stretch in which none is heard
    goes to the nearest, one without times to the voice before it. A fragment is parted between
    its pieces (captions, segments, words) where the voice changes. Names that the transcript has
    are never changed: where it names anybody the reading comes back as it was, with a warning.
    """
    talk = [part for part in reading.fragments if part.outside is None]
    if any(part.speaker not in {None, UNNAMED} for part in talk):
        return _warned(reading, "the transcript names its speakers, so the voices were not used.")
    units = [unit for part in talk for unit in _units(part)]
    if not voices or all(unit.start_ms is None for unit in units):
        return _warned(reading, "the transcript has no times, so no voice could be laid over it.")
    heard = _Heard(voices)
    fragments: list[Fragment] = []
    name = heard.at_start
    n_silent = 0
    for part in reading.fragments:
        if part.outside is not None:
            fragments.append(part)
            continue
        named: list[tuple[str, TimedPiece]] = []
        for unit in _units(part):
            if unit.start_ms is not None:
                end_ms = max(unit.end_ms or 0, unit.start_ms + 1)
                name, is_heard = heard.between(unit.start_ms, end_ms)
                n_silent += not is_heard
            named.append((name, unit))
        fragments.extend(_parted(part, named))
    warnings = tuple(one for one in reading.warnings if not one.message.startswith(NOBODY_NAMED))
    reading = replace(reading, fragments=tuple(fragments), warnings=warnings)
    if n_silent:
        how = "stretch of talk lies" if n_silent == 1 else "stretches of talk lie"
        told = f"{n_silent} {how} where the list has no voice; the nearest voice was taken."
        return _warned(reading, told)
    return reading


class _Heard:
    """How long each voice is heard up to any moment: a stretch then takes two look-ups a voice."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        by_name: dict[str, list[Voice]] = {}
        for voice in sorted(voices, key=lambda one: one.start_ms):
            by_name.setdefault(voice.name, []).append(voice)
        self.tracks = {name: _Track(spoken) for name, spoken in by_name.items()}
        self.at_start = next(iter(by_name))

    def between(self, start_ms: int, end_ms: int) -> tuple[str, bool]:
        """The voice heard longest, and whether it is heard at all."""
        best = min(
            (-track.upto(end_ms) + track.upto(start_ms), track.first_after(start_ms), name)
            for name, track in self.tracks.items()
        )
        if best[0] < 0:
            return best[2], True
        nearest = min(
            (track.distance(start_ms, end_ms), name) for name, track in self.tracks.items()
        )
        return nearest[1], False


class _Track:
    """Where one voice is heard: stretches that do not touch, and the time heard before each."""

    def __init__(self, spoken: Sequence[Voice]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.before: list[int] = []
        for voice in spoken:
            if self.ends and voice.start_ms <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], voice.end_ms)
                continue
            heard = self.before[-1] + self.ends[-1] - self.starts[-1] if self.ends else 0
            self.starts.append(voice.start_ms)
            self.ends.append(voice.end_ms)
            self.before.append(heard)

    def upto(self, time_ms: int) -> int:
        """Milliseconds heard before a moment."""
        index = bisect_right(self.starts, time_ms) - 1
        if index < 0:
            return 0
        return self.before[index] + min(time_ms, self.ends[index]) - self.starts[index]

    def first_after(self, time_ms: int) -> float:
        """From when on it is heard, at a moment or after it; never: infinity."""
        index = bisect_right(self.ends, time_ms)
        return max(self.starts[index], time_ms) if index < len(self.ends) else math.inf

    def distance(self, start_ms: int, end_ms: int) -> tuple[float, float]:
        """How far the nearest stretch outside [start, end) lies, and when that begins."""
        after = bisect_right(self.starts, start_ms)
        found = [(math.inf, math.inf)]
        if after > 0:
            found.append((start_ms - self.ends[after - 1], self.starts[after - 1]))
        if after < len(self.starts):
            found.append((self.starts[after] - end_ms, self.starts[after]))
        return min(found)


def _units(part: Fragment) -> tuple[TimedPiece, ...]:
    """The pieces of a fragment; itself where it has none."""
    return part.pieces or (
        TimedPiece(text=part.text, start_ms=part.start_ms, end_ms=part.end_ms, line=part.line),
    )


def _parted(part: Fragment, named: Sequence[tuple[str, TimedPiece]]) -> Iterator[Fragment]:
    """One fragment for each stretch of pieces by one voice, the first with the part's marks."""
    if len({name for name, _ in named}) == 1:
        yield replace(part, speaker=named[0][0], pieces=())
        return
    is_first = True
    for name, group in groupby(named, key=lambda pair: pair[0]):
        units = [unit for _, unit in group]
        starts = [unit.start_ms for unit in units if unit.start_ms is not None]
        ends = [unit.end_ms for unit in units if unit.end_ms is not None]
        yield Fragment(
            text=" ".join(unit.text for unit in units),
            speaker=name,
            start_ms=starts[0] if starts else None,
            end_ms=max(ends, default=None),
            line=part.line if is_first else units[0].line,
            paragraph=part.paragraph and is_first,
            break_before=part.break_before and is_first,
        )
        is_first = False


def _warned(reading: Reading, message: str) -> Reading:
    return replace(reading, warnings=(*reading.warnings, ReadWarning(message=message)))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered; comments begin with two semicolons."""
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare and not bare.startswith(";;"):
            yield number, bare


def _voice(line: str) -> tuple[str, Voice] | None:
    """The recording and the voice of a line. Names of either may hold blanks."""
    fields = line.split()
    if fields[0] != "SPEAKER":
        return None
    place = next(
        (
            index
            for index in range(3, len(fields) - 4)
            if fields[index + 2] == fields[index + 3] == "<NA>"
            and _NUMBER.fullmatch(fields[index])
            and _NUMBER.fullmatch(fields[index + 1])
        ),
        None,
    )
    if place is None:
        return None
    start, length = float(fields[place]), float(fields[place + 1])
    rest = fields[place + 4 :]
    while len(rest) > 1 and rest[-1] == "<NA>":
        rest.pop()
    if len(rest) > 1 and _NUMBER.fullmatch(rest[-1]) and "." in rest[-1]:
        rest.pop()  # how sure the program is
    name = voice_name(" ".join(rest))
    if name is None or name == "<NA>":
        return None
    start_ms = round(start * 1000)
    voice = Voice(start_ms=start_ms, end_ms=start_ms + round(length * 1000), name=name)
    return " ".join(fields[1 : place - 1]), voice
