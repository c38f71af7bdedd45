"""Whether something comes up again later: passages that share its rare words, and nothing more.

That words come again does not show that the thing was done, and that they do not come again does
not show that it was not. The words themselves are shown for a reader to judge.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from analyzer.records import Analysis
from analyzer.report.moments import Moment

# One rare word alone is too often chance.
FEWEST_SHARED = 2
# What the shared words must weigh together, of what all words of the moment weigh.
LEAST_PART = 0.25
# A word that stands in more than one of so many passages tells little.
RARE = 40
MOST_WORDS = 70
_WORD = re.compile(r"[^\W\d_]{3,}(?:['’][^\W\d_]+)?|\d{2,}")
_ENDING = re.compile(r"(?:['’]\w+|(?<=\w{4})(?:ing|ed|es|s))$")
# Words of every talk and of every plan.
_SPOKEN = (
    "well okay yeah just like really think know want thing say said tell told ask start today "
    "tomorrow tonight morning evening week month monday tuesday wednesday thursday friday saturday "
    "sunday"
)
# Words that say how others hang together.
_SMALL = (
    "the and but nor for yet not off out you your yours yourself she her hers herself him his "
    "himself its itself they them their theirs themselves our ours ourselves myself mine who "
    "whom whose which what that this these those there here where when why how all any both "
    "each few more most much many other others another some such none nothing something "
    "anything everything someone anyone everyone nobody somebody anybody everybody one ones "
    "same own than then too very can could may might must shall should will would cannot has "
    "had have having does did doing done was were been being are isn aren with without within "
    "from into onto upon over under above below between among across through throughout during "
    "before after since until till about against along around behind beside besides beyond down "
    "again further once only even ever never always often also however therefore because "
    "although though while whereas whether unless either neither every else somewhere "
    "everywhere nowhere still already now up get got give made make take put see seem seems "
    "become indeed perhaps rather quite almost enough least less last next first per via etc "
    "back part side top bottom full empty whole two three"
)
_EMPTY = frozenset(_SMALL.split()) | frozenset(_SPOKEN.split())


class Later:
    """The passages of some sessions in their order, to be asked where words come up again.

    A passage is what one person says in a turn, in parts of up to so many words.
    """

    def __init__(
        self, analyses: Sequence[Analysis], *, keep: Callable[[Moment], bool] = lambda _: True
    ) -> None:
        self._passages = [
            (place, one) for place, it in enumerate(analyses) for one in _parts(it) if keep(one)
        ]
        self._terms = [_terms(passage.text) for _, passage in self._passages]
        self._counts = Counter(term for terms in self._terms for term in terms)
        self._places = {it.session.id: place for place, it in enumerate(analyses)}

    def has_later(self, moment: Moment) -> bool:
        """Whether there is a session after the one of the moment."""
        return self._places[moment.analysis.session.id] + 1 < len(self._places)

    def found(self, moment: Moment) -> Moment | None:
        """The passage of a later session that shares most of the moment's rare words, or None."""
        since = self._places[moment.analysis.session.id]
        wanted = _terms(moment.text)
        enough = LEAST_PART * sum(map(self._weight, wanted))
        best: tuple[float, int] | None = None
        for number, (place, _) in enumerate(self._passages):
            shared = wanted & self._terms[number] if place > since else frozenset()
            if len(shared) < FEWEST_SHARED or not any(map(self._is_rare, shared)):
                continue
            weight = round(sum(map(self._weight, shared)), 9)
            if weight >= enough and (best is None or weight > best[0]):
                best = (weight, number)
        return None if best is None else self._passages[best[1]][1]

    def _weight(self, term: str) -> float:
        return math.log1p(len(self._passages) / max(1, self._counts[term]))

    def _is_rare(self, term: str) -> bool:
        return self._counts[term] <= max(4, len(self._passages) // RARE)


def _terms(text: str) -> frozenset[str]:
    """The words that carry something, without their endings."""
    return frozenset(map(_term, _WORD.findall(text.casefold()))) - {""}


# Few words make most of all talk.
@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    """The word without its ending; empty where it carries nothing."""
    term = "" if word in _EMPTY else _ENDING.sub("", word)
    return "" if term in _EMPTY else term


def _parts(analysis: Analysis) -> Iterable[Moment]:
    """The sentences of each turn, as many together as have not too many words."""
    first = 0
    n_sentences = len(analysis.sentences)
    while first < n_sentences:
        end = first + 1
        turn = analysis.sentences[first].turn
        while end < n_sentences and analysis.sentences[end].turn == turn:
            wider = Moment(analysis=analysis, first=first, end=end + 1)
            if wider.n_words > MOST_WORDS:
                break
            end += 1
        yield Moment(analysis=analysis, first=first, end=end)
        first = end
