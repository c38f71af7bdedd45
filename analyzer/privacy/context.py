"""What the words around a capital say: whether a name begins there, and of what kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.privacy.kinds import Kind

# How far one looks to either side.
BEFORE, AFTER = 40, 30

_OPENS = re.compile(r"(?:^|[.?!:…;•|\]/\n\t\"“„«(\[*_#>]|[—–]|--|(?:^|\s)[-'‘])\s*[\"“'‘(\[]*\s*$")
_ABBREVIATED = re.compile(r"(?:^|[^\w])(?:Mr|Mrs|Ms|Dr|Prof|St|Rev|Fr|Sr|Jr|vs|[A-Z])\.\s*$")
_TITLE = re.compile(
    r"(?:^|[^\w])(?:Mr|Mrs|Ms|Miss|Dr|Doctor|Prof|Professor|Rev|Sir|Dame|Herr|Frau|Monsieur|Madame"
    r"|Señor|Señora|Don|Doña|Dona|Uncle|Aunt|Auntie|Captain|Coach|Judge|Father|Sister|Pastor|Rabbi)"
    r"\.?\s$"
)
_RELATION = re.compile(
    r"(?i:(?:^|[^\w])(?:my|your|his|her|our|their|the|a|old|new|an)\s(?:\w+\s)?(?:wife|husband|partner|son|daughter"
    r"|brother|sister|mother|father|mum|mom|dad|boss|manager|client|customer|candidate|colleague"
    r"|friend|cousin|uncle|aunt|assistant|director|recruiter|coach|mentor|chair|chairman|deputy"
    r"|neighbou?r|co-founder|founder|owner|supervisor|foreman|secretary|accountant|lawyer|engineer"
    r"|nurse|doctor|guy|man|woman|lady|girl|boy|kid|named|called),?\s|(?:^|\s)(?:named|called|dear)\s)$"
)
_HAILED = re.compile(
    r"(?i:(?:^|[^\w])(?:hi|hello|hey|thanks|thank\syou|welcome|morning|afternoon|evening|bye|okay|ok|yes|no|yeah"
    r"|well|right|so|listen|look|sorry|please|cheers|over\sto\syou|go\sahead|but|and),?\s)$|(?:^|[a-z”\"])[,?!.]\s$|^\s*$"
)
_HAILED_END = re.compile(r"^\s*(?:[,.?!…;:—–]|$)")
_IN = re.compile(
    r"(?:^|[^\w])(?i:in|near|outside|across|around|throughout|downtown|based\sin|over\sin|up\sin|down\sin"
    r"|back\sin|moved\sto|moving\sto|fly\sto|flying\sto|flew\sto|drive\sto|drove\sto|trip\sto|train\sto|born\sin|south\sof|north\sof"
    r"|east\sof|west\sof|city\sof|town\sof|port\sof)\s$"
)
_FROM = re.compile(r"(?:^|[^\w])(?i:from|to|of|via|through|into)\s$")
_AT = re.compile(
    r"(?:^|[^\w])(?i:at|join|joined|joining|quit|acquired|work\sfor|works\sfor|working\sfor|worked\sfor|hired\sby"
    r"|contract\swith|against|competitor|client\sof|company\scalled|firm\scalled)\s$"
)
_THE = re.compile(r"(?:^|[^\w])(?i:the|a|an|this|that|these|those|every|each|no|any)\s$")
_SAYS = re.compile(
    r"^,?\s(?i:said|says|told|tells|asked|asks|wants|wanted|thinks|thought|knows|knew|called|calls|emailed|wrote"
    r"|writes|rang|phoned|texted|answered|replied|laughed|smiled|nodded|cried|quit|resigned|retired"
    r"|loves|likes|hates|feels|felt|believes|promised|agreed|refused|who|himself|herself)\b|^,?\s(?:and|or)\sI\b|^,\s(?:she|he)\b|^\sand\s(?:his|her)\b"
)
_DOES = re.compile(
    r"^\s(?i:is|was|has|had|will|would|can|could|does|did|came|comes|went|goes|got|gets|runs|ran|sits|sat|gave|gives"
    r"|took|takes|made|makes|left|started|looked|looks|needs|needed|just|never|always|also)\b|^['’]s\s(?:a|an|the|not|going|been|been)\b"
)
_OWNS = re.compile(r"^['’]s\s")
_SITE = re.compile(
    r"^\s(?i:office|branch|site|plant|campus|hospital|airport|store|area|region|market|street|road|avenue|city|county|university)\b"
)
_STATE = re.compile(r"^,\s(?:[A-Z]{2}\b|[A-Z][a-z]+(?:[.,;?!]|\s[a-z]|$))")
_ALL_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2,}[\s,.!?]*$")
_MORE_CAPITALS = re.compile(r"[\s,.!?]*[A-ZÀ-Þ]{2,}")
_MONTH_BEFORE = re.compile(
    r"(?:^|[^\w])(?i:in|by|since|until|till|of|last|next|this|early|late|mid|from|to|through|before|after|and|or|every|during|for|on|between|the|\d{1,2}(?:st|nd|rd|th)?)[\s-]$"
)
_MONTH_AFTER = re.compile(r"^(?:\s(?:\d|the\s\d|of\s|first|second|third|to\s[A-Z])|[,]?\s\d{4}|-)")


def is_initial(text: str, start: int) -> bool:
    """Whether a capital at ``start`` means nothing, for a sentence or a line begins there.

    >>> is_initial("No. Hope is all. Ask Mr. Hale.", 4), is_initial("Ask Mr. Hale.", 8)
    (True, False)
    """
    before = text[max(0, start - 12) : start]
    if start <= 12 and not before.strip():
        return True
    return _OPENS.search(before) is not None and _ABBREVIATED.search(before) is None


def is_name_here(text: str, start: int, end: int, *, is_month: bool = False) -> bool:
    """Whether a word that is also an everyday word is a name where it stands.

    It needs a capital that means something: within a sentence, or at its start before a comma, a
    possessive or what only people do.

    >>> is_name_here("Will Hope come?", 5, 9), is_name_here("Hope you are well.", 0, 4)
    (True, False)
    """
    word = text[start:end]
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    if not word[:1].isupper():
        return False
    if is_month and (_MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after)):
        return bool(_TITLE.search(before) or _RELATION.search(before))
    if word.isupper() and len(word) > 1:
        return not (_ALL_CAPITALS.search(before) or _MORE_CAPITALS.match(after))
    if is_initial(text, start):
        return _opens_as_name(before, after)
    return _THE.search(before) is None


def _opens_as_name(before: str, after: str) -> bool:
    if _SAYS.match(after) or _OWNS.match(after):
        return True
    if not before.strip() and (not after.strip() or after.lstrip()[:1] in ",:("):
        return True  # all of a cell, a label, a line; or somebody is called
    return after[:1] in {",", "?", "!"}


def hints(text: str, start: int, end: int) -> Iterator[tuple[Kind, float]]:
    """What speaks for a kind of name in the words around it, and how much."""
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    for pattern, kind, weight in _BEFORE:
        if pattern.search(before):
            yield kind, weight
    for pattern, kind, weight in _AFTER:
        if pattern.match(after):
            yield kind, weight
    if _HAILED_END.match(after) and _HAILED.search(before):
        yield Kind.PERSON, 0.5
    if after[:1] == "," and is_initial(text, start):
        yield Kind.PERSON, _CALLED


def is_hailed(text: str, start: int, end: int) -> bool:
    """Whether somebody is called by the name that stands there: "Thanks, Mike."."""
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    return _HAILED_END.match(after) is not None and _HAILED.search(before) is not None


_CALLED = 2.0
# How much each says was set by hand.
_BEFORE = (
    (_TITLE, Kind.PERSON, 4.0),
    (_RELATION, Kind.PERSON, 3.0),
    (_IN, Kind.PLACE, 2.0),
    (_AT, Kind.COMPANY, 2.0),
    (_FROM, Kind.PLACE, 0.5),
    (_THE, Kind.PERSON, -1.0),
    (_THE, Kind.COMPANY, 0.5),
)
_AFTER = (
    (_SAYS, Kind.PERSON, 2.0),
    (_DOES, Kind.PERSON, 1.0),
    (_OWNS, Kind.PERSON, 0.5),
    (_SITE, Kind.PLACE, 1.0),
    (_STATE, Kind.PLACE, 0.5),
)
