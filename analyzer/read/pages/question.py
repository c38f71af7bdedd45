"""The written question of a post: where it begins, who asks, where the answer begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.read.base import BlockKind
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.read.pages.phrases import any_of, pattern
from analyzer.read.pages.signatures import (
    addressed,
    is_postscript,
    is_salutation,
    name_in_signature,
    signature_at_end,
    signature_line,
)
from analyzer.read.people.names import is_person_like

_NUMBER = r"(?:\s*(?:no\.?|number|\#)?\s*\d{1,3})?"
_END = r"\s*(?:[:：]|[.–—](?=\s|$)|$)\W{0,3}"
_REST = r"\s*(?P<rest>(?s:.*))"
_PERSON = r"[A-ZÀ-Þ][\w.'’-]*(?:\s+[A-ZÀ-Þ][\w.'’-]*)?"
_QUESTION_HEAD = pattern(
    r"(?P<head>\W*(?:(?:the|your|our|this|a)\s+)?(?:(?:reader|listener|member|client|viewer"
    r"|subscriber|audience|today|week|month|caller)(?:['’]?s['’]?)?\s+)?"
    r"question(?:\s+of\s+the\s+(?:week|month|day))?"
    + _NUMBER
    + r"(?:\s+(?:from|by|asked\s+by|submitted\s+by)\s+(?P<asker>[^:–—\n]{2,50}))?"
    + _END
    + ")"
    + _REST
)
_SHORT_QUESTION = re.compile(r"(?P<head>Q\s?\d{0,3}\s*[:.)])\s+(?P<rest>(?s:\S.*))")
_CAPITALS = re.compile(
    r"(?P<head>(?:[A-Z]+['’]?S?\s+)?QUESTION(?:\s+\d{1,3})?)\s+(?P<rest>(?s:[A-ZÀ-Þ“\"‘].{30,}))"
)
_ASKS = re.compile(
    rf"(?P<head>(?P<asker>{_PERSON})(?:,?\s+(?:from|in|of)\s+[^:]{{2,40}}?)?,?\s+"
    + any_of("asks", "asked", "writes", r"wrote(?:\s+in)?", "wants to know")
    + r"\s*[:：])"
    + _REST
)
_ANSWER_HEAD = pattern(
    rf"(?P<head>\W*(?:(?P<owner>{_PERSON})['’]s\s+|(?:my|the|our)\s+)?"
    r"(?:answer|reply|response|advice)s?"
    + _NUMBER
    + r"(?:\s+(?:from|by)\s+(?P<by>[^:–—\n]{2,40}))?"
    + _END
    + ")"
    + _REST
)
_ANSWERS = re.compile(
    rf"(?P<head>(?P<owner>{_PERSON})\s+"
    + any_of("answers", "answered", "replies", "replied", "responds", "responded", "says")
    + r"\s*[:：])"
    + _REST
)
_SHORT_ANSWER = re.compile(r"(?P<head>A\s?\d{0,3}\s*[:.)])\s+(?P<rest>(?s:\S.*))")
_ANSWERED = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w'’-]+)\s+"
    + any_of("answered", "answers", "took", "takes", "coached", "coaches", "replied", "responded")
    + r"\b"
)
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|my|we)\b")
_SENTENCE = (".", "?", "!", "…")
_ASKER = "Asker"
_WHOLE_QUESTION = 12
_SHORTEST_LETTER = 9
_LONGEST_SIGNATURE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A paragraph that opens a question or an answer: the header words, who is named, the rest."""

    words: str
    person: str | None
    rest: str


def question_head(
    paragraph: Paragraph, *, pairs: bool = False, inside: bool = False
) -> Head | None:
    """The header of a written question, None for other paragraphs.

    With ``pairs`` a bare "Q:" counts too. ``inside`` a talk, where a coach may say "Question: who
    decides?", only headers count that a page sets: in capitals, bold, numbered, or signed for.
    """
    text = paragraph.written
    match = _QUESTION_HEAD.fullmatch(text)
    if match is not None:
        head = _head(match)
        set_by_page = not inside or _is_set_by_page(head, paragraph)
        return head if set_by_page and _opens_question(head, paragraph) else None
    forms = (_CAPITALS, _ASKS, *((_SHORT_QUESTION,) if pairs else ()))
    if inside:
        forms = (_CAPITALS,)
    found = next((_head(match) for form in forms if (match := form.fullmatch(text))), None)
    if found is None and (match := _SHORT_QUESTION.fullmatch(text)) is not None:
        return _head(match) if signature_at_end(match["rest"]) is not None else None
    return found


def _head(match: re.Match[str]) -> Head:
    groups = match.groupdict()
    name = groups.get("asker") or groups.get("owner") or groups.get("by")
    return Head(
        words=match["head"].strip(),
        person=name_in_signature(name) if name else None,
        rest=match["rest"].strip(),
    )


