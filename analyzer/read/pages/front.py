"""What the head of a page says of itself: title, date, author, and who takes part in which role."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzer.read.base import BlockKind
from analyzer.read.pages.outside import is_note, is_notice, is_tool_line, is_transcript_mark
from analyzer.read.pages.page_dates import find_date, is_date_line
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.read.pages.phrases import any_of, pattern
from analyzer.read.pages.sections import aside_kind
from analyzer.read.people.names import (
    bare_name,
    is_handle,
    is_person_like,
    is_role_like,
    split_role,
)
from analyzer.records import Role

_NAME = r"(?P<name>[^\W\d_][^\W\d_.'’-]*\.?(?:\s+(?:[^\W\d_][^\W\d_'’-]*\.?|[a-z]{1,3})){0,4})"
_BY_LINE = re.compile(
    rf"\W*(?:(?:written|posted|published|words|story|text|answered|hosted|coached|created|article"
    rf"|post|column|afterword|foreword|commentary|notes?),?\s+)?by[:\s]\s*{_NAME}\s*(?P<rest>$|[,|·•(–—\d-].*|\b(?:on|at|in)\b.*)",
    re.IGNORECASE,
)
_DATE_BY = re.compile(rf".{{0,50}}\d{{4}}.{{0,20}}?\bby\s+{_NAME}\s*[.|·•]?\s*", re.IGNORECASE)
_AUTHOR_FIELD = re.compile(
    rf"\W*(?:author|words|writer|columnist)\s*:\s*{_NAME}\s*$", re.IGNORECASE
)
_NAME_AND_DATE = re.compile(rf"{_NAME}\s*[,|·•–—-]\s*(?P<date>.*\d{{4}}.*)")
_WITH = re.compile(r"\b(?i:with|letters to|ask|dear|mailbag,?)\s+(?P<name>[A-ZÀ-Þ].*)")
_FIELD = re.compile(r"\W{0,3}(?P<key>[^\W\d_][\w /&'’-]{0,28}?)\s*[:：]\s*(?P<value>\S.*)")
_OF_THE_CALL = re.compile(
    r"(?:meeting|call|session|interview|recording|conversation)\s+"
    r"(?=(?:title|date|participants?|attendees|speakers?|duration|time|length|topic)$)"
)
_LIST_HEADS = re.compile(
    r"\W*(?:speakers?|participants?|attendees|present|voices|cast|people|in the call|on the call"
    r"|hosts? and guests?|panel(?:ists)?|who)\W*",
    re.IGNORECASE,
)
_PAGE_HEADS = re.compile(
    r"\W*(?:(?:summary )?keywords|(?:(?:meeting|call|session|ai) )?(?:summary|notes|overview|recap)"
    r"|details|introduction|(?:the )?questions?(?: \d+)?|(?:the )?answers?|attendees|invited"
    r"|action items|next steps|key (?:takeaways|points)|show ?notes|agenda|contents)\W*",
    re.IGNORECASE,
)
_ROLE_FIELDS = {
    "coach": Role.COACH,
    "coaches": Role.COACH,
    "mentor": Role.COACH,
    "mentor coach": Role.COACH,
    "client": Role.CLIENT,
    "clients": Role.CLIENT,
    "coachee": Role.CLIENT,
    "coachees": Role.CLIENT,
    "caller": Role.CLIENT,
    "host": Role.OTHER,
    "moderator": Role.OTHER,
    "facilitator": Role.OTHER,
}
_PEOPLE_FIELDS = frozenset(
    (
        *("speaker", "speakers", "participant", "participants", "attendees", "present", "guest"),
        *("guests", "interviewer", "interviewee", "host", "hosts", "with"),
    )
)
_PAGE_FIELDS = frozenset(
    (
        *("date", "title", "topic", "subject", "session", "duration", "length", "location"),
        *("time", "recorded", "recording", "episode", "source", "format", "language", "place"),
        *("channel", "transcribed", "transcriber", "transcription", "program", "programme"),
        *("series", "version", "status", "project", "id", "goal"),
    )
)
_CRUMBS = pattern(
    r"\W*"
    + any_of(
        *("home", "menu", "blog", "skip to (?:main )?content", "search", "log ?in", "about"),
        *("sign (?:in|up)", "contact", "share", r"filed under.*", r"tags?:.*", r"reading time.*"),
        *(r"categor(?:y|ies)\b.*", r"\d+\s*min(?:ute)?s?(?: read)?.*", r"\d+ comments?"),
        *("leave a comment", r"(?:posted|published|filed) in.*"),
    )
    + r"\W*"
)
# Google's tools: "Third call - Transcript" below the notes, whose first lines name the guests.
_TITLE_OF_TRANSCRIPT = re.compile(r"\S.{1,120}\s[-–—]\sTranscript\W*")
_LIST_PARTS = re.compile(r"\s*[,;/]\s*|\s+(?:and|&)\s+")
_GOES_ON_OR_ENDS = re.compile(r"[,:;]$|[^.]\.[\"”’)]*$")
_SENTENCES = 25
_LATIN_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says of itself; empty where it says nothing."""

    title: str | None = None
    held_on: dt.date | None = None
    author: str | None = None
    people: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()

    def over(self, weaker: Facts) -> Facts:
        """These facts, and ``weaker`` ones where these say nothing."""
        return Facts(
            title=self.title or weaker.title,
            held_on=self.held_on or weaker.held_on,
            author=self.author or weaker.author,
            people=(*self.people, *weaker.people),
            roles=(*self.roles, *weaker.roles),
        )


