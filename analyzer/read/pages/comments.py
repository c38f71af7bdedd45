"""Readers' comments under a post: where they begin, and who says what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from analyzer.read.labels.grammar import Row
from analyzer.read.pages.outside import is_notice
from analyzer.read.pages.page import Page
from analyzer.read.pages.page_dates import find_date, is_date_line
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.read.pages.phrases import any_of, pattern
from analyzer.read.pages.sections import COMMENTS
from analyzer.read.pages.signatures import dashed_signature
from analyzer.read.people.everyday import FUNCTION_WORDS, NOT_NAMES, PARTICLES
from analyzer.read.people.identity import Identity
from analyzer.read.people.names import (
    bare_name,
    is_handle,
    is_person_like,
    is_role_like,
    name_key,
    split_note,
)
from analyzer.records import Role, SegmentKind

_COUNT = any_of(
    *(r"\d{1,5}", "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve"),
)
_HEADING = pattern(
    any_of(
        rf"\W*{_COUNT} (?:readers?['’]? )?(?:comments?|responses?|replies|reply|thoughts?)"
        r"(?: (?:on|to|so far)\b.{0,120})?\W*",
        r"\W*(?:readers?['’]?s?['’]? )?comments?\W*(?:\(\s*\d+\s*\)|\d{1,5})?\W*",
        r"\W*(?:responses?|replies|discussion|what (?:readers|you) (?:say|said))\W*\d*\W*",
    )
)
_INVITES = pattern(
    r"\W*"
    + any_of(
        "(?:please )?feel free to (?:discuss|comment)",
        "(?:leave|post|add) (?:a|your) (?:comment|reply)",
        "join the (?:discussion|conversation)",
        "share your (?:thoughts|comments)",
        r"what do you think\b",
    )
)
_NUMBERED = re.compile(r"\(?(?P<number>\d{1,3})[.)]\s*(?P<rest>.*)", re.DOTALL)
_VERB = any_of(
    *("says", "said", "wrote", "writes", "commented", "comments", "replied", "replies"),
    *("responded", "answered"),
)
_SAYS = pattern(
    r"(?P<name>[^\n:“”\"]{1,50}?)\s*(?:\([^()\n]{1,40}\)\s*)?(?:"
    rf",?\s*\b{_VERB}\b(?P<when>[^:\n]{{0,60}}(?:\d:\d\d[^:\n]{{0,12}})?)(?:[:：…]+(?!\d)|\.{{3}}|$)"
    r"|\s*[:：](?!//))\s*(?P<rest>(?s:.*))"
)
_BY_AND_DATE = pattern(
    r"(?:(?:posted |comment |reply )?by:?\s+)?(?P<name>[^\n:“”\"]{1,50}?)\s*"
    r"(?:[|·•,–—-]|\bon\b|\bat\b)\s*(?P<when>\D{0,12}\d.*)"
)
_UNIT = r"(?:years?|months?|weeks?|days?|hours?|min(?:ute)?s?|[ymwdh])"
_AGO = pattern(rf"\W*(?:(?:an?|\d+)\s*{_UNIT}\s*ago|yesterday)\W*")
_CHROME = pattern(
    r"\W*"
    + any_of(
        *("reply", r"like", r"likes?\s*\(?\d+\)?", r"\d+ likes?", "report(?: abuse)?", "share"),
        *("permalink", "delete", "edit", "log in to reply", r"reply to .{0,40}", "anonymous"),
        *(r"(?:leave|post|add) (?:a |your )?(?:comment|reply)", r"load more.{0,20}"),
        *(r"(?:newer|older) posts?.{0,40}", r"your e?-?mail .{0,80}", r"required fields.{0,40}"),
        *(r"(?:name|e?-?mail|website)\W*", r"save my name.{0,120}", r"submit.{0,20}"),
        *(r"notify me.{0,80}", r"subscribe.{0,80}", r"comments? (?:are|is) (?:closed|off).{0,40}"),
    )
    + r"\W*"
)
_SENTENCE = re.compile(r"[?!…]$|\w\w\.$")
_TO_WHOM = pattern(r"(?:in (?:reply|response) |on |at )?to\b|(?:on|at)\b")
_SIGNED = re.compile(r"\s*(?:[–—~]|--?)\s*(?P<name>[^\W\d_][^\n.?!]{1,60})\s*$")
_POST_WORDS = 30
_NAME_LENGTH = 45


@dataclass(slots=True, kw_only=True)
class _Comment:
    """One comment while it is read: the name shown, and its paragraphs as lists of rows."""

    name: str | None
    head: Row
    paragraphs: list[list[Row]] = field(default_factory=list)
    signature: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """The head of a comment: who is named, if anybody, the row without it, and when it was."""

    name: str | None
    rest: str
    when: str = ""


def find_comments(rows: Sequence[Row]) -> int:
    """The row number at which readers' comments begin; ``len(rows)`` where there are none.

    A heading such as "4 comments" begins them, or an invitation to discuss with a numbered list.
    """
    for index, row in enumerate(rows):
        if row.section == COMMENTS:
            return index
    for index in range(len(rows) - 2, 0, -1):
        row = rows[index]
        if not row.opens or len(row.text) > 160:
            continue
        heads = _HEADING.fullmatch(row.text) and not row.text.endswith(".")
        if heads and _has_words_before(rows, index) and not _talk_goes_on(rows, index):
            return index
        if _INVITES.match(row.text) and _lists_comments(rows[index + 1 :]):
            return index + 1
    named = [index for index, row in enumerate(rows) if row.opens and _is_named(row)]
    if len(named) > 1 and _has_words_before(rows, named[0]):
        return named[0]
    return len(rows)


def _talk_goes_on(rows: Sequence[Row], index: int) -> bool:
    """Whether two who are labelled above the row go on below it as people of the call do."""
    above = Counter(_label(row) for row in rows[:index])
    below = Counter(_label(row) for row in rows[index + 1 :])
    recur = [name for name, count in below.items() if name and count > 1 and above[name] > 1]
    return len(recur) > 1


def _label(row: Row) -> str:
    name, colon, _ = row.text.partition(":")
    return name if row.opens and colon and len(name) <= _NAME_LENGTH else ""


def _is_named(row: Row) -> bool:
    """Whether the whole line names a reader who comments: "Ana Ruiz says:"."""
    match = _SAYS.fullmatch(row.text) if len(row.text) <= 120 else None
    if match is None or match["rest"] or match["when"] is None or not _closes(match):
        return False
    return _is_reader(match["name"], None) and not is_role_like(match["name"])


def _has_words_before(rows: Sequence[Row], index: int) -> bool:
    return sum(len(row.text.split()) for row in rows[:index]) >= _POST_WORDS


def _lists_comments(rows: Sequence[Row]) -> bool:
    """Whether the rows are a numbered list from 1 on, to the end of the page."""
    numbers = [int(match["number"]) for row in rows if (match := _NUMBERED.fullmatch(row.text))]
    first = _NUMBERED.fullmatch(rows[0].text) if rows else None
    return first is not None and numbers[:1] == [1] and numbers == sorted(numbers)


def read_comments(
    page: Page, rows: Sequence[Row], *, author: str | None, identity: Identity
) -> None:
    """Add the comments as turns of readers; an answer of the author's is the author's turn."""
    number = 0
    for item in _items(rows, author):
        if isinstance(item, Row):
            kind = SegmentKind.LOGISTICS if _is_chrome(item) else SegmentKind.COMMENTS
            page.leave_out(_paragraph([item]), kind)
            continue
        number += 1
        name = _reader(item, number, author=author, identity=identity)
        for index, paragraph in enumerate(item.paragraphs):
            page.say(_paragraph(paragraph), name, break_before=index == 0)
        if name != author and name not in identity.names.values():
            page.settle(name, Role.OTHER)


def _items(rows: Sequence[Row], author: str | None) -> Iterator[_Comment | Row]:
    """Comments and lines that belong to none, in the order of the page."""
    comment: _Comment | None = None
    for row, header in _headed(rows, author):
        waits = comment is not None and comment.name is not None and not comment.paragraphs
        if header is None and (_is_chrome(row) or _HEADING.fullmatch(row.text) is not None):
            if comment is not None and not waits:
                yield _whole(comment)
                comment = None
            yield row
        elif comment is not None and (header is None or (waits and header.name is None)):
            _add(comment, row if header is None else replace(row, text=header.rest))
        elif header is None:
            yield row
        else:
            if comment is not None:
                yield _whole(comment)
            if header.when:
                yield replace(row, text=header.when)
            comment = _Comment(name=header.name, head=row)
            _add(comment, replace(row, text=header.rest))
    if comment is not None:
        yield _whole(comment)


def _whole(comment: _Comment) -> _Comment | Row:
    """The comment, or its head alone where nothing stands below it."""
    return comment if comment.paragraphs else comment.head


def _headed(rows: Sequence[Row], author: str | None) -> Iterator[tuple[Row, _Header | None]]:
    """Each row with the head of a comment that it holds: a number, a name, or a paragraph's start.

    Where nothing on the page parts the comments, every paragraph is one.
    """
    numbered = any((match := _NUMBERED.match(row.text)) and match["number"] == "1" for row in rows)
    named = numbered or any(_header(row, _below(rows, i), author) for i, row in enumerate(rows))
    due = 1
    for index, row in enumerate(rows):
        match = _NUMBERED.fullmatch(row.text) if numbered and row.opens else None
        if match is not None and int(match["number"]) in (due, due + 1):
            due = int(match["number"]) + 1
            inner = _header(replace(row, text=match["rest"]), None, author)
            yield row, inner or _Header(name=None, rest=match["rest"])
        else:
            header = _header(row, _below(rows, index), author)
            alone = not named and row.opens and not _is_chrome(row)
            if header is None and alone and _HEADING.fullmatch(row.text) is None:
                header = _Header(name=None, rest=row.text)
            yield row, header


def _below(rows: Sequence[Row], index: int) -> Row | None:
    return rows[index + 1] if index + 1 < len(rows) else None


def _add(comment: _Comment, row: Row) -> None:
    if not row.text.strip():
        return
    signed = _SIGNED.fullmatch(row.text) if comment.paragraphs else None
    if signed is not None and len(row.text.split()) <= 9:
        comment.signature = signed["name"].strip()
        comment.paragraphs[-1].append(row)
    elif row.opens or not comment.paragraphs:
        comment.paragraphs.append([row])
    else:
        comment.paragraphs[-1].append(row)


def _header(row: Row, below: Row | None, author: str | None) -> _Header | None:
    """The head of a comment: "Ana says:", "Ana:", "Ana on 3 May 2020", or "Ana" over a date."""
    text = row.text
    match = _SAYS.fullmatch(text)
    if match is not None:
        verb = text[match.end("name") : match.start("rest")].strip(" :：")
        if _is_reader(match["name"], author, loosely=bool(verb)) and _closes(match):
            when = (match["when"] or "").strip(" .…")
            return _Header(name=bare_name(match["name"]), rest=match["rest"], when=when)
    if row.strong is not None and text.startswith(row.strong) and _is_reader(row.strong, author):
        rest = text[len(row.strong) :].lstrip(" :：–—-")
        dated = _is_place_and_date(rest)
        name, when = bare_name(row.strong), rest if dated else ""
        return _Header(name=name, rest="" if dated else rest, when=when)
    match = _BY_AND_DATE.fullmatch(text) if len(text) <= 120 else None
    if match is not None and _is_when(match["when"]) and _is_reader(match["name"], author):
        when = text[match.end("name") :].strip(" |·•,–—-")
        return _Header(name=bare_name(match["name"]), rest="", when=when)
    over_date = below is not None and _is_when(below.text) and not _SENTENCE.search(text)
    if over_date and _is_reader(text, author):
        return _Header(name=bare_name(text), rest="")
    return None


def _closes(match: re.Match[str]) -> bool:
    """Whether the head ends with its verb, a date, or whom it answers: "Ana said to Bo:".

    "HR said there is no role" is no head: it says something.
    """
    when = (match["when"] or "").strip(" .…")
    return not when or _is_when(when) or _TO_WHOM.match(when) is not None


def _is_when(text: str) -> bool:
    return _AGO.fullmatch(text) is not None or (len(text) <= 60 and find_date(text) is not None)


def _is_reader(name: str, author: str | None, *, loosely: bool = False) -> bool:
    """Whether the head of a comment names a reader: capitalised words, or one that is a handle."""
    bare, _ = split_note(bare_name(name))
    words = bare.split()
    most = 4 if bare.endswith((".", "?", "!")) else 6
    if not any(sign.isalpha() for sign in bare) or len(bare) > _NAME_LENGTH or len(words) > most:
        return False
    if author is not None and name_key(bare) == name_key(author):
        return True
    small = [word.strip(".,'’").casefold() for word in words]
    ends_low = small[-1] in FUNCTION_WORDS and words[-1][0].islower()
    if small[0] in FUNCTION_WORDS or small[0] in NOT_NAMES or ends_low:
        return False
    if loosely or is_handle(bare) or is_person_like(bare) or is_role_like(bare):
        return True
    return all(word[0].isupper() or word.casefold() in PARTICLES for word in words)


def _is_chrome(row: Row) -> bool:
    """Whether the line is a button, a form or a date of the page."""
    text = row.text
    return len(text) <= 160 and bool(
        _CHROME.fullmatch(text)
        or is_date_line(text)
        or _AGO.fullmatch(text)
        or is_notice(text)
        or _is_place_and_date(text)
    )


def _is_place_and_date(text: str) -> bool:
    """Whether a line under a name says where and when: "Izmir, 18 October 2024 at 2:10 pm"."""
    short = len(text.split()) <= 9 and text[-1:] not in ".?!"
    return short and find_date(text) is not None


def _reader(comment: _Comment, number: int, *, author: str | None, identity: Identity) -> str:
    last = comment.paragraphs[-1][-1].text
    name = comment.name or comment.signature or dashed_signature(last)
    if name is None:
        return f"Reader {number}"
    if author is not None and name_key(name) == name_key(author):
        return author
    return (identity.find(name) if comment.name else None) or name


def _paragraph(rows: Sequence[Row]) -> Paragraph:
    text = " ".join(row.text for row in rows)
    return Paragraph(text=text, written=text, line=rows[0].line, section=rows[0].section)
