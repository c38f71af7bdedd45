"""Where people say a name to somebody, or their own: the words that give a nameless voice away."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from analyzer.read.people.everyday import ALSO_NAMES, EVERYDAY, FUNCTION_WORDS, NOT_NAMES, VOICES
from analyzer.read.people.names import is_person_like, is_role_like
from analyzer.records import Quote, Session


class Manner(StrEnum):
    """How a name is said.

    OWN is the speaker's own, INTRODUCED that of a guest, ALONE a name that is all of its sentence.
    """

    OWN = "own"
    INTRODUCED = "introduced"
    HANDED = "handed"
    THANKED = "thanked"
    GREETED = "greeted"
    ADDRESSED = "addressed"
    ALONE = "alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A name said in some manner; ``quote`` holds the name and the words that make it a call.

    ``opens`` and ``closes`` say whether it stands in the first and in the last sentence of its
    turn: who is called at the end speaks next, who is called at the start spoke before.
    """

    name: str
    manner: Manner
    quote: Quote
    opens: bool = True
    closes: bool = True


@dataclass(slots=True)
class Mentions:
    """How often a word stands in a talk with a capital.

    ``inside`` counts places within a sentence, where a capital means something, ``as_thing`` those
    behind an article and the like.
    """

    total: int = 0
    inside: int = 0
    as_thing: int = 0


_WORD = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*"
_NAME = rf"(?P<name>(?:(?:Dr|Prof|Mr|Mrs|Ms)\b\.?\s)?{_WORD}(?:\s{_WORD}){{0,2}})"
_TITLE = re.compile(r"(?:Dr|Prof|Mr|Mrs|Ms)\b\.?\s")
_END = r"(?=\s*(?:[,.;:!?…—–]|-\s|$))"
_OWN_END = (
    r"(?=\s*(?:[,.;!?…—–]|-\s|$|and\s|from\s|with\s|here\b|speaking\b|calling\b|your\s|the\s|a\s"
    r"|I\s|I['’]))"
)
_LEAD = (
    r"(?i:yeah|yes|yep|yup|no|okay|ok|so|well|look|right|sorry|listen|oh|and|but|now|great|sure"
    r"|alright|all\s+right|hm+|mhm|ah|absolutely|exactly|perfect|good|nice|please|you\s+know"
    r"|awesome|wow|congratulations|got\s+it)"
)
_THANKS = r"(?i:\b(?:thanks|thank\s+you|cheers)(?:\s+(?:so|very)\s+much|\s+a\s+lot|\s+again)?)"
_HELLO = (
    r"(?i:\b(?:hi|hello|hey|hiya|welcome(?:\s+back)?|(?:good\s+)?(?:morning|afternoon|evening)|bye"
    r"(?:-bye)?|goodbye|take\s+care|see\s+you|how\s+are\s+you|good\s+to\s+see\s+you|nice\s+to\s+"
    r"(?:meet|see)\s+you|great\s+to\s+(?:see|have)\s+you)(?:\s+there|\s+again)?)"
)
_HAND = (
    r"(?i:\b(?:over\s+to\s+you|back\s+to\s+you|go\s+ahead|your\s+turn|you['’]re\s+(?:up|next|on)"
    r"|(?:what|how)\s+about\s+you|what\s+do\s+you\s+(?:think|say)|take\s+it\s+away|off\s+you\s+go"
    r"|come\s+on\s+in|any\s+thoughts))"
)
_HAND_AFTER = (
    r"(?i:(?:,\s*|\s+)(?:go\s+ahead|over\s+to\s+you|your\s+turn|you['’]re\s+(?:up|next|on|first)"
    r"|(?:what|how)\s+about\s+you|what\s+do\s+you\s+(?:think|say)|take\s+it\s+away|off\s+you\s+go"
    r"|do\s+you\s+want\s+to|would\s+you\s+like\s+to|you\s+wanted\s+to|tell\s+us|are\s+you\s+there)"
    r"\b)"
)

