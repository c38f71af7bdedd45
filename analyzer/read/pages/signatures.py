"""Who signs a letter and whom it addresses: "– Jen, New York", "Yours, Ruth", "Dear Gwen,"."""

from __future__ import annotations

import re

from analyzer.read.pages.phrases import any_of, pattern
from analyzer.read.people.names import bare_name, is_person_like

_DASH = r"(?:[–—~]|--?)"
_CAPITAL = "[A-ZÀ-Þ]"
_INITIAL = rf"(?<=\b{_CAPITAL})\."
_SIGNED_INSIDE = re.compile(
    rf"(?:^|[.?!…\"”’)])\s*{_DASH}\s*(?P<sign>{_CAPITAL}(?:[^\n.?!–—]|{_INITIAL}){{0,70}})\.?\s*$"
)
# Without a dash, only behind a sentence: "Do I take it? Yours, Ewan", "Do I? (Ewan, Skye)".
_SIGNED_PLAINLY = re.compile(
    rf"[.?!…][\"”’)]?\s+\(?(?P<sign>{_CAPITAL}(?:[^\n.?!–—:;“”\"()]|{_INITIAL}){{0,70}})\)?$"
)
_SIGNED_LINE = re.compile(r"\W*(?P<sign>[^\W\d_][^\n?!:;“”\"]{0,80})")
_DASHED_LINE = re.compile(rf"\s*{_DASH}\s*\S")
_PLACE = re.compile(r"\s+(?:in|from|at|of|near|aged?)\s+|\s*[(,|/]\s*|\s+[–—-]\s+")
_SIGN_OFF = pattern(
    any_of(
        *("with", "many", "thanks?", "yours?", "best", "kind", "warm", "kindest", "warmest"),
        *("sincerely", "regards", "cheers", "love", "respectfully", "cordially", "greetings"),
        *("all the best", "gratefully", "signed", "asked by", "submitted by", "sent by"),
        *("from", "name withheld", "in"),
    )
    + r"\b"
)
_GREETING = (
    "(?i:(?:"
    + any_of(
        *("dear", "hi", "hello", "hey", "hej", "hallo", "hola", "bonjour", "ciao", "kia ora"),
        *("greetings", "good (?:morning|day|evening|afternoon)", "thank you", "thanks", "so"),
        *("well", "ok(?:ay)?", "oh", "ah", "alright", "right", "great question", "great", "good"),
    )
    + r"[\s,.!–—]+)*)"
)
_VOCATIVE = re.compile(
    rf"{_GREETING}(?P<name>{_CAPITAL}[\w.'’-]*(?:\s+{_CAPITAL}[\w'’-]*){{0,2}})\s*(?:[,.:!;–—]|$)"
)
_DEAR = re.compile(
    rf"{_GREETING}(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+)?(?P<name>{_CAPITAL}[\w'’-]*)\s*(?:[,:!.–—-]|$)"
)
# Its comma or full stop tells a salutation from a column called "Dear Gwen".
_SALUTATION = re.compile(
    rf"(?:(?i:dear|hi|hello|hey|hej|kia\s+ora|good\s+\w+)\s+{_CAPITAL}[^,:!.–—]{{0,40}}"
    rf"|{_CAPITAL}[\w'’-]+(?=(?:\W+\w+){{12}}))[,:!.–—]"
)
_ENDS_WITH_INITIAL = re.compile(rf"\b{_CAPITAL}\.$")
_POSTSCRIPT = pattern(r"p\.?\s?s\b")
_TAIL = 120
_LONGEST_SIGN = 9
_LONGEST_LINE = 11


def signature_at_end(text: str) -> str | None:
    """Who signs at the end of the paragraph: "How? – Jen, New York" is Jen's.

    >>> signature_at_end("How can I do it?  – Jen, New York")
    'Jen'
    """
    match = _SIGNED_INSIDE.search(text[-_TAIL:])
    if match is not None and len(match["sign"].split()) <= _LONGEST_SIGN:
        return name_in_signature(match["sign"])
    match = _SIGNED_PLAINLY.search(text[-_TAIL:])
    if match is None or len(match["sign"].split()) > _LONGEST_SIGN:
        return None
    sign = match["sign"]
    signed_off = _SIGN_OFF.match(sign) is not None and "," in sign
    if not signed_off and not (_is_name_and_place(sign) and len(sign.split()) <= 6):
        return None
    name = name_in_signature(sign)
    return name if name is not None and is_person_like(name) else None


def dashed_signature(text: str) -> str | None:
    """Who signs behind a dash at the end of the paragraph, and nobody where there is no dash."""
    match = _SIGNED_INSIDE.search(text[-_TAIL:])
    if match is None or len(match["sign"].split()) > _LONGEST_SIGN:
        return None
    return name_in_signature(match["sign"])


def signature_line(text: str) -> str | None:
    """Who signs in a paragraph of its own: "Yours in haste, Ana Ruiz, Cork" is Ana Ruiz's line.

    >>> signature_line("– Jen, New York"), signature_line("How do I do it?")
    ('Jen', None)
    """
    bare = text.strip()
    if not bare or len(bare.split()) > _LONGEST_LINE:
        return None
    match = _SIGNED_LINE.fullmatch(bare)
    if match is None or is_salutation(bare):
        return None
    dashed = _DASHED_LINE.match(bare) is not None
    signed_off = _SIGN_OFF.match(match["sign"]) is not None
    name = name_in_signature(match["sign"])
    if name is None or not (dashed or signed_off or _is_name_and_place(match["sign"])):
        return None
    return name if dashed or not bare.endswith(".") or signed_off else None


def _is_name_and_place(sign: str) -> bool:
    parts = [part.strip() for part in _PLACE.split(sign) if part.strip()]
    return (
        0 < len(parts) <= 4
        and all(part[0].isupper() for part in parts)
        and is_person_like(parts[0])
    )


def name_in_signature(sign: str) -> str | None:
    """The name in a signature: the first part that is one, without place or sign-off.

    >>> name_in_signature("Yours in poverty, Ruth in Cork")
    'Ruth'
    """
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
    """The person a paragraph begins by addressing: "Mike, I need help", "Dear Gwen,".

    >>> addressed("Good morning Gwen, I run a small firm.")
    'Gwen'
    """
    for form in (_DEAR, _VOCATIVE):
        match = form.match(text)
        if match is not None and is_person_like(match["name"]):
            return bare_name(match["name"])
    return None


def is_salutation(text: str) -> bool:
    """Whether the paragraph begins as a letter does.

    >>> is_salutation("Dear Gwen, I run a firm."), is_salutation("Dear Gwen")
    (True, False)
    """
    return _SALUTATION.match(text) is not None


def is_postscript(text: str) -> bool:
    """Whether the paragraph is a postscript to what was signed above it."""
    return _POSTSCRIPT.match(text) is not None
