"""The written question of a post: where it begins, who asks, where the answer begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.read.base import BlockKind
from analyzer.read.names import bare_name, is_person_like
from analyzer.read.paragraphs import Paragraph

_I = re.IGNORECASE
_OF_WHOM = (
    r"(?:(?:reader|listener|member|client|viewer|subscriber|audience|today)(?:'s|’s|s['’])?\s+)?"
)
_QUESTION_HEAD = re.compile(
    rf"""(?P<head> \W* (?: the \s+ | your \s+ | our \s+ )? {_OF_WHOM} question
    (?: \s+ of \s+ the \s+ (?: week | month | day ) )?
    (?: \s* (?: no\.? | number | \# )? \s* \d{{1,3}} )?
    (?: \s+ (?: from | by | asked \s by | submitted \s by ) \s+ (?P<asker> [^:–—\n]{{2,50}} ) )?
    \s* (?: [:：] | [.–—] (?=\s|$) | $ ) \W{{0,3}} )\s* (?P<rest> .* )""",
    re.VERBOSE | _I | re.DOTALL,
)
_SHORT_HEAD = re.compile(r"(?P<head>Q\s?\d{0,3}\s*[:.)])\s+(?P<rest>\S.*)", re.DOTALL)
_ASKS = re.compile(
    r"""(?P<head> (?P<asker> [A-ZÀ-Þ][\w.'’-]* (?: \s+ [A-ZÀ-Þ][\w.'’-]* )? ) (?: ,? \s+ (?: from | in | of )
    \s+ [^:]{2,40}? )? ,? \s+ (?: asks | asked | writes | wrote (?: \s in )? | wants \s to \s know )
    \s* [:：] )\s* (?P<rest> .* )""",
    re.VERBOSE | re.DOTALL,
)
_ANSWER_HEAD = re.compile(
    r"""(?P<head> \W* (?: (?P<owner> [A-ZÀ-Þ][\w.-]* (?: \s [A-ZÀ-Þ][\w.-]* )? ) ['’]s \s+ | my \s+ | the \s+
    | our \s+ )? (?: answer | reply | response | advice ) s? (?: \s* (?: no\.? | \# )? \s* \d{1,3} )?
    (?: \s+ (?: from | by ) \s+ (?P<by> [^:–—\n]{2,40} ) )? \s* (?: [:：] | [.–—] (?=\s|$) | $ ) \W{0,3}
    )\s* (?P<rest> .* )""",
    re.VERBOSE | _I | re.DOTALL,
)
_ANSWERS = re.compile(
    r"(?P<head>(?P<owner>[A-ZÀ-Þ][\w.'’-]*(?:\s+[A-ZÀ-Þ][\w.'’-]*)?)\s+(?:answers|answered|replies|replied"
    r"|responds|responded|says)\s*[:：])\s*(?P<rest>.*)",
    re.DOTALL,
)
_SHORT_ANSWER = re.compile(r"(?P<head>A\s?\d{0,3}\s*[:.)])\s+(?P<rest>\S.*)", re.DOTALL)

_SIGNED_INSIDE = re.compile(
    r"(?:^|[.?!…\"”’)])\s*(?:[–—~]|--?)\s*(?P<sign>[A-ZÀ-Þ](?:[^\n.?!–—]|(?<=\b[A-Z])\.){0,70})\.?\s*$"
)
# Without a dash, only behind a sentence: "Do I take it? Yours, Ewan".
_SIGNED_PLAINLY = re.compile(
    r"[.?!…][\"”’)]?\s+(?P<sign>[A-ZÀ-Þ](?:[^\n.?!–—:;“”\"]|(?<=\b[A-Z])\.){0,70})$"
)
_SIGNED_LINE = re.compile(r"\W*(?P<sign>[^\W\d_][^\n?!:;“”\"]{0,80})")
_DASHED_LINE = re.compile(r"\s*(?:[–—~]|--?)\s*\S")
_PLACE = re.compile(r"\s+(?:in|from|at|of|near|aged?)\s+|\s*[(,|/]\s*|\s+[–—-]\s+")
_SIGN_OFF = re.compile(
    r"(?:(?:with|many|thank|thanks|yours|your|best|kind|warm|kindest|warmest|sincerely|regards|cheers|love"
    r"|respectfully|cordially|greetings|all the best|gratefully|signed|asked by|submitted by|sent by|from"
    r"|name withheld|in)\b)",
    _I,
)
_GREETING = (
    r"(?:(?:dear|hi|hello|hey|hej|hallo|hola|bonjour|ciao|kia ora|greetings|good (?:morning|day|evening"
    r"|afternoon)|thank you|thanks|so|well|ok(?:ay)?|oh|ah|alright|right|great question|great|good)[\s,.!–—]+)*"
)
_VOCATIVE = re.compile(
    rf"(?i:{_GREETING})(?P<name>[A-ZÀ-Þ][\w.'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]*){{0,2}})\s*(?:[,.:!;–—]|$)"
)
_DEAR = re.compile(
    rf"(?i:{_GREETING})(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+)?(?P<name>[A-ZÀ-Þ][\w'’-]*)\s*(?:[,:!.–—-]|$)"
)
# Its comma or full stop tells a salutation from a column called "Dear Gwen".
_SALUTATION = re.compile(
    r"(?:(?i:dear|hi|hello|hey|hej|kia ora|good \w+)\s+[A-ZÀ-Þ][^,:!.–—]{0,40}|[A-ZÀ-Þ][\w'’-]+(?=(?:\W+\w+){12}))[,:!.–—]"
)
_ENDS_WITH_INITIAL = re.compile(r"\b[A-ZÀ-Þ]\.$")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|my|we)\b")
_POSTSCRIPT = re.compile(r"p\.?\s?s\b", _I)
_ASKER = "Asker"
_SHORTEST = 9
_ANSWERED = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w'’-]+)\s+(?:answered|answers|took|takes|coached|coaches|replied|responded)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A paragraph that opens a question or an answer: the header words, who is named, the rest."""

    words: str
    person: str | None
    rest: str


def question_head(paragraph: Paragraph, *, pairs: bool = False) -> Head | None:
    """The header of a written question, None for other paragraphs.

    With ``pairs`` a bare "Q:" counts too. A title that only begins with the word is no header.
    """
    text = paragraph.written
    for form in (_QUESTION_HEAD, _ASKS, *((_SHORT_HEAD,) if pairs else ())):
        match = form.fullmatch(text)
        if match is None:
            continue
        rest = match["rest"].strip()
        if form is _QUESTION_HEAD and not _opens_question(match["head"], rest, paragraph):
            return None
        return Head(words=match["head"].strip(), person=_person(match), rest=rest)
    return None


def _opens_question(head: str, rest: str, paragraph: Paragraph) -> bool:
    if not rest:
        return (
            head.rstrip().endswith((":", "："))
            or len(head.split()) <= 3
            or bool(paragraph.kind is BlockKind.HEADING)
        )
    if paragraph.kind is BlockKind.HEADING:
        return False
    whole = len(rest.split()) >= 12 or rest.rstrip("”\"'’) ").endswith((".", "?", "!", "…"))
    return whole or _SIGNED_INSIDE.search(rest) is not None


def answer_head(paragraph: Paragraph, *, pairs: bool = False) -> Head | None:
    """The header of an answer: "Answer:", "Mike's answer:", "Mike replies:"; "A:" with ``pairs``."""
    text = paragraph.written
    for form in (_ANSWER_HEAD, _ANSWERS, *((_SHORT_ANSWER,) if pairs else ())):
        match = form.fullmatch(text)
        if match is not None:
            rest = match["rest"].strip()
            if not rest and not match["head"].strip():
                continue
            if (
                form is _ANSWER_HEAD
                and rest
                and ":" not in match["head"]
                and "：" not in match["head"]
            ):
                continue
            return Head(words=match["head"].strip(), person=_person(match), rest=rest)
    return None


def _person(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    name = groups.get("asker") or groups.get("owner") or groups.get("by")
    return name_in_signature(name) if name else None


def signature_at_end(text: str) -> str | None:
    """Who signs at the end of the paragraph: "How? – Jen, New York" is Jen's.

    >>> signature_at_end("How can I do it?  – Jen, New York")
    'Jen'
    """
    match = _SIGNED_INSIDE.search(text[-120:])
    if match is not None and len(match["sign"].split()) <= 9:
        return name_in_signature(match["sign"])
    match = _SIGNED_PLAINLY.search(text[-120:])
    if match is None or len(match["sign"].split()) > 9:
        return None
    sign = match["sign"]
    signed_off = _SIGN_OFF.match(sign) is not None and "," in sign
    if not signed_off and not (_is_name_and_place(sign) and len(sign.split()) <= 6):
        return None
    name = name_in_signature(sign)
    return name if name is not None and is_person_like(name) else None


def signature_line(text: str) -> str | None:
    """Who signs in a paragraph of its own: "Yours in haste, Ana Ruiz, Cork" is Ana Ruiz's line.

    >>> signature_line("– Jen, New York"), signature_line("How do I do it?")
    ('Jen', None)
    """
    bare = text.strip()
    words = bare.split()
    if not words or len(words) > 11:
        return None
    match = _SIGNED_LINE.fullmatch(bare)
    if match is None:
        return None
    dashed = _DASHED_LINE.match(bare) is not None
    signed_off = _SIGN_OFF.match(match["sign"]) is not None
    name = name_in_signature(match["sign"])
    if name is None or not (dashed or signed_off or _is_name_and_place(match["sign"])):
        return None
    return name if dashed or not bare.endswith(".") or signed_off else None


def _is_name_and_place(sign: str) -> bool:
    parts = [part for part in _PLACE.split(sign) if part.strip()]
    return (
        len(parts) <= 4
        and all(part.strip()[:1].isupper() for part in parts)
        and (is_person_like(parts[0].strip()) if parts else False)
    )


def name_in_signature(sign: str) -> str | None:
    """The name in a signature: the first part between commas that is one, without place or sign-off."""
    parts = [part.strip(" ~–—-*_)(") for part in re.split(r"[,|/(\n]|\s[–—-]\s", sign)]
    for part in parts:
        bare = _SIGN_OFF.sub("", part, count=1).strip() if _SIGN_OFF.match(part) else part
        for candidate in (_PLACE.split(bare)[0].strip(), bare):
            initial = _ENDS_WITH_INITIAL.search(candidate) is not None
            piece = candidate if initial else candidate.rstrip(".")
            if piece and is_person_like(piece):
                return bare_name(piece)
    for part in parts:
        if part and not _SIGN_OFF.match(part) and len(part.split()) <= 5:
            return bare_name(part)
    return None


def addressed(text: str) -> str | None:
    """The person a paragraph begins by addressing: "Mike, I need help", "Dear Gwen,"."""
    for form in (_DEAR, _VOCATIVE):
        match = form.match(text)
        if match is not None and is_person_like(match["name"]):
            return bare_name(match["name"])
    return None


def question_end(paragraphs: Sequence[Paragraph], *, about: Sequence[bool]) -> int:
    """How many of the paragraphs belong to the question that the first of them opens.

    Up to its signature and a postscript; without one, up to the first note (``about``) or answer.
    """
    for index, paragraph in enumerate(paragraphs):
        if answer_head(paragraph) is not None:
            return index
        signed = signature_at_end(paragraph.text) or (index and signature_line(paragraph.text))
        if signed:
            end = index + 1
            while end < len(paragraphs) and _POSTSCRIPT.match(paragraphs[end].text):
                end += 1
            return end
    for index, paragraph in enumerate(paragraphs):
        if index and (about[index] or paragraph.kind in (BlockKind.HEADING, BlockKind.RULE)):
            return index
    return len(paragraphs)


def answerer(texts: Sequence[str]) -> str | None:
    """Who, a note says, answered: "Mike answered this question live"."""
    for text in texts:
        match = _ANSWERED.search(text)
        if match is not None and is_person_like(match["name"]):
            return match["name"]
    return None


def is_postscript(text: str) -> bool:
    """Whether the paragraph is a postscript to what was signed above it."""
    return _POSTSCRIPT.match(text) is not None


def signer(paragraphs: Sequence[Paragraph]) -> str | None:
    """Who signs the question that the paragraphs hold."""
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
    """A signed letter whose answer begins by addressing the one who signed; None where there is none.

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
        end = index + 1
        while end < len(paragraphs) and _POSTSCRIPT.match(paragraphs[end].text):
            end += 1
        for answer in paragraphs[end : end + 3]:
            name = addressed(answer.text)
            if name is None or not re.search(
                rf"(?<!\w){re.escape(name.split()[0])}(?!\w)", text[-120:]
            ):
                continue
            first = _letter_start(paragraphs[: index + 1])
            asker = inside or signature_line(text) or name
            asking = sum(len(part.text.split()) for part in paragraphs[first : index + 1])
            if asking >= _SHORTEST and (first < index or inside is not None):
                return Letter(first=first, end=end, asker=asker)
    return None


def _may_sign(text: str) -> bool:
    return len(text.split()) <= 12 and not text.rstrip().endswith(("?", ":"))


def _letter_start(paragraphs: Sequence[Paragraph]) -> int:
    """Where a letter begins: with its salutation, else where somebody first says "I"."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind is not BlockKind.HEADING and _SALUTATION.match(paragraph.text):
            return index
    for index, paragraph in enumerate(paragraphs):
        if _FIRST_PERSON.search(paragraph.text) and len(paragraph.text.split()) > 9:
            return index
    return len(paragraphs)


def unnamed_asker(number: int, total: int) -> str:
    """What an asker is called who does not sign; numbered where there are several."""
    return _ASKER if total == 1 else f"{_ASKER} {number}"
