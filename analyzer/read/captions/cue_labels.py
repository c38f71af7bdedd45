"""Which words before a colon are speakers in a file of cues: decided over the whole file.

Meeting tools write a name into every cue; podcast hosts only where the speaker changes; machines
write none, and a colon is then a colon. A line by itself does not tell these apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analyzer.read.captions.cue_text import Piece
from analyzer.read.people.everyday import EVERYDAY, TITLES
from analyzer.read.people.names import is_person_like, is_plausible, is_role_like, name_key
from analyzer.records import ReadWarning

_LABEL = re.compile(
    r"""
    \s* (?P<open> [\[(] )?                      # [SPEAKER_00]: hi
    (?P<name> [^:：]{1,60}? )
    (?(open) [\])] )
    \s* (?: [\[(] [0-9:.,]{4,12} [\])] \s* )?   # Ana (00:12): hi
    [:：] (?! [/\d\\] )                         # neither https:// nor 10:30
    \s* (?P<rest> .* )
    """,
    re.VERBOSE,
)
_BARE_BRACKET = re.compile(r"[\[(](?P<name>[^\[\]():]{1,40})[\])]\s*(?P<rest>.*)")
_EVENT = re.compile(
    r"(?:[\w’']+ )?(?:applau\w+|laugh\w*|chuckl\w*|music\w*|inaudible|unintelligible|cross-?talk"
    r"|silence|sigh\w*|cough\w*|clear\w* throat|pause\w*|cheer\w*|gasp\w*|whisper\w*|sing\w*"
    r"|blank_audio|no audio|phone \w+|bell \w+|noise|beep\w*|sound\w*|overlap\w*|foreign.*)",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"(?:^|(?<=\s))(?:>{2,3}|≫)\s*")
_DASH = re.compile(r"[-–—]\s+(?=\S)")
_SENTENCE_ENDS = frozenset('.?!…"”’»)]>♪*–—-')
_SIGN = re.compile(r"[>≫–—-]")
_MID_LINE = re.compile(r"(?<=[.?!…\"”)\]–—-])\s+(?P<name>[^:：.?!]{1,60}?)\s*[:：](?=\s)")

_ANYBODY = frozenset(("me", "them", "you", "us", "all", "everyone", "both"))

_LONGEST = 60
_EVERY_CUE = 0.9
_RECURS = 3
_MIN_DASHED = 3
_MIN_CASED, _MOST_LOW = 10, 50
_SHORT_FILE = 200
_PUNCTUATED = 0.1


class Spoken(NamedTuple):
    """Words of one cue by one voice. ``speaker`` is None where the file names none here.

    ``is_change`` marks a new speaker whom the file shows by a sign only (``>>``, ``-``).
    """

    text: str
    line: int
    speaker: str | None = None
    is_change: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The strings of a file that are speakers, and what else was looked at.

    ``is_every_cue`` is whether a tool wrote a name into each cue, ``is_dashed`` whether ``- `` at
    the start of a line is a change of speaker, ``is_bracketed`` whether names stand in brackets.
    ``said`` are the lines that begin with a speaker's name which another one says.
    """

    names: frozenset[str]
    is_every_cue: bool = False
    is_dashed: bool = False
    is_bracketed: bool = False
    said: frozenset[int] = frozenset()
    warnings: tuple[ReadWarning, ...] = ()


@dataclass(slots=True)  # made by the thousand: see Cue
class _Head:
    """A line's words before its colon, and what speaks for or against their being a name."""

    name: str
    line: int
    is_first: bool
    follows_end: bool
    rest: str


def find_labels(pieces: Sequence[Piece]) -> Labels:
    """The labels of a file's cues; those of pieces with a <v> voice are not asked."""
    silent = [piece for piece in pieces if piece.voice is None]
    is_bracketed = _has_bracket_labels(silent)
    heads = list(_heads(silent, is_bracketed=is_bracketed))
    counts = Counter(head.name for head in heads)
    n_labelled = sum(1 for head in heads if head.is_first)
    is_every_cue = bool(heads) and n_labelled >= _EVERY_CUE * len(silent)
    if is_every_cue:
        firsts = {head.name for head in heads if head.is_first}
        names = {name for name in firsts if _fits_labelled_file(name, counts)}
    else:
        names = _recurring(heads, counts)
        names |= _rare(heads, counts, names=names, n_cues=len(silent))
    return Labels(
        names=frozenset(names),
        is_every_cue=is_every_cue,
        is_dashed=_is_dashed(silent),
        is_bracketed=is_bracketed,
        said=frozenset(_said(heads, names)) if not is_every_cue else frozenset(),
        warnings=tuple(_left_in_text(heads, names)),
    )


