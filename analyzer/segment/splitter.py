"""Where a talk has no sentence marks, and how a model of borders cuts it there.

Recognisers leave marks out of all of a talk, or of long stretches of it. Such a stretch is known by
the words between one sentence mark and the next, across turns: punctuated talk, however long its
sentences are, comes to a mark in time. What is punctuated never meets the model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

# So many words without a mark are no punctuated talk: in the transcripts looked at (406 labelled
# sessions, 121 podcasts and panels) the longest stretch was one of 134 words.
OPEN_FROM = 140
# A stretch beside one that is open is open too from here on, where marks are few but some stand.
STAYS_FROM = 40
# In a talk that has no mark at all, so many words are enough.
NO_MARK_AT_ALL = 24
_MARK = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]*_»]*(?=\s|$)")
_TITLE = re.compile(r"(?:^|.*\W)(?:mr|mrs|ms|dr|prof|st|vs|jr|sr)\.", re.IGNORECASE | re.DOTALL)
LONGEST_TITLE = 6
_WORD = re.compile(r"\S+")
_ASKED = re.compile(r"(?<=\w)[?!]+[\"'”’)\]*_»]*()\s+(?=\w)")
# A lone mark that closes goes with the word before it, any other with the word after it.
_CLOSES = re.compile(r"[.,;:!?…)\]»”]")


class Splitter(Protocol):
    """Whatever finds sentence borders among words alone."""

    def borders(self, talk: Sequence[Sequence[str]]) -> list[list[int]]:
        """For each stretch of words, rising, the numbers of those that begin a sentence, not 0."""
        ...


LoadSplitter = Callable[[], Splitter]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Run:
    """Words up to a sentence mark: where in which texts, and how many."""

    parts: tuple[tuple[int, int, int], ...]
    n_words: int


def open_places(texts: Sequence[str]) -> tuple[tuple[Span, ...], ...]:
    """For each text of a talk, in order, the spans that lie in stretches without sentence marks.

    >>> open_places(["So I called him. " * 30])
    ((),)
    >>> open_places(["so i called him and he said no " * 30])
    (((0, 930),),)
    """
    runs = _runs(texts)
    is_open = _open_runs([run.n_words for run in runs])
    found: list[list[Span]] = [[] for _ in texts]
    for run, opens in zip(runs, is_open, strict=True):
        for text, start, end in run.parts if opens else ():
            joins = found[text] and found[text][-1][1] == start
            found[text].append((found[text].pop()[0] if joins else start, end))
    return tuple(map(tuple, found))


def _runs(texts: Iterable[str]) -> list[_Run]:
    runs: list[_Run] = []
    parts: list[tuple[int, int, int]] = []
    n_words = 0
    for number, text in enumerate(texts):
        start = 0
        for end in (*_marks(text), len(text)):
            if end > start:
                parts.append((number, start, end))
                n_words += len(text[start:end].split())
            if end < len(text) or _marked_at_end(text):
                if parts:
                    runs.append(_Run(tuple(parts), n_words))
                parts, n_words = [], 0
            start = end
    return [*runs, _Run(tuple(parts), n_words)] if parts else runs


def _marks(text: str) -> list[int]:
    """Where sentence marks inside a text end."""
    return [
        mark.end()
        for mark in _MARK.finditer(text)
        if mark.end() < len(text)
        and not _TITLE.fullmatch(text, max(0, mark.end() - LONGEST_TITLE), mark.end())
    ]


def _marked_at_end(text: str) -> bool:
    last = text.rstrip().rstrip("\"'”’)]*_»")
    return last[-1:] in tuple(".!?…") and last != ""


def _open_runs(counts: Sequence[int]) -> list[bool]:
    if len(counts) == 1:
        return [counts[0] >= NO_MARK_AT_ALL]
    forward = list(accumulate(counts, _goes_on, initial=False))[1:]
    backward = list(accumulate(reversed(counts), _goes_on, initial=False))[:0:-1]
    return [a or b for a, b in zip(forward, backward, strict=True)]


def _goes_on(was_open: bool, n_words: int) -> bool:  # noqa: FBT001 - a step of accumulate
    return n_words >= (STAYS_FROM if was_open else OPEN_FROM)


def words_with_places(text: str, span: Span) -> tuple[list[str], list[int]]:
    """The words of a span and where each begins; a lone mark goes with a word beside it.

    >>> words_with_places("yes – no ! ♪ so", (0, 15))
    (['yes', 'no', 'so'], [0, 4, 11])
    """
    words: list[str] = []
    places: list[int] = []
    waiting: int | None = None
    for found in _WORD.finditer(text, *span):
        if any(letter.isalnum() for letter in found.group()):
            words.append(found.group())
            places.append(found.start() if waiting is None else waiting)
            waiting = None
        elif waiting is None and not (words and _CLOSES.match(found.group())):
            waiting = found.start()
    return words, places


def cut_spans(talk: Sequence[tuple[str, Span]], *, splitter: Splitter) -> list[list[Span]]:
    """The sentences in each span of a text, by a model that sees them all at once.

    A question or exclamation mark that does stand there ends a sentence, too. Spans must begin and
    end with what is not white space; so do the sentences.
    """
    whole = [(number, part) for number, one in enumerate(talk) for part in _asked_parts(*one)]
    read = [words_with_places(talk[number][0], part) for number, part in whole]
    borders = splitter.borders([words for words, _ in read])
    found: list[list[Span]] = [[] for _ in talk]
    for (number, (start, end)), (_, places), begins in zip(whole, read, borders, strict=True):
        text = talk[number][0]
        firsts = [start, *(places[word] for word in begins)]
        for first, last in zip(firsts, [*firsts[1:], end], strict=True):
            found[number].append((first, first + len(text[first:last].rstrip())))
    return found


def _asked_parts(text: str, span: Span) -> list[Span]:
    """A span parted after each word with a question or exclamation mark that a word follows."""
    start, end = span
    parts = []
    for mark in _ASKED.finditer(text, start, end):
        if mark.end() < end:
            parts.append((start, mark.start(1)))
            start = mark.end()
    return [*parts, (start, end)]
