"""CHAT of TalkBank (.cha): main lines ``*MOT:``, dependent tiers ``%mor:``, headers ``@Date:``.

A speaker is called by the name in ``@Participants``, else by the code before the colon; the role
there counts where it is one of a call (``COA Coach``). Words go without their codes: chat_words.py
lists them all. What people wrote beside the talk (``@Situation``, ``@Comment``, ``%com``, ``%act``
and their like) stands outside it; tiers of codes (``%mor``, ``%gra``, ``%wor``) are left out and
named in one warning.

Hand-written: pylangacq refuses a file whose name is not that in ``@Media``, and gives words, codes
taken out, without what stands beside them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.errors import UnreadableTranscript
from analyzer.read.base import Fragment, RawFile, Reading
from analyzer.read.people.names import word_role
from analyzer.read.research.chat_words import REPLACED, UNSAID, clean_line, without_bullets
from analyzer.read.services.voices import recording_name
from analyzer.records import ReadWarning, SegmentKind

_LINE = re.compile(
    r"(?P<kind>[*%])(?P<name>[^\s:]{1,40}):\s*(?P<text>.*)$"
    r"|@(?P<head>[^\s:]{1,30}(?: [^\s:]{1,30}){0,3})(?::\s*(?P<told>.*)|\s*)$"
)
_MAIN = re.compile(r"\*[A-Z0-9][A-Z0-9_+-]{0,9}:(?:\s|$)")
_BEGIN = re.compile(r"@(?:UTF8|Begin|Languages|Participants|Font|PID|Window)\b")
_MACHINE = {
    "utf8", "begin", "end", "languages", "participants", "id", "options", "media", "pid", "font",
    "window", "color words", "date", "birth of", "l1 of", "videos", "thumbnail", "t", "blank",
}  # fmt: skip
_TOLD = {"com", "act", "sit", "exp", "add", "gpx", "par", "spe", "tim", "int", "fac", "alt", "pic"}
_DATE = re.compile(r"([0-9]{1,2})-([A-Z]{3})-([0-9]{4})")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MIN_SHARE = 0.95
_SAMPLE = 20_000


class Chat:
    """CHAT files of TalkBank."""

    name = "chat"
    about = "CHAT of TalkBank (.cha): main lines *MOT:"
    extensions: tuple[str, ...] = (".cha",)

    def claims(self, raw: RawFile) -> float:
        """0.98 with a header of CHAT and a main line; 0.9 for main lines and tiers alone."""
        if raw.text is None or "*" not in raw.text:
            return 0.0
        lines = [line for line in raw.text[:_SAMPLE].split("\n") if line.strip()]
        n_main = sum(1 for line in lines if _MAIN.match(line))
        if any(_BEGIN.match(line) for line in lines[:10]) and (
            n_main or re.search(r"^\*\w+:", raw.text, re.MULTILINE)
        ):
            return 0.98
        n_known = sum(1 for line in lines if line[0] == "\t" or _LINE.match(line))
        return 0.9 if n_main >= 2 and n_known >= _MIN_SHARE * len(lines) else 0.0

    def parse(self, raw: RawFile) -> Reading:
        """The talk of all main lines. Raises UnreadableTranscript where none has words."""
        lines = list(_lines(raw.text or ""))
        people = _people(lines)
        fragments: list[Fragment] = []
        left_out: Counter[str] = Counter()
        tiers: Counter[str] = Counter()
        for line in lines:
            if line.kind == "*":
                fragments.extend(_talk(line, people, left_out))
            elif line.kind == "%" and line.name.lower() not in _TOLD:
                tiers[f"%{line.name}"] += 1
            elif beside := _beside(line):
                is_front = not fragments or fragments[-1].outside is SegmentKind.FRONT
                kind = SegmentKind.FRONT if is_front else SegmentKind.LOGISTICS
                fragments.append(Fragment(text=beside, line=line.number, outside=kind))
        spoken = list(dict.fromkeys(part.speaker for part in fragments if part.outside is None))
        if not spoken:
            what = "no main line (*ABC:) of this CHAT file has words."
            raise UnreadableTranscript(what, path=raw.path, hint="Check that it is complete.")
        roles = {person.shown: person.role for person in people.values() if person.role}
        return Reading(
            fragments=tuple(fragments),
            title=_title(lines),
            held_on=_held_on(lines),
            roles=tuple((name, roles[name]) for name in spoken if name in roles),
            warnings=tuple(_warnings(left_out, tiers)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A logical line: ``kind`` is one of ``* @ %``, empty for text in no known place."""

    kind: str
    name: str
    text: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    shown: str
    role: str