def speak(piece: Piece, *, labels: Labels) -> Iterator[Spoken]:
    """The words of a piece, parted at labels and at signs of a change of speaker."""
    if piece.voice is not None:
        for line in piece.lines:
            yield Spoken(line.text, line.line, piece.voice)
        return
    for line in piece.lines:
        if line.line in labels.said:
            yield Spoken(line.text, line.line)
            continue
        if not (labels.is_dashed or ">" in line.text or "≫" in line.text):
            name, rest = _known(line.text, labels)
            if ":" not in rest and "：" not in rest:  # most lines are so
                yield Spoken(rest, line.line, name)
                continue
        for number, part in enumerate(_CHANGE.split(line.text)):
            is_change = number > 0
            text = part.strip()
            dash = _DASH.match(text) if labels.is_dashed and not is_change else None
            if dash is not None:
                is_change, text = True, text[dash.end() :]
            if text or is_change:
                yield from _by_label(text, line=line.line, is_change=is_change, labels=labels)


def _by_label(text: str, *, line: int, is_change: bool, labels: Labels) -> Iterator[Spoken]:
    name, rest = _known(text, labels)
    while (between := next(_mid_line(rest, labels.names), None)) is not None:
        yield Spoken(rest[: between.start()].strip(), line, name, is_change)
        is_change = False
        name, rest = _known(rest[between.start() :].strip(), labels)
    yield Spoken(rest, line, name, is_change)


def _mid_line(text: str, names: frozenset[str]) -> Iterator[re.Match[str]]:
    """Where a known name and a colon follow a sentence's end inside a line: the next voice."""
    for match in _MID_LINE.finditer(text):
        if match["name"] in names:
            yield match


def _known(text: str, labels: Labels) -> tuple[str | None, str]:
    head = _split(text, is_bracketed=labels.is_bracketed)
    if head is not None and head[0] in labels.names:
        return head
    return None, text


def _split(text: str, *, is_bracketed: bool) -> tuple[str, str] | None:
    name, colon, rest = text.partition(":")
    match = None
    if "：" in name or (colon and ("[" in name or "(" in name)):
        match = _LABEL.fullmatch(text)
    elif colon:
        name = name.strip()
        if 0 < len(name) <= _LONGEST and not (rest[:1].isdecimal() or rest[:1] in {"/", "\\"}):
            return _named(name, rest)
    if match is None and is_bracketed:
        match = _BARE_BRACKET.fullmatch(text)
        match = None if match is not None and _EVENT.fullmatch(match["name"]) else match
    if match is None:
        return None
    return _named(match["name"], match["rest"])


def _named(name: str, rest: str) -> tuple[str, str] | None:
    name = name.strip(' \t*_~"“”')
    is_name = name[:1].isalnum() or any(map(str.isalnum, name))
    return (name, rest.strip(" *")) if is_name else None


def _heads(pieces: Sequence[Piece], *, is_bracketed: bool) -> Iterator[_Head]:
    ends = [piece.lines[-1].text for piece in pieces]
    n_ends = len([text for text in ends if text[-1:] in _SENTENCE_ENDS])
    is_punctuated = n_ends > _PUNCTUATED * len(ends)
    before = "."
    for piece in pieces:
        for number, line in enumerate(piece.lines):
            head = _split(_bare(line.text), is_bracketed=is_bracketed)
            if head is not None:
                follows_end = not is_punctuated or _ends_sentence(before)
                yield _Head(head[0], line.line, number == 0, follows_end, head[1])
            before = line.text


