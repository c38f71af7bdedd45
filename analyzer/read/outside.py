"""Text on the page that nobody speaks: notes, notices, adverts, lines that tools write."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.read.base import BlockKind
from analyzer.read.paragraphs import Paragraph
from analyzer.read.sections import aside_kind
from analyzer.records import SegmentKind

_I = re.IGNORECASE

_TOOL_LINE = re.compile(
    r"""\W*(?: transcri(?:bed|pt|ption)\s+(?:is\s+)?(?:provided\s+)?by\s+\S+.{0,60}
    | (?: meeting | transcription | recording | call ) \s+ (?:has\s+)? ended (?:\s+after)? .{0,40}
    | .{0,60}\b (?: started | stopped ) \s (?: the\s )? (?: transcription | recording ) \W*
    | (?: this \s )? (?: editable \s )? transcript \s was \s (?: computer | automatically | ai )
      [\s-] generated .*
    | people \s can \s also \s change \s the \s text \s after .*
    | (?: recording | transcription ) \s (?: in \s progress | started | stopped | resumed ) \W*
    | (?: view \s recording | watch \s recording ) \s* [-–:].*
    | webvtt | kind: \s* captions | language: \s* \w\w
    | (?: end | start | beginning ) \s of \s (?: the\s )? (?: transcript | recording | audio | call ) \W*
    )""",
    re.VERBOSE | _I,
)
_TRANSCRIPT_MARK = re.compile(
    r"\W*(?:(?:full|complete|edited|the|call|session|episode|conversation|verbatim|audio|video"
    r"|interview|raw|text)\s+)*transcript(?:ion)?(?:\s+(?:below|begins|starts|follows|of the call))?\W*",
    _I,
)
_EDITOR = re.compile(
    r"""\W*(?: editor(?:'s|’s|s|ial)?\s+note | ed(?:itor)?\.?\s?(?:'s\s)?:? \s* note | note \s+ from \s+ the
    \s+ editors? | transcri(?:ber|ption)(?:'s|’s|ist's|ist’s)?\s+note | publisher(?:'s|’s)\s+note
    | author(?:'s|’s)\s+note | disclaimer | content \s warning | about \s this \s
    (?: call | transcript | session | conversation | interview ) | note ) \b \W* [:.–—-]""",
    re.VERBOSE | _I,
)
_SIGNED_BY_EDITOR = re.compile(r"[–—-]{1,2}\s?(?:the\s+)?ed(?:s|itors?)?\.?\s*[\])]?\s*$", _I)
_ABOUT_THE_PAGE = re.compile(
    r"""\b(?: answered | recorded | edited | shortened | trimmed | tidied | condensed | printed
    | published | transcript | transcribed | permission | consent | blessing | anonymi[sz]ed
    | (?: names? | details ) \b .{0,30} \b (?: changed | removed | altered | left\sout | taken\sout )
    | (?: live | group | coaching | member | recent | weekly | monthly | following | clinic )
      \s (?: coaching\s)? (?: call | session | conversation )s? | keep \s reading | read \s on
    | what \s follows | conversation | excerpt | episode | listen \s to | this \s (?:call | column |
      interview | session ) )\b""",
    re.VERBOSE | _I,
)
_FIRST_OR_SECOND_PERSON = re.compile(r"\b(?:I|I['’]\w+|me|my|we|our|us|you|your)\b")
_BRACKETED = re.compile(r"[\[(*_]+\s*(?P<inside>[^\[\]]+?)\s*[\])*_]+\W*")

_NOTICE = re.compile(
    r"""\W*(?: (?: part | chapter | episode | installment ) \s+ [\divx]+ \b .{0,60}
        \b (?: will | goes\sup | comes | follows | is\scoming | tomorrow | next | on\s\w+day | soon )
    | to \s be \s continued | stay \s tuned | continued \s (?: in | on | next ) | more \s to \s come
    | (?: coming | up ) \s (?: soon | next | up ) \b
    | (?: please \s )? feel \s free \s to \s (?: discuss | comment | share | leave )
    | (?: please \s )? (?: leave | post | add | drop ) \s (?: a | your | us ) \s (?: comment | reply
      | thoughts | response ) | comments \s (?: are | have ) \b | comments? \s (?: off | closed )
    | join \s the \s (?: discussion | conversation | debate ) | share \s your \s (?: thoughts
      | experience | opinion | comments ) | no \s registration | be \s the \s first \s to \s comment
    | (?: let \s (?:me|us) \s know | tell \s (?:me|us) | what \s do \s you \s think ) .{0,60} \b comments?
    | (?: read | see ) \s part \s [\divx]+
    )""",
    re.VERBOSE | _I,
)

_OFFERS = re.compile(
    r"""\b(?: subscri\w+ | newsletter | mailing \s list | sign(?:ing)?[ -]up | apple \s podcasts? | spotify
    | i?tunes | wherever \s you \s (?: get | listen ) | rate \s and \s review | leave .{0,12} review
    | follow \s (?: us | me | him | her | them | the ) | free \s (?: copy | guide | download | chapter
      | workbook | webinar | training | consult\w* | call | trial | e-?book | course | to \s read | for
      | and \s always | of \s charge ) | (?: is | are ) \s (?:now\s)? (?: free | open ) \b | download\w*
    | click | available | discount | early[- ]bird | bursary | seats? | registr\w+ | register | enrol\w*
    | tickets? | book \s a | schedule \s a | patreon | sponsor\w* | brought \s to \s you | affiliate
    | coupon | use \s code | % \s off | work \s with \s (?: me | us ) | our \s (?: shop | store | members )
    | facebook | linkedin | twitter | instagram | youtube | tiktok | whatsapp | community | membership
    | workshop | intensive | masterclass | boot ?camp | retreat | webinar | intake | waiting \s list
    | one-on-one | 1:1 | private \s client\w* | help \s you | per \s month | a \s month | in \s person
    | worksheet | workbook | template | e-?book | booklet | copy \s of | reserve | apply \s now
    )\b | https?:// | www\. | \w@\w | [$€£]\s?\d""",
    re.VERBOSE | _I,
)
_STRONG = re.compile(
    r"""\W*(?: (?: photo(?:s|graphs?|graphy)? | image s? | illustrations? | pictures? | cover | artwork
        | featured \s image | header \s image ) \b (?: \s+ (?: credits? | courtesy | by | of | via | from )
        \b | \s* : | \s .{0,30}\b (?: by | credit | courtesy | unsplash | pexels | getty ) \b )
    | (?: © | \(c\) \s* \d{4} | copyright \b ) | .{0,80} \b all \s rights \s reserved
    | (?: subscribe | unsubscribe | sign \s up | click \s (?: here | below | on | the ) | share \s (?: this | on )
      | download | follow \s (?: us | me | him | her | on ) | rate \s (?: and | this | us | the ) | register
      | enrol | enroll | grab \s (?: a | an | my | your | our | the ) | like \s this \s (?: post | page ) )\b
    | (?: filed \s under | tags? | tagged | categor(?:y|ies) | posted \s (?: in | by | on ) | labels
      | share \s this | related (?: \s (?: posts? | articles? | reading ))? | previous (?: \s (?: post
      | article | episode | entry ))? | next (?: \s (?: post | article | episode | entry ))? | about \s the
      \s (?: author | coach | host ) | (?: newer | older ) \s posts? | print \s this | e?mail \s this
      | back \s to \s top | sponsored | advertisement | disclosure ) \s* (?: : | $ | [|>»←→] )
    | (?: want | ready | would \s you \s like ) \b .{0,120} \? \s*$
    | (?: new | join ) \s* [:!] | (?: share | tweet | facebook | linkedin | pin \s it | print | email )
      (?: \s* [|·•/]? \s* (?: this | share | tweet | facebook | linkedin | twitter | x | print | email
      | whatsapp | reddit | pinterest ))+ \s*$
    | https?://\S+ \s*$
    )""",
    re.VERBOSE | _I,
)
_POSTSCRIPT = re.compile(r"\W*p\.?\s?(?:p\.?\s?)?s\b\.?", _I)
_ANNOUNCES = re.compile(
    r"\b(?:ways?|things?|options|offers?|steps)\b.{0,60}(?:help|more|work|grow|:\s*$)|ready\b.{0,40}\bto\b"
    r"|help you",
    _I,
)
_WEAK_START = re.compile(
    r"\W*(?:join|get|book|visit|check out|learn more|find out|read|watch|listen|order|apply|reserve|buy"
    r"|next (?:week|month|time|issue|intake|episode)|to put your|have a|got a|do you have|are you|write to"
    r"|letters? (?:to|may|are)|seats?|new|back issues|alumni|send|text|call|stuck|bring|if you|forward)\b",
    _I,
)
_FOOTER_LENGTH = 900
_QUOTATION = re.compile(r"[“\"«„][^”\"»“]*[”\"»“]")
_NAMES_HIMSELF = re.compile(
    r"(?i)\b(?:i am|i['’]m|this is|my name is|me,|it['’]s|says?,?|said,?)\s*$"
)


def is_tool_line(text: str) -> bool:
    """Whether a recording tool wrote the line: "Meeting ended after 00:35:30", and the like."""
    return len(text) <= 160 and _TOOL_LINE.fullmatch(text.strip()) is not None


def is_transcript_mark(text: str) -> bool:
    """Whether the line says that the transcript begins below it.

    >>> is_transcript_mark("📖 Transcript"), is_transcript_mark("TRANSCRIPT BELOW:")
    (True, True)
    """
    return len(text) <= 60 and _TRANSCRIPT_MARK.fullmatch(text.strip()) is not None


def is_note(text: str) -> bool:
    """Whether it is a note by the page's makers, whatever stands around it.

    >>> is_note("[Editor's note: the line was bad here.]"), is_note("[laughs]")
    (True, False)
    """
    if _EDITOR.match(text) or _SIGNED_BY_EDITOR.search(text):
        return True
    match = _BRACKETED.fullmatch(text)
    if match is None or len(match["inside"].split()) < 4:
        return False
    return text.lstrip()[0] == "[" or not _FIRST_OR_SECOND_PERSON.search(match["inside"])


def is_about_the_page(text: str, names: Sequence[str]) -> bool:
    """Whether a paragraph before the talk tells how the talk came about rather than being part of it.

    ``names`` are first names of the people on the page.
    """
    if is_note(text) or is_tool_line(text):
        return True
    about = len(_ABOUT_THE_PAGE.findall(text))
    return about > 1 or (about == 1 and _names_anybody(text, names))


def is_notice(text: str) -> bool:
    """Whether it says when the next part comes, or invites comments."""
    return len(text) <= 240 and _NOTICE.match(text) is not None


def names_himself(text: str, name: str) -> bool:
    """Whether the text speaks of ``name`` as of a third person, outside quotations."""
    first = name.split()[0].strip(".,") if name.split() else ""
    if len(first) < 3:
        return False
    plain = _QUOTATION.sub(" ", text)
    for match in re.finditer(rf"(?<!\w){re.escape(first)}(?!\w)", plain):
        if not _NAMES_HIMSELF.search(plain[: match.start()]):
            return True
    return False


def _names_anybody(text: str, names: Sequence[str]) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names if len(name) > 2
    )


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
    kinds: list[SegmentKind | None] = []
    for index, paragraph in enumerate(paragraphs):
        kind = None
        if is_tool_line(paragraph.text) or is_notice(paragraph.text):
            kind = SegmentKind.LOGISTICS
        elif is_note(paragraph.text) and not _POSTSCRIPT.match(paragraph.text):
            kind = (
                SegmentKind.PROMOTION if index >= cut and weights[index] == 2 else SegmentKind.FRONT
            )
        elif index >= cut or aside_kind(paragraph.section) is not None:
            kind = SegmentKind.PROMOTION
        elif paragraph.kind is BlockKind.HEADING:
            kind = SegmentKind.FRONT
        kinds.append(kind)
    return kinds