# A place counts in the first manner that fits.
_PATTERNS = (
    (Manner.OWN, rf"(?i:\bmy\s+name(?:\s+is|['’]s))\s+{_NAME}"),
    (Manner.OWN, rf"\b(?:I['’]m|I\s+am|[Tt]his\s+is|[Ii]t['’]s)\s+{_NAME}{_OWN_END}"),
    (
        Manner.OWN,
        (
            r"^(?:(?i:hi|hello|hey|yeah|yes)\b[,.!\s]*(?:(?i:everyone|all|everybody)\b[,.!\s]*)?)?"
            rf"{_NAME}\s+(?:here|speaking)\b"
        ),
    ),
    (
        Manner.INTRODUCED,
        (
            r"(?i:\b(?:my|our|today['’]s)(?:\s+\w+)?\s+guests?"
            rf"(?:\s+(?:today|this\s+week|this\s+time|on\s+the\s+show))?\s+is)\s+{_NAME}"
        ),
    ),
    (
        Manner.INTRODUCED,
        (
            r"(?i:\b(?:(?:I['’]m|we['’]re|I\s+am|we\s+are)\s+(?:\w+\s+){0,3}?"
            r"(?:joined(?:\s+\w+)?\s+by|(?:talking|speaking|chatting)(?:\s+today)?\s+(?:to|with)"
            r"|here\s+(?:\w+\s+)?with)|joining\s+(?:me|us)(?:\s+\w+)?\s+is|please\s+welcome"
            rf"|with\s+(?:me|us)\s+(?:today|is)))\s+{_NAME}"
        ),
    ),
    (Manner.HANDED, rf"{_HAND},?\s+{_NAME}{_END}"),
    (Manner.HANDED, rf"(?:^|(?<=[\s,])){_NAME}{_HAND_AFTER}"),
    (Manner.THANKED, rf"{_THANKS},?\s+{_NAME}{_END}"),
    (Manner.GREETED, rf"{_HELLO},?\s+{_NAME}{_END}"),
    (Manner.ADDRESSED, rf"^{_NAME}(?=\s*[,—–])"),
    (Manner.ADDRESSED, rf",\s+{_NAME}(?=\s*[.?!…]*$)"),
    (Manner.ADDRESSED, rf"(?:^|(?<=[,\s])){_LEAD},?\s+{_NAME}(?=\s*[,.?!…])"),
    (Manner.ALONE, rf"^{_NAME}(?=\s*[.?!…]*$)"),
)
_MANNERS = tuple((manner, re.compile(pattern)) for manner, pattern in _PATTERNS)

_SURELY_A_NAME = frozenset((Manner.OWN, Manner.HANDED, Manner.THANKED, Manner.GREETED))

_SENTENCE = re.compile(r"(?:[^.?!…\n]|(?<=\bDr)\.|(?<=\bMr)\.|(?<=\bMs)\.|(?<=\bMrs)\.)+[.?!…]*")
_CAPITALS = re.compile(rf"(?<![^\W_]){_WORD}")
_SMALL = re.compile(r"(?<![^\W_])[a-zß-ÿ][^\W\d_]+")
_MENTION = re.compile(
    r"(?:(?P<inside>(?P<thing>(?<![^\W_])(?i:the|a|an|this|that|these|those|our|your|my|his|her"
    r"|their|its|of|in|on|at|every|some|any|no|into|via|like)\s)|[\w,;]\s))?"
    rf"(?<![^\W_])(?P<word>{_WORD})"
)
_OPENS_QUOTE = re.compile(r"[“„«\"]")
_CLOSES_QUOTE = re.compile(r"[”»]")
_CONTRACTION = re.compile(r"['’](?:m|s|d|re|ve|ll|t)$", re.IGNORECASE)
_ADVERB = re.compile(r"[^\W\d_]{4,}(?:al|ed|ing|ous|ate|ful|ent|ant|ive|ib|ab|less|cal|nate)ly")
_NEAR_THE_START = 60

_NO_PERSON = EVERYDAY | NOT_NAMES | FUNCTION_WORDS | VOICES | frozenset(
    """
    actually adieu agreed aha amazing amen american anyway anyways apparently aw ay aye
    australian basically beautiful bingo boom bravo brilliant british bro canadian catholic cheers
    chinese christmas ciao congrats congratulations correct damn dang darling december doctor dude
    dutch easter eh english european everybody fantastic february folks french friday friends german
    god goodness goodnight google gosh grand greek guys ha hah haha herr hindi hiya honestly honey
    huh indeed indian interesting internet irish italian ja january japanese jeez jesus jewish july
    kaixo kiddo ladies later latin linkedin lord lovely ma'am madam mam march mate may merci
    miss mm mm-hm mm-hmm mmm monday muslim nah naturally none nothing november obviously october
    ohh oof ooh oops ouch phew polish professor righto russian saturday scottish seriously shoot
    señor señora sir skype slack spanish sunday swedish sweetheart ta teams thursday tonight touché
    true tuesday turkish uff ugh uh-huh uh-oh ummm usually voilà wait wednesday welsh wonderful yah
    yeah youtube zero zoom
    """.split()  # noqa: SIM905 - a page of words reads better than a page of strings
)  # fmt: skip


