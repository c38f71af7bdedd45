"""What a theme is called: the phrases that stand in its texts and hardly in the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from analyzer.aggregate.themes.likeness import STOP_WORDS

N_PHRASES = 6
RERANKED = 30
# The share of a theme's texts that its phrases stand in at least; where there is none, the lower.
COMMON = (0.15, 0.04)
IN_NAME = 3
LONGEST = 3
# What each word of a phrase would be expected to stand in, were it as common everywhere.
PRIOR = 10.0
# A longer phrase says more than the word in it, where the word hardly stands without it.
SWALLOWS = 0.5
# Two words side by side say what a theme is about where one alone only hints at it.
SAYS_MORE = 1.4
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W_]+)*")
# Said in every talk, whatever it is about.
_SPOKEN = (
    "okay yeah yes yep right sure well really actually maybe kind sort thing things stuff lot bit "
    "way ways going gonna want wants wanted need needs know knows think thinks thought say says "
    "said saying tell tells told ask asks asked asking talk talked talking get gets got getting go "
    "goes come comes came make makes made look looks like just let good great nice fine exactly "
    "mean means meant guess feel feels felt try tried trying put take takes took happen happens "
    "happened new old day days week weeks month months year years time times today tomorrow "
    "yesterday people person somebody someone anybody anyone everybody everyone nobody first "
    "second third next last back question questions answer point lets hey hi hello thanks thank "
    "sorry please don't doesn't didn't isn't wasn't can't won't couldn't wouldn't shouldn't i'm "
    "i've i'll i'd you're you've you'll you'd he's she's it's that's there's what's who's we're "
    "we've we'll they're they've they'll let's here's haven't hasn't hadn't aren't weren't one two "
    "three four five six seven eight nine ten hundred thousand monday tuesday wednesday thursday "
    "friday saturday sunday january february march april may june july august september october "
    "november december um uh uhm er erm ah oh mm hmm mhm em eh ha aha haha huh hm yo nah aye ach "
    "och does did doing done being having had has was were are is am be been work works worked "
    "working call calls called calling man woman guy guys lady sir far later finally long short "
    "big small half whole later early soon enough different same wrong true real hard easy lots "
    "start starts started stop stops stopped keep keeps kept leave leaves left hear heard word "
    "words minute minutes hour hours morning afternoon evening"
)
_EMPTY = frozenset(STOP_WORDS) | frozenset(_SPOKEN.split())


# How like each phrase is to what the theme with that number means.
Likeness = Callable[[int, Sequence[str]], npt.NDArray[np.floating]]


def key_phrases(
    themes: Sequence[Sequence[str]],
    *,
    names: Collection[str] = (),
    likeness: Likeness | None = None,
) -> tuple[tuple[str, ...], ...]:
    """For each theme, given as its texts, at most six phrases of one to three words, best first.

    Phrases are ranked by how much surer they stand in a text of the theme than in one of another:
    the z-score of the log odds with an informative prior (Monroe, Colaresi and Quinn 2008, section
    3.4), counted in texts. ``names`` of people never stand in a phrase, nor do words that are
    mostly written like a name. The thirty best are put in a new order by ``likeness``, where it is
    given. A theme whose texts share no words has no phrases.
    """
    people = {word.casefold() for name in names for word in _WORD.findall(name)}
    written, begun = _written(text for texts in themes for text in texts)
    # What only ever begins a sentence, with a capital, may be a name too, and is of no loss.
    banned = frozenset(people) | (begun - written.keys())
    banned |= {word for word, ways in written.items() if _is_name(ways)}
    counts = [_in_texts(texts, banned=banned) for texts in themes]
    total = sum(counts, Counter[str]())
    n_texts = sum(map(len, themes))
    found = []
    for number, (mine, texts) in enumerate(zip(counts, themes, strict=True)):
        ranked = _ranked(mine, len(texts), total, n_texts)
        if likeness is not None and ranked:
            ranked = _nearest_first(ranked[:RERANKED], likeness(number, ranked[:RERANKED]))
        found.append(_best(ranked, mine, written))
    return tuple(found)


def _nearest_first(ranked: Sequence[str], like: npt.NDArray[np.floating]) -> list[str]:
    """Phrases by their place among the most telling and among the nearest together."""
    place = np.empty(len(ranked))
    place[np.argsort(-like, kind="stable")] = np.arange(len(ranked))
    order = np.argsort(place + np.arange(len(ranked)), kind="stable")
    return [ranked[it] for it in order]


def name_of(phrases: Sequence[str]) -> str:
    """A readable name from a theme's phrases; empty where it has none.

    >>> name_of(("counter offer", "resignation", "start date", "salary"))
    'counter offer, resignation, start date'
    """
    return ", ".join(phrases[:IN_NAME])


def _written(texts: Iterator[str]) -> tuple[Mapping[str, Counter[str]], frozenset[str]]:
    """How each word is written where it does not begin a sentence; and the words that begin one."""
    ways: dict[str, Counter[str]] = {}
    begun = set()
    for text in texts:
        for found in _WORD.finditer(text):
            before = text[: found.start()].rstrip()
            if before and before[-1] not in ".?!…:“\"'‘(":
                ways.setdefault(found[0].casefold(), Counter())[found[0]] += 1
            else:
                begun.add(found[0].casefold())
    return ways, frozenset(begun)


def _is_name(ways: Counter[str]) -> bool:
    """Whether a word is mostly written with one capital at its head, as "Dana", not "HR"."""
    n_titled = sum(n for way, n in ways.items() if way[:1].isupper() and way[1:].islower())
    return n_titled * 2 > ways.total()


def _in_texts(texts: Sequence[str], *, banned: frozenset[str]) -> Counter[str]:
    """In how many texts each phrase stands."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_phrases(text, banned=banned)))
    return counts