def _weight(paragraph: Paragraph, speaker: str) -> int:
    """How much a paragraph looks like a footer: 2 surely, 1 in company, 0 not."""
    text = paragraph.text
    if len(text) > _FOOTER_LENGTH and aside_kind(paragraph.section) is None:
        return 0
    if paragraph.kind is BlockKind.RULE or is_tool_line(text) or is_notice(text):
        return 1
    offers = len(_OFFERS.findall(text))
    if _POSTSCRIPT.match(text):
        return 2 if offers else 0
    if _STRONG.match(text) or text.count(" | ") > 1 or offers > 2:
        return 2
    if aside_kind(paragraph.section) is not None or (
        speaker and len(text) <= 400 and names_himself(text, speaker)
    ):
        return 2
    if offers or paragraph.kind in (BlockKind.LIST_ITEM, BlockKind.HEADING):
        return 1
    return 1 if len(text.split()) <= 30 and _WEAK_START.match(text) else 0


def _after_announcement(paragraphs: Sequence[Paragraph], weights: Sequence[int]) -> int:
    """Where a postscript such as "here are 4 ways I can help you" begins the footer."""
    for index, paragraph in enumerate(paragraphs):
        if weights[index] == 2 and _POSTSCRIPT.match(paragraph.text):
            rest = paragraphs[index + 1 :]
            if not rest or _ANNOUNCES.search(paragraph.text):
                return index
    return len(paragraphs)


def _after_break(paragraphs: Sequence[Paragraph], weights: Sequence[int]) -> int:
    """Where a rule parts the talk from a footer, if what follows looks like one at all."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind is BlockKind.RULE and any(weights[index + 1 :]):
            rest = weights[index + 1 :]
            if sum(1 for weight in rest if weight) * 2 >= len(rest):
                return index
    return len(paragraphs)
