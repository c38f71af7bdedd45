r"""A tolerant scanner for files made of cues: WebVTT, SubRip, YouTube's .sbv, and pastes of them.

Caption libraries follow the specifications and drop what does not fit; transcripts do not fit. Here
everything hangs on the time lines: what stands between two of them is text, whatever blank lines
are missing or too many, unless it is a cue's id or a NOTE, STYLE or REGION block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from analyzer.read.times import parse_time

_ARROW = r"(?:--?>|[–—]>|→|--?&gt;)"
_ARROWS = ("->", "–>", "—>", "→", "-&gt;")
_TIME = r"-?[0-9]+[:：][0-9]+(?:[:：][0-9]+)?(?:[.,:;][0-9]+)?"
_TIME_LINE = re.compile(rf"\s*({_TIME})\s*{_ARROW}\s*({_TIME})(?:\s+(\S.*))?\s*")
# Nearly all time lines of nearly all files.
_USUAL_LINE = re.compile(
    r"(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})"
    r" --> (?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})\s*"
)
# Whisper Desktop: "[00:43.810 --> 00:47.850]  text", all on one line.
_BRACKETED_LINE = re.compile(rf"\s*[\[(]\s*({_TIME})\s*{_ARROW}\s*({_TIME})\s*[\])]\s*(.*)")
_SBV_TIME = r"[0-9]{1,3}:[0-9]{2}:[0-9]{2}\.[0-9]{3}"
_SBV_LINE = re.compile(rf"\s*({_SBV_TIME}),({_SBV_TIME})\s*")
_BROKEN_LINE = re.compile(rf"\s*(\S+)\s*{_ARROW}\s*(\S*)\s*")
_COLON_MS = re.compile(r"([0-9]+:[0-9]+:[0-9]+)[:;]([0-9]{3})")
_SIGNS = re.compile(r"[0-9:.,;\s-]*[0-9][0-9:.,;\s-]*")
_SETTING = re.compile(
    r"(?:(?:align|position|line|size|vertical|region|[XY][12]):\S+(?:\s+|$))+", re.IGNORECASE
)
_NUMBER = re.compile(r"[0-9]{1,9}")
_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{2,12}){2,4}"
_GUID_ID = re.compile(rf"\S+/[0-9]+-[0-9]+|{_GUID}(?:-[0-9]+)?", re.IGNORECASE)

_HEADER = re.compile(r"WEBVTT(?:[ \t](.*))?", re.IGNORECASE)
_METADATA = re.compile(r"(?:Kind|Language|X-TIMESTAMP-MAP)[ \t]*[:=].*", re.IGNORECASE)
_NOTE = re.compile(r"NOTE(?:[ \t]+(.*))?")
# Old Microsoft Stream sets these before every cue, not always with the blank lines it should;
# Amara marks paragraphs so.
_STREAM_NOTE = re.compile(
    r"NOTE[ \t]+((?:confidence|duration|language|recognizability)\b.*|paragraph)", re.IGNORECASE
)
_STYLE = re.compile(r"(?:STYLE|REGION)\s*")
_OPENERS = ("\nNOTE", "\nSTYLE", "\nREGION")

_SAMPLE = 2000


class NoteKind(StrEnum):
    """What a block that is no cue is; TEXT stands above the first cue without any mark."""

    HEADER = "header"
    METADATA = "metadata"
    NOTE = "note"
    STYLE = "style"
    TEXT = "text"


# Thousands of these are made for an hour of talk, and by position: frozen ones would take thrice
# the time to make, and keywords twice. None is changed once made.
@dataclass(slots=True)
class CueLine:
    """One line of text of a cue, without the blanks around it; lines count from 1."""

    text: str
    line: int


@dataclass(slots=True)
class Cue:
    """The text from one time line to the next; ``line`` is the time line's, ``index`` from 0.

    A time is None where the file's cannot be a time; ``is_broken`` says so.
    """

    index: int
    start_ms: int | None
    end_ms: int | None
    lines: tuple[CueLine, ...]
    line: int
    id: str | None = None
    is_broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CueNote:
    """A block that is no cue, standing before the cue with the index ``before_cue``."""

    kind: NoteKind
    text: str
    line: int
    before_cue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CueFile:
    """All that a file of cues holds, in its order.

    ``cut_off`` is the line of a last cue whose time line is not whole, as in a broken download.
    """

    cues: tuple[Cue, ...]
    notes: tuple[CueNote, ...]
    cut_off: int | None = None


@dataclass(slots=True)
class _TimeLine:
    index: int
    start_ms: int | None
    end_ms: int | None
    rest: str = ""


_Lines = list[tuple[int, str]]


def time_line_share(text: str) -> float:
    """Which share of the lines at the top of a text, empty ones aside, are time lines: 0 to 1."""
    lines = text.split("\n", _SAMPLE)[:_SAMPLE]
    n_filled = len([line for line in lines if line and not line.isspace()])
    n_times = len([line for line in lines if _has_sign(line) and _is_time_line(line)])
    return n_times / max(n_filled, 1)


def is_header(line: str) -> bool:
    """Whether the line is the one a WebVTT file opens with."""
    return _HEADER.fullmatch(line.strip()) is not None


def scan_cues(text: str, *, webvtt: bool) -> CueFile:
    r"""The cues of a text with LF line ends, and, with ``webvtt``, its NOTE and STYLE blocks.

    >>> scan_cues("1\n00:01 --> 00:02\nHi.\n2\n00:03 --> 00:04\nHo.", webvtt=False).cues[1].lines
    (CueLine(text='Ho.', line=6),)
    """
    lines = text.split("\n")
    times = _time_lines(lines)
    ids = _id_lines(lines, times, webvtt=webvtt)
    starts = [time.index - 1 if time.index - 1 in ids else time.index for time in times]
    notes: list[CueNote] = []
    top = list(enumerate(lines[: starts[0] if starts else len(lines)]))
    _take_text(_take_notes(top, before_cue=0, webvtt=webvtt, notes=notes), notes=notes)
    cut_off = _cut_off(lines, start=times[-1].index + 1, has_ids=bool(ids)) if times else None
    ends = [*starts[1:], len(lines) if cut_off is None else cut_off]
    bare = [line.strip() for line in lines]
    has_blocks = webvtt and _may_open("\n".join(bare).upper())
    cues: list[Cue] = []
    for number, (time, end) in enumerate(zip(times, ends, strict=False)):
        below = time.index + 1
        if has_blocks:
            body = [(index, lines[index]) for index in range(below, end)]
            left = _take_notes(body, before_cue=number + 1, webvtt=webvtt, notes=notes)
            said = [CueLine(bare[index], index + 1) for index, _ in left if bare[index]]
        else:
            said = [
                CueLine(text, line) for line, text in enumerate(bare[below:end], below + 1) if text
            ]
        if time.rest:
            said.insert(0, CueLine(time.rest, below))
        cue_id = bare[time.index - 1] if time.index - 1 in ids else None
        is_broken = time.start_ms is None or time.end_ms is None
        cues.append(Cue(number, time.start_ms, time.end_ms, tuple(said), below, cue_id, is_broken))
    notes.sort(key=lambda note: note.line)
    return CueFile(
        cues=tuple(cues), notes=tuple(notes), cut_off=None if cut_off is None else cut_off + 1
    )


def _may_open(capitals: str) -> bool:
    return any(opener in capitals for opener in _OPENERS)


def _time_lines(lines: Sequence[str]) -> list[_TimeLine]:
    """The time lines among the lines. Signs that all of them have are looked for first."""
    found: list[_TimeLine] = []
    for index, line in enumerate(lines):
        if "-->" in line and (usual := _USUAL_LINE.fullmatch(line)) is not None:
            found.append(_usual_time_line(index, usual))
        elif _has_sign(line) and (time := _unusual_time_line(index, line)) is not None:
            found.append(time)
    return found


def _is_time_line(line: str) -> bool:
    return _USUAL_LINE.fullmatch(line) is not None or _unusual_time_line(0, line) is not None


def _has_sign(line: str) -> bool:
    return ">" in line or "," in line or "→" in line or "&gt;" in line


def _usual_time_line(index: int, usual: re.Match[str]) -> _TimeLine:
    hours, minutes, seconds, part, end_hours, end_minutes, end_seconds, end_part = usual.groups()
    start = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    end = (int(end_hours or 0) * 60 + int(end_minutes)) * 60 + int(end_seconds)
    return _TimeLine(index, start * 1000 + int(part), end * 1000 + int(end_part))


def _unusual_time_line(index: int, line: str) -> _TimeLine | None:
    if ">" not in line and "→" not in line and "&gt;" not in line:
        sbv = _SBV_LINE.fullmatch(line)
        return None if sbv is None else _TimeLine(index, _ms(sbv[1]), _ms(sbv[2]))
    if not any(arrow in line for arrow in _ARROWS):
        return None
    match = _TIME_LINE.fullmatch(line)
    if match is not None:
        rest = _SETTING.sub("", match[3] or "").strip()
        if rest and not all(re.search(r"[.,]", part) for part in match.group(1, 2)):
            return None  # "10:00 --> 11:00 is when I call" is speech
    else:
        match = _BRACKETED_LINE.fullmatch(line)
        if match is None:
            return _broken_time_line(index, line)
        rest = match[3].strip()
    return _TimeLine(index=index, start_ms=_ms(match[1]), end_ms=_ms(match[2]), rest=rest)


def _broken_time_line(index: int, line: str) -> _TimeLine | None:
    """A line with an arrow and a time on one side, or nothing but digits and signs on both."""
    match = _BROKEN_LINE.fullmatch(line)
    if match is None:
        return None
    start_ms, end_ms = _ms(match[1]), _ms(match[2])
    has_colons = ":" in match[1] and (":" in match[2] or not match[2])
    is_time = start_ms is not None or end_ms is not None or _SIGNS.fullmatch(match[1] + match[2])
    if not has_colons or not is_time:
        return None
    return _TimeLine(index=index, start_ms=start_ms, end_ms=end_ms)


def _ms(text: str) -> int | None:
    slip = _COLON_MS.fullmatch(text)  # 00:00:20:400
    return parse_time(f"{slip[1]}.{slip[2]}" if slip else text)


def _id_lines(lines: Sequence[str], times: Sequence[_TimeLine], *, webvtt: bool) -> set[int]:
    """Indices of the lines that are ids of cues: of a kind that stands above most time lines.

    A number or a word above a time line may be a cue's last word where blank lines are missing; an
    id is never alone.
    """
    by_kind: dict[str, list[int]] = {"number": [], "guid": [], "name": []}
    before = -1
    for time in times:
        above, start, before = time.index - 1, before + 1, time.index
        if above < start or not lines[above].strip():
            continue
        word = lines[above].strip()
        if _NUMBER.fullmatch(word):
            by_kind["number"].append(above)
        elif _GUID_ID.fullmatch(word):
            by_kind["guid"].append(above)
        elif webvtt and _is_name_id(lines, start=start, index=above):
            by_kind["name"].append(above)
    return {
        index
        for kind, indices in by_kind.items()
        if kind == "guid" or 2 * len(indices) >= len(times)
        for index in indices
    }


def _is_name_id(lines: Sequence[str], *, start: int, index: int) -> bool:
    """Whether a line could be an id of words, such as "slide 4", and not a cue's only text."""
    if any(mark.fullmatch(lines[index].strip()) for mark in (_HEADER, _METADATA, _NOTE)):
        return False
    if start == 0:
        return index == 0 or not lines[index - 1].strip() or is_header(lines[index - 1])
    return not lines[index - 1].strip() and any(line.strip() for line in lines[start:index])