def _phrases(text: str, *, banned: frozenset[str]) -> Iterator[str]:
    for part in re.split(r"[^\w\s'’-]+|\s[-–—]\s", text):
        words = [found.casefold().replace("’", "'") for found in _WORD.findall(part)]
        for first in range(len(words)):
            for length in range(1, min(LONGEST, len(words) - first) + 1):
                phrase = words[first : first + length]
                if any("'" in word or len(word) < 2 for word in phrase):
                    continue
                if phrase[0] in _EMPTY or phrase[-1] in _EMPTY:
                    continue
                if not banned.intersection(phrase):
                    yield " ".join(phrase)


def _ranked(mine: Counter[str], n_mine: int, total: Counter[str], n_texts: int) -> list[str]:
    """The phrases of a theme that stand in enough of its texts, the most telling first."""
    for share in COMMON:
        enough = max(2, share * n_mine)
        phrases = sorted(phrase for phrase, n in mine.items() if n >= enough)
        ranked = _by_worth(phrases, mine, n_mine, total, n_texts)
        if ranked:
            return ranked
    return []


def _by_worth(
    phrases: Sequence[str], mine: Counter[str], n_mine: int, total: Counter[str], n_texts: int
) -> list[str]:
    if not phrases:
        return []
    here = np.array([mine[phrase] for phrase in phrases], dtype=float)
    everywhere = np.array([total[phrase] for phrase in phrases], dtype=float)
    prior = PRIOR * everywhere / n_texts
    there, n_there = everywhere - here, n_texts - n_mine
    odds_here = (here + prior) / np.maximum(n_mine + PRIOR - here - prior, 0.5)
    odds_there = (there + prior) / np.maximum(n_there + PRIOR - there - prior, 0.5)
    z = np.log(odds_here / odds_there) / np.sqrt(1 / (here + prior) + 1 / (there + prior))
    worth = z * np.array([SAYS_MORE if " " in phrase else 1 for phrase in phrases])
    order = sorted(range(len(phrases)), key=lambda place: (-worth[place], phrases[place]))
    return [phrases[place] for place in order if z[place] > 0 or n_there == 0]


def _best(
    ranked: Sequence[str], counts: Counter[str], written: Mapping[str, Counter[str]]
) -> tuple[str, ...]:
    """The first phrases that do not repeat each other, written as they mostly are."""
    chosen: list[str] = []
    for phrase in ranked[: 10 * N_PHRASES]:
        longer = [
            it for it in ranked if _holds(it, phrase) and counts[it] >= SWALLOWS * counts[phrase]
        ]
        best = longer[0] if longer else phrase
        if not any(set(best.split()) & set(it.split()) for it in chosen):
            chosen.append(best)
    return tuple(_as_written(it, written) for it in chosen[:N_PHRASES])


def _holds(longer: str, phrase: str) -> bool:
    return longer != phrase and f" {phrase} " in f" {longer} "


def _as_written(phrase: str, written: Mapping[str, Counter[str]]) -> str:
    return " ".join(
        max(sorted(ways), key=ways.__getitem__) if (ways := written.get(word)) else word
        for word in phrase.split()
    )