def header_people(texts: Sequence[str]) -> Facts:
    """Names and roles that header lines such as "Coach: Ana, Client: Bo" or "Speakers" declare.

    >>> header_people(["Coach: Ana Ruiz, Client: Bo"]).roles
    (('Ana Ruiz', 'coach'), ('Bo', 'client'))
    """
    people: list[str] = []
    roles: list[tuple[str, str]] = []
    for index, text in enumerate(texts):
        if _LIST_HEADS.fullmatch(text) and index + 1 < len(texts):
            people += names_in_list(texts[index + 1])
            continue
        for part in _fields(text):
            key, value = part
            role = _ROLE_FIELDS.get(key)
            if role is None and key not in _PEOPLE_FIELDS:
                continue
            names = names_in_list(value)
            people += names
            roles += [(name, (role or split_role(name)[1] or Role.UNKNOWN).value) for name in names]
    known = tuple((name, role) for name, role in roles if role != Role.UNKNOWN.value)
    return Facts(people=tuple(people), roles=known)


def _fields(text: str) -> list[tuple[str, str]]:
    """The "Key: value" pairs of a line; a comma may part two of them."""
    if len(text) > 400 or ":" not in text:
        return []
    pairs: list[tuple[str, str]] = []
    for piece in re.split(r"[,;|.]\s*(?=#?[A-Za-z-]{3,12}\s*:)", text):
        bare = piece.strip().lstrip("#").strip()
        match = _FIELD.fullmatch(bare)
        if match is None:
            return []
        key = _OF_THE_CALL.sub("", match["key"].strip().casefold())
        pairs.append((key, match["value"].strip()))
    return pairs


def names_in_list(text: str) -> list[str]:
    """The names in "Ana Ruiz (coach), Bo and Cy"; empty where a part is no name."""
    sentence, stop, _ = text.partition(". ")
    bare = sentence if stop and len(sentence) > 3 else text.rstrip(".")
    parts = [bare_name(part) for part in _LIST_PARTS.split(bare) if part.strip()]
    names = [
        part for part in parts if is_person_like(part) or is_handle(part) or is_role_like(part)
    ]
    if len(parts) > 3:
        return names if len(names) * 2 >= len(parts) else []
    return names if len(names) == len(parts) else []


def is_page_field(text: str) -> bool:
    """Whether the line is a field of a header, "Duration: 45 min", rather than somebody's words."""
    pairs = _fields(text)
    return bool(pairs) and all(key.split()[0] in _PAGE_FIELDS for key, _ in pairs)


def is_cast_line(text: str) -> bool:
    """Whether the line only says who is who: "Coach: Ana Ruiz"."""
    pairs = _fields(text)
    return bool(pairs) and all(
        (key in _ROLE_FIELDS or key in _PEOPLE_FIELDS) and names_in_list(value)
        for key, value in pairs
    )