def _cut_off(lines: Sequence[str], *, start: int, has_ids: bool) -> int | None:
    """Index of the first line of a last cue that has no whole time line, else None."""
    filled = [index for index in range(start, len(lines)) if lines[index].strip()]
    if not filled:
        return None
    last = filled[-1]
    above = last - 1
    if re.fullmatch(rf"\s*{_TIME}\s*(?:-*>?)?\s*", lines[last]) and not lines[above].strip():
        return last
    follows_blank = above >= start and not lines[above].strip()
    if has_ids and follows_blank and _NUMBER.fullmatch(lines[last].strip()):
        return last
    is_time = re.fullmatch(rf"\s*(?:{_TIME}|[0-9]+:?)\s*(?:-*>?)\s*", lines[last]) is not None
    if has_ids and is_time and above > start and _NUMBER.fullmatch(lines[above].strip()):
        return above
    return None


def _take_notes(body: _Lines, *, before_cue: int, webvtt: bool, notes: list[CueNote]) -> _Lines:
    """The lines that are none of WebVTT's blocks; the blocks go to ``notes``."""
    if not webvtt:
        return body
    left: _Lines = []
    is_after_blank = before_cue == 0
    block: tuple[NoteKind, int, list[str]] | None = None

    def close() -> None:
        if block is not None:
            text = "\n".join(block[2]).strip()
            notes.append(CueNote(kind=block[0], text=text, line=block[1], before_cue=before_cue))

    for index, line in body:
        opened = _opened(line.strip(), is_after_blank=is_after_blank, is_top=before_cue == 0)
        if opened is not None:
            close()
            block = (opened[0], index + 1, [opened[1]])
        elif not line.strip():
            close()
            block = None
        elif block is not None:
            block[2].append(line.strip())
        else:
            left.append((index, line))
        is_after_blank = not line.strip()
        if opened is not None and opened[0] in {NoteKind.HEADER, NoteKind.METADATA}:
            close()
            block, is_after_blank = None, True
    close()
    return left


