"""Where a talk ends and a page's adverts begin: postscripts with offers, credits, buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.read.base import BlockKind
from analyzer.read.pages.front import author_in, is_crumb
from analyzer.read.pages.outside import is_note, is_notice, is_tool_line
from analyzer.read.pages.paragraphs import Paragraph
from analyzer.read.pages.phrases import any_of, pattern
from analyzer.read.pages.sections import TOOL, aside_kind
from analyzer.read.people.everyday import FUNCTION_WORDS
from analyzer.records import SegmentKind

_FEW = r"(?:open|free|few|one|two|three|four|five|six|\d+)"
_CHAIRS = r"(?:chair|place|spot|seat)s?"
_OFFERS = pattern(
    r"\b"
    + any_of(
        *(r"subscri\w+", "newsletter", "mailing list", r"sign(?:ing)?[ -]up", "apple podcasts?"),
        *("spotify", "i?tunes", r"wherever you (?:get|listen)", "rate and review"),
        *("leave.{0,12}review", r"follow (?:us|me|him|her|them|the)", r"download\w*", "click"),
        r"free (?:copy|guide|download|chapter|workbook|webinar|training|consult\w*|call|trial"
        r"|e-?book|course|to read|for|and always|of charge)",
        r"(?:is|are) (?:now )?(?:free|open)",
        *("available", "discount", "early[- ]bird", "bursary", "seats?", r"registr\w+"),
        *("register", r"enrol\w*", "tickets?", "book a", "schedule a", "patreon", r"sponsor\w*"),
        *("brought to you by", "affiliate", "coupon", "use code", r"work with (?:me|us)"),
        *(r"our (?:shop|store|members)", "facebook", "linkedin", "twitter", "instagram"),
        *("youtube", "tiktok", "whatsapp", "community", "membership", "workshop", "intensive"),
        *("masterclass", "boot ?camp", "retreat", "webinar", "intake", "waiting list"),
        *("one-on-one", "1:1", r"private client\w*", "help you", "per month", "a month"),
        *("in person", "worksheet", "workbook", "template", "e-?book", "booklet", "book of"),
        *("copy of", "reserve", "apply now", "button", r"foot of (?:the|this|every) page"),
        *("half[- ]price", "price of the", "postage", "members['’]?", "course"),
        r"(?:letter|question|case|problem) (?:for|of your own)",
        r"can be (?:had|downloaded|ordered|found)",
        r"next (?:office hours|intake|call|session|workshop|event|issue|class|round|clinic)",
        rf"{_FEW} {_CHAIRS}",
        rf"{_CHAIRS} (?:are )?(?:open|left)",
    )
    + r"\b|https?://|www\.|\w@\w|[$€£]\s?\d|%\s?off"
)
_PICTURE = r"(?:photo(?:graph)?s?|photography|images?|illustrations?|pictures?|cover|artwork)"
_STRONG = pattern(
    r"\W*"
    + any_of(
        rf"(?:(?:featured|header) )?{_PICTURE}(?: (?:credits?|courtesy|by|of|via|from)\b|\s*:"
        r"|.{0,30}\b(?:by|credit|courtesy|unsplash|pexels|getty)\b)",
        r"(?:©|\(c\)\s*\d{4}|copyright\b)",
        r".{0,80}\ball rights reserved",
        r"(?:subscribe|unsubscribe|sign up|click (?:here|below|on|the)|share (?:this|on)|download"
        r"|follow (?:us|me|him|her|on)|rate (?:and|this|us|the)|register|enrol|enroll"
        r"|grab (?:a|an|my|your|our|the)|like this (?:post|page))\b",
        r"(?:filed under|tags?|tagged|categor(?:y|ies)|posted (?:in|by|on)|labels|share this"
        r"|related(?: (?:posts?|articles?|reading))?|previous(?: (?:post|article|episode|entry))?"
        r"|next(?: (?:post|article|episode|entry))?|about the (?:author|coach|host)"
        r"|(?:newer|older) posts?|print this|e?mail this|back to top|sponsored|advertisement)"
        r"\s*(?::|$|[|>»←→])",
        r"(?:seats|tickets|places|admissions?|registration|enrol?lment|applications?)\b",
        r"(?:new|join)\s*[:!]",
        r"next [A-Z][\w ]{2,30}:",
        r"(?:share|tweet|facebook|linkedin|pin it|print|email)(?:\s*[|·•/]?\s*(?:this|share|tweet"
        r"|facebook|linkedin|twitter|x|print|email|whatsapp|reddit|pinterest))+\s*$",
        r"https?://\S+\s*$",
    )
)
# Inside a short paragraph one sentence like these makes the whole of it an advert.
_URGES = pattern(
    r"(?:^|[.!?:][\"”’)]?\s+)\W*"
    + any_of(
        r"(?:subscribe|sign up|download|register|enroll?)\b",
        r"click (?:here|below|on|the)\b",
        r"follow (?:us|me|along)\b",
        r"(?:hit|use|press) the [\w ]{0,20}button",
        r"(?:get|grab|read|find|take|try|buy|order)\b[^.!?]{0,80}\bhere\W*$",
        rf"{_PICTURE}\s*:",
    )
)
_ASKS_READERS = pattern(
    r"\W*"
    + any_of(
        r"(?:want|are you|got|have you|have an?|do you|stuck|looking|ready|need|struggling"
        r"|interested|tired|would you|curious|enjoyed|like what)\b[^?]{0,200}\?",
        r"if (?:you(?:['’]d| would| want| liked?)?|this)\b",
    )
)
_WHEN = any_of(
    *("every", "each", "times a", "monthly", "weekly", "always", "again", "live", "readers?"),
    *(r"the (?:first|second|third|fourth|last)", "spring", "fall", "autumn", "quarter"),
    r"in (?:print|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|spring|fall|autumn)",
)
_PERIODICAL = pattern(
    r"\b"
    + any_of(
        *("comes? out", "appears?", "runs?", "meets?", "returns?", "resumes?", "starts again"),
        r"(?:is|are|may be) (?:now )?(?:sold|free|printed|published|ordered|sent|posted|recorded"
        r"|considered|shortened|edited|back|with the)",
    )
    + rf"\b.{{0,60}}?(?:\b{_WHEN}\b|[.;])"
)
_ANNOUNCES_LIST = pattern(
    r"\W*(?:\w+\s+)?(?:more\s+)?(?:ways|offers)\s+"
    r"(?:(?:to|you can)\s+(?:get|work|join|go|learn)|(?:I|we)\s+can)\b.{0,60}:\s*$"
)
_ANNOUNCES_AT_END = pattern(r"\b(?:here|these|what|more|following)\b.{0,60}:\s*$")
_ANNOUNCES = pattern(
    r"\b(?:ways?|things?|options|offers?|steps)\b.{0,60}(?:help|more|work|grow|:\s*$)"
    r"|ready\b.{0,40}\bto\b|help you"
)
_WEAK_START = pattern(
    r"\W*"
    + any_of(
        *("join", "get", "book", "visit", "check out", "learn more", "find out", "read", "watch"),
        *("listen", "order", "apply", "reserve", "buy", r"next (?:week|month|time|issue|intake)"),
        *("to put your", "have an?", "got an?", "do you have", "are you", "write to", "forward"),
        *(r"letters? (?:to|may|are)", "seats?", "new", "back issues", "alumni", "send", "text"),
        *("call", "stuck", "bring", "if you"),
    )
    + r"\b"
)
_FURNITURE = pattern(
    r"\W*"
    + any_of(
        *("share (?:this|on)", "like this", r"related(?: (?:posts?|articles?|reading))?"),
        *("leave a (?:reply|comment)", r"about the (?:author|coach|host)", r"filed under\b.{0,80}"),
        *(r"tags?:.{0,80}", r"posted in\b.{0,80}", r"more (?:calls|posts|articles)"),
    )
    + r"\W*"
)
_POSTSCRIPT = pattern(r"\W*p\.?\s?(?:p\.?\s?)?s\b\.?")
_I_OR_ME = re.compile(r"\b(?:I|I['’]\w+|me|my)\b")
_QUOTATION = re.compile(r"[“\"«„][^”\"»“]*[”\"»“]")
_NAMES_HIMSELF = pattern(r"\b(?:i am|i['’]m|this is|my name is|me,|it['’]s|says?,?|said,?)\s*$")

_LONGEST = 900
_LONGEST_WITH_NAME = 400
_ADVERT_WORDS = 70
_FURNITURE_WORDS = 60


def tail_kinds(paragraphs: Sequence[Paragraph], *, speaker: str) -> list[SegmentKind | None]:
    """What the unlabelled paragraphs after the last label are; None: talk that goes on.

    A footer reaches to the end of the page and begins with a paragraph that is surely none of the
    talk. ``speaker`` is who spoke last.
    """
    weights = [_weight(paragraph, speaker) for paragraph in paragraphs]
    cut = len(paragraphs)
    for index in range(len(paragraphs) - 1, -1, -1):
        if weights[index] == 0:
            break
        if weights[index] == 2:
            cut = index
    cut = min(cut, _after_announcement(paragraphs, weights), _after_break(paragraphs, weights))
    cut = min(cut, _page_end(paragraphs))
    return [
        _kind(paragraph, in_footer=index >= cut, surely=weights[index] == 2)
        for index, paragraph in enumerate(paragraphs)
    ]


def _kind(paragraph: Paragraph, *, in_footer: bool, surely: bool) -> SegmentKind | None:
    text = paragraph.text
    if paragraph.section == TOOL or is_tool_line(text) or is_notice(text):
        return SegmentKind.LOGISTICS
    if is_note(text) and not _POSTSCRIPT.match(text):
        return SegmentKind.PROMOTION if in_footer and surely else SegmentKind.FRONT
    if in_footer or aside_kind(paragraph.section) is not None:
        return SegmentKind.PROMOTION
    heading = paragraph.kind is BlockKind.HEADING or author_in(text) is not None
    return SegmentKind.FRONT if heading else None


def _weight(paragraph: Paragraph, speaker: str) -> int:
    """How much a paragraph looks like a footer: 2 surely, 1 in company, 0 not."""
    text = paragraph.text
    if paragraph.section == TOOL:
        return 1
    if aside_kind(paragraph.section) is not None:
        return 2
    busy = paragraph.kind is BlockKind.RULE or is_tool_line(text) or is_notice(text)
    if busy or len(text) > _LONGEST:
        return int(busy)
    offers = len(_OFFERS.findall(text))
    if _POSTSCRIPT.match(text):
        return 2 if offers or _ANNOUNCES_AT_END.search(text) else 0
    in_first_person = _I_OR_ME.search(_QUOTATION.sub(" ", text)) is not None
    told = names_himself(text, speaker) and not in_first_person and len(text.split()) > 2
    if told or _is_advert(text, offers):
        return 2
    listed = paragraph.kind in (BlockKind.LIST_ITEM, BlockKind.HEADING)
    return int(bool(offers or listed or (len(text.split()) <= 30 and _WEAK_START.match(text))))


def _is_advert(text: str, offers: int) -> bool:
    """Whether a paragraph sells: by its head, one urging sentence, what it asks, its calendar."""
    if _STRONG.match(text) or is_crumb(text) or offers > 2:
        return True
    n_words = len(text.split())
    if n_words > _ADVERT_WORDS:
        return False
    if _URGES.search(text) or (_ANNOUNCES_LIST.match(text) and n_words <= 15):
        return True
    if offers and _ASKS_READERS.match(text):
        return True
    if n_words > 40 or _I_OR_ME.search(text):
        return False
    return offers > 1 or _PERIODICAL.search(text) is not None


def names_himself(text: str, name: str) -> bool:
    """Whether the text speaks of ``name`` as of a third person, outside quotations and signatures.

    >>> names_himself("Mike runs three events a year.", "Mike"), names_himself("I'm Mike.", "Mike")
    (True, False)
    """
    first = name.split(maxsplit=1)[0].strip(".,") if name.split() else ""
    if len(first) < 3 or len(text) > _LONGEST_WITH_NAME:
        return False
    plain = _QUOTATION.sub(" ", text).rstrip(" .")
    return any(
        not _NAMES_HIMSELF.search(plain[: match.start()]) and not _is_signed(plain[match.end() :])
        for match in re.finditer(rf"(?i)(?<!\w){re.escape(first)}(?!\w)", plain)
        if match.group()[0].isupper() and match.end() < len(plain)
    )


def _is_signed(behind: str) -> bool:
    """Whether a sentence begins behind a name without a mark before it: a signature ends there."""
    word = re.match(r"\s+([A-Z]\w*)", behind)
    return word is not None and word[1].casefold() in FUNCTION_WORDS


def _after_announcement(paragraphs: Sequence[Paragraph], weights: Sequence[int]) -> int:
    """Where a postscript such as "here are 4 ways I can help you" begins the footer."""
    for index, paragraph in enumerate(paragraphs):
        if weights[index] == 2 and _POSTSCRIPT.match(paragraph.text):
            is_last = index + 1 == len(paragraphs)
            if is_last or _ANNOUNCES.search(paragraph.text):
                return index
    return len(paragraphs)


def _page_end(paragraphs: Sequence[Paragraph]) -> int:
    """Where the page's own furniture begins, "Share this:" or "Related", with short lines below."""
    is_long = (len(paragraph.text.split()) > _FURNITURE_WORDS for paragraph in paragraphs)
    last_long = max((index for index, long in enumerate(is_long) if long), default=0)
    for index in range(last_long, len(paragraphs)):
        if _FURNITURE.fullmatch(paragraphs[index].text):
            return index
    return len(paragraphs)


def _after_break(paragraphs: Sequence[Paragraph], weights: Sequence[int]) -> int:
    """Where a rule parts the talk from a footer, if what follows looks like one at all."""
    n_weighty = sum(1 for weight in weights if weight)
    for index, paragraph in enumerate(paragraphs):
        n_weighty -= bool(weights[index])
        if paragraph.kind is not BlockKind.RULE:
            continue
        n_below = len(weights) - index - 1
        if n_below and n_weighty * 2 >= n_below and weights[index + 1] == 2:
            return index
    return len(paragraphs)