def _ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence does, and not behind a title: "Mrs."."""
    if text[-1:] not in _SENTENCE_ENDS:
        return False
    return text[-1] != "." or text.rsplit(maxsplit=1)[-1].rstrip(".").casefold() not in TITLES


def _has_bracket_labels(pieces: Sequence[Piece]) -> bool:
    """Whether names stand in brackets without a colon: in nearly every cue, or behind dashes.

    Rev writes ``- [Ana] Hello.`` where the speaker changes; ``[Applause]`` is written so by all.
    """
    n_named = n_dashed = 0
    for piece in pieces:
        for number, line in enumerate(piece.lines):
            if "[" not in line.text and "(" not in line.text:
                continue
            text = _bare(line.text)
            match = _BARE_BRACKET.fullmatch(text)
            name = None if match is None else match["name"].strip()
            if name is None or _EVENT.fullmatch(name):
                continue
            if is_role_like(name) or is_person_like(name):
                n_named += number == 0
                n_dashed += text != line.text
    return n_named >= 2 and (n_named >= _EVERY_CUE * len(pieces) or n_dashed >= 2)


def _bare(text: str) -> str:
    """The line without a sign of a change of speaker before it."""
    if (">" not in text and "-" not in text and text.isascii()) or _SIGN.search(text) is None:
        return text
    return _DASH.sub("", _CHANGE.sub("", text).strip(), count=1)


def _is_dashed(pieces: Sequence[Piece]) -> bool:
    """Whether dashes at line starts are dialogue: two in one cue, or often at a cue's start."""
    n_dashed = n_pairs = 0
    for piece in pieces:
        dashed = [line for line in piece.lines if line.text[:1] in "-–—" and _DASH.match(line.text)]
        n_dashed += bool(dashed) and dashed[0] is piece.lines[0]
        n_pairs += len(dashed) > 1
    return n_pairs > 0 or n_dashed >= _MIN_DASHED


def _said(heads: Sequence[_Head], names: set[str]) -> Iterator[int]:
    """The lines in which a name is no label: "and here is what we do,", "Ben: from today on ...".

    Small letters follow it within a sentence or a cue, in a file where capitals follow labels.
    """
    known = [head for head in heads if head.name in names]
    low = [head for head in known if head.rest[:1].islower()]
    if len(known) >= _MIN_CASED and _MOST_LOW * len(low) <= len(known):
        yield from (head.line for head in low if not (head.is_first and head.follows_end))


def _fits_labelled_file(name: str, counts: Mapping[str, int]) -> bool:
    """Whether a head is a name where nearly every cue has one: not a sentence."""
    if counts[name] >= _RECURS or is_plausible(name) or is_person_like(name):
        return True
    words = name.split()
    everyday = sum(1 for word in words if word.strip(".,'’").casefold() in EVERYDAY)
    return (len(words) == 1 and not everyday) or any(sign in name for sign in "|/@[]()_#…")


def _recurring(heads: Sequence[_Head], counts: Mapping[str, int]) -> set[str]:
    """Names that recur, or are what only a speaker is called, and stand where sentences end."""
    fitting = Counter(head.name for head in heads if head.follows_end)
    going_on = {head.name for head in heads if head.rest[:1].islower()}
    names: set[str] = set()
    for name, count in counts.items():
        is_sure = is_role_like(name) and name.casefold() not in _ANYBODY and not name.islower()
        if count >= _RECURS:
            share = 4 if is_person_like(name) else 2
            fits = is_plausible(name) and share * fitting[name] >= count
        else:
            fits = is_person_like(name) and count > 1 and name not in going_on
        if fitting[name] and (is_sure or fits):
            names.add(name)
    return names


def _rare(
    heads: Sequence[_Head], counts: Mapping[str, int], *, names: set[str], n_cues: int
) -> set[str]:
    """Names used once in a file that has labels: full names, parts of them, any in few cues."""
    once = [
        head
        for head in heads
        if counts[head.name] == 1
        and head.follows_end
        and is_person_like(head.name)
        and not head.rest[:1].islower()
    ]
    if len(names) + len(once) < 2:
        return set()
    keys = {name_key(name).split()[0] for name in names}
    return {
        head.name
        for head in once
        if len(head.name.split()) > 1
        or name_key(head.name).split()[0] in keys
        or n_cues < _SHORT_FILE
    }


def _left_in_text(heads: Sequence[_Head], names: set[str]) -> Iterator[ReadWarning]:
    for head in heads:
        if head.name not in names and is_person_like(head.name) and head.follows_end:
            message = f"“{head.name}:” may be a speaker; it is too rare and was left in the text."
            yield ReadWarning(message=message, source_line=head.line)