def _opened(line: str, *, is_after_blank: bool, is_top: bool) -> tuple[NoteKind, str] | None:
    """The kind of block a line opens, and what of its text stands on that line."""
    opened: tuple[NoteKind, str] | None = None
    if match := _STREAM_NOTE.fullmatch(line):
        opened = NoteKind.METADATA, match[1]
    elif is_top and (match := _HEADER.fullmatch(line)) and (is_after_blank or not match[1]):
        opened = NoteKind.HEADER, match[1] or ""
    elif is_after_blank and (match := _NOTE.fullmatch(line)):
        opened = NoteKind.NOTE, match[1] or ""
    elif is_after_blank and _STYLE.fullmatch(line):
        opened = NoteKind.STYLE, line
    elif is_top and is_after_blank and _METADATA.fullmatch(line):
        opened = NoteKind.METADATA, line
    return opened


def _take_text(body: _Lines, *, notes: list[CueNote]) -> None:
    """What stands above the first cue without a mark, paragraph by paragraph."""
    paragraph: _Lines = []
    for index, line in [*body, (-1, "")]:
        if line.strip() and (not paragraph or index == paragraph[-1][0] + 1):
            paragraph.append((index, line))
            continue
        if paragraph:
            text = "\n".join(line.strip() for _, line in paragraph)
            notes.append(
                CueNote(kind=NoteKind.TEXT, text=text, line=paragraph[0][0] + 1, before_cue=0)
            )
        paragraph = [(index, line)] if line.strip() else []
