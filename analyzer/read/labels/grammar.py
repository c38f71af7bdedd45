"""The grammar of a label line: bullet, time, NAME, (organisation), time, colon or end of line.

It says what could be a label; ``speakers`` decides over the whole file what is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from analyzer.read.base import Block, BlockKind
from analyzer.read.people.names import (
    bare_name,
    is_person_like,
    is_plausible,
    is_role_like,
    name_key,
)
from analyzer.read.swift import swift_record
from analyzer.read.times import parse_time


class Shape(StrEnum):
    """How a name is set off from what is said; in the order in which equal evidence is settled."""

    COLON = "colon"
    TIME = "time"
    STRONG = "strong"
    TAB = "tab"
    ALONE = "alone"
    BRACKET = "bracket"
    DASH = "dash"


@swift_record
class Row:
    """One line of a block. ``opens`` is whether it is the block's first line."""

    text: str
    line: int | None
    kind: BlockKind
    section: str
    strong: str | None = None
    opens: bool = True
    block: int = 0


@swift_record
class Mark:
    """What a row would be if its head were a label: the name as written and what is said.

    ``key`` is the form of the name in which spellings are compared.
    """

    name: str
    key: str
    shape: Shape
    rest: str
    start_ms: int | None = None
    end_ms: int | None = None
    bullet: bool = False
    strong: bool = False


_CORE = r"(?:\d{1,4}:\d{1,2}(?::\d{2})?(?:[.,]\d{1,3})?|\d{1,6}(?:[.,]\d{1,3})?s)"
_SPAN = rf"@?{_CORE}(?:\s*(?:-->|->|–|—|-)\s*{_CORE})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_IN_BRACKETS = rf"(?:\\*\[\\*{_SPAN}\\*\]|\({_SPAN}\)|<{_SPAN}>|\{{{_SPAN}\}})"
_ANY_TIME = rf"(?:{_IN_BRACKETS}|{_SPAN})"

_CORES = re.compile(_CORE)
_BULLET = re.compile(r"(?:[-–—*•·>]|>>|\d{1,4}[.)](?=\s))+\s+(?=\S)|>>\s*|[•·]\s*|[–—](?=\w)")
_LEADING_TIME = re.compile(rf"(?P<time>{_ANY_TIME})(?:\s*[-–—|]\s+|:?\s+|:?$)")
# A line of a time, a dash and a name, "0:06 - Anna.Fiske", is a label whatever the name looks like.
_TIME_DASH = re.compile(rf"{_ANY_TIME}\s+[-–—]\s")
_TIME_ROW = re.compile(rf"[^\w\s\[(<{{@]*\s*(?P<time>{_ANY_TIME})\s*:?\s*[-–—]?\s*[^\w\s]?")
# Teams' web page, copied: "0 minutes 3 seconds0:03".
_SPOKEN_TIME = re.compile(
    r"(?<!\d)(?:\d{1,3} hours? )?(?:\d{1,3} minutes? )?\d{1,3} seconds?\s*(?=\d{1,2}:\d{2})",
    re.IGNORECASE,
)
_COLON = re.compile(
    rf"(?P<name>[^:：\n]{{1,70}}?)\s*(?P<time>{_ANY_TIME})?\s*[:：](?![/\\)(]|\d\d\b)(?P<rest>.*)",
    re.DOTALL,
)
_SAID_AT = re.compile(
    rf"\s*(?P<time>{_IN_BRACKETS}|{_SPAN}(?=\s*$)|\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d+)?(?=\s))\s*"
)
_NAME_TIME = re.compile(
    rf"\[?(?P<name>[^\W\d_@+][^:：\n]{{0,59}}?|\+?[\w@][^:：\n]{{0,59}}?)\]?"
    rf"(?:\s*[-–—|,]\s*|\s+)(?P<time>{_ANY_TIME})\s*(?P<end>$|[-–—]\s*$)"
)
_NAME_BRACKET_TIME = re.compile(
    rf"(?P<name>[^\W\d_][^:：\n\[(<{{.?!]{{0,40}}?)\s*(?P<time>{_IN_BRACKETS})\s*(?:[-–—]\s)?(?P<rest>.*)",
    re.DOTALL,
)
_TAB = re.compile(r"(?P<name>[^\t\n:]{1,40}?)\s*\t\s*(?P<rest>\S.*)", re.DOTALL)
_DASH = re.compile(r"(?P<name>[^-–—\n:]{1,40}?)\s+(?:--?|–|—)\s+(?P<rest>\S.*)", re.DOTALL)
_BRACKET = re.compile(
    r"(?:\[(?P<a>[^\[\]\d:][^\[\]:]{0,24})\]|<(?P<b>[^<>:]{1,24})>)\s+(?P<rest>\S.*)"
)
_INITIALS_DOT = re.compile(r"(?P<name>[QA])\.\s+(?P<rest>\S.*)", re.DOTALL)
# A dash that stands at a word breaks a sentence off: "Still, in London—".
_SENTENCE_END = re.compile(r"(?:[.?!…:;,]|(?<=\w)[–—])[\"'”’)\]]*$")
_INITIAL_END = re.compile(r"(?:^|\s)[^\W\d_]\.$")
_SPAN_OF_TIME = re.compile(r"\d+\s*(?:h|m|s|min|sec|hours?|minutes?|seconds?)\b", re.IGNORECASE)
_FIRST_PICTURE = "\u2600"
_PICTURES = re.compile("^(?:[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\\s*)+(?=\\w)")
# A note in place of a label: "(Coach says to client): Try it on me."
_SAYS = re.compile(
    r"\((?P<name>[^()]{1,40}?)(?:\s+(?:says|said|speaks|asks|asked|answers|replies)\b[^()]{0,40})?\)"
)
_CHAT = re.compile(r"From\s+(?P<name>.+?)(?:\s+to\s+.+)?", re.IGNORECASE)