def _opens_question(head: Head, paragraph: Paragraph) -> bool:
    """Whether text follows as a question does; a title may begin with the word too."""
    heading = paragraph.kind is BlockKind.HEADING
    if not head.rest:
        return heading or head.words.endswith((":", "：")) or len(head.words.split()) <= 3
    if heading:
        return False
    ends = head.rest.rstrip("”\"'’) ").endswith(_SENTENCE)
    whole = len(head.rest.split()) >= _WHOLE_QUESTION
    return whole or ends or signature_at_end(head.rest) is not None


def _is_set_by_page(head: Head, paragraph: Paragraph) -> bool:
    return (
        head.words.isupper()
        or paragraph.kind is BlockKind.HEADING
        or paragraph.strong is not None
        or head.person is not None
        or any(sign.isdigit() for sign in head.words)
        or signature_at_end(head.rest) is not None
    )


def answer_head(paragraph: Paragraph, *, pairs: bool = False) -> Head | None:
    """The header of an answer: "Answer:", "Mike replies:", with ``pairs`` "A:" too."""
    text = paragraph.written
    match = _ANSWER_HEAD.fullmatch(text)
    if match is not None:
        head = _head(match)
        closed = head.words.endswith((":", "：")) or not head.rest
        if head.words and closed:
            return head
    forms = (_ANSWERS, _SHORT_ANSWER) if pairs else (_ANSWERS,)
    return next((_head(match) for form in forms if (match := form.fullmatch(text))), None)


def question_end(paragraphs: Sequence[Paragraph], *, about: Sequence[bool]) -> int:
    """How many of the paragraphs belong to the question that the first of them opens.

    Up to its signature and a postscript; without one, up to the first note (``about``) or answer.
    """
    for index, paragraph in enumerate(paragraphs):
        if answer_head(paragraph) is not None:
            return index
        signed = signature_at_end(paragraph.text) or (index and signature_line(paragraph.text))
        if signed:
            return _past_postscripts(paragraphs, index + 1)
    for index, paragraph in enumerate(paragraphs):
        if index and (about[index] or paragraph.kind in (BlockKind.HEADING, BlockKind.RULE)):
            return index
    return len(paragraphs)


def _past_postscripts(paragraphs: Sequence[Paragraph], start: int) -> int:
    end = start
    while end < len(paragraphs) and is_postscript(paragraphs[end].text):
        end += 1
    return end


def answerer(texts: Sequence[str]) -> str | None:
    """Who, a note says, answered: "Mike answered this question live"."""
    for text in texts:
        match = _ANSWERED.search(text)
        if match is not None and is_person_like(match["name"]):
            return match["name"]
    return None


def signer(paragraphs: Sequence[Paragraph]) -> str | None:
    """Who signs what the paragraphs hold, the last signature first."""
    for paragraph in reversed(paragraphs):
        name = signature_at_end(paragraph.text) or signature_line(paragraph.text)
        if name is not None:
            return name
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter and the place where its answer begins, both as paragraph numbers."""

    first: int
    end: int
    asker: str


def find_letter(paragraphs: Sequence[Paragraph]) -> Letter | None:
    """A signed letter whose answer begins by addressing the one who signed; None without one.

    >>> page = ["Dear Gwen, how do I ask to be paid up front?", "Ruth, Cork", "Ruth, like this."]
    >>> letter = find_letter([Paragraph(text=text, written=text, line=None) for text in page])
    >>> (letter.first, letter.end, letter.asker) if letter else None
    (0, 2, 'Ruth')
    """
    for index in range(len(paragraphs) - 1):
        text = paragraphs[index].text
        inside = signature_at_end(text)
        if inside is None and (index == 0 or not _may_sign(text)):
            continue
        end = _past_postscripts(paragraphs, index + 1)
        called = [addressed(answer.text) for answer in paragraphs[end : end + 3]]
        name = next((name for name in called if name is not None and _signs(text, name)), None)
        if name is None:
            continue
        first = _letter_start(paragraphs[: index + 1])
        asking = sum(len(part.text.split()) for part in paragraphs[first : index + 1])
        if asking >= _SHORTEST_LETTER and (first < index or inside is not None):
            return Letter(first=first, end=end, asker=inside or signature_line(text) or name)
    return None


def _signs(text: str, name: str) -> bool:
    """Whether the name stands at the end of the text."""
    first = name.split(maxsplit=1)[0]
    return re.search(rf"(?<!\w){re.escape(first)}(?!\w)", text[-120:]) is not None


def _may_sign(text: str) -> bool:
    if signature_line(text) is not None:
        return True
    return len(text.split()) <= _LONGEST_SIGNATURE and text.rstrip()[-1:].isalnum()


def _letter_start(paragraphs: Sequence[Paragraph]) -> int:
    """Where a letter begins: with its salutation, else where somebody first says "I"."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind is not BlockKind.HEADING and is_salutation(paragraph.text):
            return index
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if _FIRST_PERSON.search(text) and len(text.split()) > 9 and text[-1] not in '”"’':
            return index
    return len(paragraphs)


def unnamed_asker(number: int, total: int) -> str:
    """What an asker is called who does not sign; numbered where there are several."""
    return _ASKER if total == 1 else f"{_ASKER} {number}"
