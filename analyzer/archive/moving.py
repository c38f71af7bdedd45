"""What people decided about a talk, found again in one whose words have changed since.

A transcript that somebody corrected is another session. The two are laid side by side: runs of four
words that stand once in each are the same words, and so are all that are alike around them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from analyzer.archive.results import LeftLabel
from analyzer.corrections.places import Places, Span, starts_of
from analyzer.corrections.records import is_by_person
from analyzer.records import Advice, Analysis, Exchange, Quote, Session

RUN = 4
# What an exchange is about stays where at least so much of it does; advice is its very words.
HALF = 0.5
_WORD = re.compile(r"\w+")


class Beside:
    """The words of a former talk beside those of the one that takes its place."""

    def __init__(self, former: Session, new: Session) -> None:
        self._former, there = _words(former)
        self._new, here = _words(new)
        self._at = _aligned(there, here)

    def place(self, span: Span, *, share: float = 1.0) -> Span | None:
        """The characters where what stood in the span stands now.

        None where fewer than this share of its words is left; all of them must stand side by side.
        """
        inside = [n for n, it in enumerate(self._former) if span[0] <= it[0] and it[1] <= span[1]]
        places = [self._at[n] for n in inside if self._at[n] >= 0]
        if not places or len(places) < share * len(inside):
            return None
        first, last = min(places), max(places)
        if share == 1.0 and last - first + 1 != len(inside):
            return None
        return self._new[first][0], self._new[last][1]


def _words(session: Session) -> tuple[list[Span], list[str]]:
    spans: list[Span] = []
    words: list[str] = []
    for start, turn in zip(starts_of(session), session.turns, strict=False):
        for found in _WORD.finditer(turn.text):
            spans.append((start + found.start(), start + found.end()))
            words.append(found[0].casefold())
    return spans, words


def _aligned(there: Sequence[str], here: Sequence[str]) -> list[int]:
    """For each word there its place here, -1 for one that is gone."""
    at = [-1] * len(there)
    once = _runs(here)
    for run, place in _runs(there).items():
        if run in once:
            for step in range(RUN):
                at[place + step] = once[run] + step
    for order in (range(1, len(there)), range(len(there) - 2, -1, -1)):
        way = order.step
        for place in order:
            beside = at[place - way]
            if at[place] < 0 <= beside and 0 <= beside + way < len(here):
                at[place] = beside + way if there[place] == here[beside + way] else -1
    return at


def _runs(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """The runs of words that stand once, and where."""
    runs = [tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)]
    counts = Counter(runs)
    return {run: place for place, run in enumerate(runs) if counts[run] == 1}


def moved_decisions(
    kept: Analysis, *, to: Analysis, beside: Beside
) -> tuple[Analysis, tuple[LeftLabel, ...]]:
    """What people labelled in the kept analysis, as findings of the other session.

    The labels whose words are not said there any more come beside it.
    """
    there, here = Places(kept), Places(to)
    exchanges: list[Exchange] = []
    advice: list[Advice] = []
    left: list[LeftLabel] = []
    for exchange in kept.exchanges:
        if exchange.problem is not None and is_by_person(exchange.problem):
            place = beside.place(there.span(exchange), share=HALF)
            if place is None:
                first = kept.sentences[exchange.first]
                left.append(LeftLabel(exchange.problem, kept.text_of(first)))
                continue
            first_, end = here.sentences(place)
            quote = _moved(exchange.quote, kept, to, beside)
            exchanges.append(replace(exchange, first=first_, end=end, asker=None, quote=quote))
    for it in kept.advice:
        decided = [label for label in it.labels if is_by_person(label)]
        if not decided:
            continue
        place = beside.place(there.span(it))
        if place is None:
            quoted = kept.session.turns[it.quote.turn].text[it.quote.start : it.quote.end]
            left += [LeftLabel(label, quoted) for label in decided]
        else:
            advice.append(_moved_advice(it, here.sentences(place), kept, to, beside))
    found = replace(to, exchanges=tuple(exchanges), advice=tuple(advice), segments=())
    return found, tuple(left)


def _moved_advice(
    it: Advice, sentences: Span, kept: Analysis, to: Analysis, beside: Beside
) -> Advice:
    first, end = sentences
    quote = _moved(it.quote, kept, to, beside)
    if quote is None:  # it stands in two turns now
        longest = max(to.sentences[first:end], key=lambda one: one.end - one.start)
        quote = Quote(turn=longest.turn, start=longest.start, end=longest.end)
    answer = None if it.uptake is None else _moved(it.uptake.quote, kept, to, beside)
    uptake = it.uptake
    if uptake is not None and uptake.quote is not None:
        uptake = None if answer is None else replace(uptake, quote=answer)
    return replace(it, first=first, end=end, exchange=None, quote=quote, uptake=uptake)


def _moved(quote: Quote | None, kept: Analysis, to: Analysis, beside: Beside) -> Quote | None:
    """The same words where they stand now; None where they do not, or no longer in one turn."""
    if quote is None:
        return None
    start = starts_of(kept.session)[quote.turn]
    place = beside.place((start + quote.start, start + quote.end))
    if place is None:
        return None
    starts = starts_of(to.session)
    turn = bisect_right(starts, place[0]) - 1
    if place[1] > starts[turn + 1]:
        return None
    return Quote(turn=turn, start=place[0] - starts[turn], end=place[1] - starts[turn])