def _lines(text: str) -> Iterator[_Line]:
    """The lines, those that go on with a tab (or by mistake with anything else) joined."""
    kind, name, number = "", "", 1
    texts: list[str] = []
    for place, line in enumerate(text.split("\n"), 1):
        match = _LINE.match(line.rstrip())
        if match is None:
            if line.strip():
                texts.append(line.strip())
            continue
        if texts or kind:
            yield _Line(kind=kind, name=name, text=" ".join(texts), number=number)
        kind, name, number = match["kind"] or "@", match["name"] or match["head"], place
        texts = [found] if (found := match["text"] or match["told"]) else []
    if texts or kind:
        yield _Line(kind=kind, name=name, text=" ".join(texts), number=number)


def _people(lines: Sequence[_Line]) -> dict[str, _Person]:
    """The participants by their code. Of two with one name each goes by the code."""
    found: dict[str, tuple[str, str]] = {}
    for line in lines:
        if line.kind == "@" and line.name.lower() == "participants":
            for entry in line.text.split(","):
                code, *rest = entry.split()[:5] or [""]
                if code:
                    role = word_role(rest[-1].replace("_", " ")) if rest else None
                    name = " ".join(rest[:-1]).replace("_", " ")
                    found[code] = (name or code, "" if role is None else role.value)
    n_named = Counter(name for name, _ in found.values())
    return {
        code: _Person(shown=name if n_named[name] == 1 else code, role=role)
        for code, (name, role) in found.items()
    }


def _talk(line: _Line, people: dict[str, _Person], left_out: Counter[str]) -> Iterator[Fragment]:
    cleaned = clean_line(line.text)
    left_out.update(cleaned.left_out)
    for part in cleaned.parts:
        code = part.voice or line.name
        yield Fragment(
            text=part.text,
            speaker=people[code].shown if code in people else code,
            start_ms=cleaned.start_ms,
            end_ms=cleaned.end_ms,
            line=line.number,
        )


def _beside(line: _Line) -> str:
    """What is written beside the talk; empty for what only machines read."""
    text = without_bullets(line.text)
    if not text or (line.kind == "@" and _is_machine(line.name)):
        return ""
    return f"{line.name}: {text}" if line.kind == "@" else text


def _is_machine(name: str) -> bool:
    low = name.lower()
    return low in _MACHINE or low.startswith(("birth of ", "l1 of ", "birthplace of ", "age of "))


def _title(lines: Sequence[_Line]) -> str | None:
    """The name of the recording."""
    media = next((line for line in lines if line.kind == "@" and line.name == "Media"), None)
    return None if media is None else recording_name(media.text.split(",")[0].strip())


def _held_on(lines: Sequence[_Line]) -> dt.date | None:
    for line in lines:
        match = _DATE.search(line.text) if (line.kind, line.name) == ("@", "Date") else None
        if match is not None and match[2] in _MONTHS:
            try:
                return dt.date(int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]))
            except ValueError:
                return None
    return None


def _warnings(left_out: Counter[str], tiers: Counter[str]) -> Iterator[ReadWarning]:
    if tiers:
        named = ", ".join(f"{name} ({count})" for name, count in tiers.most_common(12))
        yield ReadWarning(message=f"Dependent tiers were left out: {named}.")
    if n := left_out[REPLACED]:
        what = "Replacements and other hearings ([: …], [=? …])"
        message = f"{what} were left out ({n}); the words as they were said stay."
        yield ReadWarning(message=message)
    if n := left_out[UNSAID]:
        yield ReadWarning(message=f"Words marked as not said (0word) were left out ({n}).")