def rows_of(blocks: Sequence[Block]) -> list[Row]:
    """The lines of all blocks; empty lines inside a block are left out."""
    rows: list[Row] = []
    for number, block in enumerate(blocks):
        opens = True
        for offset, raw in enumerate(block.text.split("\n")):
            text = raw.strip()
            if not text:
                continue
            rows.append(
                Row(
                    text=text,
                    line=None if block.line is None else block.line + offset,
                    kind=block.kind,
                    section=block.section,
                    strong=_strong_head(block.strong, text) if opens else None,
                    opens=opens,
                    block=number,
                )
            )
            opens = False
    return rows


def _strong_head(strong: str | None, text: str) -> str | None:
    """The part of a bold run that lies on the block's first line, None if it does not open it."""
    if strong is None:
        return None
    head = strong.strip().split("\n")[0].strip()
    return head if head and text.startswith(head) else None


def span_ms(text: str) -> tuple[int | None, int | None]:
    """Start and end of a time or a span of times such as "00:43.810 --> 00:47.850"."""
    times = [parse_time(core) for core in _CORES.findall(text)]
    start = times[0] if times else None
    end = times[1] if len(times) > 1 else None
    return start, end if start is not None and end is not None and end >= start else None


def time_row(text: str) -> tuple[int | None, int | None] | None:
    """The times of a line that holds nothing else, None for other lines.

    >>> time_row("(00:01:03):"), time_row("At 10:30")
    ((63000, None), None)
    """
    if len(text) > 60 or not any(sign.isdigit() for sign in text):
        return None
    match = _TIME_ROW.fullmatch(_SPOKEN_TIME.sub("", text, count=1))
    if match is None:
        return None
    start, end = span_ms(match["time"])
    return None if start is None else (start, end)


def leading_time(text: str) -> tuple[int | None, int | None, str] | None:
    """The times a line begins with and what follows, None where it begins with none."""
    if not text or not (text[0].isdigit() or text[0] in "[(<{@\\"):
        return None
    match = _LEADING_TIME.match(text)
    if match is None:
        return None
    start, end = span_ms(match["time"])
    return None if start is None else (start, end, text[match.end() :].strip())


def read_mark(row: Row, following: Row | None) -> Mark | None:
    """The label that ``row`` could begin with; ``following`` is the row below it."""
    text = row.text
    bullet = _BULLET.match(text)
    body = text[bullet.end() :] if bullet else text
    if body[:1] >= _FIRST_PICTURE:
        body = _PICTURES.sub("", body, count=1)
    if "econd" in body and body[:1].isalpha():
        body = _SPOKEN_TIME.sub("", body, count=1)
    start_ms = end_ms = None
    led = leading_time(body)
    if led is not None and led[2]:
        start_ms, end_ms, body = led
        chat = _CHAT.match(body) if body.startswith(("From ", "from ")) else None
        body = body[chat.start("name") :] if chat else body
    dashed = led is not None and _TIME_DASH.match(text) is not None
    mark = _shaped(body, row, following, timed=led is not None, dashed=dashed)
    if mark is None:
        return None
    name, shape, rest, (label_start, label_end) = mark
    return Mark(
        name=(bare := bare_name(name)),
        key=name_key(bare),
        shape=shape,
        rest=rest.strip(),
        start_ms=label_start if label_start is not None else start_ms,
        end_ms=label_end if label_start is not None else end_ms,
        bullet=row.kind is BlockKind.LIST_ITEM
        or (bullet is not None and not text.startswith(">>")),
        strong=row.strong is not None,
    )