def calls_by_name(session: Session) -> Iterator[Call]:
    """The names said in the turns, in order, each place in the manner that says most.

    A word that the talk also has in small letters is no name, nor is an everyday one; words in
    quotation marks are somebody else's.
    """
    small: set[str] = set()
    for turn in session.turns:
        small.update(_SMALL.findall(turn.text))
    for number, turn in enumerate(session.turns):
        yield from _calls_in(turn.text, number, small)


def count_mentions(session: Session) -> Mapping[str, Mentions]:
    """The mentions of each capitalised word, by its folded form."""
    counts: defaultdict[str, Mentions] = defaultdict(Mentions)
    for turn in session.turns:
        for match in _MENTION.finditer(turn.text):
            seen = counts[match["word"].casefold()]
            seen.total += 1
            seen.inside += match["inside"] is not None
            seen.as_thing += match["thing"] is not None
    return dict(counts)


def _calls_in(text: str, turn: int, small: set[str]) -> Iterator[Call]:
    if all(_is_no_name(word, small) for word in _CAPITALS.findall(text)):
        return
    sentences = [found for found in _SENTENCE.finditer(text) if not found[0].isspace()]
    in_quote = False
    for place, sentence in enumerate(sentences):
        words = sentence[0].strip()
        n_opened = len(_OPENS_QUOTE.findall(words))
        was_in_quote = in_quote
        in_quote = (in_quote or n_opened % 2 == 1) and _CLOSES_QUOTE.search(words) is None
        if was_in_quote or n_opened or not words:
            continue
        if all(_is_no_name(word, small) for word in _CAPITALS.findall(words)):
            continue
        offset = text.index(words, sentence.start())
        for manner, name, start, end in _calls_of(words, small):
            yield Call(
                name=name,
                manner=manner,
                quote=Quote(turn=turn, start=offset + start, end=offset + end),
                opens=place == 0 or offset < _NEAR_THE_START,
                closes=place == len(sentences) - 1,
            )


def _calls_of(sentence: str, small: set[str]) -> Iterator[tuple[Manner, str, int, int]]:
    """Manner, name, start and end of each call in a sentence, each name's place once."""
    taken: set[int] = set()
    for manner, pattern in _MANNERS:
        for match in pattern.finditer(sentence):
            start = match.start("name")
            name = _person(match["name"], small)
            if name is None or start in taken:
                continue
            if manner not in _SURELY_A_NAME and _everyday_too(name, small):
                continue
            taken.add(start)
            cut = start + len(name) < match.end("name")  # "Thanks, Omar So" ends with Omar
            begin = match.start() + len(match[0]) - len(match[0].lstrip(" ,"))
            yield manner, name, begin, start + len(name) if cut else match.end()


def _person(written: str, small: set[str]) -> str | None:
    """The words from the first that may be a name, up to one that may not; None where none may."""
    title = _TITLE.match(written)
    kept: list[str] = []
    for word in written[title.end() if title else 0 :].split():
        if _is_no_name(word, small):
            break
        kept.append(word)
    if not kept:
        return None
    name = " ".join([title[0].strip(), *kept] if title else kept)
    return name if is_person_like(name) and not is_role_like(name) else None


def _everyday_too(name: str, small: set[str]) -> bool:
    """Whether it is one of the names that are words, such as "Will", and the talk has the word."""
    return any(word.casefold() in small for word in name.split())


def _is_no_name(word: str, small: set[str]) -> bool:
    folded = word.casefold()
    return (
        len(folded) < 2
        or folded in _NO_PERSON
        or (folded in small and folded not in ALSO_NAMES)
        or _CONTRACTION.search(folded) is not None
        or _ADVERB.fullmatch(folded) is not None
    )