def read_front(paragraphs: Sequence[Paragraph]) -> Facts:
    """Title, date, author and people of the paragraphs before the talk or the article."""
    facts = Facts()
    title_at = _title_index(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.written
        facts = facts.over(Facts(held_on=_held_on(text), author=author_in(text)))
        behind_title = title_at is not None and index == title_at + 1
        if facts.author is None and behind_title and _is_bare_author(text):
            facts = replace(facts, author=bare_name(text))
    if title_at is not None:
        facts = replace(facts, title=_title_text(paragraphs[title_at]))
    return facts.over(header_people([paragraph.written for paragraph in paragraphs]))


def _title_index(paragraphs: Sequence[Paragraph]) -> int | None:
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind is BlockKind.HEADING and is_title_like(paragraph.written, heading=True):
            return index
    for index, paragraph in enumerate(paragraphs):
        if _TITLE_OF_TRANSCRIPT.fullmatch(paragraph.written):
            return index
    for index, paragraph in enumerate(paragraphs):
        plain = paragraph.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.HEADING)
        if aside_kind(paragraph.section) is not None or not plain:
            continue
        if len(paragraph.written.split()) >= _SENTENCES:
            return None
        if is_title_like(paragraph.written, heading=False):
            return index
        pairs = _fields(paragraph.written)
        if len(pairs) == 1 and pairs[0][0] == "title":
            return index
    return None


def _title_text(paragraph: Paragraph) -> str:
    pairs = _fields(paragraph.written)
    text = pairs[0][1] if len(pairs) == 1 and pairs[0][0] == "title" else paragraph.written
    return " ".join(text.split()).strip()


def is_title_like(text: str, *, heading: bool) -> bool:
    """Whether a line at the head of a page could be its title: short, no sentence, no field."""
    words = text.split()
    if not words or len(words) > (24 if heading else 18) or not _LATIN_LETTER.search(text):
        return False
    if any(is_that(text) for is_that in _NO_TITLES) or author_in(text) is not None:
        return False
    if _LIST_HEADS.fullmatch(text) or _PAGE_HEADS.fullmatch(text):
        return False
    if len(names_in_list(text)) > 1:
        return False
    return heading or not (text[0].islower() or _GOES_ON_OR_ENDS.search(text.rstrip()))


def is_crumb(text: str) -> bool:
    """Whether the line belongs to the page, not to what is on it: "Home | About", "7 min read"."""
    parted = max(text.count(sign) for sign in (" | ", " · ", " • ")) > 1
    return (parted and len(text) <= 400) or (
        len(text) <= 160 and _CRUMBS.fullmatch(text) is not None
    )


_NO_TITLES = (
    is_date_line,
    is_transcript_mark,
    is_tool_line,
    is_note,
    is_notice,
    is_crumb,
    is_page_field,
    is_cast_line,
)


def author_in(text: str) -> str | None:
    """The name in a by-line: "by Ana Ruiz", "Posted by Ana on 3 May 2020", "Ana Ruiz, 3 May 2020".

    >>> author_in("Posted by Ana Ruiz on 3 May 2020")
    'Ana Ruiz'
    """
    if len(text) > 160:
        return None
    for form in (_BY_LINE, _AUTHOR_FIELD, _DATE_BY):
        match = form.fullmatch(text)
        if match is not None:
            return _longest_name(match["name"])
    match = _NAME_AND_DATE.fullmatch(text)
    if match is not None and find_date(match["date"]) and is_person_like(match["name"]):
        return bare_name(match["name"])
    return None


def _longest_name(text: str) -> str | None:
    """The longest head of the words that is a name: of "Ana Ruiz on Leading" it is "Ana Ruiz"."""
    words = text.split()
    for end in range(len(words), 0, -1):
        name = " ".join(words[:end])
        if is_person_like(name):
            return bare_name(name)
    return None


def _is_bare_author(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 4 and "," not in text and is_person_like(text) and not is_role_like(text)
    )


def person_of_column(texts: Sequence[str]) -> str | None:
    """The person a column is named after: "Conversations with Philippa, no. 41", "Dear Gwen"."""
    for text in texts:
        match = _WITH.search(text) if len(text) <= 120 else None
        if match is not None:
            name = _longest_name(match["name"].split(",")[0].split(":")[0].rstrip(" .!"))
            if name is not None:
                return name
    return None


def _held_on(text: str) -> dt.date | None:
    """A date that stands alone, in a short line, or beside a word on when the talk was held."""
    if len(text) > 600:
        return None
    date = find_date(text)
    if date is None or is_date_line(text) or len(text.split()) <= 12:
        return date
    cue = re.search(
        r"\b(?:recorded|held|posted|published|took place|taped|aired|date|call of|session of)\b",
        text,
        re.IGNORECASE,
    )
    return date if cue else None