_Shaped = tuple[str, Shape, str, tuple[int | None, int | None]]
_NO_TIME: tuple[int | None, int | None] = (None, None)


def _shaped(
    body: str, row: Row, following: Row | None, *, timed: bool, dashed: bool
) -> _Shaped | None:
    colon = _COLON.match(body) if ":" in body or "：" in body else None
    if colon is not None and _is_name_start(colon["name"]):
        return _with_colon(colon)
    bare = body.rstrip()
    if len(bare) <= 90 and (at := _NAME_TIME.fullmatch(bare)) and _is_name_start(at["name"]):
        times = span_ms(at["time"])
        if times[0] is not None:
            return at["name"], Shape.TIME, "", times
    if (at := _NAME_BRACKET_TIME.match(body)) and _is_name_start(at["name"]):
        times = span_ms(at["time"])
        if times[0] is not None:
            return at["name"], Shape.TIME, at["rest"], times
    return _without_colon(body, row, following, timed=timed, dashed=dashed)


def _with_colon(colon: re.Match[str]) -> _Shaped:
    rest = colon["rest"]
    times = span_ms(colon["time"]) if colon["time"] else _NO_TIME
    said_at = _SAID_AT.match(rest)
    if said_at is not None and times[0] is None and span_ms(said_at["time"])[0] is not None:
        times, rest = span_ms(said_at["time"]), rest[said_at.end() :]
    if colon["name"].startswith(("*", "_")):
        rest = rest.lstrip("*_")
    says = _SAYS.fullmatch(colon["name"].strip())
    return says["name"] if says else colon["name"], Shape.COLON, rest.removeprefix("**"), times


def _without_colon(
    body: str, row: Row, following: Row | None, *, timed: bool, dashed: bool
) -> _Shaped | None:
    shaped: _Shaped | None = None
    if row.strong is not None and body.startswith(row.strong):
        rest = body[len(row.strong) :].strip()
        if rest and len(row.strong) <= 60:
            shaped = row.strong.rstrip(" :："), Shape.STRONG, rest.lstrip(":：-–— \t"), _NO_TIME
    elif (match := _INITIALS_DOT.match(body)) is not None:
        shaped = match["name"], Shape.COLON, match["rest"], _NO_TIME
    elif (match := _TAB.match(body)) is not None and _could_be_name(match["name"]):
        shaped = match["name"], Shape.TAB, match["rest"], _NO_TIME
    elif (match := _BRACKET.match(body)) is not None:
        shaped = match["a"] or match["b"], Shape.BRACKET, match["rest"], _NO_TIME
    elif (match := _DASH.match(body)) is not None and _could_be_name(match["name"]):
        shaped = match["name"], Shape.DASH, match["rest"], _NO_TIME
    if shaped is None and len(body) <= 60 and not _ends_a_sentence(body.rstrip()):
        timed_below = following is not None and time_row(following.text) is not None
        name = body.rstrip(" -–—|")
        named = _could_be_name(name) or (dashed and is_plausible(name))
        if named and following is not None:
            shape = Shape.TIME if timed or timed_below else Shape.ALONE
            shaped = name, shape, "", _NO_TIME
    return shaped


def _is_name_start(name: str) -> bool:
    """Whether the head of a line may begin a name at all; the vote over the file comes later."""
    head = name.strip()
    if _SPAN_OF_TIME.match(head):
        return False
    if head.count("(") != head.count(")") or head.count("[") != head.count("]"):
        return False
    return bool(head) and (head[0].isalnum() or head[0] in "@+_*([") and "\t" not in head


def _ends_a_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text) is not None and _INITIAL_END.search(text) is None


def _could_be_name(name: str) -> bool:
    return is_role_like(name) or is_person_like(name)
