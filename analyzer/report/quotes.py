"""Which words are shown as evidence, and how many; they are always ``text[start:end]``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from analyzer.records import Analysis, Quote, Sentence
from analyzer.report.ranking import Hope, Key, in_order

FEWEST_WORDS = 8
MOST_WORDS = 45
LONGEST_WORDS = 70
SENTENCES_AROUND = 4

_SENTENCE_END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s|$)""")
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[–—](?=\s)")
_WORD = re.compile(r"\w+", re.UNICODE)
_OPENER = re.compile(r"""["'“‘«(\[¿¡]*(?P<letter>\w)""")
# A sentence that begins so leans on the one before it.
_LEANING = re.compile(
    r"""["'“‘]*(?:and|but|so|or|because|then|also|plus|it|he|she|they|him|them|that|this|those|these
    |which|who|now|well|yeah|yes|no|okay|ok|right|uh|um|oh|anyway)\b""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A quote that may be shown: where it stands, how sure its label is, and its words."""

    analysis: Analysis
    quote: Quote
    score: float

    @property
    def text(self) -> str:
        """The words, verbatim."""
        return self.analysis.text_of(self.quote)

    @property
    def session_id(self) -> str:
        """The session the words were said in."""
        return self.analysis.session.id

    @property
    def key(self) -> Key:
        """Its place among others: likely and easy to read by itself first."""
        worth = self.score * stands_alone(self.text)
        return (-round(worth, 9), self.session_id, self.quote.turn, self.quote.start)

    def overlaps(self, other: Found) -> bool:
        """Whether both hold some of the same words."""
        return (
            self.session_id == other.session_id
            and self.quote.turn == other.quote.turn
            and self.quote.start < other.quote.end
            and other.quote.start < self.quote.end
        )


def n_words(text: str) -> int:
    """Words in the sense of a reader: runs of letters and digits, an apostrophe not parting them.

    >>> n_words("Don’t type that — call him.")
    5
    """
    return len(re.findall(r"\w+(?:['’\-]\w+)*", text))


def stands_alone(text: str) -> float:
    """How well words can be read by themselves, 0 to 1: whole, of good length, not leaning back.

    >>> stands_alone("Call the manager first.") < stands_alone(
    ...     "Call the manager before you write a single line to anybody in HR."
    ... )
    True
    """
    opener = _OPENER.match(text)
    begins = opener is not None and not opener["letter"].islower()
    ends = bool(re.search(r"""[.!?…]["'”’»)\]]*\s*$""", text))
    words = n_words(text)
    if words < FEWEST_WORDS:
        fits = words / FEWEST_WORDS / 2
    elif words <= MOST_WORDS:
        fits = 1.0
    else:
        fits = max(0.3, 1 - (words - MOST_WORDS) / 100)
    leaning = _LEANING.match(text) is not None
    return fits * (1.0 if begins and ends else 0.4) * (0.6 if leaning else 1.0)


def widened(analysis: Analysis, quote: Quote, *, first: int, end: int) -> Quote:
    """The quote, with neighbours in its turn taken in until it has words enough to stand alone.

    Only sentences ``[first, end)`` are taken, later ones before earlier ones, and none that would
    make it longer than a quotation should be.
    """
    inside = [sentence for sentence in analysis.sentences[first:end] if sentence.turn == quote.turn]
    wider = quote
    after = [sentence for sentence in inside if sentence.start >= quote.end]
    before = [sentence for sentence in reversed(inside) if sentence.end <= quote.start]
    for sentence in (*after[:1], *before[:1], *after[1:]):
        if n_words(analysis.text_of(wider)) >= FEWEST_WORDS:
            break
        candidate = Quote(
            turn=quote.turn,
            start=min(wider.start, sentence.start),
            end=max(wider.end, sentence.end),
        )
        if n_words(analysis.text_of(candidate)) <= MOST_WORDS:
            wider = candidate
    return wider


def hope(
    look: Callable[[], Iterable[Found]],
    *,
    score: float,
    session_id: str,
    words: str,
    is_whole: bool = False,
) -> Hope[Found]:
    """Quotes that grow out of these words, before their session is looked at.

    ``score`` is how sure they are at best; ``is_whole`` says that the words grow no more.
    """

    def closer() -> Iterable[Hope[Found]]:
        worth = score * (stands_alone(words) if is_whole else stands_at_best(words))
        return [Hope(key=(-round(worth, 9), session_id), look=look)]

    return Hope(key=(-round(score, 9), session_id), look=closer)


def stands_at_best(words: str) -> float:
    """How well a quote can be read by itself when neighbours are taken in: see ``widened``."""
    return stands_alone(words) if n_words(words) >= FEWEST_WORDS else 1.0


def best(found: Iterable[Hope[Found] | Found], limit: int) -> tuple[Found, ...]:
    """At most ``limit`` quotes, the best first, from as many sessions as can be, no words twice."""
    rest = in_order(found)
    ranked: list[Found] = []
    chosen: list[Found] = []
    taken: set[str] = set()
    per_session: dict[str, int] = {}
    for allowed in range(1, limit + 1):
        for candidate in chain(tuple(ranked), _kept(rest, ranked)):
            words = " ".join(_WORD.findall(candidate.text.casefold()))
            if words in taken or per_session.get(candidate.session_id, 0) >= allowed:
                continue
            taken.add(words)
            per_session[candidate.session_id] = per_session.get(candidate.session_id, 0) + 1
            chosen.append(candidate)
            if len(chosen) == limit:
                return tuple(chosen)
    return tuple(chosen)


def _kept(rest: Iterator[Found], ranked: list[Found]) -> Iterator[Found]:
    """The rest, each kept for when it is gone through again."""
    for one in rest:
        ranked.append(one)
        yield one


def cut(text: str, most_words: int = LONGEST_WORDS) -> tuple[str, bool]:
    """The text from its beginning, at most about ``most_words`` long, and whether it goes on.

    It is cut at the end of a sentence; a sentence too long by itself at the end of a clause, and
    where it has none at the end of a word.

    >>> cut("One two three. Four five six.", most_words=4)
    ('One two three.', True)
    >>> cut("One two three.", most_words=4)
    ('One two three.', False)
    """
    whole = text.strip()
    ends = [match.end() for match in re.finditer(r"\S+", whole)]
    # Languages written without spaces have few "words", so letters bound a quotation too.
    reach = min(most_words * 12, ends[most_words - 1] if len(ends) > most_words else len(whole))
    if reach >= len(whole):
        return whole, False
    for pattern in (_SENTENCE_END, _CLAUSE_END):
        places = [match.end() for match in pattern.finditer(whole) if match.end() <= reach]
        if places and places[-1] >= reach // 3:
            return whole[: places[-1]].rstrip(), True
    return whole[:reach].rstrip(), True


def place_of(analysis: Analysis, quote: Quote, *, shown: str) -> Quote:
    """Where the shown words of a quote stand, which may be fewer than the quote has."""
    text = analysis.session.turns[quote.turn].text
    inside = text[quote.start : quote.end]
    start = quote.start + max(0, inside.find(shown))
    return Quote(turn=quote.turn, start=start, end=start + len(shown))


def sentences_in(analysis: Analysis, place: Quote) -> tuple[int, int]:
    """The sentences ``[first, end)`` that share words with a place; none between two sentences."""
    spoken = analysis.sentences
    first = bisect_right(spoken, (place.turn, place.start), key=lambda one: (one.turn, one.end))
    end = bisect_left(spoken, (place.turn, place.end), key=lambda one: (one.turn, one.start))
    return first, max(first, end)


def around(analysis: Analysis, place: Quote) -> tuple[tuple[Quote, ...], tuple[Quote, ...]]:
    """What was said before and after a place: a few sentences, by turns.

    Where the place breaks off inside a sentence, what follows begins there.
    """
    spoken, turn = analysis.sentences, place.turn
    n_before = bisect_left(spoken, (turn, place.start), key=lambda one: (one.turn, one.start))
    first_after = bisect_right(spoken, (turn, place.end), key=lambda one: (one.turn, one.end))
    before = [
        _clipped(one, turn, to=place.start)
        for one in spoken[max(0, n_before - SENTENCES_AROUND) : n_before]
    ]
    after = [
        _clipped(one, turn, since=place.end)
        for one in spoken[first_after : first_after + SENTENCES_AROUND]
    ]
    return _joined(before), _joined(after)


def _clipped(sentence: Sentence, turn: int, *, since: int = 0, to: int | None = None) -> Quote:
    """The part of a sentence outside the quotation, where both stand in the same turn."""
    start, end = sentence.start, sentence.end
    if sentence.turn == turn:
        start, end = max(start, since), end if to is None else min(end, to)
    return Quote(turn=sentence.turn, start=start, end=end)


def _joined(spans: Sequence[Quote]) -> tuple[Quote, ...]:
    """Neighbours in one turn as one span."""
    joined: list[Quote] = []
    for span in spans:
        if joined and joined[-1].turn == span.turn:
            joined[-1] = Quote(turn=span.turn, start=joined[-1].start, end=span.end)
        else:
            joined.append(span)
    return tuple(joined)


def runs(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Whole numbers in order as ranges ``[first, end)`` without holes.

    >>> runs([1, 2, 3, 7])
    ((1, 4), (7, 8))
    """
    ranges: list[list[int]] = []
    for value in numbers:
        if ranges and ranges[-1][1] == value:
            ranges[-1][1] = value + 1
        else:
            ranges.append([value, value + 1])
    return tuple((first, end) for first, end in ranges)
